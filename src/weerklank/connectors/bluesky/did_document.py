"""The DID document of an account: its handle, and the key that its repository is signed with.

Source: atproto.com/specs/did. It is what the directory `plc.directory`, or the host of a
`did:web`, answers; the server of the account gives the same within the answer of `describeRepo`.
"""

import re
from dataclasses import dataclass

from weerklank.connectors.bluesky.commit import SigningKey
from weerklank.harvest.json_fields import listed, parse, text_of
from weerklank.harvest.port import Unreadable
from weerklank.model.json_value import JsonObject

#: Names of files beside a repository that are opened as its document.
NAMED = re.compile(r"(?:[^/]*/)*[^/]*did[^/]*\.(?:json|txt)", re.IGNORECASE)
LARGEST = 1 << 18
_HANDLE = re.compile(
    r"at://((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*)", re.IGNORECASE
)
#: What the names of the keys of an account end with, of the one that signs its repository.
_SIGNS = "#atproto"
#: The same, of the server that keeps it.
_KEEPS = "#atproto_pds"


@dataclass(frozen=True, slots=True, kw_only=True)
class DidDocument:
    """What the document of an account says."""

    #: Small letters; None when it names none.
    handle: str | None
    key: SigningKey | None
    #: Address of the server that keeps the account; None when it names none.
    server: str | None = None


def read_document(content: bytes, did: str) -> DidDocument | None:
    """Read the document of an account; None when it is no document, or one of another account."""
    try:
        value = parse(content)
    except Unreadable:
        return None
    if isinstance(value, dict) and isinstance(value.get("didDoc"), dict):
        value = value["didDoc"]
    if not isinstance(value, dict) or value.get("id") != did:
        return None
    known = listed(value.get("alsoKnownAs"))
    names = (_HANDLE.fullmatch(one) for one in known if isinstance(one, str))
    handle = next((name[1].lower() for name in names if name), None)
    return DidDocument(handle=handle, key=_key(value, did), server=_server(value, did))


def _key(document: JsonObject, did: str) -> SigningKey | None:
    for method in listed(document.get("verificationMethod")):
        if isinstance(method, dict) and method.get("id") in (did + _SIGNS, _SIGNS):
            written = text_of(method.get("publicKeyMultibase"))
            return SigningKey(text_of(method.get("type")) or "", written) if written else None
    return None


def _server(document: JsonObject, did: str) -> str | None:
    for service in listed(document.get("service")):
        if isinstance(service, dict) and service.get("id") in (did + _KEEPS, _KEEPS):
            return text_of(service.get("serviceEndpoint"))
    return None
