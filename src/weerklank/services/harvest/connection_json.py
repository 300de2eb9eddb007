"""A connection as scripts read it: what was found and what to do, and never a token."""

from weerklank.model.clock import iso
from weerklank.model.connection import Finding
from weerklank.model.connection_words import words_of
from weerklank.model.ids import AccountId
from weerklank.model.json_value import JsonObject
from weerklank.model.text import Language
from weerklank.services.harvest.connect_account import Looked


def looked_json(account: AccountId, looked: Looked, language: Language) -> JsonObject:
    """Write what came of connecting or disconnecting an account."""
    held = looked.connection
    told: JsonObject = {
        "account": account,
        "ok": looked.is_ok,
        "findings": [_finding(one, language) for one in looked.findings],
        "state": "connected" if held else "not_connected",
    }
    if held is None:
        return told
    scopes = held.granted.scopes
    return {
        **told,
        "at": iso(held.at),
        "by": held.by,
        "endpoint": held.endpoint,
        "scopes": None if scopes is None else [*scopes],
    }


def _finding(finding: Finding, language: Language) -> JsonObject:
    words = words_of(finding)
    return {
        "kind": finding.kind,
        "message": words.message.say(language),
        "next": words.next.say(language),
        "weight": words.weight,
    }
