"""`privacy scan`: canaries in every container and way of writing are found, and never said."""

import base64
import bz2
import gzip
import html
import io
import json
import lzma
import os
import sqlite3
import tarfile
import zipfile
import zlib
from email.message import EmailMessage
from urllib.parse import quote

import pytest
from place import Archive, line, members, packed, post

from weerklank import bootstrap
from weerklank.minimise.blind_index import BlindIndex
from weerklank.model.platform import Platform
from weerklank.model.raw import RawPerson
from weerklank.services.workplace import Silent
from weerklank.testing.png import encode_png

PIA = "Pia Privacy"
CANARY = RawPerson(
    platform=Platform.MASTODON,
    user_id="https://mast.example/users/zoe.quispelwier",
    handle="zoe.quispelwier@mast.example",
    addresses=("https://mast.example/@zoe.quispelwier",),
    display_name="Zoë van der Quispelwier",
)
ON_X = RawPerson(platform=Platform.X, user_id="730118222951", handle="kwispel_77")
FORMS = {
    "handle": CANARY.handle,
    "id": ON_X.user_id,
    "name": CANARY.display_name,
    "address": CANARY.addresses[0],
}
SAID = ("quispelwier", "kwispel_77", "730118222951", "zoë", "zoe.")


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    made = Archive(tmp_path_factory.mktemp("scan")).make()
    made.good("person", "add", PIA, "--role", "privacy")
    export = packed(made.root, "zip", members([line(post(1, "Een gewoon bericht."))]))
    made.take(export)
    workplace = bootstrap.workplace(str(made.folder), str(made.root / "keys"), Silent(), None)
    blind = BlindIndex(made.folder / "blind", workplace.keys, workplace.organisation.origin)
    for person in (CANARY, ON_X):
        blind.pseudonym(person)
    blind.save()
    blind.close()
    return made


def zipped(text):
    with zipfile.ZipFile(made := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.txt", text)
    return made.getvalue()


def tarred(text):
    with tarfile.open(fileobj=(made := io.BytesIO()), mode="w:gz") as archive:
        info = tarfile.TarInfo("inner.txt")
        info.size = len(text)
        archive.addfile(info, io.BytesIO(text))
    return made.getvalue()


def pdf(text):
    table = b"1 beginbfrange <0000> <00ff> <0000> endbfrange"
    shown = text.decode().encode("utf-16-be").hex().encode()
    page = b"BT /F4 12 Tf <" + shown + b"> Tj ET"
    streams = b"".join(
        b"<<>> stream\n" + zlib.compress(one) + b"\nendstream\n" for one in (table, page)
    )
    return b"%PDF-1.7\n" + streams


def picture(text):
    made = encode_png(2, 2, [(9, 9, 9)], [bytes(2)] * 2)
    data = b"Comment\0\0" + zlib.compress(text)
    chunk = len(data).to_bytes(4, "big") + b"zTXt" + data
    return made[:33] + chunk + zlib.crc32(b"zTXt" + data).to_bytes(4, "big") + made[33:]


def mail(text):
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "a@b.example", "c@d.example", "Bericht"
    made.set_content(f"Dag,\n\n{text.decode()}\n", cte="base64")
    return made.as_bytes()


def freed(text, folder):
    """Give a database from which a row was deleted: its page is free, and still there."""
    path = folder / "made.sqlite"
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA secure_delete = off")
        database.execute("CREATE TABLE t (a)")
        database.execute("INSERT INTO t VALUES (?)", ("\n".join([text.decode()] * 100),))
        database.execute("DELETE FROM t")
    database.close()
    found = path.read_bytes()
    path.unlink()
    return found


def warc(text):
    body = b"HTTP/1.1 200 OK\r\n\r\n" + text
    head = f"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    return gzip.compress(head + body + b"\r\n\r\n")


def chunked(text):
    packed = gzip.compress(text)
    pieces = [packed[at : at + 9] for at in range(0, len(packed), 9)]
    body = b"".join(b"%x\r\n%s\r\n" % (len(one), one) for one in pieces) + b"0\r\n\r\n"
    body = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body
    return b"WARC/1.1\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n" % (len(body), body)


def gzip_name(text):
    packed = gzip.compress(b"gewoon")
    return packed[:3] + b"\x08" + packed[4:10] + text + b"\0" + packed[10:]


WAYS = {
    "plain": lambda text: b"<p>" + text + b"</p>",
    "gzip": lambda text: gzip.compress(b"first\n") + gzip.compress(text),
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zip": zipped,
    "zip in gzip": lambda text: gzip.compress(zipped(text)),
    "tar": tarred,
    "pdf": pdf,
    "png": picture,
    "mail": mail,
    "warc": warc,
    "warc in chunks": chunked,
    "name in gzip": gzip_name,
    "json": lambda text: json.dumps({"a": json.dumps([text.decode()])}).encode(),
    "percent": lambda text: b"/?u=" + quote(quote(text.decode(), safe=""), safe="").encode(),
    "entities": lambda text: "".join(f"&#{ord(one)};" for one in text.decode()).encode(),
    "html": lambda text: html.escape(text.decode()).encode("ascii", "xmlcharrefreplace"),
    "split": lambda text: text[:10] + b"<b></b>" + text[10:],
    "base64": lambda text: b"x " + base64.b64encode(b"[" + text + b"]"),
    "base64 of no text": lambda text: base64.b64encode(bytes(range(200)) + text + bytes(90)),
    "base64 in lines": lambda text: base64.encodebytes(b"z" * 50 + b" " + text),
    "base64, long": lambda text: b"da" + base64.b64encode(b"x " * 99_000 + text + b" x" * 9_000),
    "hex": lambda text: text.hex().encode(),
    "gzip in base64": lambda text: base64.b64encode(gzip.compress(text)),
    "utf-16": lambda text: text.decode().encode("utf-16"),
    "latin-1": lambda text: b'"' + text.decode().encode("latin-1") + b'"',
    "crash": lambda text: b"\x7fELF\x02\x01\0\0" + bytes(64) + text + bytes(64),
    "traceback": lambda text: b"ValueError: 'x'\n  File \"a.py\"\n" + text + b"\n",
}


def scan(place, *more):
    return place.run("--as", PIA, "privacy", "scan", *more)


def test_every_container_and_way_of_writing(place, tmp_path):
    made = {}
    ways = {**WAYS, "sqlite, freed": lambda text: freed(text, tmp_path)}
    for number, (way, pack) in enumerate(ways.items()):
        for kind, form in FORMS.items():
            path = tmp_path / f"{number:02d}-{kind}.bin"
            path.write_bytes(pack(form.encode()))
            made[f"also-1/{path.name}"] = way, kind
    code, told = scan(place, "--also", str(tmp_path))
    assert code == 1
    found = {}
    for one in told["findings"]:
        found.setdefault(one["path"], set()).add(one["kind"])
    missed = [both for path, both in made.items() if both[1] not in found.get(path, ())]
    assert missed == [], missed
    said = json.dumps(told, ensure_ascii=False).lower()
    assert not any(word in said for word in SAID)
    assert "too-deep" not in said  # the headers of a message are none themselves
    journal = b"".join(path.read_bytes() for path in (place.folder / "journal").rglob("*.json"))
    assert b'"scan.done"' in journal
    assert not any(word.encode() in journal.lower() for word in SAID)


def test_names_of_files_and_what_can_not_be_opened(place, tmp_path):
    (tmp_path / "kwispel_77").mkdir()
    (tmp_path / "kwispel_77" / "gewoon.txt").write_text("@kwispel_77")
    (tmp_path / "x.zst").write_bytes(b"\x28\xb5\x2f\xfdnothing")
    (tmp_path / "broken.gz").write_bytes(gzip.compress(b"cut off")[:-4])
    (tmp_path / "link").symlink_to("x.zst")
    code, told = scan(place, "--also", str(tmp_path))
    assert code == 1
    assert {(one["path"], one["place"]) for one in told["findings"]} == {
        ("also-1/[2]", "name"), ("also-1/[2]/gewoon.txt", "byte 0"),
    }  # fmt: skip
    assert {"closed", "broken", "links"} <= {one["what"] for one in told["not_checked"]}


def test_what_breaks_a_reader_ends_nothing(place, tmp_path):
    for number, told in enumerate((b"Cc: c@[", b"To: <", b'To: ().0[]"')):
        mail = b"X-A: y\r\nX-B: y\r\n" + told + b"\r\nX-C: z\r\n\r\n@kwispel_77 "
        (tmp_path / f"{number}.eml").write_bytes(mail)
    code, told = scan(place, "--also", str(tmp_path))
    assert (code, len({one["path"] for one in told["findings"]})) == (1, 3)
    assert "broken" in {one["what"] for one in told["not_checked"]}


def test_one_name_behind_many_doubts_is_counted(place, tmp_path, monkeypatch):
    monkeypatch.setattr("weerklank.services.scan.found.MOST_OF_FILE", 0)
    (tmp_path / "x.txt").write_text(f"<p>{CANARY.display_name}</p>")
    code, told = scan(place, "--also", str(tmp_path))
    assert (code, told["findings"], told["more"], told["ok"]) == (1, [], 1, False)


def test_a_folder_that_can_not_be_read_is_said(place, tmp_path, monkeypatch):
    (tmp_path / "dicht").mkdir()
    given = os.scandir

    def closed(path="."):
        if str(path).endswith("dicht"):
            raise PermissionError(13, "closed", str(path))
        return given(path)

    monkeypatch.setattr(os, "scandir", closed)
    told = scan(place, "--also", str(tmp_path))[1]
    assert ("unreadable", "also-1/dicht") in {
        (one["what"], one["path"]) for one in told["not_checked"]
    }


def test_ordinary_words_and_names_of_ours_are_nobody(place, tmp_path):
    (tmp_path / "plain.txt").write_text(
        "Zoë belde. De gemeente Voorbeelddam en Pia Privacy danken van der Quispel; "
        "zie https://social.voorbeelddam.example/@gemeente en het nummer 20261127."
    )
    code, told = scan(place, "--also", str(tmp_path))
    assert (code, told["findings"]) == (0, [])
    assert told["checked"]["records"] == 2


def test_a_vault_without_encryption_is_found(place, tmp_path):
    value = base64.b64encode(b"Zomaar een verhaal. " * 40).decode()
    lines = json.dumps({"ciphertext": value, "id": "x"}).encode() + b"\n"
    (tmp_path / "originals.jsonl.gz").write_bytes(gzip.compress(lines))
    code, told = scan(place, "--also", str(tmp_path))
    assert code == 1
    assert {one["code"] for one in told["findings"]} == {"LEAK-006"}


def test_the_privacy_officer_alone(place):
    assert place.run("privacy", "scan")[0] == 3
    spoken = place.spoken(
        "--archive", str(place.folder), "--keys", str(place.root / "keys"), "--as", PIA,
        "privacy", "scan", "gemeente",
    )  # fmt: skip
    assert spoken[0] == 0
