"""A mapping that changes gets another version, so that a record tells by which it was read."""

import hashlib

import pytest

from weerklank.connectors.bluesky import shape as bluesky
from weerklank.connectors.facebook import shape as facebook
from weerklank.connectors.instagram import shape as instagram
from weerklank.connectors.linkedin import shape as linkedin
from weerklank.connectors.mastodon import api_shape, shape
from weerklank.connectors.snapchat import shape as snapchat
from weerklank.connectors.threads import shape as threads
from weerklank.connectors.tiktok import api_shape as tiktok_api
from weerklank.connectors.tiktok import shape as tiktok
from weerklank.connectors.x import shape as x_shape
from weerklank.connectors.youtube import shape as youtube
from weerklank.model.raw import ByType, Either, Language, Rule

#: By version what the mapping was. Never change a line: add one, and raise `MAPPING`.
EXPORT = {1: "3ca8166d97d27670"}
API = {1: "62044a556174e451"}
X = {1: "848282b0d642d630"}
THREADS = {1: "dcc3a8007dae17b2", 2: "dcc3a8007dae17b2"}
BLUESKY = {1: "6cb271a66723cf80", 2: "95e5a0053330b5d5", 3: "4ef507ef16d17049"}
YOUTUBE = {1: "8a2a327fd5a48a50"}
INSTAGRAM = {1: "d9a8382d4ed71cda", 2: "d9a8382d4ed71cda"}
FACEBOOK = {1: "332b4bc83b5954df", 2: "332b4bc83b5954df"}
LINKEDIN = {1: "c20e22d5bdb50c74"}
SNAPCHAT = {1: "7dc1f7ab4e9e57dd"}
TIKTOK = {1: "a755782497f205cb"}
TIKTOK_API = {1: "016bd73bf358faff"}


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
        (
            LINKEDIN,
            linkedin.MAPPING,
            (
                *(linkedin.SHARE, linkedin.REPLY, linkedin.REPOST, linkedin.MEDIUM),
                *(linkedin.ARTICLE, linkedin.PROFILE),
            ),
        ),
        (SNAPCHAT, snapchat.MAPPING, (snapchat.STORY, snapchat.PROFILE)),
        (TIKTOK, tiktok.MAPPING, (tiktok.POST, tiktok.REPLY, tiktok.PROFILE)),
        (TIKTOK_API, tiktok_api.MAPPING, (tiktok_api.VIDEO, tiktok_api.USER)),
        (API, api_shape.MAPPING, (api_shape.STATUS, api_shape.ACCOUNT)),
        (X, x_shape.MAPPING, (x_shape.RECORD, x_shape.ACCOUNT)),
        (BLUESKY, bluesky.MAPPING, (bluesky.RECORD, bluesky.REPLY, bluesky.PROFILE)),
        (
            YOUTUBE,
            youtube.MAPPING,
            (youtube.VIDEO, youtube.REPLY, youtube.POST, youtube.PLAYLIST, youtube.CHANNEL),
        ),
        (
            INSTAGRAM,
            instagram.MAPPING,
            (instagram.POST, instagram.REPLY, instagram.PROFILE),
        ),
        (THREADS, threads.MAPPING, (threads.POST, threads.PROFILE)),
        (
            FACEBOOK,
            facebook.MAPPING,
            (facebook.POST, facebook.PICTURE, facebook.REPLY, facebook.EDIT, facebook.PROFILE),
        ),
    ],
)
def test_a_changed_mapping_has_another_version(known, version, rules):
    assert max(known) == version
    assert known[version] == digest(*rules), "raise MAPPING, and add a line here"
