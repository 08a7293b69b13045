"""What hangs on a record, edited in its form: the statuses of a charge, the things taken in a search."""

from __future__ import annotations

import pytest

from cases.models import Charge, ChargeStatus, Search, SeizedItem, Statement
from tests import factories
from tests.cases.record_forms import add, edit, rows, text_of
from tracker.audiences import Audience

pytestmark = pytest.mark.django_db


@pytest.fixture
def charge(case, researcher):
    charge = factories.add_charge(case, by=researcher)
    charge.statuses.create(state="pending", since="2023-09")
    return charge


def states(charge):
    return [(s.state, s.since.edtf if s.since else "") for s in charge.statuses.order_by("pk")]


def test_charge_is_entered_with_its_statuses_and_the_page_says_them(writer, case):
    sent = rows(
        "statuses", {"state": "pending", "since": "September 2023"}, {"state": "dropped", "since": "5 Oct 2023"}, {}
    )
    assert add(writer, case, "charge", text="drug offences", **sent).status_code == 302
    charge = Charge.objects.get()
    assert states(charge) == [("pending", "2023-09"), ("dropped", "2023-10-05")]
    assert "dropped since 5 October 2023" in text_of(writer.get(f"/cases/{case.ref}/"))
    add(writer, case, "charge", text="drug offences", **sent)
    assert (Charge.objects.count(), ChargeStatus.objects.count()) == (1, 2)


def test_search_is_entered_with_what_was_taken(writer, case):
    sent = rows("items", {"item": "phones", "quantity": "3", "qualifier": "at_least", "certainty": "stated"})
    assert add(writer, case, "search", place="his flat", **sent).status_code == 302
    item = SeizedItem.objects.get()
    assert (item.search, item.item, item.quantity, item.qualifier) == (Search.objects.get(), "phones", 3, "at_least")
    assert "at least 3 phones" in text_of(writer.get(f"/cases/{case.ref}/"))


def test_another_row_keeps_everything_typed_and_saves_nothing(writer, case):
    sent = rows("statuses", {"state": "pending", "since": "when it snowed"})
    answer = add(writer, case, "charge", more="statuses", text="", attribution="a neighbour", **sent)
    page = text_of(answer)
    assert answer.status_code == 200
    assert 'name="statuses-TOTAL_FORMS" value="2"' in page
    assert 'name="statuses-1-state"' in page
    assert 'value="when it snowed"' in page
    assert 'value="a neighbour"' in page
    assert 'class="problem"' not in page
    assert not Charge.objects.exists()


def test_another_row_left_empty_is_left_out(writer, case):
    typed = {"item": "phones", "qualifier": "unknown", "certainty": "stated"}
    page = text_of(add(writer, case, "search", more="items", place="his flat", **rows("items", typed)))
    assert page.count('<option value="unknown" selected>unknown number</option>') == 2
    sent = rows("items", typed, {"item": "", "quantity": "", "qualifier": "unknown", "certainty": "stated"})
    assert add(writer, case, "search", place="his flat", **sent).status_code == 302
    assert SeizedItem.objects.get().item == "phones"


def test_another_row_of_a_stored_record_keeps_the_version_that_was_opened(writer, case, charge):
    sent = rows("statuses", {"row": charge.statuses.get().pk, "state": "pending", "since": "2023-09"})
    answer = edit(writer, charge, more="statuses", text="mine", version="1", **sent)
    assert '<input type="hidden" name="version" value="1">' in text_of(answer)
    assert "mine</textarea>" in text_of(answer)


def test_row_is_changed_taken_away_and_added_with_history(writer, case, charge):
    first = charge.statuses.get()
    second = charge.statuses.create(state="dropped")
    sent = rows(
        "statuses",
        {"row": first.pk, "state": "pending", "since": "2023-08"},
        {"row": second.pk, "state": "dropped", "DELETE": "on"},
        {"state": "convicted", "since": "2024"},
    )
    assert edit(writer, charge, text="drug offences", **sent).status_code == 302
    assert states(charge) == [("pending", "2023-08"), ("convicted", "2024")]
    assert charge.statuses.order_by("pk").first() == first
    events = ChargeStatus.pgh_event_models["update"].objects.order_by("pgh_id")
    assert [(e.pgh_label, e.since.edtf) for e in events.filter(pgh_obj_id=first.pk)] == [
        ("insert", "2023-09"),
        ("update", "2023-08"),
    ]
    assert events.filter(pgh_obj_id=second.pk).last().pgh_label == "delete"


def test_bad_row_is_answered_beside_its_field_and_keeps_what_was_typed(writer, case):
    sent = rows(
        "items", {"item": "", "quantity": "-1", "owner": "his brother", "qualifier": "unknown", "certainty": "stated"}
    )
    answer = add(writer, case, "search", place="his flat", **sent)
    page = text_of(answer)
    assert answer.status_code == 422
    assert 'id="id_items-0-item_error">This field is required.' in page
    assert 'id="id_items-0-quantity_error">Ensure this value is greater than or equal to 0.' in page
    assert '<a href="#id_items-0-item">' in page
    assert 'value="his brother"' in page
    assert not Search.objects.exists()


def test_more_rows_than_a_form_takes_are_refused(writer, case):
    sent = rows("items", {"item": "phones", "qualifier": "unknown", "certainty": "stated"})
    answer = add(writer, case, "search", **{**sent, "items-TOTAL_FORMS": "1000000"})
    assert (answer.status_code, Search.objects.count()) == (422, 0)
    assert "Please submit at most 100 forms." in text_of(answer)


def test_second_editor_sees_both_statuses_and_loses_none(writer, signed_in, reviewer, case, charge):
    row = {"row": charge.statuses.get().pk, "state": "pending", "since": "2023-09"}
    opened = {"text": "drug offences", "version": "1"}
    theirs = rows("statuses", row, {"state": "dropped", "since": "2024"})
    assert edit(signed_in(reviewer), charge, **opened, **theirs).status_code == 302
    yours = rows("statuses", row, {"state": "convicted", "since": "2025"})
    refused = edit(writer, charge, **opened, **yours)
    assert refused.status_code == 409
    assert refused.context["stale"] == [
        (
            "What became of the charge",
            "pending, September 2023\ndropped, 2024",
            "pending, September 2023\nconvicted, 2025",
        )
    ]
    assert edit(writer, charge, **{**opened, "version": "2"}, **yours).status_code == 302
    assert states(charge) == [("pending", "2023-09"), ("dropped", "2024"), ("convicted", "2025")]


def test_edit_with_a_new_row_sent_twice_adds_it_once(writer, case, charge):
    row = {"row": charge.statuses.get().pk, "state": "pending", "since": "2023-09"}
    sent = rows("statuses", row, {"state": "dropped", "since": "2024"})
    for _ in range(2):
        assert edit(writer, charge, text="drug offences", version="1", **sent).status_code == 302
    assert states(charge) == [("pending", "2023-09"), ("dropped", "2024")]


def test_form_without_its_rows_changes_none(writer, case, charge):
    assert edit(writer, charge, text="worded anew").status_code == 302
    assert states(charge) == [("pending", "2023-09")]


def test_row_of_another_charge_is_not_changed(writer, case, charge, researcher):
    other = factories.add_charge(case, by=researcher)
    sent = rows("statuses", {"row": charge.statuses.get().pk, "state": "acquitted"})
    assert edit(writer, other, text="drug offences", **sent).status_code == 302
    assert states(charge) == [("pending", "2023-09")]
    assert states(other) == [("acquitted", "")]


def test_row_with_a_withheld_name_is_neither_shown_nor_changed(writer, case, researcher):
    friend = factories.make_person("Vaqif Orujlu", exposure=Audience.RESTRICTED)
    factories.add(case, Statement, by=researcher, kind="context", text="as told", speaker=friend)
    search = factories.add(case, Search, by=researcher, place="his flat")
    search.items.create(item="a phone", owner="Vaqif Orujlu")
    page = text_of(writer.get(f"/cases/{case.ref}/records/search/{search.pk}/"))
    assert "Orujlu" not in page
    assert "they hold a name that is withheld: What was taken" in page
    sent = rows("items", {"item": "a book", "qualifier": "unknown", "certainty": "stated"})
    assert edit(writer, search, place="his flat", **sent).status_code == 302
    assert [item.item for item in search.items.order_by("pk")] == ["a phone", "a book"]
