"""What is beside a repository: who signed it, its document and its media; what stays closed."""

import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import libipld
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from weerklank.connectors.bluesky import connector
from weerklank.connectors.bluesky.commit import Signed, SigningKey, check
from weerklank.connectors.bluesky.did_document import read_document
from weerklank.harvest.port import BrokenOff
from weerklank.model.errors import BrokenInput
from weerklank.model.raw import Scanned
from weerklank.testing.bluesky_export import (
    RepoAccount,
    RepoMedium,
    RepoPost,
    car,
    document,
    records,
    write_zip,
)
from weerklank.testing.bluesky_repo import RepoKey

SAMPLE = Path(__file__).parents[4] / "shared/samples/bluesky"
DID = "did:plc:gemeentevoorbeelddamgeme"
ME = RepoAccount(did=DID, handle="voorbeelddam.example", display_name="V", description="D")
MADE = datetime(2026, 3, 1, 12, tzinfo=UTC)


def posts(count: int) -> list[RepoPost]:
    day = [
        datetime(2026, 1, 1, number // 60 % 24, number % 60, tzinfo=UTC) for number in range(count)
    ]
    return [RepoPost(published=when, text=f"Bericht {n}") for n, when in enumerate(day)]


def opened(path: Path, content: bytes):
    path.write_bytes(content)
    export = connector().open_export(path)
    assert export is not None
    return export


def kinds(export) -> dict[str, int]:
    found: dict[str, int] = {}
    for entry in export.scan():
        found[type(entry).__name__] = found.get(type(entry).__name__, 0) + 1
    return found


@pytest.mark.parametrize("curve", ["secp256k1", "p256"])
def test_a_signature_is_right_wrong_or_not_checked(tmp_path, curve):
    key, other = RepoKey(5, curve), RepoKey(6, curve)
    export = opened(tmp_path / "x.car", car(ME, records(ME, posts(3)), MADE, key))
    assert export.signed is Signed.NOT_CHECKED
    assert [one.code for one in export.notices()] == ["signature-not-checked"]
    commit = export._commit
    assert check(commit, SigningKey("Multikey", key.multibase)) is Signed.RIGHT
    assert check(commit, SigningKey("Multikey", other.multibase)) is Signed.WRONG
    curves = {"secp256k1": ("k1", ec.SECP256K1()), "p256": ("r1", ec.SECP256R1())}
    name, form = curves[curve]
    point = (
        ec.derive_private_key(5, form)
        .public_key()
        .public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    )
    older = f"EcdsaSecp256{name}VerificationKey2019"
    plain = libipld.encode_multibase("z", point)
    assert check(commit, SigningKey(older, plain)) is Signed.RIGHT
    assert check(commit, SigningKey("Multikey", plain)) is Signed.NOT_CHECKED
    for written in ("zQ3", "f00", "", "z" + "1" * 50, key.multibase[:-2]):
        assert check(commit, SigningKey("Multikey", written)) is Signed.NOT_CHECKED


def test_the_higher_of_the_two_values_that_fit_is_wrong(tmp_path):
    key = RepoKey()
    commit = opened(tmp_path / "x.car", car(ME, [], MADE, key))._commit
    count = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
    high = count - int.from_bytes(commit.signature[32:], "big")
    again = replace(commit, signature=commit.signature[:32] + high.to_bytes(32, "big"))
    assert check(commit, SigningKey("Multikey", key.multibase)) is Signed.RIGHT
    assert check(again, SigningKey("Multikey", key.multibase)) is Signed.WRONG


def test_a_zip_gives_key_name_and_media(tmp_path):
    picture = RepoMedium(data=b"een plaatje", content_type="image/jpeg")
    post = RepoPost(published=MADE, text="x", images=(picture,))
    path = write_zip(
        tmp_path / "x.zip",
        [
            ("mijn export/repo.car", car(ME, records(ME, [post]), MADE)),
            ("mijn export/did.json", document(ME)),
            (f"mijn export/blobs/{picture.name}", picture.data),
            ("chat/messages.json", b"niet lezen"),
        ],
    )
    export = connector().open_export(path)
    assert (export.signed, export.owner.handle) == (Signed.RIGHT, "voorbeelddam.example")
    (scanned,) = [one for one in export.scan() if isinstance(one, Scanned)]
    assert scanned.media == (f"{picture.name}.jpg",)
    wanted = set(scanned.media)
    found = {name: stream.read(100) for name, stream in export.media(wanted.__contains__)}
    assert found == {f"{picture.name}.jpg": b"een plaatje"}


def test_nothing_in_a_zip_is_opened_but_what_is_ours(tmp_path, monkeypatch):
    path = write_zip(
        tmp_path / "x.zip",
        [
            ("chat.bsky.convo/berichten.json", b"KANARIE"),
            ("repo.car", car(ME, records(ME, posts(2)), MADE)),
            ("did.json", document(ME)),
            ("notities.txt", b"KANARIE"),
        ],
    )
    opened_names = []
    plain = zipfile.ZipFile.open

    def spy(self, name, *more, **how):
        opened_names.append(name if isinstance(name, str) else name.filename)
        return plain(self, name, *more, **how)

    monkeypatch.setattr(zipfile.ZipFile, "open", spy)
    export = connector().open_export(path)
    kinds(export)
    export.profile()
    list(export.media(lambda name: True))
    assert set(opened_names) == {"repo.car", "did.json"}


def test_a_medium_that_does_not_fit_its_name_is_not_taken(tmp_path):
    picture = RepoMedium(data=b"een plaatje")
    path = write_zip(
        tmp_path / "x.zip",
        [
            ("repo.car", car(ME, records(ME, []), MADE)),
            (f"{picture.name}.png", b"een ander plaatje"),
        ],
    )
    export = connector().open_export(path)
    for _, stream in export.media(lambda name: name.endswith(".png")):
        assert stream.read(100)
        with pytest.raises(BrokenOff):
            stream.read(100)
    assert [(one.kind, one.count) for one in export.findings()] == [("media_damaged", 1)]


def test_two_repositories_in_one_zip_are_refused(tmp_path):
    content = car(ME, records(ME, []), MADE)
    path = write_zip(tmp_path / "x.zip", [("a.car", content), ("b.car", content)])
    with pytest.raises(BrokenInput) as caught:
        connector().open_export(path)
    assert caught.value.code == "IMPORT-030"


def test_a_document_of_another_account_or_form_is_left(tmp_path):
    assert read_document(document(ME), DID) is not None
    for content in (
        b"",
        b"[]",
        b"{",
        b'{"id": 3}',
        document(ME).replace(b"gemeente", b"gemeenta"),
    ):
        assert read_document(content, DID) is None
    bare = read_document(b'{"id": "%s", "alsoKnownAs": [3, "https://x"]}' % DID.encode(), DID)
    assert (bare.handle, bare.key) == (None, None)


@pytest.mark.skipif(not SAMPLE.is_dir(), reason="the samples of others are not here")
def test_the_document_that_others_recorded_is_read():
    content = (SAMPLE / "marshalx/did_doc.json").read_bytes()
    found = read_document(content, "did:plc:kvwvcn5iqfooopmyzvb4qzba")
    assert found.handle == "test.marshal.dev"
    assert found.key.written.startswith("zQ3shc6V2k")
