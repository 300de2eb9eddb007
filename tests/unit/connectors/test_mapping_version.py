"""A mapping that changes gets another version, so that a record tells by which it was read."""

import hashlib

import pytest

from weerklank.connectors.bluesky import shape as bluesky
from weerklank.connectors.mastodon import api_shape, shape
from weerklank.model.raw import ByType, Either, Language, Rule

#: By version what the mapping was. Never change a line: add one, and raise `MAPPING`.
EXPORT = {1: "3ca8166d97d27670"}
API = {1: "62044a556174e451"}
BLUESKY = {1: "6cb271a66723cf80"}


def written(rule: Rule) -> str:
    """Write a rule so that another one is written otherwise."""
    if isinstance(rule, dict):
        return "{" + ",".join(f"{key}:{written(one)}" for key, one in sorted(rule.items())) + "}"
    if isinstance(rule, ByType):
        return f"type({written({**rule.shapes, '': rule.otherwise})})"
    if isinstance(rule, Either):
        return f"either({written(rule.shape)},{written(rule.value)})"
    return f"language({rule.value})" if isinstance(rule, Language) else str(rule)


def digest(*rules: Rule) -> str:
    return hashlib.sha256("".join(map(written, rules)).encode()).hexdigest()[:16]


@pytest.mark.parametrize(
    ("known", "version", "rules"),
    [
        (EXPORT, shape.MAPPING, (shape.ACTIVITY, shape.ACTOR)),
        (API, api_shape.MAPPING, (api_shape.STATUS, api_shape.ACCOUNT)),
        (BLUESKY, bluesky.MAPPING, (bluesky.RECORD, bluesky.PROFILE)),
    ],
)
def test_a_changed_mapping_has_another_version(known, version, rules):
    assert max(known) == version
    assert known[version] == digest(*rules), "raise MAPPING, and add a line here"
