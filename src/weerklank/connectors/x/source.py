"""What of a record of X is kept as it is, and what can't be: what it says twice, or leads by."""

from weerklank.connectors.x.record import Record
from weerklank.harvest.json_fields import object_within
from weerklank.model.json_value import Json, JsonObject

_SHORT_FORMS = {"display_url", "displayUrl"}


def without_short_forms(record: Record) -> JsonObject:
    """Give the record without what X makes of its links to show them: the beginning of each.

    It says nothing that the link does not, and half the name of an account is nobody's.
    """
    source, tweet, note = record.source, record.tweet, record.note
    if "user" in tweet:  # as before 2018
        source = tweet = without_doubles(tweet)
    entities = object_within(tweet, "entities")
    if entities.get("urls"):  # as half of them
        tweet = {**tweet, "entities": {**entities, "urls": _unshown(entities["urls"])}}
        source = tweet if "tweet" not in source else {**source, "tweet": tweet}
    core = object_within(note, "core")
    if note and core.get("urls"):
        source = {
            **source,
            "noteTweet": {**note, "core": {**core, "urls": _unshown(core["urls"])}},
        }
    return source


def without_doubles(value: JsonObject) -> JsonObject:
    """Give an object, and those in it, without numbers that stand there as text as well."""
    return {
        key: _in_parts(part)
        for key, part in value.items()
        if not (isinstance(part, int) and f"{key}_str" in value)
    }


def _in_parts(value: Json) -> Json:
    if isinstance(value, dict):
        return without_doubles(value)
    return [_in_parts(part) for part in value] if isinstance(value, list) else value


def _unshown(links: Json) -> Json:
    if not isinstance(links, list):
        return links
    return [
        {key: part for key, part in one.items() if key not in _SHORT_FORMS}
        if isinstance(one, dict)
        else one
        for one in links
    ]


def opened(value: Json, led: dict[str, str]) -> Json:
    """Give a value with short links replaced by where they lead, at any depth."""
    if isinstance(value, str):
        for short, address in led.items():
            value = value.replace(short, address)
        return value
    if isinstance(value, dict):
        return {key: opened(part, led) for key, part in value.items()}
    return [opened(part, led) for part in value] if isinstance(value, list) else value
