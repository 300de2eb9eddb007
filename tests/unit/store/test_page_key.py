"""The key that signs pages: made with the others, or when an older archive first needs it."""

import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from weerklank.model.errors import BrokenInput, Refused
from weerklank.package.wacz_signing import WaczSigner, is_signed_by
from weerklank.store.keys import KeyFolder


@pytest.fixture
def keys(tmp_path: Path) -> KeyFolder:
    return KeyFolder.create(tmp_path / "keys", tmp_path / "archive")


def test_it_is_made_with_the_others_for_its_owner_alone(keys: KeyFolder) -> None:
    path = keys.folder / "pages.pem"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_bytes()
    assert keys.page_signer.curve.name == "secp384r1"
    assert path.read_bytes() == before


def test_an_older_archive_gets_one_and_keeps_it(keys: KeyFolder) -> None:
    path = keys.folder / "pages.pem"
    path.unlink()
    first, second = WaczSigner(keys.page_signer), WaczSigner(keys.page_signer)
    assert first.public_key == second.public_key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert is_signed_by("woorden", second.sign("woorden"), first.public_key)


def test_one_of_another_process_at_the_same_moment_is_taken(
    keys: KeyFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    import weerklank.store.keys as module

    path = keys.folder / "pages.pem"
    theirs = path.read_bytes()
    path.unlink()

    def just_then(*_: object, **__: object) -> None:
        path.write_bytes(theirs)
        path.chmod(0o600)
        raise FileExistsError(path)

    monkeypatch.setattr(module, "create_file", just_then)
    signer = WaczSigner(keys.page_signer)
    assert path.read_bytes() == theirs
    assert signer.public_key == WaczSigner(keys.page_signer).public_key


@pytest.mark.parametrize("kind", ["half", "other"])
def test_a_damaged_one_is_named(keys: KeyFolder, kind: str) -> None:
    path = keys.folder / "pages.pem"
    other = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes({"half": path.read_bytes()[:60], "other": other}[kind])
    with pytest.raises(BrokenInput, match="KEYS-004") as raised:
        _ = keys.page_signer
    assert raised.value.values["name"] == "pages.pem"


def test_one_that_others_can_read_is_refused(keys: KeyFolder) -> None:
    (keys.folder / "pages.pem").chmod(0o640)
    with pytest.raises(Refused, match="KEYS-002"):
        _ = keys.page_signer


def test_what_is_no_signature_or_no_key_is_none(keys: KeyFolder) -> None:
    signer = WaczSigner(keys.page_signer)
    good = signer.sign("woorden")
    assert not is_signed_by("woord", good, signer.public_key)
    for signature, key in (("", signer.public_key), (good, ""), ("é", "é"), ("AAAA", "AAAA")):
        assert not is_signed_by("woorden", signature, key)
