"""Patterns by which section five is cut into units: leads, fragments, openers, plans, headings without a pattern of their own."""

from __future__ import annotations

import re

from textmine.parsing._signals import first_characters

# Begins with a set of characters, which the engine looks for quickest; an arrow stands for itself.
STOP = re.compile(r"[。;!?→](?:(?<=→)|[。;!?]*[”\"'》)]*)")
TRIM_LEFT = "。;:,、!?)”→.…"
TRIM_RIGHT = "。;:,、!?(“→.…—-"
LEAD_TAIL = re.compile(
    r"(?:,|。)(?:主要(?:的)?(?:是|有|为|表现在|表现为|体现在|反映在|集中在|问题是|包括)?|具体(?:是|为|表现在|表现为)?|(?:集中)?(?:表现|体现)(?:在|为)|其中|如下|今后|下一步)$"
)
FRAGMENT = re.compile(
    r"(?:主要|具体|集中|归纳起来|其中|一)*(?:是|有|为|表现|体现|反映|包括)?(?:在|为|是)?|但?(?:主要|仍然?|还|依然|尚)*存在着?|(?:针对|对此|为此|因此|下一?步|今后).{0,6}|20[0-9]{2}年度?|[本今上去]年度?|序号|编号|[0123456789]{1,3}"
)
OPENER = re.compile(
    r"(?:对此|为此|因此|今后|究其原因|其中|再有|另外|此外|同时)[,:]|(?:20[0-9]{2}年度?)?(?:自查|检查|排查)(?:中)?(?:又|还|也)?(?:新)?发现[,:]|主要(?:是|有|问题是)[,:]?"
    r"|(?:明年|来年|下一?步|20[0-9]{2}年)的?(?:工作)?重点(?:工作)?(?:是|为)[,:]?"
    r"|(?:主要|具体|集中|突出){0,2}(?:表现|体现|反映)(?:在|为|出)[,:]?|(?:例如|比如|如(?![下何果期实数此今]))[,:]?"
    r"|(?:目前|当前)?存在的?(?:主要|突出)?的?(?:问题|不足)(?:主要)?(?:是|为)[,:]?(?!什么)"
)
# An admission that goes over into the shortfall itself (但仍存在|公开内容不够丰富、…等问题).
STILL_HAS = re.compile(
    "(?:但是?|不过|然而)?,?(?:也|仍然?|还|依然)存在(?:着|有)?(?!的|一[些定]|不少|许多|若干|诸多|[较很]多|[较很]大|以下|如下|明显|薄弱|短板|不足|问题|差距|困难|不够|欠缺)"
)
PLAN = re.compile(r"(?:接下来|下一?步|今后|下一?阶段|明年|来年|新的一年|为此|对此)")
SEVERAL = re.compile(
    "[一二两三四五六七八九十几0-9]+[个条项件]|主要问题|各项|逐[条项件]|[一二两三四五六七八九0-9]+(?:方面|处)"
)
# A sentence that only says that earlier shortfalls were met, before each is told.
REMEDIED = re.compile(
    "^(?!.*通过).{,60}(?:加以|进行了?|抓好|逐[项一条]|认真|积极|全面|扎实|推进|落实)(?:了)?(?:改进|整改)(?:落实)?$"
)
# What stands before the year of the shortfalls that a lead-in is about.
POINTS_BACK = re.compile("[^。;]{0,16}?(?:针对|对照|围绕)")
# Labels of what is no statement: by when a shortfall is to be dealt with, and by whom.
FIELD = re.compile(
    "(?:整改|完成|办结|改进)?(?:时限|期限)|(?:整改|完成|办结)时间|(?:整改)?(?:责任|牵头|主办|协办|配合)(?:单位|部门|科室|处室|股室|领导|人)"
)
# How a sentence goes over to the list of causes behind it (…范围不够广等问题,究其原因,一是…).
WHY = re.compile(",(?:究其|分析其?|其|其主要|主要)?原因(?:主要)?(?:是|有|在于)?$")
LONGEST_WHY = 10
# A heading inside a paragraph or an item behind which the answer to its shortfall stands.
ANSWERS, KINDS_OF_ANSWER = (
    "(?:改进|整改|解决|应对)(?:工作)?",
    "(?:情况|措施|方向|办法|举措|打算|对策|思路)",
)
ANSWER = re.compile(f"(?:下一?步)?(?:{ANSWERS}{KINDS_OF_ANSWER}?|措施|对策|办法|打算)")
# The mark of a step in a list of them (一要…;二要…).
OUGHT_MARK = re.compile("[^是]+要")
# Words under a picture.
CAPTION = re.compile(
    "[(]?[上下左右附]?图(?:[1-9一二三四五六]|(?:片|中)?(?:为|是|:)|片:)[^。;]{2,40}|[(][^,。;()]{2,30}(?:现场|照片|图片|掠影|截图|合影|一角)"
    "|(?!.*(?:深入|走进|来到|前往|[不把将在到赴]))[^,。;:(]{4,28}(?:培训|会议|宣传|活动|座谈|讲解|咨询|检查)会?现场(?:照片|图片)?"
)
CAPTION_ENDS = ("现场", "照片", "图片")
# Words before a colon behind which merits are told, and where they end.
MERITS = re.compile(
    "(?:主要|基本|突出|具体)的?(?:经验|做法|亮点|特点|收获|成效|成绩)(?:是|有|为|在于|体现在|表现在)?$|(?:经验|做法|亮点|特点|收获)(?:主要)?(?:是|有|为|在于)$"
)
TURNS = re.compile(",(?:但是?|不过|然而|可是),?")
# Ends of the first half of a heading (存在的问题及|整改情况).
JOINS = frozenset("及和与、")
# Words of when and whose, which belong to the heading behind them (2020年,我院|存在的主要问题：).
WHOSE = re.compile(
    "(?:20[0-9]{2}年度?|今年|本年度?|去年|目前|当前|一年来)?,?(?:[我本全各][^,。;]{0,8}[局镇乡县市区委办校院队道所厅站司署行馆省位心部关]|我们)?"
    "(?:20[0-9]{2}年度?)?在?(?:政府|政务)?(?:信息)?(?:公开)?(?:工作)?(?:中|上|方面)?(?:主要)?,?"
)
LONGEST_PROSE_LEAD = 50
SHORTEST_LEAD = 6
LONGEST_LEAD = 200
LONGEST_INNER_LEAD = 70
# A plan, however short (今后将逐月通报), that is no lead-in (今后将重点做好).
WILL = re.compile(f"{PLAN.pattern},?[将要拟][^,。;]{{3,}}$(?<!做好|抓好|工作|以下|方面|努力)")
# Most statements begin with a character that rules the pattern out.
FRAGMENT_BEGINS, OPENER_BEGINS, PLAN_BEGINS, STILL_HAS_BEGINS = map(
    first_characters, (FRAGMENT, OPENER, PLAN, STILL_HAS)
)
LEAD_END = re.compile(
    "(?:以下|如下|下列|方面|几点|几项|几条|几件|工作|措施|改进|安排|问题|不足|差距|短板|着手|入手|着力|发力|努力|整改|表现在|主要是|补课|下面)[^,。;]{0,6}$"
)
REMEDY = re.compile("整改|改进|解决|落实|办理")
# Names what is lacking, though it ends like a lead-in.
WANTING = re.compile(
    "方面[^,。;]{0,3}有待[^,。;]{0,12}$"
    "|(?:有待[^,。;]{2,6}|不够[^,。;、]{1,4}|不(?:及时|全面|强|高|足|规范|完善)|单一|滞后|薄弱|偏少|缺乏[^,。;]{2,6})等?的?(?:问题|现象|情况)$"
    "|[时确范面动民]性等?[^,。;]{0,8}需要?[^,。;]{0,12}(?:改进|加强|提高|提升)$"
)
STILL_SHORT = re.compile(
    "(?:还|仍|也)(?:然|是)?(?:有|存在)[^,。;]{0,12}(?:问题|不足|短板|差距|薄弱环节|弱项)(?:之处)?$"
    "|(?:问题|不足|短板|差距|薄弱环节)(?:之处)?(?:仍然?|依然|还|尚)[^,。;]{0,4}存在$"
)
# A paragraph without a number whose first sentence names the step or the shortfall that the rest explains.
HEADED_PARAGRAPH = re.compile(
    "(?:(?:进一步|继续|不断|持续|着力|切实)?(?:加[强大快]|[强深细优]化|健全|完善|提[高升]|规范|扩大|拓[宽展]|丰富|创新|[落压]实|严格|推[进动]|充实|增强|聚焦|突出|注重)"
    "[^,。;:!?“”0-9]{2,12}"
    "|[^,。;:!?“”0-9]{3,12}(?:不[够强高深宽广严全畅足]|不到位|不及时|不规范|不平衡|有待[^,。;]{2,5}|薄弱|滞后|单一))"
    "。[^。;:]{6,120}(?:。|$)"
)
TOPIC_HEAD = re.compile("[^,。;:]{1,12}方面|关于[^,。;:的]{2,10}")
PLAIN_HEADING = re.compile("^(?:上一?学?年|去年|往年)|怎么|怎样|眼下|今年的|还差|新问题|难处")
INNER_MARK = re.compile("[,。;:]")
ANNOUNCES = re.compile(
    "(?:问题|不足|短板)(?:之处)?(?:主要)?(?:为|是|有)?$"
)  # 去年查出的问题有：…。整改情况：…
# An admission that goes over to its shortfalls without a comma (…还存在一些问题如培训不足).
ADMITS = re.compile("(?:问题|不足|短板|差距|薄弱环节|之处)(?=(?:例如|比如|如(?![下何果期实数此今])).)")
THEREFORE = re.compile(
    r",(?=(?:(?:针对|对于?)(?:以上|上述|这些|存在的?)[^,]{0,10},)?(?:(?:因此|为此|对此|所以|下一?步|今后|接下来),?[^,]{0,20}|(?:我[^,]{1,6}?)?(?:拟|将|准备|计划)[^,]{0,10})(?:(?:以下|如下|下列)[^,]{0,12}:|(?:措施|办法|认真|努力|切实|着力|逐[一步项])(?:加以|予以|进行)?(?:改进|整改|解决|克服):?)$)"
)
SECOND_LEAD = re.compile(r",(?=主要(?:存在|表现在|体现在|有)以下[^,]{1,8}$)")
