"""From bytes to text: which encoding a Chinese text or web page is really in."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from textmine.errors import ReadError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MARKS = tuple(mark for mark, _ in _BOMS)
# Declared names that in practice mean a superset.
_SUPERSETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "936": "gb18030",
    "gb2312-80": "gb18030",
    "euc-cn": "gb18030",
    "big5": "big5hkscs",
    "unicode": "utf-16-le",
    "utf8": "utf-8",
    "iso-8859-1": "",  # a server's default, never a statement about a Chinese page
    "us-ascii": "",
    "ascii": "",
    "windows-1252": "",
}
# The characters that make up about a third of any Chinese administrative text, in both scripts.
_FREQUENT = "的一是不在有和人中大为上国公开信息政府工作年度报告情况及时本行其他个申请法定机关对于理主动，。、：；（）開為國報請機關對動時與務0123456789 \n"
_PRIVATE = slice(0xE000, 0xF900)
_REPLACED = 0xFFFD
_LAST_CODE = 0x10000  # stands for all codes from there on
_META_CHARSET = re.compile(rb"""charset\s{0,5}=\s{0,5}["']?\s{0,5}([A-Za-z0-9_:-]{3,20})""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""^\s{0,20}<\?xml[^>]{0,80}encoding\s{0,5}=\s{0,5}["']([A-Za-z0-9_-]{3,20})""")
_CONTROL = bytes([*range(9), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F])
_PADDING = b"\0" * 16
_READING = re.compile(
    r"(?<=[\u4e00-\u9fff])(?:[(（][a-zü]{0,4}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-zü]{0,4}[)）]){1,3}"
)
# Without tones a reading may be a word; so many of them are none.
_TONELESS = re.compile(
    r"(?<=[\u4e00-\u9fff])(?:[(（](?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?[aeiouv]{1,3}(?:ng|n|r)?[)）]){1,3}"
)
_MANY_READINGS = 8
_SAMPLE = 65536
_MIN_QUALITY = 0.05  # random bytes read as GB18030 stay below 0.03, Chinese text is above 0.2
_SURE_SAMPLE = 800
_SURE_QUALITY = 0.2  # of the ideographs and marks alone; Big5 or UTF-16 read as GB18030 stays below 0.05
_MANY_RARE, _RARE_WITHIN = 4, 8  # ideographs, characters: 82 % of jumbles of eight found, all of twenty
_MAX_ODD = 20  # one unreadable character in this many: not text, or not worth reading


class Decoded(NamedTuple):
    """Text, the encoding it was in, and how many bytes or characters could not be decoded."""

    text: str
    encoding: str
    replaced: int


def declared_charset(head: bytes) -> str | None:
    """The charset that a page's first bytes declare, as a codec name; None if none or not believable."""
    match = _META_CHARSET.search(head[:8192]) or _XML_ENCODING.search(head[:200])
    if not match:
        return None
    name = match.group(1).decode("ascii").lower()
    name = _SUPERSETS.get(name, name)
    try:
        return codecs.lookup(name).name if name else None
    except LookupError:
        return None


def decode(data: bytes, *, declared: str | None = None) -> Decoded:
    """Decode by byte-order mark, then as valid UTF-8, then as declared, then by trial.

    Readings that some mirrors print behind ideographs (公開(kāi)) are left out. Raises ReadError ``not_text`` if no encoding gives readable text.
    """
    if data.endswith(_PADDING) and (rest := data.rstrip(b"\0")):
        data = rest + bytes(len(rest) % 2)  # a disk or a transfer that broke off filled the file up
    found = _decoded(data, declared)
    if "\0" in found.text:
        found = found._replace(text=found.text.replace("\0", ""))
    if any(letter in found.text for letter in "ìéōūāǐ"):
        found = found._replace(text=_READING.sub("", found.text))
    if "g" in found.text and ("ng)" in found.text or "ng）" in found.text):
        text, count = _TONELESS.subn("", found.text)
        return found._replace(text=text) if count >= _MANY_READINGS else found
    return found


def _decoded(data: bytes, declared: str | None) -> Decoded:
    for mark, name in _BOMS if data.startswith(_MARKS) else ():
        if data.startswith(mark):
            return _checked(_replacing(data[len(mark) :], name))
    text, lost = _utf8(data)
    if text is not None:
        clean = len(data) <= _SAMPLE and len(data.translate(None, _CONTROL)) == len(data)
        found = Decoded(text, "utf-8", lost)
        return found if clean and "\ufffd" not in text else _checked(found)
    if declared and declared not in {"utf-8", "utf-16-le", "utf-16-be", "utf-16"}:
        attempt = _strict(data, declared)
        if attempt and _quality(attempt.text[:_SAMPLE]) > 0.12:
            return _checked(attempt)
    try:
        return _checked(_by_trial(data, declared))
    except ReadError:
        mixed = _by_lines(data)
        if mixed is None:
            raise
        return mixed


def _by_lines(data: bytes) -> Decoded | None:
    """A text put together from pieces in UTF-8 and GB18030, each line read as what it is valid in; None if one is neither or makes no sense."""
    lines, of_utf8 = [], 0
    for line in data.split(b"\n"):
        try:
            lines.append(line.decode("utf-8"))
            of_utf8 += not line.isascii()
        except UnicodeDecodeError:
            try:
                lines.append(line.decode("gb18030"))
            except UnicodeDecodeError:
                return None
    text = "\n".join(lines)
    if not of_utf8 or _quality(text[:_SAMPLE]) < _MIN_QUALITY or _controls(text[:_SAMPLE]):
        return None
    return Decoded(text, "utf-8", 0)


def _utf8(data: bytes) -> tuple[str | None, int]:
    """The text, None if it is none in UTF-8, and how many bytes of a last character that breaks off were left out."""
    try:
        text, lost = data.decode("utf-8"), 0
    except UnicodeDecodeError as error:
        if error.end < len(data) - 3 or error.start < len(data) - 3 or error.start == 0:
            return None, 0
        text, lost = (
            data[: error.start].decode("utf-8"),
            len(data) - error.start,
        )  # cut inside the last character
    # UTF-16 of Latin text is valid UTF-8 full of NUL characters.
    return (None, 0) if text.count("\x00") * 10 > len(text) else (text, lost)


def _strict(data: bytes, name: str) -> Decoded | None:
    try:
        return Decoded(data.decode(name), name, 0)
    except (UnicodeDecodeError, UnicodeError, LookupError):
        return None


def _replacing(data: bytes, name: str) -> Decoded:
    text = data.decode(name, errors="replace")
    return Decoded(text, name, text.count("\ufffd"))


def _quality(sample: str) -> float:
    """Share of frequent characters less the share of damage; above 0.2 for Chinese text in the right encoding."""
    return _quality_of(_codes(sample))


def _quality_of(codes: NDArray[np.uint32]) -> float:
    return int(_worths().take(codes, mode="clip").sum()) / len(codes) if len(codes) else 0.0


def _codes(text: str) -> NDArray[np.uint32]:
    import numpy as np

    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")


@lru_cache(maxsize=1)
def _worths() -> NDArray[np.int8]:
    """What each code adds to the quality of a text: 1 for a frequent character, -2 for damage and control characters."""
    import numpy as np

    worths = np.zeros(_LAST_CODE + 1, np.int8)
    worths[list(map(ord, _FREQUENT))] = 1
    worths[_PRIVATE] = worths[_REPLACED] = worths[list(_CONTROL)] = -2
    return worths


def _controls(sample: str) -> int:
    """Number of control characters other than line ends, tabs and blanks; they are single bytes in UTF-8."""
    data = sample.encode("utf-8", "surrogatepass")
    return len(data) - len(data.translate(None, _CONTROL))


def _is_sure(sample: str, at_least: int = 1) -> bool:
    """Whether the ideographs and marks of a sample, so many at least, are those of a Chinese text."""
    codes = _codes(sample)
    telling = codes[codes >= 0x80]
    return len(telling) >= at_least and _quality_of(telling) > _SURE_QUALITY


def _by_trial(data: bytes, declared: str | None) -> Decoded:
    # By far the most common case. Digits and blanks say nothing about an encoding, hence the look at the rest alone.
    usual = _strict(data, "gb18030")
    if usual and (_is_sure(usual.text[:_SURE_SAMPLE], _SURE_SAMPLE // 4) or _is_sure(usual.text[:_SAMPLE])):
        return usual
    sample = data[: _SAMPLE if len(data) % 2 == 0 or len(data) > _SAMPLE else len(data) - 1]
    names = ["gb18030", "utf-8", "utf-16-le", "utf-16-be", "big5hkscs"]
    if declared and declared not in names:
        names.insert(0, declared)
    best = max(names, key=lambda name: _quality(sample.decode(name, errors="replace")))
    found = _strict(data, best) or _replacing(data, best)
    if _quality(found.text[:_SAMPLE]) < _MIN_QUALITY:
        raise _not_text()
    return found


def _checked(found: Decoded) -> Decoded:
    sample = found.text[:_SAMPLE]
    if (sample.count("\ufffd") + _controls(sample)) * _MAX_ODD > len(sample):
        raise _not_text()
    return found


def _not_text() -> ReadError:
    return ReadError(
        "not_text",
        "The file holds no readable text in any known encoding; it is damaged or of another kind. "
        "Get it again from its source, or save it as DOCX, PDF or UTF-8 text.",
    )


@lru_cache(maxsize=1)
def _rare() -> NDArray[np.bool_]:
    """Whether a code is for private use, or an ideograph beyond the 3,755 of the first level of GB 2312, of which nearly all of a simplified text is made."""
    import numpy as np

    rows = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    usual = b"".join(rows).decode("gb2312", errors="ignore")
    rare = np.zeros(_LAST_CODE + 1, bool)
    rare[0x4E00:0xA000] = rare[_PRIVATE] = True
    rare[list(map(ord, usual))] = False
    return rare


def jumble_at(text: str) -> int | None:
    """Where a simplified text read as GB18030 turns into rare ideographs, as it does behind a lost byte; None if nowhere.

    Behind a lost byte each character is made of the halves of two, up to the next ASCII character. Six in ten are then beyond the
    first level of GB 2312 (measured on reports with one byte taken out); in sound text, names included, four of eight never are.
    """
    places = _rare().take(_codes(text), mode="clip").nonzero()[0].tolist()
    ends = places[_MANY_RARE - 1 :]
    return next(
        (first for first, last in zip(places, ends, strict=False) if last - first < _RARE_WITHIN), None
    )
