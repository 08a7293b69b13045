"""Two publishers at once and a reader who follows `changes`: the reader ends with what a full pull gives."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from cases.choices import WithdrawalReason
from cases.models import Publication, Statement
from cases.publishing import PublicationRefused, approve, publish, withdraw
from tests import factories
from tests.conftest import ApiClient
from tracker.audiences import Audience
from tracker.models import ApiToken, User
from tracker.permissions import Role

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 25


def work(cases, researcher, reviewer, seed: int) -> None:
    """Publishes, corrects and withdraws the shared cases in an order of its own."""
    chance = random.Random(seed)
    for number in range(ROUNDS):
        case = chance.choice(cases)
        if chance.random() < 0.25:
            withdraw(cases=[case], audience=Audience.PARTNER, by=reviewer, reason=WithdrawalReason.ERROR)
        else:
            factories.add(case, Statement, by=researcher, kind="own_words", text=f"word {seed} {number}")
            approve(case=case, by=reviewer)
            try:
                publish(cases=[case], audience=Audience.PARTNER, by=reviewer)
            except PublicationRefused as refused:
                # The other publisher edited the case between approval and publishing: the gate says so.
                if "not approved" not in str(refused):
                    raise
    connection.close()


class Follower:
    """A partner who keeps a copy by `changes` alone, in small pages."""

    def __init__(self, client: ApiClient) -> None:
        self.client = client
        self.after = 0
        self.copy: dict[str, dict] = {}
        self.seqs: list[int] = []

    def follow(self) -> bool:
        """One page; whether anything was new."""
        page = self.client.json("changes/", after=self.after, limit=3)
        for row in page["results"]:
            self.seqs.append(row["seq"])
            if row["kind"] == "withdrawn":
                self.copy.pop(row["ref"], None)
            else:
                self.copy[row["ref"]] = row["case"]
        self.after = page["next_after"]
        return bool(page["results"])


def test_reader_of_changes_ends_equal_to_a_full_pull(settings):
    settings.API_RATE = 1_000_000
    settings.FOUR_EYES = False
    researcher = User.objects.create_user("researcher", role=Role.RESEARCHER)
    reviewer = User.objects.create_user("reviewer", role=Role.REVIEWER)
    holder = User.objects.create_user("partner", role=Role.PARTNER)
    client = ApiClient(ApiToken.objects.create(holder, audience=Audience.PARTNER)[1])
    cases = [factories.make_case(by=researcher) for _ in range(4)]
    follower = Follower(client)
    with ThreadPoolExecutor(max_workers=2) as publishers:
        running = [publishers.submit(work, cases, researcher, reviewer, seed) for seed in (1, 2)]
        while not all(future.done() for future in running):
            follower.follow()
        for future in running:
            future.result()
    while follower.follow():
        pass
    full = {body["ref"]: body for body in client.json("cases/", view="full", limit=100)["results"]}
    assert follower.copy == full
    assert follower.seqs == sorted(set(follower.seqs))
    numbers = sorted(Publication.objects.values_list("seq", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > ROUNDS
