"""Names of who stays recognisable: beside the keys, never in the archive, so they can go."""

import msgspec

from weerklank.model.named_party import NamedFacts
from weerklank.store.keys import KeyFolder

NAMED = "named.json"


def read_facts(keys: KeyFolder) -> dict[str, NamedFacts]:
    """Give by what each on the list is recognised, by number. BrokenInput when damaged."""
    if not (keys.folder / NAMED).exists():
        return {}
    try:
        return msgspec.json.decode(keys.read(NAMED), type=dict[str, NamedFacts])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise keys.damaged(NAMED) from error


def write_facts(keys: KeyFolder, number: str, facts: NamedFacts | None) -> None:
    """Set by what one is recognised; None erases it."""
    known = read_facts(keys)
    known.pop(number, None)
    if facts is not None:
        known[number] = facts
    keys.put(NAMED, msgspec.json.encode(known))
