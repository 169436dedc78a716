"""scikit-learn estimators: statements as features, themes as a multi-label target, whole passages as theme flags.

They work in ``Pipeline``, ``GridSearchCV`` and ``clone`` and pass scikit-learn's own estimator checks. This module
imports scikit-learn, so nothing else in textmine imports it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, issparse
from sklearn.base import BaseEstimator, ClassifierMixin, TransformerMixin
from sklearn.linear_model import LogisticRegression
from sklearn.utils.multiclass import check_classification_targets, type_of_target
from sklearn.utils.validation import check_is_fitted, column_or_1d, validate_data

from textmine.errors import UsageError
from textmine.themes._features import Batch, Occurrences, ngrams
from textmine.themes._linear import learn_encoder

_ROLES = ("problem", "measure", "rectified")


def _texts(texts: Any) -> list[str]:
    if isinstance(texts, str) or not isinstance(texts, Iterable):
        raise ValueError("Iterable over raw text documents expected, string object received.")
    found = list(texts)
    if any(not isinstance(text, str) for text in found):
        raise ValueError("Every document must be a string.")
    return found


class StatementVectorizer(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Texts of statements as weighted character n-grams, rows of unit length.

    Parameters
    ----------
    smallest, largest: lengths of the n-grams.
    least: number of texts that an n-gram must occur in.

    The n-grams are hashed to 64 bits, so columns have no names; widths, digits and blanks are normalised as in the tagger.
    """

    def __init__(self, *, smallest: int = 1, largest: int = 3, least: int = 2) -> None:
        self.smallest = smallest
        self.largest = largest
        self.least = least

    def fit(self, X: Sequence[str], y: Any = None) -> Self:  # noqa: N803 (scikit-learn's names)
        """Learn the vocabulary and its weights."""
        texts = _texts(X)
        if not 1 <= self.smallest <= self.largest:
            raise ValueError(
                f"smallest={self.smallest} and largest={self.largest} must be 1 ≤ smallest ≤ largest."
            )
        self.encoder_ = learn_encoder(self._found(texts), len(texts), least=self.least)
        self.n_features_ = len(self.encoder_.weights)
        if not self.n_features_:
            raise ValueError("No n-gram occurs in enough texts; lower `least` or give more texts.")
        return self

    def transform(self, X: Sequence[str]) -> csr_matrix:  # noqa: N803
        """Texts × features."""
        check_is_fitted(self, "encoder_")
        texts = _texts(X)
        encoded = self.encoder_.encode([self._found(texts)])
        matrix = self.encoder_.unit_rows(encoded).matrix(len(self.encoder_.weights))
        matrix.sum_duplicates()
        return matrix

    def _found(self, texts: Sequence[str]) -> Occurrences:
        batch = Batch(texts)
        rows = np.arange(len(texts))
        ends = np.array([len(text) for text in texts], dtype=np.int64)
        sizes = tuple(range(self.smallest, self.largest + 1))
        return ngrams(
            batch,
            batch.slots(rows, np.zeros(len(texts), np.int64)),
            batch.slots(rows, ends),
            field="t",
            sizes=sizes,
        )

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        return tags


class ThemeClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """One logistic regression a theme, with one threshold for all.

    Parameters
    ----------
    C: inverse strength of regularisation; 10 or more suits sparse text features.
    threshold: probability from which a theme is given (for indicator targets).

    The target is an indicator matrix (rows × themes), or one class a row, as scikit-learn has it.
    """

    def __init__(self, *, C: float = 10.0, threshold: float = 0.4) -> None:  # noqa: N803
        self.C = C
        self.threshold = threshold

    def fit(self, X: Any, y: Any) -> Self:  # noqa: N803
        """Fit one model a theme (or class)."""
        X, y = validate_data(self, X, y, accept_sparse="csr", multi_output=True)  # noqa: N806
        check_classification_targets(y)
        if y.ndim == 2 and y.shape[1] == 1:
            y = column_or_1d(y, warn=True)
        kind = type_of_target(y)
        self.multilabel_ = kind == "multilabel-indicator"
        if self.multilabel_:
            targets = np.asarray(y.toarray() if issparse(y) else y).astype(bool)
            self.classes_ = np.arange(targets.shape[1])
        elif kind in ("binary", "multiclass"):
            self.classes_ = np.unique(y)
            if len(self.classes_) < 2:
                raise ValueError(
                    f"ThemeClassifier needs two classes, the target holds one class ({self.classes_[0]!r})."
                )
            targets = np.asarray(y)[:, None] == self.classes_
        else:
            raise ValueError(f"ThemeClassifier needs an indicator matrix or one class a row, not {kind}.")
        self.models_ = [self._model(X, target) for target in targets.T]
        return self

    def _model(self, X: Any, target: NDArray[np.bool_]) -> LogisticRegression | float:  # noqa: N803
        if target.all() or not target.any():
            return float(target.all())
        return LogisticRegression(C=self.C, solver="liblinear", random_state=0).fit(X, target)

    def predict_proba(self, X: Any) -> NDArray[np.float64]:  # noqa: N803
        """Probabilities, rows × themes; for one class a row they add up to 1."""
        check_is_fitted(self, "models_")
        X = validate_data(self, X, accept_sparse="csr", reset=False)  # noqa: N806
        n = X.shape[0]
        columns = [
            np.full(n, model) if isinstance(model, float) else model.predict_proba(X)[:, 1]
            for model in self.models_
        ]
        result: NDArray[np.float64] = np.stack(columns, axis=1)
        if not self.multilabel_:
            result /= np.maximum(result.sum(axis=1, keepdims=True), 1e-12)
        return result

    def predict(self, X: Any) -> NDArray[Any]:  # noqa: N803
        """Indicator matrix, or the likeliest class of each row."""
        probability = self.predict_proba(X)
        if self.multilabel_:
            return (probability >= self.threshold).astype(int)
        result: NDArray[Any] = self.classes_[probability.argmax(axis=1)]
        return result

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.classifier_tags.multi_label = True
        return tags


class PassageThemes(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Bare section fives as theme flags: one row a text, one column a theme, by the tagger that comes with textmine.

    Parameters
    ----------
    role: ``problem``, ``measure`` or ``rectified``.
    tagger: ``default`` or ``rules``.
    """

    def __init__(self, *, role: str = "problem", tagger: str = "default") -> None:
        self.role = role
        self.tagger = tagger

    def fit(self, X: Sequence[str], y: Any = None) -> Self:  # noqa: N803
        """Nothing is learned; parameters are checked."""
        _texts(X)
        if self.role not in _ROLES:
            raise UsageError(f"No role {self.role!r}; there are {', '.join(_ROLES)}.")
        from textmine.gold import theme_ids

        self.themes_ = theme_ids()
        return self

    def transform(self, X: Sequence[str]) -> NDArray[np.int64]:  # noqa: N803
        """Texts × themes, 0 or 1."""
        check_is_fitted(self, "themes_")
        from textmine.parsing import parse_narratives
        from textmine.schema import themes_by_role
        from textmine.themes import load_tagger

        texts = _texts(X)
        tagged = load_tagger(self.tagger).tag_many(list(zip(texts, parse_narratives(texts), strict=True)))
        rows = [themes_by_role(statements, self.role) for statements in tagged]  # type: ignore[arg-type]
        return np.array(
            [[theme in found for theme in self.themes_] for found in rows], dtype=np.int64
        ).reshape(len(rows), len(self.themes_))

    def get_feature_names_out(self, input_features: Any = None) -> NDArray[Any]:
        """Theme ids."""
        check_is_fitted(self, "themes_")
        return np.array(self.themes_, dtype=object)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        tags.requires_fit = True
        return tags
