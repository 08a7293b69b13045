"""The mails themselves: an issue for one subscriber, a preview of it, and the link that confirms an address.

Nothing in them is fetched from anywhere, and no address in them tells that a mail was opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from reports.mailing.models import Delivery, Subscriber, random_key
from reports.mailing.subscribing import confirm_token
from reports.models import Issue, Series
from reports.rendering.issue import dateline
from reports.rendering.printed import clean
from tracker.mail import Fault, MailRefused

# Addresses in headers must not be folded: a folded one is no address any more.
_UNFOLDED = policy.SMTP.clone(max_line_length=998)


@dataclass(frozen=True)
class IssueMail:
    """The parts that an issue's mail has for everybody, out of the bytes that are kept."""

    issue: Issue
    text: str
    page: str

    @classmethod
    def of(cls, issue: Issue, content: bytes) -> IssueMail:
        kept = message_from_bytes(content, policy=policy.SMTP)
        bodies = (kept.get_body((kind,)) for kind in ("plain", "html"))
        text, page = (body.get_content().replace("\r\n", "\n") if body else "" for body in bodies)
        return cls(issue, text, page)

    def for_delivery(self, delivery: Delivery, to: str) -> bytes:
        """With the address, the link to unsubscribe, also for a mail program's own button (RFC 8058), and the
        delivery's Message-ID."""
        link = unsubscribe_link(delivery.subscriber, self.issue.series)
        message = self._addressed(to, delivery.key, link)
        message["List-Unsubscribe"] = f"<{link}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        return message.as_bytes(policy=_UNFOLDED)

    def as_preview(self, to: str) -> bytes:
        """For whoever sends the issue: as subscribers get it, without a link of anybody's."""
        return self._addressed(to, random_key(), "").as_bytes(policy=_UNFOLDED)

    def _addressed(self, to: str, key: str, link: str) -> EmailMessage:
        series = self.issue.series
        with override(series.language):
            # Who is in the issue stays off a screen that others may look at.
            subject = _("%(series)s, %(day)s") % {
                "series": series.name,
                "day": dateline(self.issue.dated, series.language),
            }
            message = _message(series, to, subject if link else _("Preview: %s") % subject, key)
            said = {"series": series, "link": link}
            footer = render_to_string("reports/mails/footer.txt", said)
            footer_of_page = render_to_string("reports/mails/footer.html", said)
        message["List-Id"] = f"<{series.slug}.{_domain()}>"
        message["Content-Language"] = series.language
        message.set_content(f"{self.text.rstrip()}\n\n{footer}", cte="quoted-printable")
        page = self.page.replace("</main>", f"{footer_of_page}</main>", 1)
        message.add_alternative(page, subtype="html", cte="quoted-printable")
        return message


def confirmation_mail(subscriber: Subscriber, to: str) -> bytes:
    """The link by which whoever reads the address confirms it."""
    series = subscriber.series
    parts = {"series": series.slug, "secret": confirm_token(subscriber)}
    link = settings.SITE.rstrip("/") + reverse("reports:subscribe-confirm", kwargs=parts)
    with override(series.language):
        message = _message(series, to, _("Confirm: %s") % series.name, random_key())
        message["Auto-Submitted"] = "auto-generated"
        said = {"series": series, "link": link, "site": settings.SITE}
        message.set_content(render_to_string("reports/mails/confirm.txt", said), cte="quoted-printable")
    return message.as_bytes(policy=_UNFOLDED)


def unsubscribe_link(subscriber: Subscriber, series: Series) -> str:
    parts = {"series": series.slug, "secret": subscriber.key}
    return str(settings.SITE.rstrip("/") + reverse("reports:unsubscribe", kwargs=parts))


def _message(series: Series, to: str, subject: str, key: str) -> EmailMessage:
    """Raises `MailRefused` for an address that is none."""
    message = EmailMessage(policy=policy.SMTP)
    local, _at, domain = settings.EMAIL_FROM.partition("@")
    message["From"] = Address(_one_line(series.name), local, domain)
    try:
        message["To"] = Address(addr_spec=to)
    except (ValueError, LookupError, MessageError):
        raise MailRefused(Fault.ADDRESS) from None
    message["Subject"] = _one_line(subject)
    message["Date"] = format_datetime(timezone.now())
    message["Message-ID"] = f"<{key}@{_domain()}>"
    return message


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())


def _domain() -> str:
    return settings.EMAIL_FROM.partition("@")[2]
