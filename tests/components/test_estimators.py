"""The estimators pass scikit-learn's own checks and work in its tools."""

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import Pipeline
from sklearn.utils import estimator_checks
from sklearn.utils.estimator_checks import parametrize_with_checks

from textmine.errors import UsageError
from textmine.estimators import PassageThemes, StatementVectorizer, ThemeClassifier
from textmine.gold import theme_ids

TEXTS = ["更新不及时", "信息更新滞后", "更新太慢", "人手不足", "人员力量不足", "工作人员少"] * 4
TARGETS = np.array([[1, 0]] * 3 + [[0, 1]] * 3)[list(range(6)) * 4]


@parametrize_with_checks([ThemeClassifier()])
def test_scikit_learns_checks(estimator, check):
    check(estimator)


# scikit-learn's generator leaves out estimators of texts; these of its checks need no numbers.
@pytest.mark.parametrize(
    "check",
    [
        "check_estimator_cloneable",
        "check_estimator_tags_renamed",
        "check_valid_tag_types",
        "check_estimator_repr",
        "check_no_attributes_set_in_init",
        "check_get_params_invariance",
        "check_set_params",
        "check_parameters_default_constructible",
    ],
)
@pytest.mark.parametrize("estimator", [StatementVectorizer(), PassageThemes()])
def test_scikit_learns_checks_for_texts(estimator, check):
    getattr(estimator_checks, check)(type(estimator).__name__, estimator)


@pytest.mark.parametrize("estimator", [StatementVectorizer(), PassageThemes()])
def test_text_estimators_refuse_what_is_no_text(estimator):
    with pytest.raises(ValueError, match="string object received"):
        estimator.fit("一段文字")
    with pytest.raises(ValueError, match="must be a string"):
        clone(estimator).fit([1, 2])
    with pytest.raises(NotFittedError):
        clone(estimator).transform(["一段文字"])


@pytest.fixture
def pipeline():
    return Pipeline([("features", StatementVectorizer()), ("themes", ThemeClassifier())])


def test_pipeline_learns_themes(pipeline):
    fitted = pipeline.fit(TEXTS, TARGETS)
    assert fitted.predict(["栏目更新迟缓", "人员不足"]).tolist() == [[1, 0], [0, 1]]
    probability = fitted.predict_proba(["栏目更新迟缓"])
    assert probability.shape == (1, 2)
    assert probability[0, 0] > 0.5 > probability[0, 1]


def test_grid_search_and_clone(pipeline):
    search = GridSearchCV(
        pipeline, {"features__largest": [1, 2], "themes__C": [1.0, 10.0]}, scoring="f1_micro", cv=2
    )
    search.fit(TEXTS, TARGETS)
    assert search.best_score_ == 1.0
    copy = clone(search.best_estimator_)
    assert copy.get_params()["themes__C"] == search.best_params_["themes__C"]
    assert not hasattr(copy["themes"], "models_")


def test_unknown_text_is_an_empty_row():
    matrix = StatementVectorizer().fit(TEXTS).transform(["更新不及时", "ＸＹＺ"])
    assert matrix[0].nnz > 0
    assert matrix[1].nnz == 0


def test_single_labels():
    model = ThemeClassifier().fit([[0.0], [0.1], [1.0], [1.1]], ["a", "a", "b", "b"])
    assert model.predict([[0.0], [1.0]]).tolist() == ["a", "b"]
    assert model.predict_proba([[0.5]]).sum() == pytest.approx(1.0)


def test_passages_as_theme_flags():
    themes = PassageThemes(role="problem").fit(["无。"])
    flags = themes.transform(["一是更新不及时；二是人手不足。", "无。"])
    assert list(themes.get_feature_names_out()) == list(theme_ids())
    assert set(themes.get_feature_names_out()[flags[0] == 1]) == {"timeliness", "staffing"}
    assert flags[1].sum() == 0
    with pytest.raises(UsageError, match="No role"):
        PassageThemes(role="context").fit(["无。"])
