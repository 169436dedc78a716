"""Pages of invented government sites around a report: navigation, breadcrumbs, share bars, footers."""

from __future__ import annotations

_NAV = "".join(
    f'<li><a href="/{path}/">{name}</a></li>'
    for path, name in (
        ("", "首页"),
        ("zwgk", "政务公开"),
        ("zwfw", "政务服务"),
        ("zmhd", "政民互动"),
        ("sjfb", "数据发布"),
        ("zjlc", "走进岚川"),
    )
)

PORTAL = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=@charset@">
<title>@title@-@site@</title>
<meta name="SiteName" content="@site@"><meta name="ColumnName" content="政府信息公开年报">
<meta name="PubDate" content="@date@ 09:30"><meta name="ContentSource" content="@agency@">
<script>var _hmt = _hmt || []; function doZoom(size) { document.getElementById('zoom').style.fontSize = size + 'px'; }</script>
<style>.top{background:#b22} #zoom{font-size:16px;line-height:2} table{border-collapse:collapse} td{border:1px solid #333}</style>
</head>
<body>
<div class="top"><div class="logo">@site@</div><form action="/search"><input name="q" placeholder="请输入关键字"><button>搜索</button></form>
<a href="#">无障碍浏览</a> <a href="#">长者模式</a> <a href="#">繁體</a></div>
<ul class="nav">@nav@</ul>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; <a href="/zwgk/nb/">政府信息公开年报</a> &gt; 正文</div>
<div class="main">
<table class="xxgk-head"><tr><td>索 引 号：</td><td>@number@</td><td>信息分类：</td><td>政府信息公开年报</td></tr>
<tr><td>发布机构：</td><td>@agency@</td><td>发布日期：</td><td>@date@</td></tr>
<tr><td>名&nbsp;&nbsp;&nbsp;&nbsp;称：</td><td colspan="3">@title@</td></tr></table>
<h1>@title@</h1>
<div class="info">发布时间：@date@ 09:30　来源：@agency@　浏览次数：<span id="hits">0</span>　字体：[<a href="javascript:doZoom(18)">大</a>
<a href="javascript:doZoom(16)">中</a> <a href="javascript:doZoom(14)">小</a>]</div>
<div id="zoom" class="TRS_Editor">
@body@
</div>
<div class="share">分享到：<a href="#">微信</a><a href="#">微博</a> <a href="javascript:window.print()">【打印本页】</a> <a href="javascript:window.close()">【关闭窗口】</a></div>
<div class="prevnext"><p>上一篇：@other@</p><p>下一篇：没有了</p></div>
</div>
<div class="footer"><a href="/about/">关于我们</a> | <a href="/map/">网站地图</a> | <a href="/law/">法律声明</a>
<p>主办：@agency@　承办：岚川省大数据中心　网站标识码：9900000000</p><p>岚ICP备00000000号-1　岚公网安备 99000000000000号</p></div>
</body>
</html>
"""

UCAP = """<!doctype html>
<html><head><meta charset="@charset@"><title>@title@</title>
<link rel="stylesheet" href="/static/main.css"><script src="/static/jquery.js"></script></head>
<body><header><a class="brand" href="/">@site@</a><nav><ul>@nav@</ul></nav></header>
<div class="position"><span>您现在的位置：</span><a href="/">首页</a>&gt;<a href="/gk">信息公开</a>&gt;<a href="/gk/nb">年度报告</a></div>
<aside class="left-tree"><h3>法定主动公开内容</h3><ul><li><a href="#">机构职能</a></li><li><a href="#">政策文件</a></li><li><a href="#">财政预决算</a></li>
<li><a href="#">行政许可</a></li><li><a href="#">处罚强制</a></li><li><a href="#">政府信息公开指南</a></li><li><a href="#">政府信息公开制度</a></li></ul></aside>
<article><h2 class="article-title">@title@</h2><p class="pages-date">@date@ 来源： @agency@ 【字体：大 中 小】</p>
<div class="pages_content" id="UCAP-CONTENT">
@body@
</div>
<div class="related"><h4>相关阅读</h4><ul><li><a href="#">@other@</a></li><li><a href="#">一图读懂：岚川省政务公开工作要点</a></li></ul></div>
<div class="qr">扫一扫在手机打开当前页</div></article>
<footer>版权所有：@agency@　地址：岚川省政务服务大厅　邮编：000000　<a href="#">我要纠错</a></footer></body></html>
"""

PLAIN = """<html><head><meta http-equiv=Content-Type content="text/html; charset=@charset@"><title>@title@</title>
<style><!-- p.MsoNormal {margin:0cm;text-indent:21.0pt;font-size:10.5pt;font-family:仿宋_GB2312;} --></style>
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings></xml><![endif]--></head>
<body lang=ZH-CN style='tab-interval:21.0pt'><div class=WordSection1 style='layout-grid:15.6pt'>
@body@
</div></body></html>
"""

CELL = """<HTML><HEAD><TITLE>@site@--@title@</TITLE><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=@charset@"></HEAD>
<BODY bgcolor="#ffffff"><TABLE width="1000" align="center" cellpadding="0" cellspacing="0"><TR><TD colspan="2"><IMG src="banner.jpg" alt="@site@"></TD></TR>
<TR><TD width="180" valign="top"><TABLE><TR><TD>· 公开指南</TD></TR><TR><TD>· 公开目录</TD></TR><TR><TD>· 年度报告</TD></TR><TR><TD>· 依申请公开</TD></TR></TABLE></TD>
<TD><TABLE width="100%"><TR><TD align="center"><B>@title@</B></TD></TR><TR><TD align="center">发布日期：@date@ 阅读：次</TD></TR>
<TR><TD>@body@</TD></TR><TR><TD align="right">[ 打印 ] [ 关闭 ]</TD></TR></TABLE></TD></TR>
<TR><TD colspan="2" align="center">@agency@ 版权所有　建议使用1024*768分辨率浏览</TD></TR></TABLE></BODY></HTML>
"""

MOBILE = """<!DOCTYPE html><html><head><meta charset="@charset@"><meta name="viewport" content="width=device-width"><title>@title@</title></head>
<body><div id="app"><div class="bar"><i class="back"></i>@site@</div><div class="detail"><div class="detail-title">@title@</div>
<div class="detail-sub"><span>@agency@</span><span>@date@</span></div><section class="rich-text">
@body@
</section></div><div class="tabbar"><span>首页</span><span>公开</span><span>服务</span><span>我的</span></div>
<div class="copyright">点赞 收藏 转发 评论(0)</div></div></body></html>
"""

SHELLS = {"portal": PORTAL, "ucap": UCAP, "word": PLAIN, "cell": CELL, "mobile": MOBILE}


def fill_shell(shell: str, fields: dict[str, str]) -> str:
    """A page: the shell with its `@name@` places filled."""
    page = SHELLS[shell]
    for name, value in {"nav": _NAV, **fields}.items():
        page = page.replace(f"@{name}@", value)
    return page
