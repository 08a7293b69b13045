"""The API's schema of issues."""

from __future__ import annotations

from cases.schema import DAY, MOMENT, TEXT, Schema, array, closed, nullable
from reports.choices import Voice


def issues_schema() -> Schema:
    row = {
        "series": TEXT,
        "dated": DAY,
        "masthead": TEXT,
        "frozen_at": MOMENT,
        "url": TEXT,
        "corrected_in": array(TEXT),
    }
    return closed({"results": array(closed(row, list(row)))}, ["results"])


def issue_schema() -> Schema:
    passage = {
        "text": TEXT,
        "records": array(TEXT),
        "voice": {"enum": list(Voice.values)},
        "sources": array(closed({"ref": TEXT, "title": TEXT, "url": TEXT, "quote": TEXT})),
    }
    entry = closed(
        {"case": nullable(TEXT), "cases": array(TEXT), "passages": array(closed(passage, ["text", "records", "voice"]))}
    )
    properties = {
        "series": TEXT,
        "dated": DAY,
        "masthead": TEXT,
        "epigraph": TEXT,
        "sections": array(closed({"heading": TEXT, "entries": array(entry)}, ["heading", "entries"])),
        "dateline": TEXT,
    }
    count = {"type": "integer"}
    flows = dict.fromkeys(("added", "taken", "before", "again", "died", "otherwise", "held"), count)
    released = {"type": "object", "additionalProperties": count}
    totals = {"heading": TEXT, "text": TEXT, "since": nullable(DAY), "released": released, **flows}
    gaps = {"before": TEXT, "gaps": array(TEXT), "after": TEXT}
    return closed(
        {
            **properties,
            "totals": closed(totals, list(totals)),
            "layout": closed(gaps, list(gaps)),
        },
        list(properties),
    )
