"""The JSON of one report holds every trouble, from reading as well as from parsing."""

from textmine.schema import AnnualReport, Document, Issue, Metadata


def test_issues_of_reading_stand_before_those_of_parsing() -> None:
    read = Issue("d", "read", "garbled_text", "a.pdf: look at page 2")
    parsed = Issue("d", "parse", "missing_section", "no section five")
    document = Document("d", "a.pdf", "0", "application/pdf", "", issues=(read,))
    issues = AnnualReport(document, Metadata(), issues=(parsed,)).to_dict()["issues"]
    assert [issue["code"] for issue in issues] == ["garbled_text", "missing_section"]
