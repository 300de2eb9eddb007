"""A store over TLS with a certificate of an authority of the organisation's own."""

import ipaddress
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from botocore.retries.standard import ExponentialBackoff
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from store_double import StoreDouble, store_double

from weerklank.model.errors import NotNow
from weerklank.model.secret import Secret
from weerklank.store.object_store import Bucket, connect

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_sockets_left"),
]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an authority, and what it signed for this machine; gives where both lie."""
    folder = tmp_path_factory.mktemp("ca")
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(2)]
    names = [
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, one)]) for one in ("Eigen CA", "opslag")
    ]
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    more = [
        x509.BasicConstraints(ca=True, path_length=None),
        x509.SubjectAlternativeName([address]),
    ]
    now = datetime.now(UTC)
    signed = [
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(names[0])
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(extension, critical=False)
        .sign(keys[0], hashes.SHA256())
        for key, name, extension in zip(keys, names, more, strict=True)
    ]
    plain = (
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (folder / "ca-certificates.crt").write_bytes(signed[0].public_bytes(plain[0]))
    (folder / "store.pem").write_bytes(
        signed[1].public_bytes(plain[0]) + keys[1].private_bytes(*plain)
    )
    return folder


@pytest.fixture
def store(authority: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StoreDouble]:
    monkeypatch.setattr(ExponentialBackoff, "delay_amount", lambda *_: 0)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority / "store.pem")
    with store_double(context) as double:
        double.url("archief")
        yield double


def asked(store: StoreDouble) -> list[str]:
    client = connect(store.address, "eu-1", "sleutel", Secret("een-geheim"))
    return [name for name, _ in Bucket(client, "archief-data", "voorbeelddam").names()]


def test_who_is_not_trusted_is_told_as_such_and_is_sent_nothing(store: StoreDouble) -> None:
    with pytest.raises(NotNow) as refused:
        asked(store)
    assert refused.value.code == "REPLICA-022"
    assert store.asked == []


def test_a_store_is_trusted_by_a_file_that_the_operator_names(
    store: StoreDouble, authority: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority / "ca-certificates.crt"))
    assert asked(store) == []
    assert store.asked


def test_a_store_is_trusted_by_what_the_operator_added_to_the_machine(
    store: StoreDouble, authority: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A Python that was not built for this system looks for a file that is not there.
    paths = SimpleNamespace(cafile=None, capath=str(authority))
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: paths)
    assert asked(store) == []
