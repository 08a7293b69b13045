"""Mails handed to the server of `EMAIL_URL`, or, without one, written into files; and what became of each.

A mail server's own words repeat the address, so only its code is kept.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl
from collections.abc import Callable
from email.utils import parseaddr
from types import TracebackType
from typing import NoReturn
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class Fault(models.TextChoices):
    """Why a mail did not go."""

    ADDRESS = "address", _("the mail server refuses this address for good")
    CONTENT = "content", _("the mail server refuses the mail itself")
    LATER = "later", _("the mail server asks to try again later")
    SENDER = "sender", _("the mail server refuses this site as a sender")
    STALLED = "stalled", _("the mail server did not answer in time")
    LOST = "lost", _("the connection to the mail server was lost")
    UNREACHABLE = "unreachable", _("the mail server can't be reached")
    LOGIN = "login", _("the mail server refuses this site's name or password")
    NO_TLS = "no_tls", _("the mail server offers no encryption")
    OFF = "off", _("no mail server is set")
    CUT_SHORT = "cut_short", _("sending was cut short before the mail server had answered")
    UNREADABLE = "unreadable", _("the address can't be unsealed: a key is missing")
    REPORTED = "reported", _("a mail server reported later that it can't be delivered")


class MailFault(Exception):
    """`reply` is the server's code, if it gave one."""

    def __init__(self, fault: Fault, reply: int | None = None) -> None:
        self.fault, self.reply = fault, reply
        super().__init__(f"{fault.value} {reply or ''}".strip())


class MailRefused(MailFault):
    """For good: `ADDRESS` or `CONTENT`."""


class MailDelayed(MailFault):
    """Nothing arrived; it may be tried again. `of_server`: the next mail would meet the same."""

    @property
    def of_server(self) -> bool:
        return self.fault != Fault.LATER or self.reply == 421


class MailUnknown(MailFault):
    """The whole mail was handed over and no answer came: it may have arrived or not."""


def mail_way() -> str:
    """`smtp`, `folder`, or `off`: in production nothing is written where nobody looks."""
    if settings.EMAIL_URL:
        return "smtp"
    return "off" if settings.PRODUCTION else "folder"


class Mailer:
    """Sends over one connection, opened with the first mail and again after it broke."""

    def __init__(self) -> None:
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Mailer:
        return self

    def __exit__(self, kind: type | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        if self._smtp:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                self._smtp.quit()
        self._smtp = None

    def send(self, content: bytes, to: str, begin: Callable[[], bool] = lambda: True) -> bool:
        """Whether it was taken over. `begin` is asked when nothing but the mail itself is left to say: what it says no
        to is not sent. Raises `MailFault`; only from `begin` on can the outcome be unknown."""
        way = mail_way()
        if way == "off":
            raise MailDelayed(Fault.OFF)
        return self._hand_over(content, to, begin) if way == "smtp" else _write_file(content, begin)

    def _hand_over(self, content: bytes, to: str, begin: Callable[[], bool]) -> bool:
        smtp = self._connected()
        self._expect(lambda: smtp.mail(settings.EMAIL_FROM), Fault.SENDER)
        self._expect(lambda: smtp.rcpt(to), Fault.ADDRESS)
        self._expect(lambda: smtp.docmd("DATA"), Fault.CONTENT)
        if not begin():
            # Half a conversation: the next mail gets a new one.
            self._drop()
            return False
        try:
            smtp.send(re.sub(rb"(?m)^\.", b"..", content.removesuffix(b"\r\n")) + b"\r\n.\r\n")
        except smtplib.SMTPServerDisconnected as broken:
            # The end mark is the last thing sent: the server has not got the whole.
            self._broken(broken, MailDelayed)
        self._expect(smtp.getreply, Fault.CONTENT, broken_as=MailUnknown)
        return True

    def _expect(
        self, ask: Callable[[], tuple[int, bytes]], refused: Fault, broken_as: type[MailFault] = MailDelayed
    ) -> None:
        """Raises `MailFault` for every answer but a good one."""
        try:
            code, _said = ask()
        except (smtplib.SMTPException, OSError) as broken:
            self._broken(broken, broken_as)
        if 200 <= code < 400:
            return
        if code == 421 or refused == Fault.SENDER:
            self._drop()
        elif self._smtp:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                self._smtp.rset()
        if code < 500:
            raise MailDelayed(Fault.LATER, code)
        # That this site may not send says nothing of the address.
        raise (MailDelayed if refused == Fault.SENDER else MailRefused)(refused, code)

    def _broken(self, broken: Exception, kind: type[MailFault]) -> NoReturn:
        self._drop()
        is_late = isinstance(broken, TimeoutError) or isinstance(broken.__context__, TimeoutError)
        raise kind(Fault.STALLED if is_late else Fault.LOST) from None

    def _drop(self) -> None:
        if self._smtp:
            self._smtp.close()
        self._smtp = None

    def _connected(self) -> smtplib.SMTP:
        if self._smtp is None:
            try:
                self._smtp = _connect()
            except smtplib.SMTPAuthenticationError as fault:
                raise MailDelayed(Fault.LOGIN, fault.smtp_code) from None
            except smtplib.SMTPNotSupportedError:
                raise MailDelayed(Fault.NO_TLS) from None
            except TimeoutError:
                raise MailDelayed(Fault.STALLED) from None
            except (smtplib.SMTPException, OSError):
                raise MailDelayed(Fault.UNREACHABLE) from None
        return self._smtp


def _connect() -> smtplib.SMTP:
    """A connection that is encrypted, unless the server is on this machine, and signed in where a name is given."""
    server = urlsplit(settings.EMAIL_URL)
    host = server.hostname or ""
    # Otherwise the greeting would tell what this machine is called.
    ours = {"timeout": settings.EMAIL_SECONDS, "local_hostname": settings.EMAIL_FROM.partition("@")[2]}
    if server.scheme == "smtps":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(host, server.port or 465, context=ssl.create_default_context(), **ours)
    else:
        smtp = smtplib.SMTP(host, server.port or 587, **ours)
    try:
        smtp.ehlo_or_helo_if_needed()
        if server.scheme == "smtp" and host not in LOOPBACK:
            smtp.starttls(context=ssl.create_default_context())
        if server.username:
            smtp.login(unquote(server.username), unquote(server.password or ""))
    except BaseException:
        smtp.close()
        raise
    return smtp


def _write_file(content: bytes, begin: Callable[[], bool]) -> bool:
    """One file a mail, named by its Message-ID: sent again, it is the same file."""
    if not begin():
        return False
    head = content.partition(b"\r\n\r\n")[0].decode("ascii", "replace")
    found = re.search(r"^Message-ID:\s*(\S+)", head, re.MULTILINE | re.IGNORECASE)
    name = re.sub(r"[^\w-]", "", parseaddr(found[1])[1].partition("@")[0] if found else "") or "mail"
    settings.MAIL_ROOT.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = settings.MAIL_ROOT / f"{name}.eml"
    target.touch(mode=0o600)
    target.write_bytes(content)
    return True
