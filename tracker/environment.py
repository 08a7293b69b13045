"""Every setting that the environment may give: its name, its kind, its default and what is allowed.

The README's table is held against `SETTINGS` by a test; a bad value stops the start with its name and what is allowed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from cryptography.fernet import Fernet

DEVELOPMENT_SECRET = "development-only-secret-key-never-for-real-people"  # noqa: S105  production refuses it
# A fixed key, so that a developer's data folder can be opened again; production refuses it.
DEVELOPMENT_SEALING_KEY = "ZGV2ZWxvcG1lbnQtb25seS1zZWFsaW5nLWtleS0zMmI="


class BadSetting(Exception):
    """A setting whose value can't be used; the text names it and says what is allowed."""


def _text(value: str) -> str:
    return value


def _flag(value: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    return words[value.strip().lower()]


def _names(value: str) -> list[str]:
    return [name.strip() for name in value.split(",") if name.strip()]


def _whole(lowest: int, highest: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        if not lowest <= int(value) <= highest:
            raise ValueError(value)
        return int(value)

    return read


def _one_of(*allowed: str) -> Callable[[str], str]:
    return lambda value: {word: word for word in allowed}[value]


def _database(value: str) -> str:
    if value and not value.startswith(("postgres://", "postgresql://")):
        raise ValueError
    if value:
        dj_database_url.parse(value)
    return value


def _redis(value: str) -> str:
    if value and not value.startswith(("redis://", "rediss://", "redis+socket://")):
        raise ValueError
    return value


def _mail_server(value: str) -> str:
    parts = urlsplit(value)
    if value and (parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.port == 0):
        raise ValueError
    return value


def _mail_sender(value: str) -> str:
    local, _at, domain = value.partition("@")
    if not re.fullmatch(r"[\w.+-]+", local, re.ASCII) or not re.fullmatch(r"[\w.-]+", domain, re.ASCII):
        raise ValueError
    return value


def _sealing_keys(value: str) -> list[str]:
    keys = _names(value)
    for key in keys:
        Fernet(key)
    if not keys:
        raise ValueError
    return keys


@dataclass(frozen=True)
class Setting:
    """One setting: `read` turns its text into a value or raises; `allowed` and `meaning` are shown to people."""

    name: str
    default: str
    read: Callable[[str], Any]
    allowed: str
    meaning: str
    secret: bool = False


SETTINGS = [
    Setting(
        "TRACKER_ENV",
        "development",
        _one_of("development", "production"),
        "`development` or `production`",
        "production refuses default secrets, demands HTTPS and turns debug off",
    ),
    Setting("TRACKER_DATA", ".data", _text, "a folder", "where `up` keeps databases, files, logs and `demo.json`"),
    Setting(
        "DATABASE_URL",
        "",
        _database,
        "`postgres://user:password@host:port/name`, or empty",
        "an external PostgreSQL, without a pooler that hands out connections by transaction; empty: `up` runs its own",
        secret=True,
    ),
    Setting(
        "REDIS_URL",
        "",
        _redis,
        "`redis://host:port/0`, `rediss://…` or `redis+socket:///path`, or empty",
        "an external Valkey or Redis; empty: `up` runs its own",
        secret=True,
    ),
    Setting("TRACKER_SECRET_KEY", DEVELOPMENT_SECRET, _text, "50 characters or more", "signs sessions and links", True),
    Setting(
        "TRACKER_SEALING_KEYS",
        DEVELOPMENT_SEALING_KEY,
        _sealing_keys,
        "Fernet keys, comma-separated, the newest first",
        "encrypt sealed fields; an older key still opens what it sealed",
        secret=True,
    ),
    Setting("TRACKER_HOSTS", "", _names, "host names, comma-separated", "names this site answers to, beside loopback"),
    Setting(
        "TRACKER_SITE",
        "http://127.0.0.1:8000",
        _text,
        "an address without a path",
        "the address printed in feeds, mails and links",
    ),
    Setting("FOUR_EYES", "on", _flag, "`on` or `off`", "approving and publishing refuse the author of the edit"),
    Setting(
        "TRACKER_API_RATE",
        "600",
        _whole(1, 1_000_000),
        "1 to 1000000",
        "API requests a minute and token; without a token, a tenth of it per address",
    ),
    Setting(
        "EMAIL_URL",
        "",
        _mail_server,
        "`smtp://user:password@host:587`, `smtps://user:password@host:465`, or empty",
        "the mail server, always spoken to under TLS unless it is on this machine; empty: mails become files in "
        "`mail/` of the data folder, in production none are sent",
        secret=True,
    ),
    Setting("EMAIL_FROM", "bulletin@tracker.example", _mail_sender, "an e-mail address", "who bulletins come from"),
    Setting("EMAIL_RATE", "60", _whole(1, 6000), "1 to 6000", "mails a minute, at most"),
    Setting(
        "TRACKER_IDLE_MINUTES",
        "120",
        _whole(5, 1440),
        "5 to 1440",
        "minutes without a page after which a session ends; closing the browser ends it too",
    ),
    Setting(
        "TRACKER_SESSION_HOURS",
        "12",
        _whole(1, 168),
        "1 to 168",
        "hours after signing in at which a session ends, however much it is used",
    ),
    Setting(
        "TRACKER_STATEMENT_SECONDS",
        "20",
        _whole(1, 3600),
        "1 to 3600",
        "seconds after which PostgreSQL ends a query of a page or the API",
    ),
    Setting(
        "TRACKER_EXPORT_SECONDS",
        "600",
        _whole(1, 86400),
        "1 to 86400",
        "seconds after which an export ends, whether its question or its reader takes so long",
    ),
    Setting(
        "TRACKER_LOG_LEVEL",
        "INFO",
        _one_of("DEBUG", "INFO", "WARNING", "ERROR"),
        "`DEBUG`, `INFO`, `WARNING` or `ERROR`",
        "how much is logged; names and case text never are",
    ),
]


def read_environment(environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """The value of every setting by name. Raises `BadSetting` for the first that can't be used."""
    values = {}
    for setting in SETTINGS:
        text = environ.get(setting.name, "") or setting.default
        try:
            values[setting.name] = setting.read(text)
        except (ValueError, KeyError) as fault:
            shown = "its value" if setting.secret else repr(text)
            raise BadSetting(f"{setting.name}: {shown} can't be used; allowed is {setting.allowed}.") from fault
    if values["TRACKER_ENV"] == "production":
        _refuse_defaults(values)
    return values


def _refuse_defaults(values: dict[str, Any]) -> None:
    if values["TRACKER_SECRET_KEY"] == DEVELOPMENT_SECRET or len(values["TRACKER_SECRET_KEY"]) < 50:
        raise BadSetting("TRACKER_SECRET_KEY is the default or too short: production needs 50 characters or more.")
    if DEVELOPMENT_SEALING_KEY in values["TRACKER_SEALING_KEYS"]:
        raise BadSetting("TRACKER_SEALING_KEYS is the default: production needs a Fernet key of its own.")
    if values["EMAIL_URL"] and values["EMAIL_FROM"].endswith(".example"):
        raise BadSetting("EMAIL_FROM is the default: with EMAIL_URL production needs an address that is read.")
    if not values["TRACKER_HOSTS"]:
        raise BadSetting("TRACKER_HOSTS is empty: production needs the host names of the site.")
