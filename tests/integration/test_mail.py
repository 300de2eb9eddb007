"""Mail to the owners of the register: at once, once, and never at the cost of the change."""

import email
import email.policy
import ipaddress
import json
import re
import ssl
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from integration.mail_post import Post, server
from integration.place import ME, Archive, post
from weerklank.model.account import AccountKind
from weerklank.model.clock import HERE, FixedClock, SystemClock, civil_day
from weerklank.services.register.account_facts import Facts
from weerklank.services.register.notify_owner import pending
from weerklank.services.register.register_account import register
from weerklank.services.schedule.finish_change import finish_change
from weerklank.services.workplace import Silent, open_workplace
from weerklank.testing.mastodon_export import write_export

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]
OWNER = ("--as", "Lies Overzicht")
SECRET = "geheim-9f3a"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return folder / "cert.pem", context


@pytest.fixture
def archive(tmp_path, monkeypatch):
    monkeypatch.setenv("LANG", "C")
    made = Archive(tmp_path / "place")
    made.good("init", str(made.folder), "--organisation", "Voorbeelddam", "--sealed", "12")
    made.good("person", "add", "Lies Overzicht", "--role", "register-owner",
              "--email", "lies@dam.example")  # fmt: skip
    return made


def set_mail(archive, port, *more):
    return archive.good(
        *("mail", "set", "127.0.0.1", "--port", str(port), "--from", "archief@dam.example"),
        *(more or ("--security", "none")),
    )


def add(archive, name, *more):
    return archive.good("account", "add", f"x.com/{name}", "--kind", "corporate", *more)


def later(archive, **by):
    clock = FixedClock(SystemClock().now() + timedelta(**by))
    return open_workplace(archive.folder, archive.root / "keys", clock=clock, reporter=Silent())


def outbox(archive):
    return sorted((archive.root / "keys" / "outbox").glob("*.eml"))


def test_each_change_is_mailed_at_once_with_who_what_from_and_to(archive):
    post = Post()
    with server(post) as port:
        set_mail(archive, port)
        add(archive, "een", *OWNER)
        archive.good("account", "edit", "een", "--unit", "Dienst Água", *OWNER)
        archive.good("account", "edit", "een", "--kind", "hybrid")
        archive.good("account", "report", "een", "--what", "address", "--note", "Heet nu anders",
                     "--by", "Kees")  # fmt: skip
        archive.good("platform", "status", "x", "designated", "--decided", "2026-01-01", *OWNER)
    assert len(post.mails) == 5
    assert all(to == ["lies@dam.example"] for to, _, _ in post.mails)
    first, edited, kind, report, platform = post.texts()
    assert "Lies Overzicht: a0001 een  geregistreerd" in first
    assert "https://x.com/een" in first
    assert "onderdeel: - → Dienst Água" in edited
    assert "B → C" in kind
    assert "wat: andere naam of ander adres" in report
    assert "toelichting: Heet nu anders" in report
    assert "besluit over een platform" in platform
    assert "besluit: aangewezen" in platform
    assert "gemeld door: Kees" in report
    subjects = [mail["Subject"] for _, mail, _ in post.mails]
    assert subjects[0] == "Voorbeelddam: wijziging in het accountoverzicht"
    assert subjects[2] == "Voorbeelddam: 2 wijzigingen in het accountoverzicht"
    assert len({mail["Message-ID"] for _, mail, _ in post.mails}) == 5
    assert all(mail["Auto-Submitted"] == "auto-generated" for _, mail, _ in post.mails)
    assert archive.good("verify", "--deep")["ok"]


def test_the_mail_says_roles_platforms_and_moments_as_people_do(archive):
    post = Post()
    with server(post) as port:
        for tongue in ("nl", "en"):
            set_mail(archive, port, "--security", "none", "--language", tongue)
            who = f"Ida Toezicht {tongue}"
            archive.good("person", "add", who, "--role", "inspector", "--role", "operator",
                         "--until", "2027-02-24", *OWNER)  # fmt: skip
            archive.good("person", "office", f"Wil {tongue}", "--office", "wethouder",
                         "--from", "2026-01-09", *OWNER)  # fmt: skip
            archive.good("platform", "status", "mastodon", "designated", "--decided",
                         "2026-01-0" + ("1" if tongue == "nl" else "2"), *OWNER)  # fmt: skip
            archive.good("account", "add", f"x.com/{tongue}", "--kind", "corporate")
            archive.good("account", "edit", tongue, "--kind", "hybrid", "--since", "2026-03-01")
    half = len(post.mails) // 2
    dutch, english = "".join(post.texts()[:half]), "".join(post.texts()[half:])
    today = datetime.now(UTC).astimezone(HERE)
    for said in (
        "rollen: inspecteur; technisch beheerder",
        "inspecteur tot en met 24 februari 2027",
        "wethouder vanaf 9 januari 2026",
        ": Mastodon  besluit over een platform",
        "besloten op: 1 januari 2026",
        "hybride vanaf 1 maart 2026",
        f"{today.year}, {today:%H}.",
    ):
        assert said in dutch
    for said in (
        "roles: inspector; operator",
        "inspector up to and including 24 February 2027",
        "wethouder from 9 January 2026",
        ": Mastodon  decision on a platform",
        "decided on: 2 January 2026",
        "hybrid from 1 March 2026",
    ):
        assert said in english
    for text in (dutch, english):
        assert not re.search("[0-9]-[0-9]{2}-[0-9]|T[0-9]{2}:|until:", text)


def test_nothing_is_sent_twice_and_what_changes_nothing_sends_nothing(archive):
    post = Post()
    with server(post) as port:
        set_mail(archive, port)
        add(archive, "een")
        archive.good("account", "edit", "een", "--unit", "Dienst")
        archive.good("account", "edit", "een", "--unit", "Dienst")
        assert archive.good("mail", "send")["sent"] == 0
    assert len(post.mails) == 2


def test_a_server_that_is_away_costs_a_warning_and_no_notice(archive):
    with server(Post()) as port:
        pass
    set_mail(archive, port)
    added = add(archive, "een")
    assert [one["code"] for one in added["warnings"]] == ["mail-failed"]
    assert "can't be reached" in added["warnings"][0]["message"]
    add(archive, "twee")
    code, answer = archive.run("mail", "send")
    assert (code, answer["sent"], answer["waiting"]) == (4, 0, 2)
    assert (answer["error"]["code"], answer["error"]["retryable"]) == ("MAIL-005", True)
    place = later(archive)
    assert place.events.unsealed(place.log.events()) == []  # the changes are in the log
    (owner,) = archive.good("mail", "list")["owners"]
    assert (owner["name"], owner["changes"]) == ("Lies Overzicht", 2)
    post = Post()
    with server(post) as port:
        set_mail(archive, port)
        assert archive.good("mail", "send")["sent"] == 2
    ((_, mail, _),) = post.mails
    assert "x.com/een" in mail.get_content()
    assert "x.com/twee" in mail.get_content()
    assert archive.good("verify")["ok"]


def test_one_owner_that_is_refused_keeps_no_notice_from_the_other(archive):
    archive.good("person", "add", "Bob Beheer", "--role", "register-owner",
                 "--email", "bob@dam.example", *OWNER)  # fmt: skip
    post = Post()
    post.refused.add("lies@dam.example")
    with server(post) as port:
        set_mail(archive, port)
        assert [one["code"] for one in add(archive, "een")["warnings"]] == ["mail-failed"]
        assert [to for to, _, _ in post.mails] == [["bob@dam.example"]]
        post.refused.clear()
        archive.good("mail", "send")
    assert [to for to, _, _ in post.mails] == [["bob@dam.example"], ["lies@dam.example"]]


def test_an_owner_hears_nothing_of_before_and_one_without_address_waits(archive):
    post = Post()
    with server(post) as port:
        set_mail(archive, port)
        add(archive, "een")
        archive.good("person", "add", "Bob Beheer", "--role", "register-owner", *OWNER)
        warned = add(archive, "twee")["warnings"]
        assert [one["code"] for one in warned] == ["no-address"]
        assert archive.run("mail", "send")[0] == 1
        archive.good("person", "add", "Bob Beheer", "--email", "bob@dam.example", *OWNER)
    (mail,) = [mail for to, mail, _ in post.mails if to == ["bob@dam.example"]]
    assert "x.com/twee" in mail.get_content()
    assert "x.com/een" not in mail.get_content()


@pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning")  # it does so inside TLS
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_mail_crosses_the_network_guarded_and_logged_in(archive, tmp_path, certificate, security):
    file, context = certificate
    seen = []

    def authenticate(server, session, envelope, mechanism, data):
        seen.append((data.login, data.password))
        return AuthResult(success=data.password == SECRET.encode(), handled=False)

    how = {"authenticator": authenticate, "auth_required": True}
    how |= {"tls_context": context, "require_starttls": True} if security == "starttls" else {
        "ssl_context": context, "auth_require_tls": False,
    }  # fmt: skip
    secret = tmp_path / "wachtwoord"
    secret.write_text(f"{SECRET}\n")
    login = ("--user", "archief", "--password-file", str(secret))
    post = Post()
    with server(post, **how) as port:
        set_mail(archive, port, "--security", security, *login)
        # Its certificate is not one that this machine knows.
        assert "trusted" in add(archive, "een")["warnings"][0]["message"]
        assert not seen
        secret.write_text("fout\n")
        set_mail(archive, port, "--security", security, "--ca", str(file), *login)
        assert "refuses the login" in add(archive, "twee")["warnings"][0]["message"]
        secret.write_text(f"{SECRET}\n")
        told = set_mail(archive, port, "--security", security, "--ca", str(file), *login)
        assert told["mail"]["password"] is True
        assert add(archive, "drie")["warnings"] == []
    ((_, mail, guarded),) = post.mails
    assert guarded or security == "tls"  # of which the session tells nothing
    assert "x.com/drie" in mail.get_content()
    assert SECRET not in json.dumps([told, archive.good("mail", "list")])
    settings = archive.root / "keys" / "mail.json"
    assert settings.stat().st_mode & 0o077 == 0
    for path in archive.folder.rglob("*"):
        assert path.is_dir() or SECRET.encode() not in path.read_bytes()


def test_starttls_is_asked_for_and_a_server_without_it_gets_nothing(archive):
    post = Post()
    with server(post) as port:
        set_mail(archive, port, "--security", "starttls")
        assert "trusted" in add(archive, "een")["warnings"][0]["message"]
    assert post.mails == []


def test_a_password_never_goes_in_the_clear(archive, tmp_path):
    secret = tmp_path / "wachtwoord"
    secret.write_text(SECRET)
    code, answer = archive.run(
        *("mail", "set", "mail.dam.example", "--security", "none", "--from", "a@dam.example"),
        *("--user", "archief", "--password-file", str(secret)),
    )
    assert (code, answer["error"]["code"]) == (2, "MAIL-002")
    assert not (archive.root / "keys" / "mail.json").exists()


def test_a_stop_between_sending_and_keeping_sends_one_mail_again_under_one_id(archive):
    post_ = Post()
    with server(post_) as port:
        set_mail(archive, port)
        place = later(archive)
        register(place, "x.com/een", Facts(kind=AccountKind.CORPORATE))
        write = place.events.write

        def stop(event):
            if event.kind == "mail.changes":
                raise KeyboardInterrupt
            return write(event)

        place.events.write = stop
        with pytest.raises(KeyboardInterrupt):
            finish_change(place)
        assert archive.good("mail", "send")["sent"] == 1
        assert archive.good("mail", "send")["sent"] == 0
    first, second = (mail["Message-ID"] for _, mail, _ in post_.mails)
    assert first == second
    assert archive.good("verify", "--deep")["ok"]


def test_four_at_once_tell_each_change_once(archive):
    post_ = Post()
    with server(post_) as port:
        set_mail(archive, port)
        code = "import sys; from weerklank.cli.main import main; main(sys.argv[1:])"
        places = ("--archive", str(archive.folder), "--keys", str(archive.root / "keys"))
        running = [
            subprocess.Popen(
                [sys.executable, "-c", code, *places, "account", "add", f"x.com/naam{number}",
                 "--kind", "corporate"],
                stdout=subprocess.DEVNULL,
            )
            for number in range(4)
        ]  # fmt: skip
        assert [process.wait() for process in running] == [0] * 4
    told = "".join(post_.texts())
    assert [told.count(f"x.com/naam{number}") for number in range(4)] == [1] * 4


def test_what_a_run_changes_in_the_register_is_told_too(archive, tmp_path):
    archive.good("account", "add", ME.url, "--kind", "corporate")
    before = set(outbox(archive))
    # The same profile page, by a server that has another name for its accounts.
    elsewhere = replace(ME, actor_id="https://anders.voorbeelddam.example/users/gemeente")
    write_export(tmp_path / "een.zip", elsewhere, [post(1, "een")], style="zip")
    archive.take(tmp_path / "een.zip")
    (file,) = set(outbox(archive)) - before
    mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert "andere naam gezien door een run" in mail.get_content()
    assert "anders.voorbeelddam.example" in mail.get_content()


def test_without_a_server_notices_go_into_the_outbox_once(archive):
    assert archive.good("mail", "list")["mail"]["way"] == "outbox"
    assert add(archive, "een")["warnings"] == []
    archive.good("account", "review", "een")
    (file,) = outbox(archive)
    mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert mail["To"] == "Lies Overzicht <lies@dam.example>"
    assert "x.com/een" in mail.get_content()
    assert file.stat().st_mode & 0o077 == 0
    archive.good("mail", "send")
    assert len(outbox(archive)) == 1
    (event,) = archive.events("journal", "mail.changes")
    assert event["data"]["way"] == "outbox"


def test_an_outbox_that_can_not_be_written_does_not_fail_the_change(archive):
    (archive.root / "keys" / "outbox").write_text("hier ligt iets anders")
    assert [one["code"] for one in add(archive, "een")["warnings"]] == ["mail-failed"]
    (archive.root / "keys" / "outbox").unlink()
    assert archive.good("mail", "send")["sent"] == 1


def test_settings_that_are_damaged_do_not_fail_the_change(archive):
    settings = archive.root / "keys" / "mail.json"
    settings.write_text("{")
    settings.chmod(0o600)
    assert [one["code"] for one in add(archive, "een")["warnings"]] == ["mail-failed"]
    assert archive.good("account", "show", "een")["account"] == "a0001"


def test_a_large_import_is_one_mail(archive, tmp_path):
    rows = "\n".join(f"x.com/naam{number};corporate" for number in range(230))
    file = tmp_path / "in.csv"
    file.write_text(f"adres;soort\n{rows}\n")
    archive.good("account", "import", str(file))
    (mail,) = outbox(archive)
    text = email.message_from_bytes(mail.read_bytes(), policy=email.policy.default).get_content()
    assert text.count("geregistreerd") == 200
    assert "nog 30" in text


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x85", "\u2028"])
def test_what_is_filled_in_forges_no_line(archive, tmp_path, end):
    add(archive, "een")
    forged = f"2026-11-26T00:00:00Z  Zoë: a0001  vervalste regel{end}.{end}From: nep"
    facts = {"account": "a0001", "unit": f"regel{end}{end}{forged}\u202e",
             "managers": [{"name": f"M{end}{forged}", "group": "webcare"}]}  # fmt: skip
    file = tmp_path / "in.json"
    file.write_text(json.dumps({"accounts": [facts]}))
    archive.good("account", "import", str(file), *OWNER)
    mail = outbox(archive)[-1]
    text = email.message_from_bytes(mail.read_bytes(), policy=email.policy.default).get_content()
    told = [line for line in text.splitlines() if "vervalste regel" in line]
    assert len(told) == 2
    assert all(line.startswith("    ") for line in told)
    assert "." not in text.splitlines()
    assert not [line for line in text.splitlines() if line.startswith("From:")]
    place = ("--archive", str(archive.folder), "--keys", str(archive.root / "keys"))
    for command in ("history", "show"):
        shown = archive.spoken(*place, "account", command, "a0001")[1].split("\n")
        assert [line for line in shown if "vervalste regel" in line]
        assert not [
            line for line in shown if line.startswith(("2026-11-26T00:00:00Z  Zoë", "From"))
        ]


# --- reviews ------------------------------------------------------------------------------------


def test_who_keeps_the_register_is_reminded_of_reviews_now_and_then(archive):
    add(archive, "een")
    began = civil_day(datetime.now(UTC))
    archive.good("account", "report", "een", "--what", "unused")
    before = len(outbox(archive))
    for days, sent in ((100, 0), (200, 1), (201, 1), (229, 1), (231, 2)):
        place = later(archive, days=days)
        finish_change(place)
        assert len(outbox(archive)) - before == sent, days
    text = email.message_from_bytes(
        outbox(archive)[-1].read_bytes(), policy=email.policy.default
    ).get_content()
    assert "a0001  een  na te lopen voor" in text
    # By the calendar here: in summer a late evening is the next day already.
    age = (civil_day(place.clock.now()) - began).days
    assert age in {231, 232}
    assert f"wachten: 1; de oudste {age} dagen" in text
    place = later(archive, days=262)
    assert [len(one.to_review) for one in pending(place)] == [1]


# --- addresses of persons -----------------------------------------------------------------------


def test_an_address_lies_beside_the_keys_and_can_be_taken_out(archive):
    assert archive.good("person", "list")["persons"][0]["email"] == "lies@dam.example"
    for path in archive.folder.rglob("*"):
        assert path.is_dir() or b"lies@dam" not in path.read_bytes()
    (event,) = archive.events("register", "person.contact")
    assert event["data"] == {"email": "set"}
    again = archive.good("person", "add", "Lies Overzicht", "--email", "lies@dam.example", *OWNER)
    assert again["state"] == "unchanged"
    gone = archive.good("person", "add", "Lies Overzicht", "--without-email", *OWNER)
    assert gone["state"] == "changed"
    assert archive.good("person", "list")["persons"][0]["email"] is None
    assert b"lies@dam" not in (archive.root / "keys" / "contacts.json").read_bytes()


NO_ADDRESSES = [
    "lies",
    "a b@dam.example",
    "a@b@c.example",
    "l\u00e9@x.example",
    "a@dam.example,b@x.example",
    "<a@dam.example>",
    "a@x\nBcc: b@c.d",
]


@pytest.mark.parametrize("address", NO_ADDRESSES)
def test_what_is_no_address_is_refused(archive, address):
    code, answer = archive.run("person", "add", "Lies Overzicht", "--email", address, *OWNER)
    assert (code, answer["error"]["code"]) == (2, "MAIL-001")
