"""Section five as statements: units, roles and spans as the annotation guide settles them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.parsing import parse_narrative, parse_narratives

ROLES = {"P": "problem", "M": "measure", "R": "rectified", "C": "context"}
INLINE = re.compile(r"\{([PMRC])\|([^{}]*)\}")

# Inline-annotated: {ROLE|statement}; everything else is heading, mark, punctuation or fragment.
CASES = {
    "enumerated blocks": "（一）存在的主要问题\n一是{P|栏目更新不及时}；二是{P|经办人员均为兼职}。\n（二）改进措施\n一是{M|每周核对一次栏目}；二是{M|配备一名专职人员}。",
    "digits": "存在问题：\n1.{P|公开内容不全面}\n2.{P|公开形式单一}\n改进措施：\n1.{M|补齐空缺栏目}\n2.{M|增设村级公示栏}",
    "bracketed": "主要问题：（1）{P|公开内容不全面}；（2）{P|公开形式单一}。改进情况：（1）{M|补齐空缺栏目}；（2）{M|增设村级公示栏}。",
    "circled": "①{P|公开内容不全面}；②{P|解读形式单一}。",
    "ordinals": "第一，{P|公开内容不全面}。第二，{P|解读形式单一}。",
    "dashes": "存在的主要问题\n——{P|公开内容不全面}；\n——{P|解读形式单一}。",
    "words": "首先，{P|公开内容不够全面}。其次，{P|解读形式较为单一}。",
    "misnumbered": "存在的主要问题\n1、{P|公开内容不全面}\n3、{P|解读形式单一}\n3、{P|人员力量不足}",
    "nested": "（一）存在的主要问题\n1.公开内容方面。（1）{P|部分领域信息没有公开}；（2）{P|政策解读不够通俗}。\n2.队伍方面。{P|工作人员更换频繁}。",
    "glued list": "存在问题：1.{P|公开数量偏少，覆盖面不广}2.{P|公开形式单一}改进措施：1.{M|加大主动公开力度}2.{M|增设村级公示栏}",
    "head and explanation": "改进措施\n一是{M|统一办理标准。编发答复示范文本，组织集中会商}。\n二是{M|压实责任。由分管领导逐月调度}。",
    "head and what explains it": "一是{P|公开形式单一。以文字材料为主}。二是{P|信息质量不高。会议动态偏多}。",
    "head, explanation and lead-in of the next list": "存在问题：1.{P|更新慢。个别栏目半年没有新内容}。2.{P|人员力量薄弱。信息员均为兼职}。{C|针对上述问题，我镇将从以下方面改进}：1.{M|每周更新栏目}。2.{M|配齐人员}。",
    "last item and the lead-in of steps": "{C|我委公开工作距离要求还有差距，需要在以下方面加强}：一是{P|需要加强对下属单位的指导}；二是{P|需要增强解读的针对性}。{C|2022年，我们将按照上级部署，重点抓好}：{M|制定下属单位公开工作指引}；{M|完成网站适老化改造}。",
    "last item and the words that hand in the report": "一是{M|强化培训。组织信息员学习条例}。二是{M|建立季度抽查制度}。{C|以上报告，请审阅}。",
    "a joined heading with whose and when": "我县2022年存在的问题及整改情况：一是{R|针对目录不规范的问题，已统一目录模板}。2023年我县存在的问题：一是{P|群众参与度不高}。改进举措：一是{M|组织开放日活动}。",
    "the end of a list in other words": "2023年，我镇公开工作存在{P|公开不及时}、{P|形式不够多样}等方面的不足。",
    "the same for weak links": "我局还存在{P|信息更新慢}、{P|解读材料少}等薄弱环节。",
    "a list glued to the words that lead to it": "{C|2023年，我局公开工作取得一定成绩}，但仍然存在一是{P|更新不及时}，二是{P|人手不足}。下一步将一是{M|加强培训}，二是{M|增加人手}。",
    "heading in a sentence with whose before when": "我局2023年政府信息公开工作存在的主要问题，一是{P|公开的深度不够}，二是{P|互动交流较少}。",
    "list that runs on into the answer": "{C|2024年，我办公开工作取得了一定成效}，但也还存在着{P|公开内容不够全面}、{P|公开形式不够丰富}等问题，{C|针对以上问题，我办将采取以下措施加以改进}：（一）{M|加强内容建设}。",
    "listed shortfalls with predicates": "{P|公开的及时性需增强}，{P|公开前的保密审查需严格}，{P|咨询服务水平需提升}。",
    "listed shortfalls that come back to a topic": "存在的主要问题\n一是{P|公开不够及时}，{P|内容不够全面}，{P|个别栏目更新频率不高}。",
    "subjects under one predicate": "{P|公开的及时性、准确性需进一步增强}。",
    "joined steps": "改进措施\n一是{M|加强业务培训}，{M|及时更新网站栏目}。",
    "closing formula": "{M|2024年，我局将按季公开各项目的进度}，{C|为全区发展贡献力量}。",
    "shortfall named after what went well": "{C|2022年我局公开工作平稳开展}，存在的不足是{P|公开信息的格式不够统一}。",
    "closing sum": "{P|公开渠道少}，{C|这些不足需要在今后工作中认真改进}。",
    "goal clause stays": "改进措施\n一是{M|加强业务培训，不断提升工作水平}。",
    "cause and what it caused stay": "存在的主要问题\n一是{P|由于专人较少，存在公开不够及时的问题}。",
    "admission that wishes to be better": "{C|工作中还存在不足，需要在今后工作中加以改进}：一是{P|人员少}；二是{P|更新慢}。",
    "shortfall and step without a word between": "{P|两块公开栏的玻璃碎了没有换}，{M|已列入明年的项目资金}。",
    "frame with what it means": "{C|2022年我局做了不少工作，可问题仍然存在}，表现为{P|对新条例学得不深}。",
    "cause and effect stay": "存在的主要问题\n一是{P|由于宣传不够，导致群众知晓率不高}。",
    "frame": "{C|2022年，我局政府信息公开工作取得了一定成绩，但仍存在一些问题和不足}，主要表现在：一是{P|栏目更新不及时}；二是{P|人员力量不足}。",
    "shortfalls listed behind a year": "2019年，我局信息公开工作还存在{P|认识不到位}，{P|公开还不全面}等问题。",
    "the same with an enumeration comma": "本年度，我镇公开工作存在{P|解读形式单一}、{P|人员力量薄弱}等不足。",
    "frame that goes over to a list": "{C|2019年我局公开工作在县政府领导下平稳开展}，但仍存在{P|公开的时效性不强}、{P|公开内容不够丰富}、{P|人员不足}等问题。",
    "list with qualities under one predicate": "主要存在{P|公开的及时性、准确性有待加强}、{P|公开内容不全面}、{P|人员不足}等问题。",
    "what speaks of the activity before it": "存在的主要问题\n一是{P|政策解读以文字为主，形式不够新颖}。",
    "items of two halves before this year's": "上一年度存在问题改进情况：\n问题一，{R|到站时刻发布慢。改进：提前两小时发布}；\n问题二，{R|来电没有回音。改进：逐一短信告知}。\n本年度不足及改进打算：{P|栏目还沿用旧目录}；{P|个别部门怕惹议论}。",
    "words before colons in an account of an earlier year": "2021年度问题整改情况：\n问题：{R|群众知晓率不高}。整改：{R|在集镇张贴二维码，开展宣传4场}。\n问题：{R|公众号功能单一}。整改：{R|新增办事预约菜单}。\n本年度存在的问题：{P|更新不够及时}。",
    "full stops of another alphabet": "一.存在的主要问题\n{P|公开内容不全}.{P|公众号功能单一}.\n二.改进措施\n1.{M|加强培训}.\n2.{M|公布1.5万条信息}.",
    "cause, then what was done": "（一）{P|公开内容有待充实。原因是科室提供的信息较少}。{M|我局已建立月度供稿机制}。",
    "answer to a count": "存在的主要问题\n一、{P|全年征集意见86条，只有11条说明了采纳情况}，{M|对此我街道逐条补充了反馈}。",
    "year after this one": "存在的主要问题：{P|公开渠道少}。下年度主要工作：{M|增设公示栏}。",
    "frame behind a heading on its line": "（一）存在的主要问题。{C|2024年，全县政府信息公开工作虽取得一定成效，但仍然存在一些不容忽视的问题}：{P|有的单位重视不够}；{P|有的单位更新慢}。",
    "account whose lead-in says that all is done by now": "（一）上一年度问题的整改情况。{C|我办将问题分到各科，目前已全部整改完毕}。1.{R|统一答复文书}；2.{R|安排公开经费}。\n（二）今年存在的问题。{P|解读数量少}。",
    "what came to light, and where it was put down": "{C|我局逐项检视，发现}：{P|目录与机构改革不同步}；{P|公示超出时限}。{C|上述问题已列入2025年工作台账}：{M|3月底前完成目录修订}。",
    "vow behind the last item": "改进措施\n一是{M|按月公开验收结果}；二是{M|由村干部入户讲解，照顾留守老人}。{C|绿水青山就是金山银山}。{C|我们将牢记嘱托、感恩奋进，奋力书写新答卷}。",
    "year of a plan behind a shortfall": "1.{P|栏目与目录不匹配。部分信息找不到栏目}。{M|2023年，我局将对照目录调整栏目}。\n2.{P|形式单一。目前只在网站发布}。{M|2023年，我局将在车站增设公开栏}。",
    "measures against an earlier year's shortfalls": "（一）改进情况。{C|针对2020年度查找的不足，我局采取了有力措施}。1.{R|调整了分工，由1名干部专抓公开}；2.{R|增设了3处公示栏}。\n（二）存在问题。{P|公开信息少}。",
    "admission before a colon": "{C|2025年，本局公开工作虽有起色，仍需完善}：{P|公开工作与审计业务结合不紧}。",
    "no word for what there is": "{C|一年来我局政府信息公开还存在}：{P|公众参与的广泛性不足}。",
    "not as wished": "{C|街道办在信息公开方面做了一些工作，但仍有不尽如人意之处}，主要是{P|网站部分链接失效}。",
    "shortfalls that run on into a lead-in": "我局存在{P|更新不及时}、{P|内容不全面}的问题，{C|对此，我局采取以下措施}：一是{M|加强培训}。",
    "pointer in a lead-in": "{C|针对更新不及时、内容不全面的问题，我局将采取以下措施}：一是{M|加强培训}。",
    "acts found wanting": "{C|工作中还存在一些不足}，{P|落实不到位}。{P|更新慢}。{P|整合力度不够}。",
    "acts against what is wanting": "改进措施\n一是{M|针对不足，每周核对一次栏目}；二是{M|克服不利影响，及时更新}；三是{M|解决不及时问题}。",
    "heading inside an earlier year's block": "（一）上一年度主要问题及整改情况\n上一年度主要存在{R|公开形式不够多样}、{R|科室协同不够}的问题。整改情况：一是{R|在9个社区设置便民角}；二是{R|制定信息发布规则}。\n（二）本年度存在的问题\n一是{P|解读数量少}。",
    "earlier year told before a comma": "{C|2022年我局存在公开不全面、人员缺乏的问题，2023年采取了以下改进措施}：一是{R|补齐医院收费信息}；二是{R|增加1名工作人员}。\n{C|2023年我局仍有不足}：{P|公开内容不够通俗}。",
    "earlier year in a table": "（一）上年度问题整改落实情况\n序号\t上年度问题\t整改措施及成效\n1\t{R|分配信息公示不及时}\t{R|全年公示12批次}\n2\t{R|公开形式单一}\t{R|增设3个专区}\n（二）本年度存在的问题\n1.{P|解读数量少}。",
    "items with headings and no marks": "（二）改进措施。{M|强化政策解读。对惠民政策采取入户讲解等方式解读}；{M|深化村务公开。对照目录公开补贴发放情况}；{M|建强队伍。择优选配专职人员}。",
    "heading and explanation of a shortfall": "存在的主要问题\n1.{P|公开内容还需拓展。目前以工作动态为主，财政资金等方面信息不多}。\n2.{P|工作能力还需加强。信息员业务不熟}。",
    "answer inside an item": "1.{P|指南用语过于专业}。改进方向：{M|增编问答版本}。\n2.{P|公开比例偏低}。改进方向：{M|扩大公开范围}。",
    "answer behind an explanation": "1.{P|公开渠道与老人需求不相适应。不少老人不会用手机}。改进：{M|印制大字版手册}。\n2.{P|内容官话多。居民看不明白}。改进：{M|改写成家常话}。",
    "two years told one after the other": "2023年我乡主要存在{R|公开内容不够全面}、{R|业务培训较少}的问题。\n{C|2024年还存在以下问题}：一是{P|部分信息发布滞后}；二是{P|站所配合不够}。",
    "blocks of two years": "（一）2022年存在的主要问题\n一是{R|公开内容不够全面}；二是{R|人员业务能力不强}。\n（二）2023年改进情况\n一是{R|全年发布信息74条}；二是{R|组织参加培训3次}。\n（三）2023年存在的主要问题\n1.{P|解读形式单一}；2.{P|知晓面窄}。\n（四）下一步改进方向\n一是{M|提升解读质量}。",
    "parts of an account of an earlier year": "（一）2021年问题及改进情况\n1.存在的问题：{R|货运信息挂得少}；{R|出行栏目藏得深}。\n2.改进措施：{R|抽查结果逐月上网}；{R|栏目移到首页}。\n（二）2022年问题及改进措施\n1.问题：{P|公告的写法不统一}。\n2.措施：{M|印发公告样稿}。",
    "pairs in an account of an earlier year": "一、2023年问题整改情况\n（一）存在问题：{R|处罚公示时有超期。整改情况：处罚决定全部按期上网}。\n（二）存在问题：{R|公开方式局限于网站。整改情况：在农贸市场设置公示牌}。\n二、2024年存在的主要问题\n（一）{P|人员培训不够}。",
    "loose headings in an account of earlier years": "一、往年问题整改\n（一）2022年查摆出的问题\n一是{R|报送没有固定口子}；二是{R|实用信息少}。\n（二）整改做法\n{R|明确由办公室归口报送}。\n二、今年问题及打算\n{P|新任信息员尚未受训}。",
    "account of an earlier year without headings": "{C|去年我乡自查出的问题有}：{R|群众知晓度低}；{R|信息上传有拖延}。整改情况：{R|在十三个村巡回宣讲}；{R|设立上传登记本}。\n今年存在的问题：{P|档案与网上信息对不上}。",
    "account of an earlier year that goes over to this one": "{C|针对2021年度工作中存在的公开方式不多、人手紧张等问题，我局高度重视，认真整改}：{R|全年制作短视频19个}；{R|调入信息员1名}。{C|同时也要看到，工作中还有不少薄弱环节}，如{P|视频号运维不够专业}。",
    "是 behind a bracketed mark": "（一）是{P|人手不足}；（二）是{P|更新慢}。",
    "shortfall before a list of steps": "{C|2016年，本站公开工作虽然取得了一些成绩}，但{P|也还存在解读形式有待丰富的问题}。\n一是{M|改版网站}。\n二是{M|加强学习和培训}。",
    "qualities that need to be better before a list of steps": "{C|虽然今年发布的信息有所增加，但与用户的期待还存在差距}，{P|公布材料的准确性、互动性等都需要加以改进}。\n1、{M|进一步梳理公开信息}。",
    "last year in prose": "{R|上年度我镇在公开内容、解读形式等方面存在不足}。{R|本年度，新增惠农补贴栏目，制作图解12期}。{P|目前，仍存在人员不足问题}。{M|今后将配备专职人员}。",
    "last year in prose, thereupon": "{R|去年我局存在更新不及时的问题}。为此，{R|制定了发布时限规定}。{P|今年的主要问题是解读偏少}。{M|下一步将多出图解}。",
    "last school year": "一、上学年问题整改\n（一）{R|招生简章挂网慢。招生处已与各学院约定，简章印发当天上网}。\n二、本学年主要问题\n（一）{P|信息公开没有单列经费}。",
    "admission behind an account of last year": "{C|2013年度报告中，我局提出要解决几个问题}。{R|目录不清问题，重新编制了公开目录}。{C|工作虽有起色，但问题依然存在}。{P|局属单位报送信息较少}。",
    "short plan": "一是{P|人手不足}。二是{P|更新慢}。{M|下一步加强培训}。",
    "short plan, comma": "一是{P|人手不足}。二是{P|更新慢}。{M|下一步，加强培训}。",
    "plan behind the explanation of an item": "1.{P|更新不及时。由于人手少，部分栏目长期不换}。{M|下一步，将指定专人更新}。2.{P|公开意识不强。个别股室不愿报送}。{M|今后将逐月通报}。",
    "our station will": "{P|公开形式不够多样}，{P|宣传不够深入}，{M|我站将通过电子屏公示检验结果}。",
    "bare content": "一是{P|信息公开的形式有待进一步创新}，{P|内容有待进一步丰富}；二是{P|公开的便民性需进一步加强}。",
    "progress before qualities that fall short": "{C|我镇公开工作虽取得了一些成绩}，但{P|公开的及时性、准确性还有一定的提升空间}。",
    "steps that point at one shortfall each": "{R|针对上年度知晓度不高的问题，推出宣传报道20余篇}，{R|针对上年度系统不稳定的问题，更换服务商}。",
    "frame and what it mainly means": "{C|对照建设要求，我局公开工作仍有提升空间}，主要是{P|数据平台与网站尚未贯通}。",
    "frame and shortfalls in one sentence": "{C|2022年公开工作有序开展，但也存在一些问题和不足}，{P|公开的及时性需增强}，{P|保密审查需进一步严格}。",
    "lead-ins": "一是{P|栏目更新不及时}。二是{P|人员力量不足}。{C|下一步，我镇将重点做好以下工作}：一是{M|明确更新时限}；二是{M|充实工作力量}。",
    "this year as a fragment": "上年度存在的问题及改进情况：上年度存在{R|解读质量不高}、{R|回应不够及时}的问题。本年度，一是{R|发布图解11期}；二是{R|办理留言126件}。",
    "shortfalls that head the steps that met them": "存在的主要问题及改进情况：1.{M|内容不全面问题。一年来，我局对照目录补录信息52条}。2.{M|解读形式单一的问题。我局制作图解8幅}。",
    "words that close a list parted by commas": "{C|我县公开工作取得了一定的成绩}，但还存在{P|个别单位认识不足}，{P|公开质量有待进一步提升}等问题。",
    "what is only taken for something else": "{P|信息员对公开工作理解不深}；{P|把政务公开等同于信息发布}。",
    "answer to what was said above": "2023年我镇存在问题主要有：{P|业务能力不强}，{P|信息更新不及时}。{M|针对上述问题，我镇通过以会代训、现场指导等方式开展培训6次}。",
    "vow that goes over to steps": "{P|信息发布质量不高}。{M|我委将继续努力，提高信息发布质量}，{M|加强政策解读}。",
    "lead-in as a fragment": "一是{P|栏目更新不及时}。下一步，一是{M|明确更新时限}；二是{M|充实工作力量}。",
    "prose": "{P|部分栏目更新不及时}，{P|公开形式较为单一}。今后，{M|我镇将及时更新栏目}，{M|增设村级公示栏}。",
    "next year opens the steps": "{P|公开形式较为单一}，{P|信息员业务不熟}。{C|2023年，我们将重点做好以下工作}：一是{M|拓宽公开渠道}；二是{M|开展信息员培训}。",
    "named shortfall inside a step": "{M|针对更新不及时的问题，安排专人每周维护栏目}。",
    "turn to the remedy in one sentence": "{P|个别信息质量不高}，{M|下一步将严格执行三级审核}。",
    "pointer does not turn": "{M|针对人员不足的问题，我局将充实公开力量}。",
    "nothing": "{C|无}。",
    "no shortfall": "{C|2022年我乡政府信息公开工作未发现突出问题}。",
    "denied shortfall": "{C|全年未发生失泄密事件}。",
    "earlier year's block": "（一）上年度存在问题整改情况\n1.{R|开通短视频账号，发布解读材料19篇}。\n2.{R|固定一名事业干部承担公开工作}。\n（二）本年度存在的问题\n1.{P|公众参与度不高}。\n（三）改进措施\n1.{M|征集结束后七日内公布采纳情况}。",
    "earlier year by lead-in": "{C|针对2021年度报告指出的三个方面问题，我局逐项整改}：一是{R|增加专家解读9篇}；二是{R|已配备专职人员1名}。\n存在的主要问题：一是{P|栏目更新不及时}。",
    "earlier year in the statement": "{R|针对2021年度解读数量偏少的问题，全年配发图解9篇}。",
    "bracketed headings": "【上年问题回头看】{R|栏目空白的问题，已全部补齐}。【今年的新问题】{P|解读材料没有人写}。【打算】{M|由起草科室同步撰写解读}。",
    "still open": "（一）上年度问题整改情况\n1.{R|栏目空白的问题，已全部补齐}。\n2.{P|设备老化的问题仍未完全解决}。",
    "done this year is a step": "（一）存在的主要问题\n一是{P|人员力量不足}。\n（二）改进情况\n一是{M|已配备专职人员1名}。",
    "paired items": "1.{P|民办学校年检公开不全面}。{M|已督促补齐其余17所}。\n2.{P|校长信箱留言无人回复}。{M|明确五个工作日内必须回复}。",
    "paired with labels": "问题1：{P|社区公开员业务不熟}\n改进1：{M|组织一次集中培训}\n问题2：{P|大厅自助机缺纸断网}\n改进2：{M|列出耗材经费两千元}",
    "heading without a known form": "（一）欠账\n1.{P|小程序入口打不开}。\n（二）还账\n1.{M|九月底前接通三个入口}。",
    "hard line ends": "一是{P|部分栏目长期没有更新，群众在网站上查不到想\n要的办事信息，只好打电话到局里来问}；二是{P|经办的同\n志都是兼职}。",
    "wishes under a problem heading": "存在的主要问题：\n一是{P|信息公开的及时性有待进一步提高}。\n改进措施：\n一是{M|进一步提高信息发布的及时性}。",
    "shortfalls listed with 、": "{C|2022年工作取得一定成效，但对照上级要求，仍存在一定差距}。如{P|依申请公开工作规范性还有待提高}、{P|公开内容的深度还有待提升}、{P|队伍建设有待加强}等。",
    "item that comes back to its subject": "改进措施：一是{M|推进依申请公开工作，健全工作机制，全面提升依申请公开规范化水平}。",
    "examples behind a frame in one sentence": "{C|2021年公开工作取得了一些成绩，但仍存在一些不足}，如{P|公开内容、方式创新方面有待提升}。",
    "admission that runs on without a comma": "{C|起步较晚，在推进过程中还存在一些问题}如{P|宣传教育不足}，{P|人员业务不熟}，{P|缺乏专业人才}等等，均有待今后加以解决。",
    "small headings inside the items of a list": "一是{P|主动公开意识不强}。改进情况：{M|组织学习《条例》}。二是{P|信息更新不及时}。改进情况：{M|落实专人每周更新}。三是{P|解读深度不够}。改进情况：{M|邀请专家讲解}。",
    "numbering that goes on under a new heading": "存在问题：1.{P|公开不及时}。2.{P|人员不足}。改进措施：3.{M|落实专人更新}。4.{M|增配人员}。",
    "shortfalls that the year before had": "{R|上年度存在的主要问题是信息公开时效性不强}。",
    "eased in part": "（一）上年度问题整改情况。{P|基层人员变动快的问题有所缓解}，但{P|乡镇一级仍不稳定}。{R|解读形式单一问题已解决}。",
    "plan that names its year": "存在的问题：{P|工作人员兼职多}。{M|2024年，我局将加强培训}。",
    "table": "序号\t存在问题\t改进措施\n1\t{P|信息更新不够及时}\t{M|落实专人每周更新}\n2\t{P|公开渠道以网站为主，老年人获取不便}\t{M|在村级公示栏同步张贴}\n{M|下一步，我局将加强培训}。",
    "table of Markdown": "| 存在问题 | 改进措施 |\n|---|---|\n| {P|信息更新不及时} | {M|落实专人更新} |\n| {P|公开渠道单一} | {M|增设公示栏} |",
    "watchwords": "改进措施：一是{M|规范流程，建立长效机制}。二是{C|强化管理，服务群众}。",
    "short shortfalls listed with 、": "信息公开工作主要存在{P|公开不及时}、{P|缺乏专人管理}等问题。{M|今后将加强业务培训}。",
    "sign-off": "{P|公开内容不够全面}。{M|今后将加强业务培训}。\n2014年3月25日",
    "lines broken beside a picture": "一是{P|个别部门重视不够。少数部门主要领导对信息公开工\n作过问较少，工作不主动，加\n上联络员没有递补，导致工\n作脱节}。\n\n二是{P|公开形式单一}。",
    "and so on behind one shortfall": "存在的主要问题\n一是{P|培训不足}，{P|人手紧缺}，{P|公开内容偏少}等；二是{P|有的站所认识不深}等等，都需今后认真解决；三是{P|两个股室互相等，稿件无人牵头}。",
    "kinds of one shortfall stay with it": "存在的主要问题\n{P|个别信息存在表述不严谨、错别字等问题}。",
    "predicates that only a list parts": "我所信息公开主要存在{P|上传拖沓}、{P|没有固定人员管理}等问题。{P|网站页面陈旧、栏目重复}。",
    "step on an earlier shortfall under a heading of this year": "改进情况\n1.{R|针对上年度解读形式单一的问题，图解比例由38%提升到81%}。2.{M|针对2021年更新慢的问题，下一步将全部改为按周更新}。",
    "attitudes and skills in a list": "主要问题：{P|师生对信息公开的关注度不高}，{P|二级单位公开意识淡薄}，{P|公开的信息量偏少}。",
    "merits before what is wanting": "{C|一年来，我镇的主要经验是：领导重视，机制健全}，但{P|部分信息更新不及时}。",
    "earlier year met, in the middle of a sentence": "{C|2021年，我厅针对2020年度存在的“答复时限偏紧、公开深度不够”等问题，采取有力措施加以改进}。一方面，{R|优化办理流程，平均用时由15天缩短至9天}。另一方面，{R|新增公开事项43项}。\n{C|但工作中仍存在一些不足}，主要表现为：一是{P|市县公开水平不够均衡}。",
    "earlier year met by steps": "{R|上年度存在的解读不足问题，我局通过组建宣讲队进行了整改}。{P|目前，人员力量仍然不足}。",
    "fields of a table in prose": "1.问题：{P|答复留言模板化}。整改措施：{M|对留言逐条提出办理意见}。责任单位：办公室。整改时限：立行立改。\n2.问题：{P|更新慢}。整改措施：{M|落实专人更新}。完成时限：6月底。",
    "note and words under a picture": "改进措施\n1.{M|全年组织培训2次}。\n（图为政务公开业务培训现场）\n政务公开业务培训现场\n2.{M|把讲台搬到村民议事现场}。\n{C|注：以上问题均为自查发现，统计截至2023年12月31日}。",
    "whose shortfalls they are": "2020年，我院存在的主要问题：一、{P|公开意识有待增强}；二、{P|院务公开内容需要充实}。",
    "reason before what is done wrongly": "存在的主要问题\n{P|个别单位为应付年度考核，把发过的信息当作新信息重新发布}。",
    "what comes on top": "存在的主要问题\n{P|少数单位更新不及时}，{P|加上个别股室不够重视，公开内容不全面}。",
    "two words for steps in a heading": "主要问题：（一）{P|思想认识不足}。（二）{P|公开内容不够丰富}。\n解决的办法和改进措施：（一）{M|加强学习}。（二）{M|充实内容}。",
    "what two figures tell": "{M|栏目超期率由21%下降到3%}。{M|公开率从48%提升到91%}。\n存在的主要问题：{P|主动公开数量由去年的300条减少到120条}。",
    "count behind the heading of an item": "存在的主要问题\n1.{P|依申请公开压力较大。全年收到申请86件，同比增长41%}。",
    "table with units and dates": "序号\t存在问题\t整改措施\t责任单位\t完成时限\t整改结果\n1\t{P|个别信息公开不及时}\t{M|建立台账}\t办公室\t2023年3月\t已完成\n2\t{P|专业人员不足}\t{M|公开招聘1名工作人员}\t人事科\t长期\t持续推进",
    "causes listed behind a list": "我局主要存在{P|报送质量不高}、{P|公开范围不够广}等问题，究其原因，一是{P|重视程度不够}，二是{P|人手不足}。",
    "short heading that names what is lacking": "存在的主要问题\n一是{P|能力有欠缺。经办人员对怎样公开说不清}。",
    "item that turns": "一是{P|审核走过场}。{P|但在公开的精细化上还有欠缺}。",
    "marks of what ought to be done": "{P|人手不足}。{C|为此，我局拟采取以下措施}：一要{M|增强服务意识，教育窗口人员}；二要{M|规范答复文书}。",
    "direction of efforts": "主要不足：{P|公开的自觉性不高}。努力方向：{M|将公开纳入培训课程}。",
    "words that admit stay outside the shortfall": "{C|我局公开工作取得了一定成效}，但仍存在{P|网站智能化水平不高}、{P|政策解读不够深入}等问题。存在的主要问题是{P|公开的数据接口不稳定}。",
    "what an act is about stays with it": "改进方向：{M|公开内容方面，编制重点领域公开清单}；{M|公开时效方面，将上网纳入公文办理流程}。",
    "paragraphs headed by their shortfalls": "存在问题：\n{P|公开的深度不够。信息中会议活动类占了七成}。\n{P|公开的渠道不宽。只靠网站，老年人看不到}。\n整改措施：\n{M|优化信息结构。压减活动报道}。\n{M|拓宽公开渠道。通过村广播公开}。",
    "what explains a shortfall stays with its heading, whatever it tells of": "存在的主要问题\n一是{P|对新条例学得不深。新条例5月起施行，期限怎么算经办人员说不全}。\n二是{P|力量薄弱。办公室2人兼管三项工作}。\n改进措施\n一是{M|抓教育，促认识提高。通过讲座等形式讲清为何公开}。",
    "what the unit plans leaves the shortfall of its item": "三、{P|公开的内容不全。许可结果公开后缺少监管信息}。{M|我局计划于明年上半年梳理监管事项，6月底前公开}。",
    "years head what was done about each shortfall": "（一）2022年问题整改情况\n1.{R|解读形式单一的问题。2023年发布图解11件}。\n2.{R|发布不够及时。2023年建立登记簿，收到一条发布一条}。",
    "a year may follow the number of an item": "上年度问题整改情况\n1.{R|2022年反映的栏目空白问题，已补充内容}。\n2.{R|2022年反映的回信慢问题，现五日内答复}。",
    "a sentence that closes the section leaves the last item": "改进措施：\n1.{M|健全制度。印发管理办法}。\n2.{M|加强培训。每季度讲一课}。{C|通过以上措施，努力推动公开工作再上新台阶}。",
    "formulas about putting right and summing up": "{P|错字较多}。{C|对此，我县坚持边查边改}：一是{M|委托第三方监测错字}；二是{M|修订审核办法}。{C|总之，我们将以更加务实的作风，把公开工作做得更好}。",
    "steps that enumeration commas join": "{P|公开不及时}。{M|2022年，我镇将加强学习}、{M|完善制度}、{M|充实人员，努力提高公开水平}。",
    "of listed steps those on one subject stay together": "{P|公开不及时}。{M|我局将加强组织领导、完善工作制度}、{M|开展业务培训}、{M|拓宽公开渠道}。",
    "what lists shortfalls stays outside the last of them": "{P|信息发布不够规范}，{P|人员兼职较多}，{P|政策解读形式不够多样}等不足。",
    "what a step makes good is no shortfall": "一是{P|“阵地建设”有短板，公开栏数量少}；二是{P|“群众参与”有不足，征求意见时响应者寥寥}。下步，一是{M|补齐“阵地建设”短板，新建公开栏26块}；二是{M|弥补“群众参与”不足，采取座谈会等形式听取意见}。",
    "answers on lines of their own below each item": "（一）{P|补偿信息公开不及时}。\n整改措施：{M|次周公开补偿结果}。\n（二）{P|解读不到位}。\n整改措施：{M|制作动画进社区讲解}。\n（三）{P|专栏更新缓慢}。\n整改措施：{M|每周更新}。",
    "answers inside paragraphs": "{P|信息公开不及时}。改进情况：{M|建立月报制}。\n{P|答复程序不熟悉}。改进情况：{M|组织人员参加培训班}。\n{P|群众了解不多}。改进情况：{M|印制宣传单}。",
    "thereupon before marks": "{P|人手不足}。为此，一要{M|增强服务意识}；二要{M|规范答复文书}。",
    "mixed width": "(一)存在问题:1.{P|公开内容不全面};2.{P|公开形式单一}。(二)改进措施:1.{M|补齐空缺栏目};2.{M|增设公示栏}。",
}


def annotated(text: str) -> tuple[str, list[tuple[str, str]]]:
    return INLINE.sub(r"\2", text), [(ROLES[role], words) for role, words in INLINE.findall(text)]


def test_a_paragraph_that_names_its_step_first_is_one_statement_if_one_beside_it_does_too() -> None:
    text = (
        "主要问题是各镇进度不一，群众意见反馈少。\n针对以上问题，重点做好以下工作：\n加强督促指导。每季度到镇街查看一次，结果发给各单位。\n"
        "扩大公众参与。起草文件时请居民代表座谈，会后贴出采纳结果。"
    )
    found = [statement.text for statement in parse_narrative(text) if statement.role == "measure"]
    assert found == [
        "加强督促指导。每季度到镇街查看一次，结果发给各单位",
        "扩大公众参与。起草文件时请居民代表座谈，会后贴出采纳结果",
    ]
    alone = "主要问题是各镇进度不一。\n加强督促指导。每季度到镇街查看一次。"
    assert [statement.text for statement in parse_narrative(alone)][-2:] == [
        "加强督促指导",
        "每季度到镇街查看一次",
    ]


def test_an_admission_and_a_plan_leave_the_last_step_of_a_list() -> None:
    found = parse_narrative(
        "一是充实人员。二是健全机制。印发管理办法。但也存在参训面不广的问题。下一步扩大范围。"
    )
    assert [statement.text for statement in found] == [
        "充实人员",
        "健全机制。印发管理办法",
        "但也存在参训面不广的问题",
        "下一步扩大范围",
    ]


def test_what_ought_to_be_done_leaves_the_shortfall_of_its_item() -> None:
    found = parse_narrative(
        "（一）制度落实还需加强。个别单位制度挂在墙上。要强化督查，对落实不力的通报批评。\n（二）公开内容还需充实。要围绕群众需求，公开项目资金。"
    )
    assert [statement.text for statement in found] == [
        "制度落实还需加强。个别单位制度挂在墙上",
        "要强化督查，对落实不力的通报批评",
        "公开内容还需充实",
        "要围绕群众需求，公开项目资金",
    ]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_units_roles_and_spans(case: str) -> None:
    text, expected = annotated(case)
    assert [(statement.role, statement.text) for statement in parse_narrative(text)] == expected


def test_frame_and_heading_are_kept() -> None:
    problem, measure = parse_narrative(
        "（一）存在的主要问题\n一是更新不及时。\n（二）改进措施\n一是专人负责维护。"
    )
    assert (problem.frame, problem.heading) == ("problems", "存在的主要问题")
    assert (measure.frame, measure.heading) == ("measures", "改进措施")


def test_original_characters_are_shown() -> None:
    (statement,) = parse_narrative("一是⼯作⼈员力量不足，\u200b均为兼职。")
    assert statement.text == "⼯作⼈员力量不足，\u200b均为兼职"


def test_empty_narrative() -> None:
    assert parse_narrative("") == ()
    assert parse_narrative(" \n　") == ()


PARTS = st.sampled_from(
    ["一是", "二是", "（一）", "1.", "2、", "①", "第一，", "首先，", "——", "存在的主要问题", "改进措施：", "下一步，", "针对上年度报告指出的问题，", "2021年",
     "更新不及时", "加强业务培训", "人员均为兼职", "已整改到位", "取得了一定成绩，但", "仍有不足", "，", "。", "；", "：", "\n", " ", "　", "“", "”", "（", "）", "0", "A", "⼈", "\u200b"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PARTS, max_size=40).map("".join))
def test_spans_are_exact_ordered_and_apart(text: str) -> None:
    statements = parse_narrative(text)
    end = 0
    for number, statement in enumerate(statements):
        assert statement.id == f"s{number:03d}"
        assert text[statement.start : statement.end] == statement.text
        assert statement.text and statement.text == statement.text.strip()
        assert statement.text[-1] not in "。；;"
        assert statement.start >= end
        end = statement.end


@pytest.mark.parametrize("words", ["具体表现在", "主要表现在", "突出体现在", "具体表现为"])
def test_an_admission_goes_over_to_its_shortfall_without_a_colon(words: str) -> None:
    text = f"我局信息公开工作虽然取得一定成绩，但实践中还存在一些问题，{words}对公开工作的重要性认识不足，规范化有待提高。"
    first, *rest = parse_narrative(text)
    assert (first.role, first.text) == ("context", text[: text.index(words) - 1])
    assert {item.role for item in rest} == {"problem"}
    assert "认识不足" in rest[0].text


_PIECES = st.sampled_from(
    ["存在的主要问题", "一是公开不够及时", "改进措施：", "（一）", "1.", "配备专人", "，", "；", "。", "\n", "\n\n", "\r\n", "　　", " ", "\t", "|", "|\n|---|\n|",
     "2023年1月5日", "某局", "\u2063", "\ud800", "——", "→", "應當開展業務培訓", "⼈员不⾜", "\n结果\n维持\n尚未\n审结\n总计\t0\n"]
)  # fmt: skip


@given(st.lists(st.lists(_PIECES, max_size=12).map("".join), max_size=6))
@settings(max_examples=60, deadline=None)
def test_many_narratives_give_the_same_as_one_by_one(texts):
    assert parse_narratives(texts) == [parse_narrative(text) for text in texts]


def test_a_narrative_that_is_too_long_changes_nothing_for_those_beside_it():
    texts = ["一是公开不够及时。", "公开不够及时。" * 9000, "二是配备专人。"]
    assert parse_narratives(texts) == [parse_narrative(text) for text in texts]


def test_a_rest_of_the_review_table_between_the_cells_of_section_five_is_left_out() -> None:
    text = (
        "一是\t公开内容更新不及时。\n结果\t维持\n尚未\t审结\n总计\t0\n行政\t诉讼\n二是\t政策解读形式单一。\n"
        "下一步\t加强业务培训，安排专人更新栏目。"
    )
    assert [item.text for item in parse_narrative(text) if item.role == "problem"] == [
        "公开内容更新不及时", "政策解读形式单一",
    ]  # fmt: skip


def test_a_table_copied_a_cell_a_line_is_read_by_its_columns() -> None:
    head = "我局梳理出以下问题：\n序号\n主要问题\n改进措施\n责任单位\n"
    rows = "1\n更新不及时\n建立提醒机制\n办公室\n2\n解读形式单一\n制作图解\n法规科\n"
    found = [(item.role, item.text) for item in parse_narrative(f"{head}{rows}下一步将加强培训。")]
    assert found[-5:] == [
        ("problem", "更新不及时"), ("measure", "建立提醒机制"), ("problem", "解读形式单一"), ("measure", "制作图解"),
        ("measure", "下一步将加强培训"),
    ]  # fmt: skip
