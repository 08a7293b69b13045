"""What a group is called where it has no name, from literal counts."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from people.groups import count_beside_name, name_in_words, stored_name
from tests import factories


def group(size: int | None = None, qualifier: str = "", name: str = "") -> dict[str, object]:
    said = {"ref": "G", "kind": "group", "group_size": size, "group_qualifier": qualifier, "name": name}
    return {field: value for field, value in said.items() if value}


@pytest.mark.parametrize(
    ("person", "said"),
    [
        (group(12, "exactly"), "12 unnamed people"),
        (group(12, "approximately"), "About 12 unnamed people"),
        (group(12, "at_least"), "At least 12 unnamed people"),
        (group(1200, "at_most"), "At most 1,200 unnamed people"),
        (group(12, "unknown"), "12 unnamed people"),
        (group(1, "at_least"), "At least 1 unnamed person"),
        (group(None, "unknown"), "Unnamed people, number not known"),
        (group(12, "at_least", "Demonstrators of May"), "Demonstrators of May"),
        ({"ref": "P", "kind": "individual"}, ""),
        ({"ref": "P", "kind": "individual", "name": "Rauf Samadov"}, "Rauf Samadov"),
    ],
)
def test_name_in_words_of_a_group_is_its_count(person: dict[str, object], said: str) -> None:
    assert name_in_words(person) == said
    # A card says the same of it, where the count stands as the name.
    assert name_in_words({**person, "name": stored_name(person)}) == said


def test_count_stands_beside_the_name_of_a_named_group_only() -> None:
    named = group(12, "at_least", "Demonstrators of May")
    assert count_beside_name(named) == "at least 12 people"
    assert count_beside_name(group(1, "exactly", "Demonstrators of May")) == "1 person"
    assert count_beside_name(group(12, "at_least")) == ""
    assert count_beside_name({"ref": "P", "kind": "individual", "name": "Rauf Samadov"}) == ""


@pytest.mark.django_db
@pytest.mark.parametrize("fields", [{"group_size": 0}, {"group_qualifier": "at_least"}, {"group_qualifier": "exactly"}])
def test_count_of_nobody_is_refused(fields: dict[str, object]) -> None:
    with transaction.atomic(), pytest.raises(IntegrityError, match="person_qualifier_of_count"):
        factories.make_person("Demonstrators of May", kind="group", **fields)
