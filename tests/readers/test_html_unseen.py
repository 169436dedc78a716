"""What a page holds without showing it: reports in fields, frames and scripts are read, hints for those who fill in a form are not."""

from __future__ import annotations

import json
from html import escape
from urllib.parse import quote

import making
import pytest

from textmine.errors import ReadError
from textmine.readers import read_bytes
from textmine.schema import Document

LINES = (*making.LINES[:3], "二、主动公开政府信息情况", "见附表一。", "三、收到和处理政府信息公开申请情况", "见附表二。", *making.LINES[3:])  # fmt: skip
BODY = "".join(f"<p style='text-indent:2em'>{line}</p>" for line in LINES)
TABLE = (
    "<table>"
    + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in making.TABLE)
    + "</table>"
)
NAV = "<ul><li><a href='/'>首页</a></li><li><a href='/gk'>政务公开</a></li></ul>"
PERCENT_U = "".join(f"%u{ord(char):04x}" if ord(char) > 127 else quote(char) for char in BODY)


def load(body: str) -> Document:
    return read_bytes(making.html(NAV + body), path="page.html")


CARRIERS = {
    "text field": f"<textarea id='content' style='display:none'>{escape(BODY)}</textarea><div id='show'></div>",
    "text field with markup as it is": f"<textarea>{BODY}</textarea>",
    "hidden field": f"<input type='hidden' id='c' value='{escape(BODY)}'>",
    "attribute": f"<div id='c' data-content='{escape(BODY)}'></div>",
    "frame": f"<iframe srcdoc='{escape('<html><body>' + BODY + '</body></html>')}'></iframe>",
    "template": f"<template>{BODY}</template>",
    "for browsers without scripts": f"<noscript>{BODY}</noscript>",
    "template of a script": f"<script type='text/template'>{BODY}</script>",
    "object of a script": f"<div id='app'></div><script>var detail = {json.dumps({'id': 7, 'content': BODY})};</script>",
    "object in plain characters": f"<script>window.state={json.dumps({'a': {'content': BODY}}, ensure_ascii=False)}</script>",
    "object in a string": f"<script>init({json.dumps(json.dumps({'content': BODY}))})</script>",
    "paragraphs of an object": f"<script type='application/json'>{json.dumps([{'text': line} for line in LINES])}</script>",
    "string between apostrophes": f"<script>show('{BODY.replace(chr(39), chr(92) + chr(39))}', true);</script>",
    "written out line by line": "<script>" + "\n".join(f'document.writeln("<p>{line}</p>");' for line in LINES) + "</script>",
    "percent signs": f"<script>document.write(decodeURIComponent('{quote(BODY)}'))</script>",
    "percent signs with u": f"<script>document.write(unescape('{PERCENT_U}'))</script>",
    "markup shown as text": f"<div>{escape(BODY)}</div>",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(CARRIERS))
def test_a_report_that_no_browser_shows_as_text_is_read(name: str) -> None:
    assert load(CARRIERS[name]).text == "\n".join(LINES)


def test_it_stands_where_its_carrier_stood_and_keeps_tables() -> None:
    carried = escape("".join(f"<p>{line}</p>" for line in LINES[1:]) + TABLE)
    document = load(f"<h1>{LINES[0]}</h1><p>发布时间：2024-01-20</p><textarea>{carried}</textarea>")
    assert document.text.startswith("\n".join((LINES[0], "发布时间：2024-01-20", LINES[1])))
    assert document.tables[-1].grid is not None and document.tables[-1].grid.n_columns == 4


def test_what_is_shown_goes_before_what_is_carried() -> None:
    shown = BODY.replace("126", "127") * 3
    document = load(f"<div>{shown}</div><script>var x = {json.dumps({'content': BODY})}</script>")
    assert "127" in document.text and "126" not in document.text


def test_day_of_publication_beside_a_report_in_a_script() -> None:
    state = {"title": "年报", "publishTime": "2024-01-25 09:30:00", "content": BODY}
    assert load(f"<script>init({json.dumps(state)})</script>").hints["pubdate"] == "2024-01-25"
    assert load(f"<script>init({json.dumps(json.dumps(state))})</script>").hints["pubdate"] == "2024-01-25"


def test_fields_without_a_report_stay_unread() -> None:
    document = load(f"{BODY}<textarea>{'请在这里写下您的意见建议。' * 30}</textarea>")
    assert "意见建议" not in document.text


@pytest.mark.parametrize(
    "script",
    ['x="' + '\\"' * 60_000, "y='" + "\\'" * 60_000, "`" + "\\`" * 60_000, "{" * 60_000, "<p>" * 60_000],
)
def test_strings_that_never_end_take_no_time(script: str) -> None:
    document = load(f"<p>{making.LINES[2]}</p><script>{script}</script>")
    assert making.LINES[2] in document.text


HIDDEN = {
    "style": "<p style='display:none'>五、存在的主要问题及改进情况：请写明问题和措施</p>",
    "capitals": "<P STYLE='DISPLAY: none'>请写明存在的问题。</P>",
    "attribute": "<div hidden>请写明存在的问题。</div>",
    "visibility": "<div style='visibility:hidden;height:0'>请写明存在的问题。</div>",
    "heading": "<div style='display:none'>五、存在的主要问题及改进情况</div>",
}


@pytest.mark.parametrize("name", sorted(HIDDEN))
def test_hidden_hints_are_no_text(name: str) -> None:
    hidden = HIDDEN[name]
    assert load(BODY.replace("<p", f"{hidden}<p", 9)).text == "\n".join(LINES)


def test_hidden_words_in_a_line_and_hidden_cells() -> None:
    line = LINES[-1].replace("其他", "<span style='display:none'>暗记</span>其他")
    table = "<table><tr><td>规章</td><td style='display:none'>9</td><td>1</td></tr><tr><td>其他</td><td style='display:none'>9</td><td>2</td></tr></table>"
    text = load(BODY.replace(LINES[-1], line) + table).text
    assert text.split("\n")[-3:] == [LINES[-1], "规章\t1", "其他\t2"]


def test_a_hidden_part_of_the_report_is_read() -> None:
    parts = BODY.replace(
        f"<p style='text-indent:2em'>{LINES[-2]}</p><p style='text-indent:2em'>{LINES[-1]}</p>",
        f"<div style='display:none'><p>{LINES[-2]}</p><p>{LINES[-1]}</p></div>",
    )
    assert load(parts).text == "\n".join(LINES)


@pytest.mark.parametrize(
    ("body", "code", "words"),
    [
        ("<iframe src='detail_12.html'></iframe>", "attachment_only", "detail_12.html"),
        ("<script>$.get('/api/7', show)</script><div id='app'></div>", "script_only", "script"),
    ],
)
def test_a_page_that_gets_its_text_from_elsewhere_says_so(body: str, code: str, words: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(f"<html><body>{body}</body></html>".encode(), path="a.html")
    assert caught.value.code == code and words in str(caught.value)


def test_numbers_in_fields_of_a_table_are_its_cells() -> None:
    fields = TABLE
    for row in making.TABLE:
        for cell in filter(str.isdecimal, row):
            fields = fields.replace(
                f"<td>{cell}</td>", f"<td><input type='text' readonly value='{cell}'></td>"
            )
    search = "<p><input name='q' value='1'></p>"
    assert "<input" in fields
    assert load(search + BODY + fields).text == load(BODY + TABLE).text
