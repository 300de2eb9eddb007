"""TLS on loopback before a server that has none, for peers that ask by `https://` alone.

It is a process of its own, so that its CPU does not count, with a certificate that it makes.
"""

import asyncio
import multiprocessing
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from multiprocessing.connection import Connection
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_HOST = "127.0.0.1"
_BLOCK = 1 << 16


@contextmanager
def tls_front(port: int, folder: Path) -> Iterator[tuple[str, Path]]:
    """Stand before a port of loopback; gives host and port, and what vouches for it."""
    certificate, key = _certificate(folder)
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=_stand, args=(there, port, certificate, key)
    )
    process.start()
    try:
        yield f"{_HOST}:{here.recv()}", certificate
    finally:
        process.terminate()
        process.join()


def _certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate of this machine alone, for a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, _HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address(_HOST))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "front.pem", folder / "front.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return certificate, secret


def _stand(pipe: Connection, port: int, certificate: Path, key: Path) -> None:
    asyncio.run(_listen(pipe, port, certificate, key))


async def _listen(pipe: Connection, port: int, certificate: Path, key: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    async def pass_on(reads: asyncio.StreamReader, writes: asyncio.StreamWriter) -> None:
        behind_reads, behind_writes = await asyncio.open_connection(_HOST, port)
        await asyncio.gather(_copy(reads, behind_writes), _copy(behind_reads, writes))

    server = await asyncio.start_server(pass_on, _HOST, 0, ssl=context)
    pipe.send(server.sockets[0].getsockname()[1])
    await server.serve_forever()


async def _copy(reads: asyncio.StreamReader, writes: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while block := await reads.read(_BLOCK):
            writes.write(block)
            await writes.drain()
    writes.close()
