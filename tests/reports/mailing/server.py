"""A real mail server on loopback that does to a mail what a test says, by the mail's address."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from tests.tracker.starting import free_port

CLOSED = object()
# Its own log repeats every address.
logging.getLogger("mail.log").setLevel(logging.WARNING)


class Behaviour:
    """`mails` are those it took over, by address; `answers` what it says instead of yes: by address and command a list,
    of which each time the first is used. A number of seconds is silence; CLOSED ends the connection."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, EmailMessage]] = []
        self.answers: dict[tuple[str, str], list[object]] = {}
        self.connections = 0
        self.reached = threading.Event()
        # A command at which it stops and waits for the test, with the mail taken over or not.
        self.hold_at = ""
        self.takes_before_holding = False
        self.go_on = threading.Event()

    @property
    def addresses(self) -> list[str]:
        return sorted(address for address, _mail in self.mails)

    def mail_to(self, address: str) -> EmailMessage:
        (found,) = [mail for to, mail in self.mails if to == address]
        return found

    async def _answer(self, server: SMTP, address: str, command: str, usual: str) -> str:
        waiting = self.answers.get((address, command), [])
        said = waiting.pop(0) if waiting else usual
        if said is CLOSED:
            server.transport.close()
            return "421 closing"
        if isinstance(said, int | float):
            await asyncio.sleep(said)
            return usual
        return str(said)

    async def _hold(self, command: str) -> bool:
        """Whether it has held, which it does once."""
        if self.hold_at != command or self.reached.is_set():
            return False
        self.reached.set()
        while not self.go_on.is_set():
            await asyncio.sleep(0.01)
        return True

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        await self._hold("EHLO")
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        await self._hold("MAIL")
        envelope.mail_from = address
        return await self._answer(server, "", "MAIL", "250 OK")

    async def handle_RCPT(self, server, session, envelope, address, options):
        await self._hold("RCPT")
        said = await self._answer(server, address, "RCPT", "250 OK")
        if said.startswith("2"):
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, server, session, envelope):
        (address,) = envelope.rcpt_tos
        if self.takes_before_holding:
            self._take(address, envelope.content)
            await self._hold("DATA")
            return "250 OK"
        if await self._hold("DATA"):
            return "451 too late"
        said = await self._answer(server, address, "DATA", "250 OK")
        if said.startswith("2"):
            self._take(address, envelope.content)
        return said

    def _take(self, address: str, content: bytes) -> None:
        self.mails.append((address, message_from_bytes(content, policy=policy.default)))


@contextlib.contextmanager
def mail_server() -> Iterator[tuple[Behaviour, str]]:
    """What it does, and its address as EMAIL_URL says it."""
    behaviour = Behaviour()
    port = free_port()
    controller = Controller(behaviour, hostname="127.0.0.1", port=port, decode_data=False)
    controller.start()
    try:
        yield behaviour, f"smtp://127.0.0.1:{port}"
    finally:
        behaviour.go_on.set()
        controller.stop()
