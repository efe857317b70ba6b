"""Sending letters by SMTP: plain text, one person each, nothing in it that watches.

`SMTP_URL` is `smtp://user:password@host:587` (STARTTLS is asked for; `?tls=no` does without, and so
does a server on this machine) or `smtps://user:password@host:465` (TLS from the first byte).
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as LINES
from enum import StrEnum
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib
from aiosmtplib import (
    SMTPException,
    SMTPHeloError,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from network.core.errors import Invalid
from network.core.outside import Mail, Mailer, NotSentError, Why
from network.core.settings import Settings, on_this_machine

WRONG = (
    "SMTP_URL is not an address: smtp://user:password@host:587, or smtps://user:password@host:465"
)
NO_SENDER = "MAIL_FROM must be the e-mail address that letters come from, where SMTP_URL is set."
STEP, WHOLE, GOODBYE = 10.0, 30.0, 2.0  # seconds: for one answer, for one letter, to part
PORTS = {"smtp": 587, "smtps": 465}
CLOSING = 421  # "service not available, closing", at whatever step


class Tls(StrEnum):
    """How the way to the server is kept private."""

    WHOLE = "smtps"
    STARTED = "starttls"
    NONE = "no"


@dataclass(frozen=True, slots=True)
class Smtp:
    """A server that takes our letters, and the name they come from."""

    host: str
    port: int
    tls: Tls
    sender: Address
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    async def send(self, mail: Mail) -> None:
        """Send one letter, or raise NotSentError; takes half a minute at most."""
        client = self._client()
        try:
            async with asyncio.timeout(WHOLE):
                await _reach(client)
                await _hand_over(client, self.sender.addr_spec, mail.to, written(mail, self.sender))
        except TimeoutError as error:  # a server that answers each step, but too slowly
            raise NotSentError(Why.NOT_NOW, "timeout") from error
        else:
            # It is the server's now: whatever goes wrong in parting changes nothing.
            with suppress(SMTPException, OSError):
                await client.quit(timeout=GOODBYE)
        finally:
            client.close()

    def _client(self) -> aiosmtplib.SMTP:
        return aiosmtplib.SMTP(
            hostname=self.host,
            port=self.port,
            username=self.user,
            password=self.password,
            use_tls=self.tls is Tls.WHOLE,
            start_tls=self.tls is Tls.STARTED,
            local_hostname=self.sender.domain,  # the machine's own name is nobody's business
            timeout=STEP,
        )


def mailer(settings: Settings) -> Mailer | None:
    """Make the way to send letters that an operator chose; None where none was.

    Raises Invalid, without showing what was typed: it may hold a password.
    """
    if not settings.smtp_url:
        return None
    sender = _sender(settings)
    try:
        url = urlsplit(settings.smtp_url)
        host, port = url.hostname, url.port or PORTS[url.scheme]
    except (KeyError, ValueError):
        raise Invalid(WRONG, field="SMTP_URL") from None
    if not host or url.scheme not in PORTS:
        raise Invalid(WRONG, field="SMTP_URL")
    user, password = (unquote(part) if part else None for part in (url.username, url.password))
    tls = Tls.WHOLE if url.scheme == "smtps" else _started(host, url.query)
    return Smtp(host, port, tls, sender, user, password)


def written(mail: Mail, sender: Address) -> bytes:
    """Write a letter as it goes over the wire; the same letter is the same bytes each time."""
    letter = EmailMessage(policy=LINES)
    letter["From"] = sender
    letter["To"] = Address(addr_spec=mail.to)
    if mail.reply_to:
        letter["Reply-To"] = Address(addr_spec=mail.reply_to)
    letter["Subject"] = mail.subject
    letter["Date"] = mail.made_at
    letter["Message-ID"] = f"<{mail.id}@{sender.domain}>"
    letter["Auto-Submitted"] = "auto-generated"  # so that no holiday note answers it (RFC 3834)
    letter.set_content(mail.text, cte="quoted-printable")
    return letter.as_bytes()


async def _reach(client: aiosmtplib.SMTP) -> None:
    """Come as far as the server listening to us; what fails here is no letter's fault."""
    try:
        await client.connect()
        await client.ehlo()
    except SMTPResponseException as error:
        raise NotSentError(Why.AWAY, str(error.code)) from error
    except TimeoutError as error:
        raise NotSentError(Why.AWAY, "timeout") from error
    except ConnectionError as error:
        raise NotSentError(Why.AWAY, "unreachable") from error
    except (SMTPException, OSError) as error:  # no TLS, not the name it says, no way to sign in
        raise NotSentError(Why.AWAY, "unfit") from error


async def _hand_over(client: aiosmtplib.SMTP, sender: str, to: str, letter: bytes) -> None:
    try:
        await client.sendmail(sender, [to], letter)
    except (SMTPHeloError, SMTPSenderRefused) as error:  # they will not have us, whatever we bring
        raise NotSentError(Why.AWAY, str(error.code)) from error
    except SMTPRecipientsRefused as error:
        raise _refused(error.recipients[0].code) from error
    except SMTPResponseException as error:
        raise _refused(error.code) from error
    except (SMTPException, OSError) as error:
        code = "timeout" if isinstance(error, TimeoutError) else "gone"
        raise NotSentError(Why.NOT_NOW, code) from error


def _refused(code: int) -> NotSentError:
    """Read an answer to one letter: 5xx is for good, anything else for now (RFC 5321, 4.2.1)."""
    if code == CLOSING:
        return NotSentError(Why.AWAY, str(code))
    return NotSentError(Why.NEVER if 500 <= code < 600 else Why.NOT_NOW, str(code))


def _sender(settings: Settings) -> Address:
    try:
        sender = Address(settings.site_name, addr_spec=settings.mail_from)
    except (ValueError, IndexError, MessageError):
        raise Invalid(NO_SENDER, field="MAIL_FROM") from None
    if not settings.mail_from.isascii():
        raise Invalid(NO_SENDER, field="MAIL_FROM")
    return sender


def _started(host: str, query: str) -> Tls:
    if on_this_machine(host) or parse_qs(query).get("tls") == ["no"]:
        return Tls.NONE
    return Tls.STARTED
