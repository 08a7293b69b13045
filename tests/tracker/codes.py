"""What an authenticator app shows, by RFC 6238 and without the library under test."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time

from django.test import Client

PASSWORD = "four invented words here"


def code(secret: str, *, later: int = 0) -> str:
    """The six digits of that many seconds from now."""
    counter = (int(time.time()) + later) // 30
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", counter), hashlib.sha1).digest()
    start = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def codes_on(page: bytes) -> list[str]:
    """What stands in a page as code: the key, or the recovery codes."""
    return re.findall(r"<code>(\w+)</code>", page.decode())


def set_up(client: Client) -> tuple[str, list[str]]:
    """Sets up the second factor of who is signed in, as a person would: the key and the recovery codes."""
    (secret,) = codes_on(client.get("/account/second-factor/").content)
    done = client.post("/account/second-factor/", {"code": code(secret)})
    assert (done.status_code, done["Location"]) == (302, "/account/recovery-codes/")
    return secret, codes_on(client.get("/account/recovery-codes/").content)


def give_password(client: Client, username: str, password: str = PASSWORD) -> Client:
    """The client after it typed name and password."""
    client.post("/sign-in/", {"username": username, "password": password})
    return client


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200
