"""Walking folders and archives."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import making
import pytest

from textmine.errors import ReadError
from textmine.readers import Source, discover
from textmine.schema import Issue


def tree(top: Path) -> Path:
    (top / "b" / "深").mkdir(parents=True)
    (top / "a.txt").write_text(making.TEXT, encoding="utf-8")
    (top / "b" / "c.docx").write_bytes(making.sample_docx())
    (top / "b" / "深" / "d.html").write_bytes(making.html())
    for skipped in (".hidden.txt", "~$c.docx", "Thumbs.db", ".DS_Store"):
        (top / "b" / skipped).write_text("x", encoding="utf-8")
    (top / ".git").mkdir()
    (top / ".git" / "x.txt").write_text("x", encoding="utf-8")
    return top


def sources(*inputs: Path) -> list[Source]:
    found = list(discover(inputs))
    assert not [item for item in found if isinstance(item, Issue)], found
    return [item for item in found if isinstance(item, Source)]


def test_folders_are_walked_in_order_without_hidden_files(tmp_path: Path) -> None:
    top = tree(tmp_path)
    found = sources(top)
    assert [Path(item.path).relative_to(top).as_posix() for item in found] == [
        "a.txt",
        "b/c.docx",
        "b/深/d.html",
    ]
    assert all("更新不够及时" in item.load().text for item in found)
    assert found[0].size == len(making.TEXT.encode())
    assert found[0].load().path == str(top / "a.txt")


def test_results_of_an_earlier_run_are_not_read_again(tmp_path: Path) -> None:
    tree(tmp_path)
    before = [source.path for source in sources(tmp_path)]
    for results in (tmp_path / "结果", tmp_path):  # inside the folder of the reports, or that folder itself
        for name in ("parts/journal.jsonl", "tables/issues.csv", "charts/trend.png", "theme-report.html", "issues.csv",
                     "verdicts.csv", "agency-report-某局-short.docx", "theme-report.kept-20240101.xlsx"):  # fmt: skip
            (results / name).parent.mkdir(parents=True, exist_ok=True)
            (results / name).write_bytes(b"x")
        assert [source.path for source in sources(tmp_path)] == before


def test_folders_of_these_names_are_read_where_no_run_was(tmp_path: Path) -> None:
    for name in ("parts/a.txt", "charts/b.txt", "issues.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert len(sources(tmp_path)) == 3


def test_each_file_comes_once(tmp_path: Path) -> None:
    top = tree(tmp_path)
    assert len(sources(top, top / "a.txt", top / "b")) == 3


def test_a_file_with_several_names_comes_once(tmp_path: Path) -> None:
    top = tree(tmp_path)
    (top / "b" / "again.txt").hardlink_to(top / "a.txt")
    assert [Path(item.path).name for item in sources(top)] == ["a.txt", "c.docx", "d.html"]


def test_links_to_files_count_where_the_file_itself_is_not_met(tmp_path: Path) -> None:
    top = tree(tmp_path / "top")
    aside = tmp_path / "aside.txt"
    aside.write_text(making.TEXT + "附", encoding="utf-8")
    (top / "0-later.html").symlink_to(top / "b" / "深" / "d.html")
    (top / "0-same.txt").symlink_to(top / "a.txt")
    (top / "aside.txt").symlink_to(aside)
    (top / "aside-too.txt").symlink_to(aside)
    (top / "hidden.txt").symlink_to(top / "b" / ".hidden.txt")
    names = [Path(item.path).name for item in sources(top, aside)]
    assert names == ["0-later.html", "a.txt", "aside-too.txt", "hidden.txt", "c.docx"]
    assert [Path(item.path).name for item in sources(top / "0-same.txt", top / "a.txt")] == ["0-same.txt"]


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    top = tree(tmp_path)
    (top / "b" / "back").symlink_to(top, target_is_directory=True)
    (top / "b" / "self").symlink_to(top / "b" / "self")
    found = list(discover([top]))
    assert len([item for item in found if isinstance(item, Source)]) == 3


def test_a_folder_that_cannot_be_opened_is_an_issue_wherever_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = tree(tmp_path)
    opened = os.scandir

    def scandir(path: str) -> Iterator[os.DirEntry[str]]:
        if path.endswith("深"):  # the last one
            raise PermissionError(13, "Permission denied", path)
        return opened(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found = list(discover([top]))
    assert [item.path for item in found if isinstance(item, Source)] == [
        str(top / "a.txt"),
        str(top / "b" / "c.docx"),
    ]
    assert [(item.document, item.code) for item in found if isinstance(item, Issue)] == [
        (str(top / "b" / "深"), "unreadable")
    ]


def test_what_is_missing_or_special_is_an_issue_or_left_out(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (found,) = discover([tmp_path / "absent", tmp_path])
    assert isinstance(found, Issue)
    assert (found.stage, found.code, found.document) == ("read", "not_found", str(tmp_path / "absent"))


def test_archive_members_are_read_in_place(tmp_path: Path) -> None:
    path = tmp_path / "reports.zip"
    path.write_bytes(
        making.package(
            {
                "年报/a.txt": making.TEXT,
                "年报/b.docx": making.sample_docx(),
                "__MACOSX/._a.txt": "x",
                "年报/~$b.docx": "x",
            }
        )
    )
    found = sources(path)
    assert [item.path for item in found] == [f"{path}!/年报/a.txt", f"{path}!/年报/b.docx"]
    document = found[0].load()
    assert document.path == f"{path}!/年报/a.txt"
    assert document.hints["filename"] == "a.txt"
    assert document.text == making.TEXT
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_from_chinese_windows(tmp_path: Path, encoding: str) -> None:
    name = "云川市/水务局年报.txt"
    shown = name.encode(encoding).decode("cp437")
    path = tmp_path / "windows.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("placeholder" + "x" * (len(shown) - 11), making.TEXT)
    data = path.read_bytes().replace(
        ("placeholder" + "x" * (len(shown) - 11)).encode(), name.encode(encoding)
    )
    path.write_bytes(data)
    (found,) = sources(path)
    assert found.path == f"{path}!/{name}"
    assert found.load().text == making.TEXT


def test_names_of_chinese_windows_that_were_unpacked_as_they_were(tmp_path: Path) -> None:
    folder = tmp_path / "材料"
    folder.mkdir()
    try:
        path = Path(os.fsdecode(os.fsencode(folder) + b"/" + "水务局年报.txt".encode("gb18030")))
        path.write_text(making.TEXT, encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes names in UTF-8 alone")
    (found,) = sources(tmp_path)
    assert found.path == f"{tmp_path}/材料/水务局年报.txt"
    assert found.load().hints["filename"] == "水务局年报.txt"


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("outer", ["", "外层.zip"])
def test_entries_of_one_name_are_all_read(tmp_path: Path, outer: str) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("年报.txt", "第一份")
        archive.writestr("年报.txt", "第二份")
    path = tmp_path / "inner.zip"
    path.write_bytes(making.package({outer: stream.getvalue()}) if outer else stream.getvalue())
    assert [found.content().decode() for found in sources(path)] == ["第一份", "第二份"]


def test_a_docx_is_one_document_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "report.zip"
    path.write_bytes(making.sample_docx())
    (found,) = sources(path)
    assert found.path == str(path)
    assert "更新不够及时" in found.load().text


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.epub", making.package({"mimetype": "application/epub+zip", "META-INF/container.xml": "<x/>"})),
        ("a.jpg", b"\xff\xd8\xff\xe0" + b"0" * 99),
        ("a.rar", b"Rar!" + b"0" * 99),
    ],
)
def test_unsupported_files_say_what_to_do(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    (found,) = sources(path)
    with pytest.raises(ReadError) as caught:
        found.load()
    assert caught.value.code == "unsupported_format"
    assert any(word in str(caught.value) for word in ("save", "Unpack", "recognition"))


def test_loading_can_be_sent_to_another_process(tmp_path: Path) -> None:
    import pickle

    path = tmp_path / "reports.zip"
    path.write_bytes(making.package({"a.txt": making.TEXT}))
    (found,) = sources(path)
    assert pickle.loads(pickle.dumps(found)).load().text == making.TEXT
