"""Letters over SMTP, to a real server: what they look like, and what each refusal means."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.headerregistry import Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from network.core import mail
from network.core.errors import Invalid
from network.core.ids import new_id
from network.core.mail import Smtp, Tls
from network.core.outside import Mail, NotSentError, Why
from network.core.settings import Settings
from tests.fakes.smtp import PostOffice
from tests.waiting import heard

SENDER = Address("Peer Support Sussex", addr_spec="hello@sussex.example.org")
LETTER = Mail(
    id=new_id(),
    made_at=datetime(2026, 11, 22, 12, 0, tzinfo=UTC),
    to="jo@example.org",
    subject="Is “Tuesday Table” still right?",
    text="Hello Jo.\n.\nFull stop.\n\n" + "https://example.org/h/" + "x" * 90 + "\n",
    reply_to="us@example.org",
)


@pytest.fixture
async def office() -> AsyncIterator[PostOffice]:
    """Open a mail server."""
    one = PostOffice()
    await one.open()
    yield one
    one.let_go.set()
    await one.kill()


def ours(office: PostOffice) -> Smtp:
    return Smtp("127.0.0.1", office.port, Tls.NONE, SENDER)


async def refusal(way: Smtp, letter: Mail = LETTER) -> tuple[Why, str]:
    """Send what is refused, and give how."""
    with pytest.raises(NotSentError) as refused:
        await way.send(letter)
    return refused.value.why, refused.value.code


async def test_a_letter_arrives_as_it_was_written(office: PostOffice) -> None:
    await ours(office).send(LETTER)
    (came,) = office.letters
    assert str(came["From"]) == "Peer Support Sussex <hello@sussex.example.org>"
    assert (str(came["To"]), str(came["Reply-To"])) == ("jo@example.org", "us@example.org")
    assert str(came["Subject"]) == LETTER.subject
    assert came["Message-ID"] == f"<{LETTER.id}@sussex.example.org>"
    assert came["Auto-Submitted"] == "auto-generated"
    assert came.get_content_type() == "text/plain"
    assert came.get_content().replace("\r\n", "\n") == LETTER.text


async def test_the_same_letter_is_the_same_bytes_so_a_doubled_one_can_be_dropped() -> None:
    assert mail.written(LETTER, SENDER) == mail.written(LETTER, SENDER)
    other = mail.written(replace(LETTER, id=new_id()), SENDER)
    assert other != mail.written(LETTER, SENDER)


async def test_nothing_in_it_watches_or_names_this_machine() -> None:
    names = mail.written(LETTER, SENDER).split(b"\r\n\r\n")[0].decode()
    assert {line.split(":")[0] for line in names.splitlines() if line[0] != " "} == {
        "From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Auto-Submitted",
        "Content-Type", "Content-Transfer-Encoding", "MIME-Version",
    }  # fmt: skip


@pytest.mark.parametrize("smuggled", ["a\nBcc: sam@example.org", "a\r\nX: y"])
async def test_what_smuggles_a_header_is_never_written(smuggled: str) -> None:
    with pytest.raises(ValueError, match=r"linefeed|CR or LF"):
        mail.written(replace(LETTER, subject=smuggled), SENDER)
    with pytest.raises(ValueError, match="CR or LF"):
        mail.written(replace(LETTER, to=smuggled), SENDER)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("550 No such user", (Why.NEVER, "550")),
        ("451 Greylisted, try again", (Why.NOT_NOW, "451")),
        ("421 Closing", (Why.AWAY, "421")),
    ],
)
async def test_an_answer_about_the_person_means_this_letter(
    office: PostOffice, answer: str, why: tuple[Why, str]
) -> None:
    office.answers["jo@example.org"] = [answer]
    assert await refusal(ours(office)) == why
    await ours(office).send(LETTER)
    assert office.to == ["jo@example.org"]


@pytest.mark.parametrize(
    ("answer", "why"),
    [("554 Spam", (Why.NEVER, "554")), ("452 Disk full", (Why.NOT_NOW, "452"))],
)
async def test_an_answer_about_the_words_means_this_letter(
    office: PostOffice, answer: str, why: tuple[Why, str]
) -> None:
    office.after_data = answer
    assert await refusal(ours(office)) == why


@pytest.mark.parametrize("answer", ["553 Not you", "451 Later", "530 Sign in first"])
async def test_a_server_that_will_not_have_us_is_away_and_no_letter_is_blamed(
    office: PostOffice, answer: str
) -> None:
    office.from_answer = answer
    assert await refusal(ours(office)) == (Why.AWAY, answer[:3])


async def test_no_server_is_away(office: PostOffice) -> None:
    await office.kill()
    assert await refusal(ours(office)) == (Why.AWAY, "unreachable")


async def test_a_server_that_takes_all_and_never_says_so_is_left(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "STEP", 0.2)
    office.hanging = True
    assert await refusal(ours(office)) == (Why.NOT_NOW, "timeout")


async def test_a_server_that_takes_the_call_and_says_nothing_is_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mail, "STEP", 0.2)
    calls: list[asyncio.StreamWriter] = []
    mute = await asyncio.start_server(lambda _, call: calls.append(call), "127.0.0.1", 0)
    port = mute.sockets[0].getsockname()[1]
    assert await refusal(Smtp("127.0.0.1", port, Tls.NONE, SENDER)) == (Why.AWAY, "timeout")
    for call in calls:
        call.close()
    mute.close()


async def test_a_server_that_dies_in_the_middle_counts_as_a_try(office: PostOffice) -> None:
    office.hanging = True
    sending = asyncio.create_task(refusal(ours(office)))
    await heard(office.came, sending)
    await office.kill()
    assert await sending == (Why.NOT_NOW, "gone")


async def test_a_server_slow_at_every_step_is_left_in_the_end(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "WHOLE", 0.2)
    office.hanging = True
    assert await refusal(ours(office)) == (Why.NOT_NOW, "timeout")


async def test_a_letter_goes_to_no_server_that_cannot_keep_it_private(office: PostOffice) -> None:
    way = replace(ours(office), tls=Tls.STARTED)
    assert await refusal(way) == (Why.AWAY, "unfit")
    assert office.tries == []


@pytest.fixture
async def private(tmp_path: Path) -> AsyncIterator[tuple[PostOffice, Path]]:
    """Open a mail server that speaks TLS, and give the certificate that names it."""
    certificate = certified(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, tmp_path / "key.pem")
    office = PostOffice()
    office.options = {"tls_context": context, "require_starttls": True}
    await office.open()
    yield office, certificate
    await office.kill()


async def test_over_tls_it_goes_to_a_server_that_proves_its_name(
    private: tuple[PostOffice, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    office, certificate = private
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    await replace(ours(office), host="localhost", tls=Tls.STARTED).send(LETTER)
    assert office.to == ["jo@example.org"]


async def test_over_tls_it_goes_to_no_server_that_does_not(
    private: tuple[PostOffice, Path],
) -> None:
    office, _ = private
    way = replace(ours(office), host="localhost", tls=Tls.STARTED)
    assert await refusal(way) == (Why.AWAY, "unfit")
    assert office.letters == []


def certified(folder: Path) -> Path:
    """Write a key and a certificate for “localhost” that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    path = folder / "certificate.pem"
    path.write_bytes(built.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.mark.parametrize(
    ("url", "made"),
    [
        ("smtp://mail.example.org", ("mail.example.org", 587, Tls.STARTED, None, None)),
        ("smtp://u%40x:p%2Fw@m.example:25", ("m.example", 25, Tls.STARTED, "u@x", "p/w")),
        ("smtps://u:p@m.example.org", ("m.example.org", 465, Tls.WHOLE, "u", "p")),
        ("smtp://mailpit:1025?tls=no", ("mailpit", 1025, Tls.NONE, None, None)),
        ("smtp://127.0.0.1:1025", ("127.0.0.1", 1025, Tls.NONE, None, None)),
        ("smtp://[::1]:1025", ("::1", 1025, Tls.NONE, None, None)),
    ],
)  # fmt: skip
def test_an_operator_names_the_server_in_one_address(
    url: str, made: tuple[str, int, Tls, str | None, str | None]
) -> None:
    way = mail.mailer(Settings(smtp_url=url, mail_from="hello@example.org"))
    assert isinstance(way, Smtp)
    assert (way.host, way.port, way.tls, way.user, way.password) == made
    assert way.sender.addr_spec == "hello@example.org"


def test_without_a_server_there_is_no_way() -> None:
    assert mail.mailer(Settings()) is None


@pytest.mark.parametrize(
    ("url", "sender", "name"),
    [
        ("mail.example.org:25", "hello@example.org", "SMTP_URL"),
        ("http://u:hush@mail.example.org", "hello@example.org", "SMTP_URL"),
        ("smtp://u:hush@:25", "hello@example.org", "SMTP_URL"),
        ("smtp://u:hush@mail.example.org:port", "hello@example.org", "SMTP_URL"),
        ("smtp://u:hush@mail.example.org", "", "MAIL_FROM"),
        ("smtp://u:hush@mail.example.org", "hello", "MAIL_FROM"),
        ("smtp://u:hush@mail.example.org", "hello@exämple.org", "MAIL_FROM"),
        ("smtp://u:hush@mail.example.org", "a@example.org\nBcc: b@example.org", "MAIL_FROM"),
    ],
)
def test_what_is_no_server_or_no_sender_is_refused_without_showing_the_password(
    url: str, sender: str, name: str
) -> None:
    with pytest.raises(Invalid) as refused:
        mail.mailer(Settings(smtp_url=url, mail_from=sender))
    assert refused.value.field == name
    assert "hush" not in refused.value.sentence


def test_a_password_is_in_nothing_that_is_printed() -> None:
    chosen = Settings(smtp_url="smtp://u:hush@mail.example.org", mail_from="hello@example.org")
    assert "hush" not in repr(chosen)
    assert "hush" not in repr(mail.mailer(chosen))
    assert "jo@" not in repr(LETTER)
