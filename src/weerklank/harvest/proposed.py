"""What was proposed: a keyed digest of what posts say, to tell later whether they still say it."""

import hmac
import json
from collections.abc import Container

from weerklank.harvest.port import Export
from weerklank.model.raw import RawItem, Scanned, media_path
from weerklank.model.symbols import encode

#: Sets these digests apart from the keys of items, which are made with the same secret.
_USE = b"proposed/v1"
_BYTES = 16


def digests(export: Export, secret: bytes, wanted: Container[str]) -> dict[str, str]:
    """Give, by id, a keyed digest of what each wanted item says, in 26 symbols.

    Without the key it confirms no guess. It changes with the text, the title, the moment of
    publication, whom it is for, what it refers to, and with the media and options that it names;
    not with what others did, such as counts. An item that the file holds twice has one digest of
    both.
    """
    key = hmac.digest(secret, _USE, "sha256")
    made: dict[str, hmac.HMAC] = {}
    for entry in export.scan():
        if not isinstance(entry, Scanned) or entry.native_id not in wanted:
            continue
        made.setdefault(entry.native_id, hmac.new(key, digestmod="sha256")).update(
            _said_in(export, entry.content)
        )
    return {native: encode(digest.digest()[:_BYTES]) for native, digest in made.items()}


def _said_in(export: Export, content: bytes) -> bytes:
    try:
        return _said(export.read(content))
    except (ValueError, TypeError, LookupError, ArithmeticError, RecursionError):
        return b"null\n"  # it can't be read, now as later


def _said(item: RawItem) -> bytes:
    said = [
        item.native_id,
        item.created_at,
        item.html,
        item.title,
        item.visibility,
        [[ref.type, ref.native_id] for ref in item.refs],
        [[media_path(medium.source), medium.alt] for medium in item.media],
        [option.text for option in item.poll.options] if item.poll else None,
    ]
    return json.dumps(said).encode() + b"\n"
