"""Style, script, fonts and icons: read once, sent under an address that changes with them.

The address begins with a digest of all of them, so a browser may keep each for ever, and addresses
inside the style sheets stay as they are.
"""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse

FOLDER = Path(__file__).parent / "static"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
#: Sent by the host of pages alone (`replay_host.py`).
REPLAY = FOLDER / "vendor" / "replay"
_PACKED = frozenset({".css", ".js", ".svg"})
#: Digits of the digest in an address.
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent."""

    type: str
    plain: bytes
    #: None where packing gains nothing.
    packed: bytes | None


@dataclass(frozen=True, slots=True)
class Assets:
    """All files, by path, and the digest of them together."""

    files: dict[str, Asset]
    digest: str


@cache
def assets() -> Assets:
    """Read every file that a page may ask for."""
    files: dict[str, Asset] = {}
    digest = hashlib.sha256()
    for path in sorted(FOLDER.rglob("*")):
        kind = _TYPES.get(path.suffix)
        if kind is None or path.parent == REPLAY or not path.is_file():
            continue
        name, plain = path.relative_to(FOLDER).as_posix(), path.read_bytes()
        digest.update(f"{name} {len(plain)}\n".encode() + plain)
        packed = gzip.compress(plain, 9, mtime=0) if path.suffix in _PACKED else None
        files[name] = Asset(kind, plain, packed)
    return Assets(files, digest.hexdigest()[:_DIGITS])


def address_of(name: str) -> str:
    """Give the address of a file."""
    if name not in assets().files:
        raise LookupError(name)
    return f"/static/{assets().digest}/{name}"


def static(request: HttpRequest, digest: str, name: str) -> HttpResponse:
    """Send a file; one of another digest is of an older page, and gets what there is now."""
    asset = assets().files.get(name)
    if asset is None:
        raise Http404
    wants_packed = "gzip" in request.headers.get("Accept-Encoding", "")
    packed = asset.packed if wants_packed else None
    answer = HttpResponse(packed or asset.plain, content_type=asset.type)
    if packed:
        answer["Content-Encoding"] = "gzip"
    answer["Vary"] = "Accept-Encoding"
    is_current = digest == assets().digest
    answer["Cache-Control"] = (
        "public, max-age=31536000, immutable" if is_current else "public, max-age=60"
    )
    return answer
