"""What a browser sends of the form of a record."""

from __future__ import annotations

from cases.models import Detention

# What every form of a record carries as it is opened.
CLAIM = {"certainty": "stated", "claim_status": "accepted", "visibility": "1"}
HELD = {**CLAIM, "custody_type": "pretrial_remand"}
WORDS = {
    "cite-kind": "article",
    "cite-title": "Invented Gazette",
    "cite-url": "https://example.org/a",
    "cite-quote": "He was taken at dawn.",
    "cite-locator": "page 2",
    "cite-stated": "21 Sep 2023",
}


def add(writer, case, code="detention", **typed):
    return writer.post(f"/cases/{case.ref}/add/{code}/", {**(HELD if code == "detention" else CLAIM), **typed})


def edit(writer, record, **typed):
    path = f"/cases/{record.case.ref}/records/{record._meta.model_name}/{record.pk}/"
    held = HELD if isinstance(record, Detention) else CLAIM
    return writer.post(path, {**held, "version": str(record.version), **typed})


def text_of(answer) -> str:
    return answer.content.decode()


def rows(name, *typed):
    """What a browser sends of these rows; each is what is typed into it."""
    sent = {f"{name}-TOTAL_FORMS": str(len(typed)), f"{name}-INITIAL_FORMS": "0"}
    return sent | {f"{name}-{at}-{field}": str(said) for at, row in enumerate(typed) for field, said in row.items()}
