"""The agency of a text that names its author nowhere at its head, as pages cut down to their main text often are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from textmine.parsing._compact import CompactView
from textmine.parsing._regions import gazetteer, read_place, starts_with_known
from textmine.parsing._titles import as_agency

GOVERNMENTS = ("人民政府", "人民政府办公室", "人民政府办公厅")
_REACH = 8000
_STEPS = re.compile("[>＞»›/]+")
_SELF = re.compile(
    "(?:我|本(?=[市区县]政府信息公开工作))(局|署|总队|支队|大队|镇|乡|街道|委|办|院|校|园(?!区)|公司|集团|中心|县|市|区|旗)"
)
_ENDINGS_OF_SELF = {
    "局": "局", "署": "署", "总队": "总队", "支队": "支队", "大队": "大队", "镇": "镇人民政府|镇政府", "乡": "乡人民政府|乡政府", "街道": "街道办事处", "委": "委员会", "办": "办公室|街道办事处",
    "公司": "公司", "集团": "集团|公司", "中心": "中心", "院": "医院|院", "校": "学校|中学|大学|学院|小学", "园": "幼儿园", "县": "县人民政府", "市": "市人民政府", "区": "区人民政府", "旗": "旗人民政府|旗政府",
}  # fmt: skip
# The author is the subject at the start of a clause, before an adverb or a verb of what annual reports say their author did.
_CLAUSE = re.compile(r"[,。;:!?)、]|年度?(?=[\u4e00-\u9fff])|[一二三四五六]是")
_MINISTRY = (
    "教育|科学技术|科技|工业和信息化|公安|民政|司法|财政|人力资源社会保障|自然资源|生态环境|住房城乡建设|交通运输|水利|农业农村|商务"
    "|文化和旅游|退役军人事务|应急管理"
)
_SUBJECT = re.compile(
    rf"(?P<name>(?:{_MINISTRY})部|[\u4e00-\u9fff]{{2,22}}?(?:人民政府|委员会|管委会|办事处|街道|局|厅|署|总队|支队|大队|镇|乡|医院|大学|学院|学校|中学|公司|集团|中心|开发区|高新区|园区|新区|景区))"
    r"(?:共|也|均|全年|始终|持续|切实|进一步|高度|牢固|扎实|大力|特|依法|未|没有)?"
    r"(?:认真|坚持|严格|深入|全面|积极|按照|根据|依据|重视|主动|通过|以|紧紧|围绕|依托|加强|结合|对照|立足|落实|贯彻|收到|发布|公开|推进|做好|建立|完善|健全|成立|在|编制|受理|向|政务公开工作|政府信息公开工作)"
)
# Bodies that reports name as those who lead, ask or watch, and parts of the author.
_NOT_THE_AUTHOR = re.compile(
    r"^(?:本|该|此|其|我|各|全|由|和|与|及|对|向|依托|指导|会同|督促|协助|配合|协调|联合)|一些|有些|某些|尤其|市县|党中央|国务院|[省市县区党]委|党组|领导小组|有关|相关|上级|下属|所属|部门|单位|科室"
)


def author_in_body(view: CompactView) -> str | None:
    """The body of the kind that the text calls 我镇, 我局 …, otherwise the most frequent subject of its clauses; None if none is named."""
    return _by_self(view) or _by_subject(view)


def last_of_path(crumb: str) -> str | None:
    """The last body on the path of a page (首页 > 岚溪县人民政府 > 青石镇 > 年度报告); a county's government may be but the site."""
    for words in reversed(_STEPS.split(crumb)):
        name = as_agency(words.strip())
        if name and name == words.strip() and read_place(name).rest not in GOVERNMENTS:
            return name
    return None


def _by_self(view: CompactView) -> str | None:
    head = view.text[:_REACH]
    selves = Counter(found.group(1) for found in _SELF.finditer(head))
    if not selves:
        return None
    ending = _ENDINGS_OF_SELF[max(selves, key=lambda word: selves[word])]
    names = re.finditer(
        rf"(?<![\u4e00-\u9fff])(?<![主承协]办:)(?<!单位:)(?:[一二三四五六]是)?(?:[在由与对为请]{{1,2}}|截至|按照|根据)?([\u4e00-\u9fff]{{2,14}}?(?:{ending}))",
        head,
    )
    return _most_frequent(
        found.group(1)
        for found in names
        if view.next_line(found.start(1)) >= found.end() and not _NOT_THE_AUTHOR.search(found.group(1))
    )


def _by_subject(view: CompactView) -> str | None:
    head = view.text[:_REACH]
    starts = {found.end() for found in _CLAUSE.finditer(head)}
    starts.update(start for start in view.lines if start < _REACH)
    subjects = (found["name"] for start in sorted(starts) if (found := _SUBJECT.match(head, start)))
    return _most_frequent(name for name in subjects if not _NOT_THE_AUTHOR.search(name))


def _from_place(words: str) -> str:
    """The words from the first city or county that they name on (同时运用岚州市人民医院 → 岚州市人民医院)."""
    if read_place(words).province or words.startswith("国家"):
        return words
    known = gazetteer()
    for start in range(len(words) - 2):
        if starts_with_known(words, start, known.cities) or starts_with_known(words, start, known.counties):
            return words[start:]
    return words


def _most_frequent(found: Iterable[str]) -> str | None:
    """The name that stands most often; a name that says its place goes before one that does not, then the longer one."""
    names: Counter[str] = Counter()
    for words in found:
        name = as_agency(_from_place(words))
        if name:
            names[name] += 1
    if not names:
        return None
    return max(names, key=lambda name: (names[name], bool(read_place(name).name), len(name), name))
