"""Check RFC 3161 time stamps over checkpoints, with rfc3161-client or else with openssl."""

import hashlib
import importlib.util
import shutil
import subprocess

from weerklank.integrity.verify_tree import SMALL, Tree, Unreadable

AUTHORITY = "tsa-ca.pem"
_AUTHORITY_PATH = f"log/keys/{AUTHORITY}"
_SECONDS = 60
_SEQUENCE = b"\x30"


class Stamps:
    """Checks the time stamps of one log, and tells in the end what could not be."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._count = 0
        self._undecided = 0
        self._stamped: set[str] = set()
        self._authority: bytes | None = None
        if tree.kind(_AUTHORITY_PATH) == "file":
            try:
                self._authority = tree.read_due(_AUTHORITY_PATH, SMALL)
            except Unreadable:
                return

    def check(self, path: str, checkpoint: str) -> None:
        """Check one time stamp against the checkpoint that it is of."""
        self._count += 1
        self._stamped.add(checkpoint)
        tree = self._tree
        if tree.kind(checkpoint) != "file":
            tree.outcome.found("VERIFY-215", path)
            return
        if self._authority is None:
            return
        try:
            response = tree.read_due(path, SMALL)
            note = tree.read_due(checkpoint, SMALL)
        except Unreadable:
            return
        if not _is_one_value(response):
            tree.outcome.found("VERIFY-214", path)
            return
        good = _by_library(response, note, self._authority)
        if good is None:
            good = _by_openssl(response, note, tree.full(_AUTHORITY_PATH))
        if good is None:
            self._undecided += 1
        elif not good:
            tree.outcome.found("VERIFY-214", path)

    def conclude(self, newest: str) -> None:
        """Say what was not checked; `newest` is the checkpoint that the last run ended with.

        Each run ends with a stamp, so one that is missing there was not given, or taken away.
        """
        if self._count and newest not in self._stamped:
            self._tree.outcome.skip("time-stamp-newest", newest)
        if not self._count:
            self._tree.outcome.skip("time-stamps")
        elif self._authority is None:
            self._tree.outcome.skip("time-stamp-authority", count=self._count)
        elif self._undecided:
            self._tree.outcome.skip("time-stamp-tool", count=self._undecided)


def _is_one_value(der: bytes) -> bool:
    """Tell whether these bytes are one DER sequence and nothing behind it: readers stop there."""
    if der[:1] != _SEQUENCE or len(der) < 2:
        return False
    more = der[1] & 0x7F if der[1] > 0x7F else 0
    length = int.from_bytes(der[2 : 2 + more], "big") if more else der[1]
    return len(der) == 2 + more + length


def _by_library(response: bytes, note: bytes, authority: bytes) -> bool | None:
    """Check with rfc3161-client; None when it is not there or can't read the response.

    It refuses responses whose certificates are not in DER order, which authorities do give out.
    """
    if importlib.util.find_spec("rfc3161_client") is None:
        return None
    from cryptography.x509 import load_pem_x509_certificates
    from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

    try:
        builder = VerifierBuilder()
        for certificate in load_pem_x509_certificates(authority):
            builder = builder.add_root_certificate(certificate)
        stamp = decode_timestamp_response(response)
        return builder.build().verify(stamp, hashlib.sha256(note).digest())
    except VerificationError:
        return False
    except (ValueError, TypeError, KeyError):
        return None


def _by_openssl(response: bytes, note: bytes, authority: str) -> bool | None:
    """Check with openssl; None when it is not there."""
    openssl = shutil.which("openssl")
    if openssl is None:
        return None
    digest = hashlib.sha256(note).hexdigest()
    command = [openssl, "ts", "-verify", "-digest", digest, "-in", "/dev/stdin"]
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and all arguments are ours
            [*command, "-CAfile", authority],
            input=response,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.returncode == 0
