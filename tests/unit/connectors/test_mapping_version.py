"""A mapping that changes gets another version, so that a record tells by which it was read."""

import ast
import hashlib
from pathlib import Path

import pytest

import weerklank
from weerklank import bootstrap
from weerklank.connectors.bluesky import shape as bluesky
from weerklank.connectors.facebook import api_shape as facebook_api
from weerklank.connectors.facebook import shape as facebook
from weerklank.connectors.instagram import api_shape as instagram_api
from weerklank.connectors.instagram import shape as instagram
from weerklank.connectors.linkedin import api_shape as linkedin_api
from weerklank.connectors.linkedin import shape as linkedin
from weerklank.connectors.mastodon import api_shape, shape
from weerklank.connectors.snapchat import shape as snapchat
from weerklank.connectors.threads import api_shape as threads_api
from weerklank.connectors.threads import shape as threads
from weerklank.connectors.tiktok import api_shape as tiktok_api
from weerklank.connectors.tiktok import shape as tiktok
from weerklank.connectors.x import api_shape as x_api_shape
from weerklank.connectors.x import shape as x_shape
from weerklank.connectors.youtube import api_shape as youtube_api
from weerklank.connectors.youtube import shape as youtube
from weerklank.harvest.map_again import FIRST, MapsAgain
from weerklank.model.raw import ByType, Either, Language, Rule
from weerklank.model.run import Technique

#: By version what the mapping was. Never change a line: add one, and raise `MAPPING`.
EXPORT = {1: "3ca8166d97d27670"}
API = {1: "62044a556174e451"}
X = {1: "848282b0d642d630", 2: "8f257c775cb05e29"}
X_API = {1: "0ec7b3cadc9d851b", 2: "e31bb18775795e9b", 3: "af818b0caaf574f6"}
THREADS = {1: "dcc3a8007dae17b2", 2: "dcc3a8007dae17b2"}
BLUESKY = {
    1: "6cb271a66723cf80",
    2: "95e5a0053330b5d5",
    3: "4ef507ef16d17049",
    4: "4ef507ef16d17049",
}
YOUTUBE = {1: "8a2a327fd5a48a50", 2: "8a2a327fd5a48a50"}
YOUTUBE_API = {1: "acf87dab549dbcd1", 2: "acf87dab549dbcd1"}
YOUTUBE_PLAYLIST = {1: "70c3c63c73ff98d7"}
INSTAGRAM = {1: "d9a8382d4ed71cda", 2: "d9a8382d4ed71cda", 3: "d9a8382d4ed71cda"}
FACEBOOK = {1: "332b4bc83b5954df", 2: "332b4bc83b5954df"}
INSTAGRAM_API = {1: "2b17e5441bc36a63", 2: "2b17e5441bc36a63"}
FACEBOOK_API = {1: "a22f833fa12ebc51", 2: "a31db80ff427ae40"}
FACEBOOK_STORY = {1: "210ba095d12b3da0"}
THREADS_API = {1: "6e9447cfbde792d4", 2: "6e9447cfbde792d4"}
LINKEDIN = {1: "c20e22d5bdb50c74"}
LINKEDIN_STATISTICS = {1: "d7259c0b8b3506b4"}
LINKEDIN_API = dict.fromkeys((1, 2, 3), "2e261d9532ecc2e6")
SNAPCHAT = {1: "7dc1f7ab4e9e57dd"}
TIKTOK = {1: "a755782497f205cb", 2: "a755782497f205cb"}
TIKTOK_API = {1: "016bd73bf358faff", 2: "016bd73bf358faff"}


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
        (LINKEDIN_STATISTICS, linkedin.STATISTICS_MAPPING, (linkedin.STATISTIC,)),
        (
            LINKEDIN_API,
            linkedin_api.API_MAPPING,
            (linkedin_api.POST, linkedin_api.REPLY, linkedin_api.OWN_REPLY, linkedin_api.PAGE),
        ),
        (SNAPCHAT, snapchat.MAPPING, (snapchat.STORY, snapchat.PROFILE)),
        (TIKTOK, tiktok.MAPPING, (tiktok.POST, tiktok.REPLY, tiktok.PROFILE)),
        (TIKTOK_API, tiktok_api.MAPPING, (tiktok_api.VIDEO, tiktok_api.USER)),
        (API, api_shape.MAPPING, (api_shape.STATUS, api_shape.ACCOUNT)),
        (X, x_shape.MAPPING, (x_shape.RECORD, x_shape.ACCOUNT)),
        (X_API, x_api_shape.MAPPING, (x_api_shape.POST, x_api_shape.ACCOUNT)),
        (BLUESKY, bluesky.MAPPING, (bluesky.RECORD, bluesky.REPLY, bluesky.PROFILE)),
        (
            YOUTUBE,
            youtube.MAPPING,
            (youtube.VIDEO, youtube.REPLY, youtube.POST, youtube.PLAYLIST, youtube.CHANNEL),
        ),
        (
            YOUTUBE_API,
            youtube_api.MAPPING,
            (
                *(youtube_api.VIDEO, youtube_api.COMMENT),
                *(youtube_api.OWN_COMMENT, youtube_api.CHANNEL),
            ),
        ),
        (
            INSTAGRAM,
            instagram.MAPPING,
            (instagram.POST, instagram.REPLY, instagram.PROFILE),
        ),
        (
            INSTAGRAM_API,
            instagram_api.MAPPING,
            (instagram_api.MEDIA, instagram_api.COMMENT, instagram_api.USER),
        ),
        (
            FACEBOOK_API,
            facebook_api.MAPPING,
            (facebook_api.POST, facebook_api.COMMENT, facebook_api.PAGE),
        ),
        (FACEBOOK_STORY, facebook_api.STORY_MAPPING, (facebook_api.STORY,)),
        (YOUTUBE_PLAYLIST, youtube_api.PLAYLIST_MAPPING, (youtube_api.PLAYLIST,)),
        (THREADS_API, threads_api.MAPPING, (threads_api.MEDIA, threads_api.USER)),
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


#: The mappings that were there when version 1 of the format was frozen. Version 0 is refused, so
#: no archive holds a record of an earlier one.
FROZEN = {
    "bluesky": (BLUESKY, 4),
    "facebook": (FACEBOOK, 2),
    "facebook api": (FACEBOOK_API, 2),
    "instagram": (INSTAGRAM, 3),
    "instagram api": (INSTAGRAM_API, 2),
    "linkedin": (LINKEDIN, 1),
    "linkedin api": (LINKEDIN_API, 3),
    "linkedin statistics": (LINKEDIN_STATISTICS, 1),
    "mastodon": (EXPORT, 1),
    "mastodon api": (API, 1),
    "snapchat": (SNAPCHAT, 1),
    "threads": (THREADS, 2),
    "threads api": (THREADS_API, 2),
    "tiktok": (TIKTOK, 2),
    "tiktok api": (TIKTOK_API, 2),
    "x": (X, 1),
    "x api": (X_API, 1),
    "youtube": (YOUTUBE, 2),
    "youtube api": (YOUTUBE_API, 2),
    "youtube api playlists": (YOUTUBE_PLAYLIST, 1),
}


def test_what_an_earlier_mapping_read_can_be_read_again():
    """Whoever raises a mapping lets its connector say what is read again, and by which version."""
    connectors = {str(one.manifest.platform): one for one in bootstrap.connectors()}
    for name, (versions, frozen) in FROZEN.items():
        platform, _, technique = name.partition(" ")
        if max(versions) == frozen:
            continue
        assert frozen == FIRST, (
            "a run of before tells no mapping: let mapped_runs know which it was"
        )
        connector = connectors[platform]
        assert isinstance(connector, MapsAgain), f"{name}: remap can't read it again"
        assert connector.mapping_of(Technique(technique or "export")) == max(versions)


def test_every_item_that_our_connectors_read_bears_the_version_of_its_mapping():
    """Who leaves it out says version 1 of what may be a later one."""
    source = Path(weerklank.__file__).parent
    files = [*source.glob("connectors/**/*.py"), *source.glob("harvest/**/*.py")]
    made = [
        (file.name, call.lineno, {keyword.arg for keyword in call.keywords})
        for file in files
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", None) == "RawItem"
    ]
    assert len(made) > 20
    assert [one[:2] for one in made if "mapping" not in one[2]] == []
