"""The wires: mail by SMTP, Teams by its Workflows webhook, everything else by Apprise.

Mail is our own because Apprise 2.2 gives each attempt a new Message-ID, so that no mailbox can drop a repeat, leaves
the links out of its plain text and does not say whether the server or one mailbox refused.
"""

from __future__ import annotations

import smtplib
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, parsedate_to_datetime
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

from pipeline.alerts.outbox import Message, Outcome
from pipeline.alerts.settings import Hook, Mail, Settings, SettingsError, Teams, secret

LONGEST_REQUESTED_WAIT = timedelta(hours=24)


def send(settings: Settings, message: Message) -> Outcome:
    """Try once to deliver ``message``. Never raises for what a server, a network or alerts.toml does."""
    senders: dict[str, Callable[[Settings, Message], Outcome]] = {
        "email": _send_mail,
        "teams": _send_card,
        "apprise": _send_hook,
    }
    try:
        return senders[message.recipient.kind](settings, message)
    except SettingsError as error:
        return Outcome(False, str(error), is_down=True)


def _send_mail(settings: Settings, message: Message) -> Outcome:
    if settings.mail is None:
        raise SettingsError("alerts.toml has no table [mail].")
    try:
        server = _connected(settings.mail)
    except smtplib.SMTPAuthenticationError as error:
        return Outcome(False, f"the mail server refused the login ({error.smtp_code})", is_down=True)
    except (OSError, smtplib.SMTPException, UnicodeError) as error:  # UnicodeError: a login beyond ASCII
        return Outcome(False, f"no usable connection to the mail server ({type(error).__name__})", is_down=True)
    try:
        server.send_message(_mail(settings.mail, message), to_addrs=[message.recipient.address])
        return Outcome(True, "accepted by the mail server")
    except smtplib.SMTPRecipientsRefused as error:
        return Outcome(False, f"the mail server refused the recipient ({next(iter(error.recipients.values()))[0]})")
    except smtplib.SMTPResponseException as error:
        return Outcome(False, f"the mail server refused the message ({error.smtp_code})")
    except (OSError, smtplib.SMTPException) as error:
        return Outcome(False, f"the connection to the mail server broke off ({type(error).__name__})", is_down=True)
    finally:
        with suppress(OSError, smtplib.SMTPException):  # taken is taken, however the good-bye goes
            server.quit()
        server.close()


def _connected(mail: Mail) -> smtplib.SMTP:
    """A connection ready to take mail. Raises OSError, SMTPException or SettingsError; never falls back to less."""
    login = (secret(mail.user_env), secret(mail.password_env)) if mail.user_env and mail.password_env else None
    context = None if mail.security == "none" else ssl.create_default_context(cafile=mail.ca_file)
    if mail.security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(mail.host, mail.port, timeout=mail.timeout_seconds, context=context)
    else:
        server = smtplib.SMTP(mail.host, mail.port, timeout=mail.timeout_seconds)
    try:
        if mail.security == "starttls":
            server.starttls(context=context)
        if login:
            server.login(*login)
    except (OSError, smtplib.SMTPException, UnicodeError):
        server.close()
        raise
    return server


def _mail(mail: Mail, message: Message) -> EmailMessage:
    """The mail; its Message-ID is the message's name, so that a repeat can be recognised."""
    letter = EmailMessage()
    letter["Subject"] = message.subject
    letter["From"] = mail.sender
    letter["To"] = message.recipient.address
    letter["Date"] = format_datetime(datetime.now(UTC))
    letter["Message-ID"] = f"<{message.message_key}@{mail.sender.rpartition('@')[2]}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(message.body)
    letter.add_alternative(message.html, subtype="html")
    return letter


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect is an error: following one turns the post into a get, whose 200 looks like delivery."""

    def redirect_request(self, *_: Any) -> None:
        """Refuse."""


def _send_card(settings: Settings, message: Message) -> Outcome:
    channel = settings.channels.get(message.recipient.address)
    if not isinstance(channel, Teams):
        raise SettingsError(f"alerts.toml has no Teams channel {message.recipient.address}.")
    request = urllib.request.Request(
        _web_address(channel.url_env), message.card.encode(), {"Content-Type": "application/json; charset=utf-8"}
    )
    try:
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=channel.timeout_seconds) as answer:
            return Outcome(True, f"taken by Teams ({answer.status}), which does not confirm delivery")
    except urllib.error.HTTPError as error:
        wait = _requested_wait(error.headers.get("Retry-After", ""))
        error.close()
        return Outcome(False, f"Teams refused ({error.code})", is_down=True, wait=wait)
    except (OSError, HTTPException) as error:
        return Outcome(False, f"no answer from Teams ({type(error).__name__})", is_down=True)


def _web_address(variable: str) -> str:
    """The address in a variable: https, or http to this machine itself. Raises SettingsError without repeating it."""
    url = secret(variable)
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname == "127.0.0.1"):
        return url
    raise SettingsError(f"The address in {variable} does not begin with https://.")


def _requested_wait(value: str) -> timedelta:
    """What Retry-After asks for, in seconds or as a date, at most a day; nothing when it is not readable."""
    if value.isdecimal():
        return min(timedelta(seconds=int(value[:9])), LONGEST_REQUESTED_WAIT)
    with suppress(ValueError):
        wait = parsedate_to_datetime(value) - datetime.now(UTC)
        return max(timedelta(0), min(wait, LONGEST_REQUESTED_WAIT))
    return timedelta(0)


def _send_hook(settings: Settings, message: Message) -> Outcome:
    channel = settings.channels.get(message.recipient.address)
    if not isinstance(channel, Hook):
        raise SettingsError(f"alerts.toml has no Apprise channel {message.recipient.address}.")
    from apprise import Apprise, AppriseAsset, NotifyFormat  # slow to load, and most installations have no hook

    service = Apprise(asset=AppriseAsset(async_mode=False, http_redirects=False))
    if not service.add(secret(channel.url_env)):
        raise SettingsError(f"Apprise does not understand the address in {channel.url_env}.")
    if service.notify(title=message.subject, body=message.body, body_format=NotifyFormat.TEXT):
        return Outcome(True, "taken by Apprise")
    return Outcome(False, "Apprise could not deliver", is_down=True)
