"""What textmine is compared with: what a good user would write by hand, and single steps done by the usual libraries alone."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from benchmarks.reports import labelled

_SECTION_FIVE = re.compile(r"五[、.．]\s*[^\n]*?(?:问题|不足|改进)[^\n]*\n(.*?)(?=\n\s*六[、.．]|\Z)", re.S)
_TRAINING = 1200
_ENCODINGS = ("utf-8-sig", "gb18030", "utf-16")


def _jieba() -> Any:
    import jieba

    jieba.setLogLevel(logging.ERROR)
    return jieba


def decoded(path: Path) -> str:
    """Text of a file, by the first encoding that fits."""
    data = path.read_bytes()
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace")


def section_five(text: str) -> str:
    """Section five by a regular expression; the whole text where it does not fit."""
    found = _SECTION_FIVE.search(text.replace("\r\n", "\n"))
    return found.group(1) if found else text


@lru_cache(maxsize=1)
def script_model() -> tuple[Any, Any]:
    """TF-IDF over jieba's words and one logistic regression a theme, as most tutorials have it."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import MultiLabelBinarizer

    texts, themes = zip(*labelled(_TRAINING), strict=True)
    binarizer = MultiLabelBinarizer()
    model = make_pipeline(
        TfidfVectorizer(analyzer=_jieba().lcut, min_df=2),
        OneVsRestClassifier(LogisticRegression(C=10, max_iter=300)),
    )
    model.fit(texts, binarizer.fit_transform(themes))
    return model, binarizer


def script(paths: Sequence[Path], out: Path) -> None:
    """(a) the plain script: read, section five, predict, one report after the other, CSV by pandas."""
    import pandas as pd

    model, binarizer = script_model()
    rows = []
    for path in paths:
        text = section_five(decoded(path))
        predicted = binarizer.inverse_transform(model.predict([text]))[0]
        rows.append({"file": path.name, "themes": ";".join(predicted), "text": text})
    pd.DataFrame(rows).to_csv(out, index=False)


def script_batched(paths: Sequence[Path], out: Path) -> None:
    """(a) with all reports predicted at once."""
    import pandas as pd

    model, binarizer = script_model()
    texts = [section_five(decoded(path)) for path in paths]
    predicted = binarizer.inverse_transform(model.predict(texts))
    rows = [
        {"file": path.name, "themes": ";".join(themes), "text": text}
        for path, themes, text in zip(paths, predicted, texts, strict=True)
    ]
    pd.DataFrame(rows).to_csv(out, index=False)


@lru_cache(maxsize=1)
def spacy_model() -> Any:
    """spaCy's Chinese pipeline with its jieba segmenter and its bag-of-words text categoriser."""
    import spacy
    from spacy.training import Example

    _jieba()
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    pairs = list(labelled(300))
    names = sorted({theme for _, themes in pairs for theme in themes})
    model = {"@architectures": "spacy.TextCatBOW.v3", "exclusive_classes": False, "ngram_size": 1,
             "length": 262144, "no_output_layer": False}  # fmt: skip
    textcat = nlp.add_pipe("textcat_multilabel", config={"model": model})
    for name in names:
        textcat.add_label(name)
    examples = [
        Example.from_dict(nlp.make_doc(text), {"cats": {name: float(name in themes) for name in names}})
        for text, themes in pairs
    ]
    textcat.initialize(lambda: examples, nlp=nlp)
    optimizer = nlp.create_optimizer()
    for _ in range(3):
        nlp.update(examples, sgd=optimizer)
    return nlp


def spacy_pipeline(paths: Sequence[Path], out: Path) -> None:
    """(b) read, section five, spaCy's pipeline in batches."""
    texts = [section_five(decoded(path)) for path in paths]
    lines = []
    for path, doc in zip(paths, spacy_model().pipe(texts, batch_size=128), strict=True):
        themes = ";".join(name for name, value in doc.cats.items() if value > 0.5)
        lines.append(f"{path.name},{themes}")
    out.write_text("\n".join(lines), encoding="utf-8")


def bare_read(paths: Sequence[Path], out: Path) -> None:
    """(c) read and decode, nothing else."""
    for path in paths:
        decoded(path)


def trafilatura_extract(paths: Sequence[Path], out: Path) -> None:
    """Text of web pages by trafilatura."""
    import trafilatura

    for path in paths:
        trafilatura.extract(path.read_bytes())


def docx_walk(paths: Sequence[Path], out: Path) -> None:
    """Paragraphs and table cells of Word files by python-docx."""
    import docx

    for path in paths:
        document = docx.Document(str(path))
        _ = [paragraph.text for paragraph in document.paragraphs]
        _ = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]


def pdf_bare(paths: Sequence[Path], out: Path) -> None:
    """Text of PDFs by pypdfium2, without tables."""
    import pypdfium2

    for path in paths:
        document = pypdfium2.PdfDocument(path)
        for page in document:
            textpage = page.get_textpage()
            textpage.get_text_range()
            textpage.close()
            page.close()
        document.close()


def pdf_plumber(paths: Sequence[Path], out: Path) -> None:
    """Text and tables of PDFs by pdfplumber."""
    import pdfplumber

    for path in paths:
        with pdfplumber.open(path) as document:
            for page in document.pages:
                page.extract_text()
                page.extract_tables()


Rival = Callable[[Sequence[Path], Path], None]
