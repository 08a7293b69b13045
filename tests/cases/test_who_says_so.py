"""What the form of a record asks when a change has a new source and the same speaker."""

from __future__ import annotations

import pytest

from cases.models import Detention
from tests.cases.record_forms import WORDS, add, edit, text_of

pytestmark = pytest.mark.django_db


def test_changed_date_with_a_new_source_asks_whether_who_says_so_still_does(writer, case):
    add(writer, case, began="20 Sep 2023", attribution="Lawyer Samir Aliyev")
    record = Detention.objects.get()
    typed = {"began": "17 Sep 2023", "attribution": "Lawyer Samir Aliyev", **WORDS}
    asked = edit(writer, record, **typed)
    assert asked.status_code == 422
    page = text_of(asked).replace("&#x27;", "'")
    assert "does “Lawyer Samir Aliyev” say it as it stands now?" in page
    assert "“Lawyer Samir Aliyev” says this too" in page
    assert 'value="17 Sep 2023"' in page
    assert 'value="Invented Gazette"' in page
    assert str(Detention.objects.get().began) == "2023-09-20"
    assert edit(writer, record, **typed, attribution_asked="on").status_code == 302
    assert str(Detention.objects.get().began) == "2023-09-17"


@pytest.mark.parametrize(
    "typed",
    [
        {"began": "17 Sep 2023", "attribution": "A court", **WORDS},
        {"began": "17 Sep 2023", "attribution": "Lawyer Samir Aliyev"},
        {"began": "20 Sep 2023", "attribution": "Lawyer Samir Aliyev", **WORDS},
        {"began": "20 Sep 2023", "place": "Sabail", "attribution": "Lawyer Samir Aliyev", **WORDS},
    ],
)
def test_nothing_is_asked_of_who_says_so_where_it_changes_or_nothing_else_does(writer, case, typed):
    add(writer, case, began="20 Sep 2023", attribution="Lawyer Samir Aliyev")
    assert edit(writer, Detention.objects.get(), **typed).status_code == 302
