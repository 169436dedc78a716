"""Where headings can begin, looked for in many texts at once by the classes of their characters."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, NamedTuple

from textmine.parsing._compact import Joined
from textmine.parsing._numbering import NUMERALS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Places = NDArray[np.intp]

LINKS = "、,和及与"
_FIRST, _MARK, _GOES_ON, _NUMERAL, _BEHIND, _LINK, _DIGIT, _CLOSES, _NAME = (1 << bit for bit in range(9))


class Letters(NamedTuple):
    """What the characters of a text can be to a heading.

    ``classes``: for each code a sum of the bits above: a mark or a name begins with it; a mark does; either goes on with it; it is a
    numeral; it stands behind a mark inside a line; it links what stands before it to what follows; it is a digit; it ends a mark;
    a name in full begins with it. ``seconds``: the second character of the name in full that begins with the code, else 0. The last
    entry of both stands for all codes behind it.
    """

    classes: NDArray[np.uint16]
    seconds: NDArray[np.uint32]


class Rows(NamedTuple):
    """Rows that may begin a heading: their ranges in the joined text, whether the next row of the same text can go on with a name, the
    numbers of their texts, and their positions in these.
    """

    begins: list[int]
    ends: list[int]
    goes_on: list[bool]
    owners: list[int]
    places: list[int]


def make_letters(
    marks: Collection[str],
    letters: Collection[str],
    goes_on: Collection[str],
    behind: Collection[str],
    names: Iterable[str],
) -> Letters:
    """The classes of characters: those with which marks begin, of which names are made, with which either goes on, which stand behind
    marks inside a line; ``names`` are those in full.
    """
    import numpy as np

    seconds = {name[0]: name[1] for name in names}
    members = {
        _FIRST: {*marks, *letters}, _MARK: marks, _GOES_ON: {*goes_on, *letters}, _NUMERAL: NUMERALS, _BEHIND: behind, _LINK: LINKS,
        _DIGIT: "0123456789", _CLOSES: "、)部", _NAME: seconds,
    }  # fmt: skip
    size = max(ord(char) for chars in members.values() for char in chars) + 2
    found = Letters(np.zeros(size, np.uint16), np.zeros(size, np.uint32))
    for bit, chars in members.items():
        found.classes[list(map(ord, chars))] |= bit
    for char, second in seconds.items():
        found.seconds[ord(char)] = ord(second)
    return found


def classes_of(joined: Joined, letters: Letters) -> NDArray[np.uint16]:
    """The class of each character."""
    classes: NDArray[np.uint16] = letters.classes.take(joined.codes, mode="clip")
    return classes


def rows_of(joined: Joined, classes: NDArray[np.uint16]) -> Rows:
    """The rows that begin like a mark or a name and are no numbers, as most rows of the statutory tables are."""
    import numpy as np

    begins = joined.begins
    if not len(begins):
        return Rows([], [], [], [], [])
    ends = np.append(begins[1:], len(classes))
    first, second, third = (classes.take(begins + place, mode="clip") for place in range(3))
    wanted = (first & _FIRST != 0) & (np.bitwise_and.reduceat(classes, begins) & _DIGIT == 0)
    wanted &= (
        (first & _MARK != 0) | (second & _GOES_ON != 0) | (ends - begins < 2)
    )  # no name has but one character
    long_number = (first & second & third & _DIGIT != 0) & (ends - begins >= 3)
    wanted &= ~long_number | (
        joined.codes.take(begins + 1, mode="clip") == ord("0")
    )  # a year may begin a name
    (chosen,) = wanted.nonzero()
    goes_on = np.append(classes, np.uint16(0)).take(ends) & _GOES_ON != 0
    rows = np.array(joined.row_bounds)
    goes_on[rows[1:] - 1] = False  # the last rows of their texts
    return Rows(
        begins.take(chosen).tolist(),
        ends.take(chosen).tolist(),
        goes_on.take(chosen).tolist(),
        (rows[1:].searchsorted(chosen, "right")).tolist(),
        joined.lines.take(chosen).tolist(),
    )


def marks_inside(joined: Joined, classes: NDArray[np.uint16]) -> tuple[list[int], list[int]]:
    """Chinese numbers inside a line that can begin a section there (``三、``, ``(三)``, ``第三部分``): numbers of the texts and positions.

    Of up to two numerals; what links them to the words before them makes them part of these.
    """
    import numpy as np

    codes, bounds = joined.codes, np.array(joined.bounds)
    (at,) = (classes & _CLOSES).nonzero()
    at = at[at > 1]  # what begins with the first character begins a row
    at = at[classes.take(at - 1) & _NUMERAL != 0]
    closing, one_before, two_before = codes.take(at), codes.take(at - 2), codes.take(np.maximum(at - 3, 0))
    double = classes.take(at - 2) & _NUMERAL != 0
    opening = np.where(double, two_before, one_before)
    part = (closing == ord("部")) & (codes.take(at + 1, mode="clip") == ord("分")) & (opening == ord("第"))
    listed = closing == ord("、")
    bracket = (closing == ord(")")) & (opening == ord("("))
    start, behind = at - 1 - double - ~listed, at + 1 + part
    owners = bounds[1:].searchsorted(start, "right")
    fits = (part | listed | bracket) & (behind < bounds[1:].take(owners))
    fits &= classes.take(behind, mode="clip") & _BEHIND != 0
    fits &= (classes.take(start - 1) & _LINK == 0) & ~_begin_rows(joined, start)
    return owners[fits].tolist(), (start - bounds.take(owners))[fits].tolist()


def _begin_rows(joined: Joined, places: Places) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = joined.begins.take(joined.begins.searchsorted(places), mode="clip") == places
    return found


def names_behind_blanks(
    joined: Joined, classes: NDArray[np.uint16], letters: Letters
) -> tuple[list[int], list[int], list[int]]:
    """Where names in full may begin, by their first two characters and a blank or a line end before them.

    Numbers of the texts, positions in these, positions in the joined text.
    """
    import numpy as np

    bounds = np.array(joined.bounds)
    (at,) = (classes & _NAME).nonzero()
    owners = bounds[1:].searchsorted(at, "right")
    places = at - bounds.take(owners)
    second = letters.seconds.take(joined.codes.take(at), mode="clip")
    fits = (places > 0) & joined.after_blank(at) & (joined.codes.take(at + 1, mode="clip") == second)
    return owners[fits].tolist(), places[fits].tolist(), at[fits].tolist()
