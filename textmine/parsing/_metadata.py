"""What an annual report says about itself, gathered from several places; disagreement becomes an issue."""

from __future__ import annotations

import re

from textmine.normalization import ideographs
from textmine.parsing._agency import (
    choose_agency,
    is_short_for,
    kind_of,
    level_of,
    without_national_prefix,
)
from textmine.parsing._compact import CompactView
from textmine.parsing._dates import YEAR, YEAR_IN_DIGITS, YEAR_IN_WORDS, year_value
from textmine.parsing._published import file_name, published_on
from textmine.parsing._regions import (
    Place,
    complete,
    ends_with_known,
    gazetteer,
    is_known,
    is_of_zone,
    place_by_short_name,
    read_place,
    stated_above,
    with_short_name,
)
from textmine.parsing._stated_agencies import NamedAgency, stated_agencies
from textmine.parsing._titles import Title, find_titles, title_of_words
from textmine.schema import Document, Issue, Metadata

_HEAD = 3000
_OFTEN = 3
_LONG_NUMBER = re.compile("[0-9]{7,}")  # in the name of a file: of a page, or a point of time
_PERIOD = re.compile(
    rf"(?:统计期限|统计时限|期限|数据|时间)[^。;]{{0,16}}?(?P<year>{YEAR})年(?:1|01|一)月(?:1|01|一)日"
)
_FIRST_DAYS = ("月1日", "月01日", "月一日")  # one of them ends both
_FIRST_OF_JANUARY = re.compile(rf"(?P<year>{YEAR})年0?1月0?1日(?:起|至|到|-|—)")
_LEAD_IN_YEAR = re.compile(
    rf"(?:现将|现公布|公布|发布|编制|撰写)[^。;]{{0,40}}?(?P<year>{YEAR})年(?![0-9]{{1,2}}月)"
)
_ANY_YEAR = tuple(re.compile(f"({digits})年") for digits in (YEAR_IN_DIGITS, YEAR_IN_WORDS))
# What a sentence has before the title in it, and how a sentence begins that speaks of the report without a title.
_BEFORE_TITLE = re.compile(r".{2,40}(?:编制|撰写|制作)[了的]?(?=20)|[^\w(《]+的?")
_SHORT_FORM = re.compile("[(（](?:以下)?[简簡][称稱][^()（）]{1,30}[)）]")
_LABEL_OF_TITLE = re.compile(
    "(?:信息)?(?:标题|名称)[:|]?|Page[0-9]{1,3}-|20[0-9]{2}-[0-9]{2}-[0-9]{2}(?:导出word)?"
)
_OF_ONESELF = re.compile("(?:现将|现就)?(?:20[0-9]{2}年(?:度|年度)?)?(?:本|我|该|各)")
_OF_MANY = re.compile("各(?:县|区|市|镇|乡|部门|单位|级)")
_SELF_BEFORE = re.compile("(?:我|本|该)[^,。;]{1,6}\\Z")
_LEVELS = "省市州县区旗"  # words of the level before a body's name without a place
_LONGEST_LEVEL_AND_KIND = 3  # 市政府, 县局: the level is all that tells such a body from others
_NATIONAL = re.compile("总局$|总署|^(?:全国|国家|中国|中华)|系统$")
_ADDRESS = re.compile(r"(?:地址|地点)[:为](?:是|在)?([\u4e00-\u9fff]{2,24})")
_GOVERNMENT = re.compile("[县区市旗](?=(?:人民)?政府|政务|政府信息)")
# Where a page, or the file of a text, names its title.
_HINTS_OF_TITLE = ("title", "articletitle", "og:title", "dc.title")
# What a page says of the site that shows it.
_HINTS_OF_SITE = ("title", "sitename", "host", "crumb")
_FOOT = 600
_LONGEST_COUNTY = 16
# Trust in each place that names the year; the title is outvoted only by two others.
_YEAR_TRUST = {
    "title": 4.0,
    "period": 3.0,
    "lead_in": 1.5,
    "hint": 1.0,
    "file_name": 1.0,
    "published": 1.5,
    "body": 1.0,
}


_IN_SENTENCE = 2.0  # a title in a sentence, which may be that of last year's report


class Particulars:
    """What a document says of itself, on its way to its metadata.

    ``titles`` are those found in the text, best first. ``issues``: ``metadata_conflict_year``, ``metadata_conflict_agency``,
    ``missing_year``, ``missing_agency``.
    """

    __slots__ = (
        "_agency", "_best", "_document", "_published", "_stated", "_view", "_year", "issues", "metadata", "titles",
    )  # fmt: skip

    def __init__(self, document: Document, view: CompactView) -> None:
        self._document, self._view = document, view
        self.titles: list[Title] = []
        self._best: tuple[Title | None, Title | None, Title | None] = (None, None, None)
        self._published: str | None = None
        self._year: int | None = None
        self._stated: list[NamedAgency] = []
        self._agency: str | None = None
        self.metadata = Metadata()
        self.issues: list[Issue] = []

    def find_titles(self) -> None:
        """Titles in the text, in the source's own title, and in the name of the file."""
        self.titles = find_titles(self._view)
        self._best = _titles(self._document, self.titles)

    def find_dates(self) -> None:
        """The day of publication and the year reported on."""
        self._published = published_on(self._document, self._view)
        self._year = _year(self._document, self._view, self._best, self._published, self.issues)

    def find_names(self) -> None:
        """Names of agencies in all places where an author is named."""
        self._stated = stated_agencies(self._view, self.titles, self._document.hints)
        for title, source in zip(self._best[1:], ("hint", "file_name"), strict=True):
            if title and title.agency:
                self._stated.append(NamedAgency(title.agency, source))

    def choose_agency(self) -> None:
        """The one among them that reports."""
        self._agency = choose_agency(self._stated, self._view)
        _check_agency(self._document, self._stated, self._agency, self.issues)

    def compose(self) -> None:
        """Kind, level and region of the agency, and all together."""
        agency, document, view = self._agency, self._document, self._view
        place, kind = Place(), None
        if agency:
            kind = kind_of(agency)
            place = _place(agency, kind, self._stated, document, view)
        title, hint_title, _ = self._best
        words = _title_words(document, view, title) or (
            hint_title.words if hint_title and hint_title.agency else None
        )
        self.metadata = Metadata(
            title=words,
            agency=agency,
            region=place.name,
            level=level_of(agency, place, kind) if agency and kind else "other",
            year=self._year,
            published=self._published,
            province=place.province,
            city=place.city,
            county=place.county,
            kind=kind,
        )


METADATA_STEPS = (
    Particulars.find_titles,
    Particulars.find_dates,
    Particulars.find_names,
    Particulars.choose_agency,
    Particulars.compose,
)
"""All steps, in order."""


def _titles(document: Document, found: list[Title]) -> tuple[Title | None, Title | None, Title | None]:
    name = file_name(document.path)
    name = name[: name.rfind(".")] if 0 < name.rfind(".") < len(name) - 1 else name
    return (
        (found[0] if found else None),
        _title_of_page(document),
        (title_of_words(_LONG_NUMBER.sub("", name)) if name else None),
    )


def _title_of_page(document: Document) -> Title | None:
    """The title in the page's own particulars: the first with an agency, as that of the window may be that of the column."""
    found = [
        title
        for key in _HINTS_OF_TITLE
        if key in document.hints and (title := title_of_words(document.hints[key]))
    ]
    return next((title for title in found if title.agency), found[0] if found else None)


def _title_words(document: Document, view: CompactView, title: Title | None) -> str | None:
    """The title as printed, on one line and without the blanks of its layout; None for the words of a sentence that name no report."""
    if title is None:
        return None
    found = (_LABEL_OF_TITLE if title.own_line else _BEFORE_TITLE).match(title.words)
    lead = found.end() if found else 0
    names_report = (title.agency or title.year) and not _OF_ONESELF.match(title.words, lead)
    if not title.own_line and (
        not names_report
        or _OF_MANY.search(title.words)
        or _SELF_BEFORE.search(view.text[: title.start + lead])
    ):
        return None
    start, end = view.span(title.start + lead, title.end)
    words = re.sub(r"[\s\u3000#|*\u200b\ufeff]+", "", document.text[start:end]).lstrip("•●▪◆■")
    return _SHORT_FORM.sub("", ideographs(words))


def _year(
    document: Document,
    view: CompactView,
    titles: tuple[Title | None, Title | None, Title | None],
    published: str | None,
    issues: list[Issue],
) -> int | None:
    votes: dict[str, int] = {}
    for source, title in zip(("title", "hint", "file_name"), titles, strict=True):
        if title and title.year:
            votes[source] = title.year
    in_sentence = titles[0] is not None and not titles[0].own_line
    head = view.text[:_HEAD]
    period = any(day in head for day in _FIRST_DAYS) and (
        _PERIOD.search(head) or _FIRST_OF_JANUARY.search(head)
    )
    for source, found in (("period", period), ("lead_in", _LEAD_IN_YEAR.search(head))):
        value = year_value(found["year"]) if found else None
        if value:
            votes[source] = value
    body: dict[int, int] = {}
    for words in (*_ANY_YEAR[0].findall(view.text), *_ANY_YEAR[1].findall(view.text)):
        if value := year_value(words):
            body[value] = body.get(value, 0) + 1
    if body:
        votes["body"] = max(body, key=lambda year: (body[year], -year))
    # A page may be put up anew years later: then the text never names the year before.
    before = int(published[:4]) - 1 if published else None
    if before and (before in body or max(body.values(), default=0) < _OFTEN):
        votes["published"] = before
    if not votes:
        issues.append(
            Issue(
                document.id,
                "parse",
                "missing_year",
                "No year reported on was found; look at the title and the lead-in.",
            )
        )
        return None
    trust: dict[int, float] = {}
    for source, value in votes.items():
        weight = _IN_SENTENCE if source == "title" and in_sentence else _YEAR_TRUST[source]
        trust[value] = trust.get(value, 0.0) + weight
    best = max(trust, key=lambda year: (trust[year], -year))
    strong = {source: value for source, value in votes.items() if source in ("title", "period", "lead_in")}
    if len(set(strong.values())) > 1:
        said = ", ".join(f"{source} {value}" for source, value in strong.items())
        issues.append(
            Issue(
                document.id,
                "parse",
                "metadata_conflict_year",
                f"The places that name the year disagree ({said}); {best} was taken.",
            )
        )
    return best


def _check_agency(
    document: Document, stated: list[NamedAgency], agency: str | None, issues: list[Issue]
) -> None:
    if agency is None:
        issues.append(
            Issue(
                document.id,
                "parse",
                "missing_agency",
                "No agency was found in title, header, lead-in, sign-off or file name; name it by hand.",
            )
        )
        return
    own = [item for item in stated if item.source in ("title", "sign_off")]
    for item in own:
        if not _same_body(item.name, agency):
            issues.append(
                Issue(
                    document.id,
                    "parse",
                    "metadata_conflict_agency",
                    f"The {item.source.replace('_', '-')} names {item.name}, but {agency} was taken; look whether a template was left over.",
                )
            )
            return


def _core(name: str) -> str:
    place = read_place(name)
    rest = place.rest or name
    if place.name is None and len(rest) > _LONGEST_LEVEL_AND_KIND:
        rest = rest.lstrip(_LEVELS)  # 市住建局
    for ending in ("办公室", "办公厅", "办事处", "人民政府", "政府", "部门", "关区"):
        rest = rest.removesuffix(ending)
    return rest


def _same_body(one: str, other: str) -> bool:
    """Whether two names can mean the same body: one may lack its region, office or ending, or be short for the other."""
    first, second = _core(one), _core(other)
    if first in second or second in first:
        return True
    short, full = sorted((first, second), key=len)
    if short.endswith("分局") and full.endswith("分局"):
        return set(short) <= set(full)  # 青陂公安分局, 公安局青陂分局
    return is_short_for(short, full)


def _place(agency: str, kind: str, stated: list[NamedAgency], document: Document, view: CompactView) -> Place:
    place = read_place(without_national_prefix(agency))
    for item in stated:
        if place.name:
            break
        if item.name.endswith(agency) or agency in item.name:
            place = read_place(item.name)
    context = view.text[:_HEAD] + " " + " ".join(document.hints.values()) + " " + document.path
    if place.name is None:
        place = _place_before(agency, context)
    if place.name is None and (kind in ("vertical", "institution") or is_of_zone(agency)):
        place = place_by_short_name(without_national_prefix(agency), context)
    if place.name is None:
        place = _place_of_address(agency, kind, view.text[:_HEAD])
    if place.name is None:
        for item in stated:
            place = read_place(item.name)
            if place.name:
                break
    if place.name is None and (kind in ("township", "subdistrict") or agency[0] in "县区旗"):
        place = _county_of_site(view, document)
    if place.name is None and kind in ("department", "institution", "township", "subdistrict"):
        place = _place_of_site(agency, document)
    if (
        place.province
        and not place.county
        and (kind == "institution" or (kind == "vertical" and not place.city))
    ):
        place = with_short_name(place, place.rest or agency)
    return complete(stated_above(place, context), context)


def _place_of_address(agency: str, kind: str, head: str) -> Place:
    """The region of the postal address, as far up as the body itself can be thought to reach."""
    found = _ADDRESS.search(head)
    town = kind in ("township", "subdistrict")
    if (
        not found
        or _NATIONAL.search(agency)
        or not (town or agency[0] in "省市州县区旗" or kind in ("vertical", "institution"))
    ):
        return Place()
    place = read_place(found.group(1))
    known = gazetteer()
    county = place.county if place.county in known.counties else None
    city = place.city if place.city in known.cities else None
    if city and not town and agency[0] not in "县区旗":
        county = None  # a body of the city has its house in some district
    return Place(place.province if place.province in known.provinces else None, city, county)


def _county_of_site(view: CompactView, document: Document) -> Place:
    """The one county whose government or whose sites a text names at its head or at its end (岚溪区人民政府, 岚溪区政务公开网), or its page."""
    known, text = gazetteer().counties, view.text
    site = " ".join(document.hints.get(key, "") for key in _HINTS_OF_SITE)
    names = set()
    for part in (text[:_HEAD], text[_HEAD:][-_FOOT:], site):
        for found in _GOVERNMENT.finditer(part):
            county = ends_with_known(part[max(0, found.start() - _LONGEST_COUNTY) : found.start() + 1], known)
            if county:
                names.add(county)
    return Place(county=names.pop()) if len(names) == 1 else Place()


def _place_of_site(agency: str, document: Document) -> Place:
    """The county or city whose government keeps the site of a body whose name has no place (水务局, 市水务局, 第二中学)."""
    if _NATIONAL.search(agency) or agency[0] in "省州":
        return Place()
    known = gazetteer()
    counties, cities = set(), set()
    for key in _HINTS_OF_SITE:
        words = document.hints.get(key, "")
        for found in _GOVERNMENT.finditer(words):
            before = words[max(0, found.start() - _LONGEST_COUNTY) : found.start() + 1]
            county, city = ends_with_known(before, known.counties), ends_with_known(before, known.cities)
            if county and len(county) >= len(city or ""):
                counties.add(county)
            elif city:
                cities.add(city)
    if len(counties) == 1 and (agency[0] != "市" or not cities):
        return Place(county=counties.pop())
    return Place(city=cities.pop()) if len(cities) == 1 and not counties else Place()


def _place_before(agency: str, context: str) -> Place:
    """The region that stands right before the agency's name somewhere in the context."""
    for found in re.finditer(re.escape(agency), context):
        before = context[max(0, found.start() - 24) : found.start()]
        places = [read_place(before[start:]) for start in range(len(before))]
        whole = [place for place in places if place.name and place.rest == ""]
        if whole:  # of 机构为长春市|南关区 … only 长春市|南关区 … is known as a whole
            return next(filter(is_known, whole), whole[0])
    return Place()
