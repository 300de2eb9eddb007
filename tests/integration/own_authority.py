"""An authority of an organisation's own, and what it signed for this machine."""

import ipaddress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def make_authority(folder: Path) -> None:
    """Make `ca-certificates.crt`, and `store.pem` with certificate and key for 127.0.0.1."""
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
