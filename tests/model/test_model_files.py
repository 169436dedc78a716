"""Model files: what is saved comes back, and what is damaged, foreign or newer is refused with advice."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from textmine.errors import ResourceError
from textmine.themes.classifier import LearnedTagger, load_classifier
from textmine.themes.training import ModelFile, load_model, save_model

MODELS = Path(__file__).parents[2] / "models"


@pytest.fixture
def copy(tmp_path):
    for name in ("default.json", "default.npz"):
        shutil.copy(MODELS / name, tmp_path / name)
    return tmp_path


def _edit(folder, **changes):
    path = folder / "default.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | changes), encoding="utf-8")


def test_round_trip_is_exact_and_repeatable(tmp_path):
    arrays = {"b": np.arange(6, dtype=np.uint64).reshape(2, 3), "a": np.array([0.5], np.float16)}
    for name in ("one", "two"):
        save_model(ModelFile({"id": "x"}, arrays), tmp_path / name)
    found = load_model(tmp_path / "one")
    assert found.about["id"] == "x"
    for key, value in arrays.items():
        np.testing.assert_array_equal(found.arrays[key], value)
        assert found.arrays[key].dtype == value.dtype
    for file in ("default.json", "default.npz"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_pickled_arrays_are_refused(tmp_path):
    with pytest.raises(ValueError, match="allow_pickle"):
        save_model(ModelFile({}, {"a": np.array([{}], dtype=object)}), tmp_path)


def test_missing(tmp_path):
    with pytest.raises(ResourceError, match=r"no model 'default'.*textmine train"):
        load_model(tmp_path)


def test_damaged_arrays(copy):
    data = bytearray((copy / "default.npz").read_bytes())
    data[len(data) // 2] ^= 1
    (copy / "default.npz").write_bytes(data)
    with pytest.raises(ResourceError, match=r"damaged.*Install textmine again"):
        load_model(copy)


def test_truncated_description(copy):
    (copy / "default.json").write_text('{"kind": ', encoding="utf-8")
    with pytest.raises(ResourceError, match="cannot be read"):
        load_model(copy)


def test_foreign(copy):
    _edit(copy, kind="something-else")
    with pytest.raises(ResourceError, match=r"no model of textmine"):
        load_model(copy)


def test_newer_and_older(copy):
    _edit(copy, format=99)
    with pytest.raises(ResourceError, match=r"format 99.*Update textmine"):
        load_model(copy)
    _edit(copy, format=0)
    with pytest.raises(ResourceError, match=r"format 0.*textmine train"):
        load_model(copy)


def test_path_outside_the_folder(copy):
    _edit(copy, arrays={"file": "../default.npz", "sha256": ""})
    with pytest.raises(ResourceError, match="outside its folder"):
        load_model(copy)


def test_arrays_that_do_not_fit():
    model = load_model(MODELS)
    with pytest.raises(ResourceError, match=r"lacks the array 'theme\.second'"):
        LearnedTagger(ModelFile(model.about, {k: v for k, v in model.arrays.items() if k != "theme.second"}))
    short = dict(model.arrays) | {"theme.second": model.arrays["theme.second"][:-1]}
    with pytest.raises(ResourceError, match=r"theme\.second has the shape"):
        LearnedTagger(ModelFile(model.about, short))
    with pytest.raises(ResourceError, match="other roles"):
        LearnedTagger(ModelFile(dict(model.about) | {"roles": ["problem"]}, model.arrays))


def test_the_shipped_model_is_small_and_says_what_it_was_made_from():
    model = load_model(MODELS)
    assert sum((MODELS / name).stat().st_size for name in ("default.json", "default.npz")) <= 10_000_000
    training = model.about["training"]
    assert training["passages"] >= 600
    assert len(training["gold_sha256"]) == 64
    assert load_classifier().id == model.about["id"]
    assert (MODELS / "MODEL_CARD.md").read_text(encoding="utf-8").count(training["gold_sha256"][:12]) >= 1
