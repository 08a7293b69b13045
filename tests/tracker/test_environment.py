"""Settings from the environment: a bad value is named with what is allowed, and secrets are never repeated."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet

from tests.tracker.starting import command
from tracker.environment import SETTINGS, BadSetting, read_environment

PRODUCTION = {
    "TRACKER_ENV": "production",
    "TRACKER_SECRET_KEY": "invented-" * 8,
    "TRACKER_SEALING_KEYS": Fernet.generate_key().decode(),
    "TRACKER_HOSTS": "tracker.example.org",
}


def test_defaults_are_good_values():
    values = read_environment({})
    assert values["TRACKER_ENV"] == "development"
    assert values["FOUR_EYES"] is True
    assert values["TRACKER_API_RATE"] == 600
    assert values["TRACKER_HOSTS"] == []
    assert set(values) == {setting.name for setting in SETTINGS}


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("TRACKER_ENV", "staging", "TRACKER_ENV: 'staging' can't be used; allowed is `development` or `production`."),
        ("FOUR_EYES", "maybe", "FOUR_EYES: 'maybe' can't be used; allowed is `on` or `off`."),
        ("TRACKER_API_RATE", "0", "TRACKER_API_RATE: '0' can't be used; allowed is 1 to 1000000."),
        ("EMAIL_RATE", "0", "EMAIL_RATE: '0' can't be used; allowed is 1 to 6000."),
        ("EMAIL_FROM", "nobody", "EMAIL_FROM: 'nobody' can't be used; allowed is an e-mail address."),
        (
            "EMAIL_FROM",
            "a@b.c\r\nBcc: d@e.f",
            "EMAIL_FROM: 'a@b.c\\r\\nBcc: d@e.f' can't be used; allowed is an e-mail address.",
        ),
        ("TRACKER_API_RATE", "many", "TRACKER_API_RATE: 'many' can't be used; allowed is 1 to 1000000."),
        (
            "TRACKER_LOG_LEVEL",
            "LOUD",
            "TRACKER_LOG_LEVEL: 'LOUD' can't be used; allowed is `DEBUG`, `INFO`, `WARNING` or `ERROR`.",
        ),
    ],
)
def test_bad_value_is_refused_with_what_is_allowed(name, value, said):
    with pytest.raises(BadSetting) as refused:
        read_environment({name: value})
    assert str(refused.value) == said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TRACKER_SEALING_KEYS", "swordfish"),
        ("DATABASE_URL", "mysql://user:swordfish@host/db"),
        ("REDIS_URL", "http://swordfish@host"),
        ("EMAIL_URL", "swordfish.example.org"),
        ("EMAIL_URL", "smtp://user:swordfish@host:99999"),
    ],
)
def test_bad_secret_is_refused_without_repeating_it(name, value):
    with pytest.raises(BadSetting) as refused:
        read_environment({name: value})
    assert str(refused.value).startswith(f"{name}: its value can't be used; allowed is ")
    assert "swordfish" not in str(refused.value)


@pytest.mark.parametrize("missing", ["TRACKER_SECRET_KEY", "TRACKER_SEALING_KEYS", "TRACKER_HOSTS"])
def test_production_refuses_a_default(missing):
    given = {name: value for name, value in PRODUCTION.items() if name != missing}
    with pytest.raises(BadSetting, match=missing):
        read_environment(given)


def test_production_that_sends_mail_needs_a_sender_who_reads():
    with pytest.raises(BadSetting, match="EMAIL_FROM"):
        read_environment({**PRODUCTION, "EMAIL_URL": "smtps://user:swordfish@mail.example.org"})


def test_production_takes_values_of_its_own():
    assert read_environment(PRODUCTION)["TRACKER_HOSTS"] == ["tracker.example.org"]


@pytest.mark.processes
def test_bad_setting_stops_the_start_in_one_line(tmp_path):
    done = command(tmp_path, "check", FOUR_EYES="maybe")
    assert (done.returncode, done.stderr) == (
        1,
        "settings: FOUR_EYES: 'maybe' can't be used; allowed is `on` or `off`.\n",
    )


@pytest.mark.processes
def test_deployment_check_is_clean_in_production(tmp_path):
    done = command(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert (done.returncode, done.stderr) == (0, "")
