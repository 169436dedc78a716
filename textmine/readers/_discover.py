"""Walking inputs: files, folders and ZIP archives, lazily and without unpacking to disk."""

from __future__ import annotations

import io
import os
import re
import stat
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from textmine.errors import LimitError, ReadError
from textmine.readers import _sniff
from textmine.readers._limits import DEFAULT_LIMITS, Limits
from textmine.readers._package import open_package, read_entry
from textmine.readers._read import file_bytes, read_bytes
from textmine.schema import Document, Issue

_SKIPPED_NAMES = frozenset({"thumbs.db", "desktop.ini", "__macosx", ".ds_store"})
# What a run leaves in its results folder, told by the folder of its parts; reports that lie beside it are read all the same.
_RESULT_FOLDERS = frozenset({"parts", "tables", "charts"})
_RESULT_FILES = re.compile(r"issues\.csv|verdicts\.csv|(?:theme|agency|region)-report.*\.(?:html|docx|xlsx)")
_RUN_MARKS = ("journal.jsonl", ".lock")
_ARCHIVE_SUFFIXES = (".zip",)
_PACKAGE = b"PK"
#: Bytes up to which a file is read as a whole when it is found: opening it again would take longer than reading it.
_SMALL = 32_768
_READ_ONLY = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_UNICODE_NAME = 0x800
_ESCAPED = re.compile("[\udc80-\udcff]")  # bytes of a name that is no UTF-8, as Python passes them on
_FOLDER, _LINK, _FILE, _NEITHER = "dlf-"  # the last are pipes and devices


@dataclass(frozen=True, slots=True)
class Source:
    """Something that can be read: its path (``archive.zip!/member`` inside archives) and size in bytes.

    ``content`` gives its bytes, ``load`` reads it; both raise ReadError or LimitError as ``read`` does.
    """

    path: str
    content: Callable[[], bytes]
    size: int
    limits: Limits = DEFAULT_LIMITS

    def load(self) -> Document:
        """Read it as a document."""
        return read_bytes(self.content(), path=self.path, limits=self.limits)

    def forget(self) -> None:
        """Let go of bytes that were read when it was found; whoever asks for them again opens it again."""
        if isinstance(self.content, _File):
            self.content.forget()


def discover(inputs: Sequence[str | Path], *, limits: Limits = DEFAULT_LIMITS) -> Iterator[Source | Issue]:
    """Everything readable below the inputs, in sorted order, each file once.

    Hidden files, lock files (``~$…``), system leftovers and what textmine itself left in a results folder are skipped; links to
    folders already visited are not followed again. What cannot be opened comes as an Issue. Inputs that name nothing come as an Issue ``not_found``.
    """
    seen = _Seen()
    for item in inputs:
        path = Path(item)
        try:
            if path.is_dir():
                yield from _folder(path, limits, seen)
            elif path.exists():
                yield from _file(str(path), limits, seen, given=True)
            else:
                yield _issue(str(item), "not_found", "There is no such file or folder. Check the path.")
        except (OSError, ValueError) as error:
            yield _issue(
                str(item), "unreadable", f"The path cannot be opened ({error}). Check its name and rights."
            )


def _issue(path: str, code: str, message: str) -> Issue:
    return Issue(_shown(path), "read", code, message)


def _shown(path: str) -> str:
    """The path as it is meant: names that are no UTF-8 were written on Chinese Windows, in GBK, and unpacked as they were."""
    if not _ESCAPED.search(path):
        return path
    return "/".join(_shown_name(name) for name in path.split("/"))


def _shown_name(name: str) -> str:
    if not _ESCAPED.search(name):
        return name
    try:
        return os.fsencode(name).decode("gb18030")
    except UnicodeError:
        return name


def _is_skipped(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in _SKIPPED_NAMES


class _Seen:
    """What was met already: every folder, but of the files only those that can be met again.

    A file with one name, in a folder that is walked, is met once. Files with several names, links to files and files that are
    inputs of their own are remembered; so memory grows with the folders and not with the files.
    """

    __slots__ = ("_files", "_folders")

    def __init__(self) -> None:
        self._folders: set[tuple[int, int]] = set()
        self._files: set[tuple[int, int]] = set()

    def folder(self, path: str) -> bool:
        """Whether a folder was met before; from now on it was."""
        info = os.stat(path)
        key = (info.st_dev, info.st_ino)
        known = key in self._folders
        self._folders.add(key)
        return known

    def file(self, path: str, info: os.stat_result, *, alone: bool) -> bool:
        """Whether a file was met before, or will be met in its own folder; from now on it was. ``alone``: an input or a link."""
        key = (info.st_dev, info.st_ino)
        if key in self._files:
            return True
        if alone:
            folder, name = os.path.split(os.path.realpath(path))
            place = os.stat(folder)
            if (place.st_dev, place.st_ino) in self._folders and not _is_skipped(name):
                return True
        if alone or info.st_nlink != 1:
            self._files.add(key)
        return False


def _folder(top: Path, limits: Limits, seen: _Seen) -> Iterator[Source | Issue]:
    """The files of a folder in order, then those of its folders one after the other."""
    waiting = [str(top)]
    while waiting:
        folder = waiting.pop()
        try:
            if seen.folder(folder):
                continue
            with os.scandir(folder) as found:
                entries = sorted(map(_noted, found))
        except OSError as error:
            yield _issue(
                folder, "unreadable", f"The folder cannot be opened ({error.strerror}). Check its rights."
            )
            continue
        before = str(Path(folder, "-"))[:-1]
        ours = any(os.path.exists(f"{before}parts/{mark}") for mark in _RUN_MARKS)
        folders = []
        for entry in entries:
            name, kind = entry[:-2], entry[-1]
            if _is_skipped(name):
                continue
            if kind == _FOLDER:
                if not (ours and name in _RESULT_FOLDERS):
                    folders.append(before + name)
            elif kind != _NEITHER and not (ours and _RESULT_FILES.fullmatch(name)):
                yield from _file(before + name, limits, seen, linked=kind == _LINK)
        waiting += reversed(folders)


def _noted(entry: os.DirEntry[str]) -> str:
    """Name and kind of an entry in one text, a third as large as the entry: a folder may hold a million. Sorts like the name."""
    try:
        kind = (
            _FOLDER
            if entry.is_dir()
            else _LINK
            if entry.is_symlink()
            else _FILE
            if entry.is_file()
            else _NEITHER
        )
    except OSError:
        kind = _FILE  # which is said when it is opened
    return f"{entry.name}\0{kind}"


class _File:
    """Content of a file. A small one was read when it was found; what goes to another process is the path alone."""

    __slots__ = ("_data", "_limits", "_path")

    def __init__(self, path: str, limits: Limits, data: bytes | None = None) -> None:
        self._path = path
        self._limits = limits
        self._data = data

    def __call__(self) -> bytes:
        return file_bytes(self._path, self._limits) if self._data is None else self._data

    def forget(self) -> None:
        self._data = None

    def __reduce__(self) -> tuple[type[_File], tuple[str, Limits]]:
        return _File, (self._path, self._limits)


def _file(
    path: str, limits: Limits, seen: _Seen, *, given: bool = False, linked: bool = False
) -> Iterator[Source | Issue]:
    try:
        if (given or linked) and not stat.S_ISREG(os.stat(path).st_mode):
            return  # a pipe or device: opening it could wait for ever
        descriptor = os.open(path, _READ_ONLY)
        try:
            info = os.fstat(descriptor)
            head = os.read(descriptor, info.st_size if info.st_size <= _SMALL else len(_PACKAGE))
        finally:
            os.close(descriptor)
        if seen.file(path, info, alone=given or linked):
            return
    except OSError as error:
        yield _issue(path, "unreadable", f"The file cannot be opened ({error.strerror}). Check its rights.")
        return
    if head.startswith(_PACKAGE) and info.st_size <= limits.archive_bytes:
        try:
            with open_package(path, limits) as package:
                if _sniff.package_kind(package.namelist()) == _sniff.ZIP:
                    yield from _archive(package, path, _shown(path), limits, limits.archive_depth)
                    return
        except LimitError as error:
            yield _issue(path, error.code, str(error))
            return
        except ReadError:
            pass  # the source itself reports it when it is loaded
    data = head if 0 < info.st_size == len(head) <= limits.file_bytes else None
    yield Source(_shown(path), _File(path, limits, data), info.st_size, limits)


def _archive(
    package: zipfile.ZipFile, held: str | bytes, place: str, limits: Limits, depth: int
) -> Iterator[Source | Issue]:
    """What an archive holds, opened from ``held`` (its path, or its bytes if it lies in another one) and shown as ``place``."""
    found = False
    for item in _members(package, held, place, limits, depth):
        found = True
        yield item
    if not found:
        yield _issue(place, "empty_file", "The archive holds no files. Get it again from its source.")


def _members(
    package: zipfile.ZipFile, held: str | bytes, archive: str, limits: Limits, depth: int
) -> Iterator[Source | Issue]:
    unpacked = 0
    for name, number, entry in sorted(
        (_member_name(entry), number, entry) for number, entry in enumerate(package.infolist())
    ):
        place = f"{archive}!/{name}"
        parts = name.replace("\\", "/").split("/")
        if entry.is_dir() or any(_is_skipped(part) for part in parts if part not in ("", ".", "..")):
            continue
        if ".." in parts or name.startswith(("/", "\\")) or name[1:2] == ":":
            yield _issue(
                place, "path_traversal", "The entry's name points outside the archive; it is left out."
            )
            continue
        if entry.flag_bits & 1:
            yield _issue(
                place, "encrypted", "The entry is encrypted. Unpack it with its password and read the result."
            )
            continue
        unpacked += entry.file_size
        if unpacked > limits.unpacked_bytes:
            message = f"The archive unpacks to more than {limits.unpacked_bytes:,} bytes; the rest is left out. Split it."
            yield _issue(place, "unpacked_too_large", message)
            return
        if name.lower().endswith(_ARCHIVE_SUFFIXES):
            yield from _inner_archive(package, entry, place, limits, depth)
        else:
            # By its number, for two entries may have one name.
            content = partial(_member_content, held, number, entry.filename, limits)
            yield Source(place, content, entry.file_size, limits)


def _member_name(entry: zipfile.ZipInfo) -> str:
    """The entry's name; Chinese Windows writes GBK without saying so, which zipfile decodes as code page 437."""
    if entry.flag_bits & _UNICODE_NAME or entry.filename.isascii():
        return entry.filename
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _inner_archive(
    package: zipfile.ZipFile, entry: zipfile.ZipInfo, place: str, limits: Limits, depth: int
) -> Iterator[Source | Issue]:
    if depth < 1:
        yield _issue(
            place, "nested_archive", "Archives nested this deep are not read. Unpack it and read the result."
        )
        return
    try:
        data = read_entry(package, entry, limits)
        with open_package(data, limits) as inner:
            yield from _archive(inner, data, place, limits, depth - 1)
    except ReadError as error:
        yield _issue(place, error.code, str(error))


@lru_cache(maxsize=1)
def _opened(archive: str, modified: int, size: int, limits: Limits) -> zipfile.ZipFile:
    """The archive read last stays open: its members come one after another, and its directory may list thousands."""
    return open_package(archive, limits)


def _member_content(held: str | bytes, number: int, name: str, limits: Limits) -> bytes:
    if isinstance(held, bytes):
        with zipfile.ZipFile(io.BytesIO(held)) as package:
            return read_entry(package, package.infolist()[number], limits)
    try:
        info = Path(held).stat()
    except OSError as error:
        raise ReadError("unreadable", f"The archive cannot be opened ({error}). Check its rights.") from error
    package = _opened(held, info.st_mtime_ns, info.st_size, limits)
    entries = package.infolist()
    unchanged = number < len(entries) and entries[number].filename == name
    return read_entry(package, entries[number] if unchanged else name, limits)
