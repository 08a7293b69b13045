"""How tests read the desk and what they send back."""

from __future__ import annotations

import re

from reports.choices import EntryState
from reports.models import Entry, Issue, Passage
from reports.recompiling import recompile_claimed

DESK = "/bulletins/weekly/2023-09-26/edit/"


def page_of(client, path=DESK) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return " ".join(answer.content.decode().split())


def entries(issue: Issue) -> list[Entry]:
    return list(Entry.objects.filter(section__issue=issue).order_by("section__position", "position"))


def hidden(client, entry: Entry) -> dict[str, str]:
    """The hidden values of an entry's buttons, as the desk sends them now."""
    page = page_of(client)
    form = re.search(rf'action="{DESK}entries/{entry.pk}/" class="entry-buttons">(.*?)</form>', page)[1]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="(\w*)"', form))


def seen_of(client, path: str) -> str:
    return re.search(r'name="seen" value="(\w+)"', client.get(path).content.decode())[1]


def texts(issue: Issue) -> list[str]:
    return [" ".join(p.text for p in e.passages.all()) for e in entries(issue) if e.state == EntryState.INCLUDED]


def rewrite(client, passage: Passage, text: str, voice: str = "record", **more):
    path = f"{DESK}passages/{passage.pk}/"
    return client.post(path, {"seen": seen_of(client, path), "text": text, "voice": voice, **more})


def compile_again(client, issue: Issue):
    """The button, the worker, the desk."""
    answer = client.post(f"{DESK}compile/")
    assert (answer.status_code, answer["Location"]) == (302, DESK)
    recompile_claimed(issue.pk)
    return client.get(DESK)
