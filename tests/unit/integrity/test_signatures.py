"""What the tests check signatures with gives the answers that openssl gives."""

import importlib.util
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from weerklank.integrity import weerklank_verify

SIGNER = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
PUBLIC = SIGNER.public_key().public_bytes_raw()
OTHER = Ed25519PrivateKey.from_private_bytes(b"\x08" * 32).public_key().public_bytes_raw()
TEXT = "een proef — a trial\n".encode()
GOOD = SIGNER.sign(TEXT)
#: The order of the group: a second signature of the same text, were it not refused.
ORDER = 2**252 + 27742317777372353535851937790883648493
CASES = {
    "good": (PUBLIC, TEXT, GOOD),
    "another text": (PUBLIC, TEXT + b"\n", GOOD),
    "no text": (PUBLIC, b"", GOOD),
    "another key": (OTHER, TEXT, GOOD),
    "a bit of the point": (PUBLIC, TEXT, bytes([GOOD[0] ^ 1]) + GOOD[1:]),
    "a bit of the number": (PUBLIC, TEXT, GOOD[:-1] + bytes([GOOD[-1] ^ 1])),
    "the number, once round": (
        PUBLIC,
        TEXT,
        GOOD[:32] + (int.from_bytes(GOOD[32:], "little") + ORDER).to_bytes(32, "little"),
    ),
    "nothing but zeroes": (PUBLIC, TEXT, bytes(64)),
    "a short signature": (PUBLIC, TEXT, GOOD[:-1]),
    "a long signature": (PUBLIC, TEXT, GOOD + b"\0"),
    "no signature": (PUBLIC, TEXT, b""),
    "a short key": (PUBLIC[:-1], TEXT, GOOD),
    "no point of the curve": (b"\x02" + bytes(31), TEXT, GOOD),
    "a key of small order": (bytes(32), TEXT, GOOD),
    "the known one": (
        bytes.fromhex(weerklank_verify.KNOWN_KEY),
        b"\x72",
        bytes.fromhex(weerklank_verify.KNOWN_SIGNATURE),
    ),
}


@pytest.mark.needs("openssl")
def test_both_ways_to_check_a_signature_agree() -> None:
    spec = importlib.util.spec_from_file_location(
        "by_openssl", Path(str(weerklank_verify.__file__))
    )
    assert spec
    assert spec.loader
    by_openssl = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(by_openssl)
    assert by_openssl.ed25519.__module__ == "by_openssl"
    assert weerklank_verify.ed25519.__module__ != weerklank_verify.__name__
    here = {name: weerklank_verify.ed25519(*given) for name, given in CASES.items()}
    assert here == {name: by_openssl.ed25519(*given) for name, given in CASES.items()}
    assert {name for name, good in here.items() if good} == {"good", "the known one"}
