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
        "findings": [finding_json(one, language) for one in looked.findings],
        "state": "connected" if held else "not_connected",
    }
    if held is None:
        return told
    scopes, ends = held.granted.scopes, held.granted.ends
    return {
        **told,
        "at": iso(held.at),
        "by": held.by,
        "ends": iso(ends) if ends else None,
        "endpoint": held.endpoint,
        "scopes": None if scopes is None else [*scopes],
    }


def finding_json(finding: Finding, language: Language) -> JsonObject:
    """Write one thing that was found, with the next step."""
    words = words_of(finding)
    return {
        "kind": finding.kind,
        "message": words.message.say(language),
        "next": words.next.say(language),
        "weight": words.weight,
    }
