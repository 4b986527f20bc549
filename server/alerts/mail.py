"""E-mail for whoever has no phone that can be told: as empty as a push, and only where the school sends any."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate

from server.alerts.delivery_settings import Mailbox
from server.alerts.messages import TEXTS
from server.alerts.sending_rules import Answer

CONNECT_SECONDS = 10.0
# What of SMTP is for good (RFC 5321 section 4.2.1), as a status that means the same.
REFUSED_FOR_GOOD = 400


def letter(sender: str, to: str, *, address: str, alert: str, text: str) -> EmailMessage:
    """One of the two texts, and where to read on once signed in. The same id each time, so that it shows once."""
    message = EmailMessage()
    message["Subject"] = TEXTS[text]
    message["From"], message["To"] = sender, to
    message["Date"] = formatdate(usegmt=True)
    message["Message-ID"] = f"<{alert}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(f"{address}/office/alerts/{alert}\n")
    return message


def send(mailbox: Mailbox, message: EmailMessage) -> Answer:
    """Hand it in; never raises for what the other side does. Accepted is 250."""
    try:
        with _opened(mailbox) as line:
            if mailbox.user:
                line.login(mailbox.user, mailbox.password)
            line.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        # Some hosts refuse a stranger's first try, for now (4xx).
        is_for_good = all(code >= 500 for code, _ in error.recipients.values())
        return Answer(REFUSED_FOR_GOOD if is_for_good else None, error="address refused")
    except (OSError, smtplib.SMTPException, ValueError) as error:
        return Answer(None, error=type(error).__name__)
    return Answer(250)


def refusal(mailbox: Mailbox) -> str:
    """Why it takes none of ours, "" where it would. Signs in where there is a password; sends nothing."""
    try:
        with _opened(mailbox) as line:
            if mailbox.user:
                line.login(mailbox.user, mailbox.password)
            code, _ = line.noop()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        return type(error).__name__
    return "" if code < REFUSED_FOR_GOOD else str(code)


def _opened(mailbox: Mailbox) -> smtplib.SMTP:
    trusted = ssl.create_default_context()
    if mailbox.is_tls_from_the_start:
        return smtplib.SMTP_SSL(mailbox.host, mailbox.port, timeout=CONNECT_SECONDS, context=trusted)
    line = smtplib.SMTP(mailbox.host, mailbox.port, timeout=CONNECT_SECONDS)
    if not mailbox.is_local:
        line.starttls(context=trusted)
    return line
