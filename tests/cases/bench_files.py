"""A folder as the bench's generator writes it, of a few invented people."""

from __future__ import annotations

import csv
import json
import uuid
from pathlib import Path
from typing import Any

COLUMNS = {
    "facility": "id name region kind",
    "article": "id code title section",
    "person": "id full_name aliases sex birth_year profession region status narrative created_at updated_at",
    "detention": "id person_id facility_id type start_date start_precision end_date end_precision release_kind",
    "charge": "id detention_id person_id article_id filed_on",
    "sentence": "id person_id detention_id kind months imposed_on court",
    "health_note": "id person_id noted_on severity body",
    "treatment_note": "id person_id noted_on kind body",
    "source": "id person_id url title publisher published_on",
}


def person_id(number: int) -> str:
    return str(uuid.UUID(int=number))


def write_bench(folder: Path, people: int) -> Path:
    """Every person has two detentions, one charge and one source; every second one the rest."""
    rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in COLUMNS}
    rows["facility"] = [
        (1, "Lake Penitensiar №1", "Lake", "prison"),
        (2, "Harbour Təcridxana №2", "Harbour", "pretrial"),
    ]
    rows["article"] = [(1, "120.1", "on gatherings", "cinayət"), (2, "123.2", "on papers", "inzibati")]
    for n in range(1, people + 1):
        who = person_id(n)
        when = ("2020-01-01T12:00:00+00:00", "2026-06-29T13:00:00+00:00")
        story = f'Story of number {n}, with "marks", a \\ backslash\nand two lines.'
        rows["person"].append(
            (who, f"Guliz Oruc{n}", "Oruc G|Oruc G", "M", 1970, "poet", "Lake", "detained", story, *when)
        )
        rows["detention"].append((2 * n, who, 1, "pretrial", "2024-03-10", "day", "2024-05-11", "month", "bail"))
        rows["detention"].append((2 * n + 1, who, 1 + n % 2, "prison", "2026-02-01", "year", "", "", ""))
        rows["charge"].append((n, 2 * n + 1, who, 1 + n % 2, "2026-02-03"))
        rows["source"].append((n, who, f"https://example.org/{n}", f"Report {n}", "Gazette", "2026-02-02"))
        if n % 2 == 0:
            rows["sentence"].append((n, who, 2 * n, "imprisonment", 18, "2024-04-01", "Lake Court"))
            rows["health_note"].append((n, who, "2026-03-01", "high", "needs a doctor"))
            rows["treatment_note"].append((n, who, "2026-03-02", "beating", "was beaten"))
    for name, table in rows.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(COLUMNS[name].split())
            writer.writerows(table)
    (folder / "meta.json").write_text(json.dumps({"persons": people, "today": "2026-06-30"}))
    return folder
