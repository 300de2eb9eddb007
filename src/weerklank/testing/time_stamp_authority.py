"""A real time-stamp authority on loopback for tests: openssl makes the tokens."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_CONFIG = """
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.3.6.1.4.1.99999.1
digests = sha256, sha384, sha512
certs = {folder}/ca.pem
ess_cert_id_alg = sha256
[leaf]
basicConstraints = CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
"""


@dataclass(frozen=True, slots=True)
class Authority:
    """A running authority."""

    address: str
    certificate: Path


def _openssl(*arguments: str) -> bytes:
    done = subprocess.run(  # noqa: S603 - our own arguments
        ["openssl", *arguments],  # noqa: S607 - the system's own
        check=True,
        capture_output=True,
    )
    return done.stdout


def make_authority(folder: Path) -> Path:
    """Make keys and certificates; gives the configuration of `openssl ts`."""
    config = folder / "tsa.cnf"
    config.write_text(_CONFIG.format(folder=folder))
    (folder / "serial").write_text("01\n")
    common = ("-days", "3650", "-nodes", "-newkey", "rsa:2048")
    _openssl(
        "req",
        "-x509",
        *common,
        "-subj",
        "/CN=Proefdienst",
        "-keyout",
        f"{folder}/ca.key",
        "-out",
        f"{folder}/ca.pem",
    )
    _openssl(
        "req",
        *common[2:],
        "-subj",
        "/CN=Proefstempel",
        "-keyout",
        f"{folder}/tsa.key",
        "-out",
        f"{folder}/tsa.csr",
    )
    _openssl(
        "x509",
        "-req",
        "-in",
        f"{folder}/tsa.csr",
        "-CA",
        f"{folder}/ca.pem",
        "-CAkey",
        f"{folder}/ca.key",
        "-CAcreateserial",
        "-days",
        "3650",
        "-extfile",
        str(config),
        "-extensions",
        "leaf",
        "-out",
        f"{folder}/tsa.pem",
    )
    return config


@contextmanager
def time_stamp_authority(folder: Path) -> Iterator[Authority]:
    """Run an authority on 127.0.0.1 while the block runs."""
    config = make_authority(folder)
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            with lock:
                (folder / "query.tsq").write_bytes(query)
                answer = _openssl(
                    "ts",
                    "-reply",
                    "-config",
                    str(config),
                    "-queryfile",
                    f"{folder}/query.tsq",
                )
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Authority(f"http://127.0.0.1:{server.server_port}/", folder / "ca.pem")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
