"""Model files: a JSON description and an ``.npz`` of arrays, without pickle, checked before use."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.errors import ResourceError

FORMAT = 6
"""Version of arrays, fields and hash conventions. A file of another version is refused."""

KIND = "textmine-tagger"
_REPAIR = "Install textmine again or rebuild the model with `textmine train`."


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A model as stored: ``about`` is the JSON description, ``arrays`` the numbers."""

    about: Mapping[str, Any]
    arrays: Mapping[str, NDArray[Any]]


def text_digest(text: str) -> np.uint64:
    """A number that tells a training text again (the first 8 bytes of its SHA-256)."""
    return np.uint64(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big"))


def save_model(model: ModelFile, directory: str | Path, name: str = "default") -> tuple[Path, Path]:
    """Write ``<name>.json`` and ``<name>.npz``; the same model always gives the same bytes."""
    folder = Path(directory)
    folder.mkdir(parents=True, exist_ok=True)
    data = _packed(model.arrays)
    about = {
        "kind": KIND,
        "format": FORMAT,
        "arrays": {"file": f"{name}.npz", "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)},
        **model.about,
    }
    described, arrays = folder / f"{name}.json", folder / f"{name}.npz"
    arrays.write_bytes(data)
    text = json.dumps(about, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    described.write_text(text, encoding="utf-8", newline="\n")
    return described, arrays


def _packed(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """An uncompressed ``.npz`` with fixed dates (compressed bytes would differ between versions of zlib)."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(arrays):
            member = io.BytesIO()
            np.lib.format.write_array(member, np.ascontiguousarray(arrays[name]), allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0)), member.getvalue())
    return stream.getvalue()


def load_model(directory: Traversable | Path, name: str = "default") -> ModelFile:
    """Read a model and check kind, version and checksum.

    Raises
    ------
    ResourceError: a file is missing, damaged, of another kind, or of another version; the message says what to do.
    """
    described = directory / f"{name}.json"
    try:
        about = json.loads(described.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ResourceError(f"There is no model {name!r} in {directory}. {_REPAIR}") from error
    except (OSError, ValueError) as error:
        raise ResourceError(
            f"The model description {described} cannot be read ({error}). {_REPAIR}"
        ) from error
    if not isinstance(about, dict) or about.get("kind") != KIND:
        raise ResourceError(f"{described} is no model of textmine. {_REPAIR}")
    version = about.get("format")
    if version != FORMAT:
        newer = isinstance(version, int) and version > FORMAT
        remedy = "Update textmine to use it." if newer else _REPAIR
        raise ResourceError(
            f"{described} has model format {version!r}, this textmine reads {FORMAT}. {remedy}"
        )
    return ModelFile(about, _arrays(directory, about))


def _arrays(directory: Traversable | Path, about: Mapping[str, Any]) -> dict[str, NDArray[Any]]:
    try:
        file, checksum = str(about["arrays"]["file"]), about["arrays"]["sha256"]
    except (KeyError, TypeError) as error:
        raise ResourceError(f"The model description lacks {error}. {_REPAIR}") from error
    if Path(file).name != file:
        raise ResourceError(f"The model description points outside its folder ({file!r}). {_REPAIR}")
    path = directory / file
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ResourceError(f"The model arrays {path} cannot be read ({error}). {_REPAIR}") from error
    if hashlib.sha256(data).hexdigest() != checksum:
        raise ResourceError(f"The model arrays {path} are damaged (checksum differs). {_REPAIR}")
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as stored:
            return {key: stored[key] for key in stored.files}
    except (OSError, ValueError, zipfile.BadZipFile, EOFError) as error:
        raise ResourceError(f"The model arrays {path} cannot be read ({error}). {_REPAIR}") from error
