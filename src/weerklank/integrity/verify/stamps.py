"""Check RFC 3161 time stamps over checkpoints, with rfc3161-client or else with openssl."""

import hashlib
import importlib.util
import shutil
import subprocess

from weerklank.integrity.stamp_events import AUTHORITY, authority_file
from weerklank.integrity.verify.checkpoints import Checkpoints, checkpoint_path, stamp_path
from weerklank.integrity.verify.logged import Logged
from weerklank.integrity.verify.tree import SMALL, Tree, Unreadable

_AUTHORITY_PATH = f"log/keys/{AUTHORITY}"
_SECONDS = 60
_SEQUENCE = b"\x30"


def check_authority(tree: Tree, logged: Logged) -> bytes | None:
    """Check that the certificates for time stamps are those decided on, as the log holds.

    Gives them; None where there are none, or others than those.
    """
    due = authority_file(logged.certificates)
    if not due and not tree.kind(_AUTHORITY_PATH) and not logged.waiting:
        return None
    try:
        found = tree.read(_AUTHORITY_PATH, SMALL)
    except FileNotFoundError:
        if due:
            tree.outcome.found("VERIFY-101", _AUTHORITY_PATH)
        return None
    except Unreadable:
        return None
    if due and found == due:
        return found
    if found and found == authority_file([*logged.certificates, *logged.waiting]):
        tree.outcome.skip("time-stamp-decision", _AUTHORITY_PATH)
        return found
    tree.outcome.found("VERIFY-218", _AUTHORITY_PATH)
    return None


def check_stamps(
    tree: Tree, checkpoints: Checkpoints, logged: Logged, authority: bytes | None
) -> None:
    """Check each time stamp, and that each that the log tells of is there as it was.

    The one over the newest checkpoint is told of by what enters the log next, so it may be
    missing unnoticed until then.
    """
    stamps = _Stamps(tree, authority)
    for size in checkpoints.stamped:
        told = logged.stamps.get(size, set())
        stamps.check(stamp_path(size), checkpoint_path(size), told)
        if not told and size < checkpoints.size:
            tree.outcome.skip("time-stamp-untold", stamp_path(size))
    for size in sorted(logged.stamps.keys() - set(checkpoints.stamped)):
        if tree.kind(stamp_path(size)) != "file":
            tree.outcome.found("VERIFY-221", stamp_path(size))
    is_due = bool(logged.certificates or checkpoints.stamped)
    if is_due and checkpoints.size not in checkpoints.stamped:
        tree.outcome.skip("time-stamp-newest", checkpoint_path(checkpoints.size))
    stamps.conclude()


class _Stamps:
    """Checks the time stamps of one log, and tells in the end what could not be."""

    def __init__(self, tree: Tree, authority: bytes | None) -> None:
        self._tree = tree
        self._count = 0
        self._undecided = 0
        self._authority = authority

    def check(self, path: str, checkpoint: str, told: set[str]) -> None:
        """Check one time stamp against the checkpoint that it is of, and what the log tells."""
        self._count += 1
        tree = self._tree
        if tree.kind(checkpoint) != "file":
            tree.outcome.found("VERIFY-215", path)
            return
        try:
            response = tree.read_due(path, SMALL)
            note = tree.read_due(checkpoint, SMALL)
        except Unreadable:
            return
        if told and hashlib.sha256(response).hexdigest() not in told:
            tree.outcome.found("VERIFY-222", path)
            return
        if not _is_one_value(response):
            tree.outcome.found("VERIFY-214", path)
        elif self._authority is not None:
            self._verify(path, response, note, self._authority)

    def _verify(self, path: str, response: bytes, note: bytes, authority: bytes) -> None:
        good = is_signed(response, note, authority, self._tree.full(_AUTHORITY_PATH))
        if good is None:
            self._undecided += 1
        elif not good:
            self._tree.outcome.found("VERIFY-214", path)

    def conclude(self) -> None:
        """Say what was not checked."""
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


def is_signed(response: bytes, content: bytes, authority: bytes, file: str) -> bool | None:
    """Tell whether an authority stamped some content; None where nothing here can tell.

    `authority` are its certificates, which lie in `file` too.
    """
    good = _by_library(response, content, authority)
    return _by_openssl(response, content, file) if good is None else good


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
