"""Sends what is due, in a process of its own that can be killed. Run by `test_killed_while_sending.py`."""

from __future__ import annotations

import django

django.setup()

from reports.mailing.sending import send_due  # noqa: E402  after the set-up

if __name__ == "__main__":
    send_due()
