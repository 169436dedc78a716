"""Small annual reports for tests of runs: composed text, one problem and one measure each."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from textmine.errors import TextmineError
from textmine.schema import Statement, TaggedStatement
from textmine.themes import load_tagger

TEXT = """{agency}{year}年政府信息公开工作年度报告

根据《中华人民共和国政府信息公开条例》的规定，编制本年度报告。

一、总体情况
{year}年，{agency}通过网站主动公开政府信息{number}条，内容涉及机构职能和工作动态。

二、主动公开政府信息情况
第二十条第（一）项
信息内容\t本年制发件数\t本年废止件数\t现行有效件数
规章\t0\t0\t0
行政规范性文件\t{number}\t0\t{number}

三、收到和处理政府信息公开申请情况
本年度收到政府信息公开申请{number}件，均按时答复。

四、政府信息公开行政复议、行政诉讼情况
本年度没有行政复议和行政诉讼。

五、存在的主要问题及改进情况
存在的问题：部分栏目信息更新不及时，第{number}季度尤其如此。
改进措施：下一步，将组织业务培训，明确专人按月更新。

六、其他需要报告的事项
无。
"""


def text(number: int = 1, *, agency: str = "青禾区民政局", year: int = 2023) -> str:
    """One report; reports of different numbers differ."""
    return TEXT.format(number=number, agency=agency, year=year)


def folder(base: Path, count: int) -> Path:
    """A folder of reports ``r000.txt`` …"""
    base.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (base / f"r{number:03d}.txt").write_text(text(number), encoding="utf-8")
    return base


def hang(path: str) -> bytes:
    """Content of a file that never ends."""
    while True:
        time.sleep(1)


def die(path: str) -> bytes:
    """Content of a file over which the process dies."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def die_once(path: str) -> bytes:
    """Content of a file over which the process dies the first time."""
    flag = Path(f"{path}.died")
    if not flag.exists():
        flag.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return Path(path).read_bytes()


class TroubledTagger:
    """The rule tagger, which does what a mark in the text says: 【停】 hangs, 【亡】 ends the process."""

    name = "troubled"

    def tag(self, text: str, statements: Sequence[Statement]) -> tuple[TaggedStatement, ...]:
        return self.tag_many([(text, statements)])[0]

    def tag_many(self, items: Sequence[tuple[str, Sequence[Statement]]]) -> list[tuple[TaggedStatement, ...]]:
        for content, _ in items:
            if "【停】" in content:
                hang("")
            if "【亡】" in content:
                die("")
        return load_tagger("rules").tag_many(items)


def multiplier(factor: int) -> Callable[[int], int]:
    """A worker for numbers; of negative ones it can make nothing."""

    def work(number: int) -> int:
        if number < 0:
            raise TextmineError(f"nothing can be made of {number}")
        time.sleep(0.02 * (number % 3))  # so that the answers come in another order
        return factor * number

    return work


def counter(nothing: None) -> Callable[[int], np.ndarray]:
    """A worker that counts."""
    return np.arange


def dying_once(mark: Path) -> Callable[[int], int]:
    """A worker that dies over the number 2 the first time."""

    def work(number: int) -> int:
        if number == 2 and not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    return work


def sleeper(marks: Path) -> Callable[[float], float]:
    """A worker that sleeps as long as it is told, and leaves the number of its process."""

    def work(seconds: float) -> float:
        (marks / str(os.getpid())).touch()
        time.sleep(seconds)
        return seconds

    return work
