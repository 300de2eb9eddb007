"""Check RFC 3161 time stamps over checkpoints, with rfc3161-client or else with openssl."""

import hashlib
import importlib.util
import shutil
import subprocess
from collections.abc import Callable

from weerklank.integrity.verify_tree import SMALL, Tree, Unreadable

AUTHORITY = "tsa-ca.pem"
_AUTHORITY_PATH = f"log/keys/{AUTHORITY}"
_SECONDS = 60

#: Tells whether a response is good over the bytes of a note.
Check = Callable[[bytes, bytes], bool]


class Stamps:
    """Checks the time stamps of one log, and tells in the end what could not be."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._count = 0
        self._authority: bytes | None = None
        self._check: Check | None = None
        if tree.kind(_AUTHORITY_PATH) == "file":
            try:
                self._authority = tree.read_due(_AUTHORITY_PATH, SMALL)
            except Unreadable:
                return
            self._check = self._checker(self._authority)

    def _checker(self, authority: bytes) -> Check | None:
        if importlib.util.find_spec("rfc3161_client") is not None:
            return lambda response, note: _by_library(response, note, authority)
        openssl = shutil.which("openssl")
        if openssl is None:
            return None
        ca = self._tree.full(_AUTHORITY_PATH)
        return lambda response, note: _by_openssl(openssl, ca, response, note)

    def check(self, path: str, checkpoint: str) -> None:
        """Check one time stamp against the checkpoint that it is of."""
        self._count += 1
        tree = self._tree
        if tree.kind(checkpoint) != "file":
            tree.outcome.found("VERIFY-215", path)
            return
        if self._check is None:
            return
        try:
            response = tree.read_due(path, SMALL)
            note = tree.read_due(checkpoint, SMALL)
        except Unreadable:
            return
        if not self._check(response, note):
            tree.outcome.found("VERIFY-214", path)

    def conclude(self) -> None:
        """Say what was not checked."""
        if not self._count:
            self._tree.outcome.skip("time-stamps")
        elif self._authority is None:
            self._tree.outcome.skip("time-stamp-authority", count=self._count)
        elif self._check is None:
            self._tree.outcome.skip("time-stamp-tool", count=self._count)


def _by_library(response: bytes, note: bytes, authority: bytes) -> bool:
    from cryptography.x509 import load_pem_x509_certificates
    from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

    try:
        builder = VerifierBuilder()
        for certificate in load_pem_x509_certificates(authority):
            builder = builder.add_root_certificate(certificate)
        stamp = decode_timestamp_response(response)
        return builder.build().verify(stamp, hashlib.sha256(note).digest())
    except (VerificationError, ValueError, TypeError, KeyError):
        return False


def _by_openssl(openssl: str, ca: str, response: bytes, note: bytes) -> bool:
    digest = hashlib.sha256(note).hexdigest()
    command = [openssl, "ts", "-verify", "-digest", digest, "-in", "/dev/stdin", "-CAfile", ca]
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and all arguments are ours
            command, input=response, capture_output=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
