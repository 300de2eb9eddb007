"""Each field of the records that real exports had is known, as far as names of fields tell."""

import json
from pathlib import Path

import pytest

from weerklank.connectors.facebook import shape as facebook
from weerklank.connectors.facebook.layout import LAYOUT as FACEBOOK
from weerklank.connectors.facebook.layout import NAMES as NAMES_OF_FACEBOOK
from weerklank.connectors.instagram import shape as instagram
from weerklank.connectors.instagram.layout import LAYOUT as INSTAGRAM
from weerklank.connectors.instagram.layout import NAMES as NAMES_OF_INSTAGRAM
from weerklank.connectors.threads import LAYOUT as THREADS
from weerklank.connectors.threads import shape as threads
from weerklank.connectors.threads.records import ThreadsRecords
from weerklank.model.raw import Either, Field

#: Shapes of exports, beside the project: names of fields, and nothing of anybody.
SHAPES = Path(__file__).parents[3].parent / "shared" / "samples" / "_shapes"
#: Fields of an album that are no field of its photos, and what only the bin has.
AROUND = {"cover_photo", "description", "last_modified_timestamp", "name"}
#: Labels that the account's settings have and no profile shows: sealed and counted.
SEALED = {"Emoji Pong High Score", "Music on profile"}

KINDS = {
    "instagram": (
        INSTAGRAM,
        NAMES_OF_INSTAGRAM,
        {
            **dict.fromkeys(("posts", "archived", "reels", "igtv", "stories"), instagram.POST),
            **dict.fromkeys(("comments", "reel comments"), instagram.REPLY),
            "profile": instagram.PROFILE,
        },
    ),
    "threads": (
        THREADS,
        ThreadsRecords.names,
        {"posts": threads.POST, "profile": threads.PROFILE},
    ),
    "facebook": (
        FACEBOOK,
        NAMES_OF_FACEBOOK,
        {
            **dict.fromkeys(("posts", "reels", "stories"), facebook.POST),
            **dict.fromkeys(("albums", "videos", "loose photos"), facebook.PICTURE),
            "comments": facebook.REPLY,
            "edits": facebook.EDIT,
            "profile": facebook.PROFILE,
        },
    ),
}
PROFILES = ("profile_user", "profile_v2", "text_post_app_text_post_app_profile")


def is_known(shape, steps):
    for step in steps:
        if isinstance(shape, Either):
            shape = shape.shape
        if shape is Field.DROP:
            return True
        if not isinstance(shape, dict) or step not in shape:
            return False
        shape = shape[step]
    return True


def kind_of(layout, path):
    kinds = {**layout.lists, **layout.small}
    return next((kind for kind, one in kinds.items() if one.fullmatch(path)), None)


def steps_of(fields, kind, names):
    """Give the way to each field inside a record."""
    for written in fields:
        steps = [step.strip() for step in written.split(" > ")]
        if steps[0] in (*names.get(kind, ()), *PROFILES):
            steps = steps[1:]
        elif kind == "albums" and steps[0] in AROUND:
            continue
        if SEALED.isdisjoint(steps) and steps != [""]:
            yield steps


@pytest.mark.parametrize("platform", KINDS)
def test_each_field_of_real_exports_is_known(platform):
    name = "instagram" if platform == "threads" else platform
    file = SHAPES / f"{name}_export_shape.json"
    if not file.exists():
        pytest.skip("the shapes of real exports are not beside the project")
    layout, names, shapes = KINDS[platform]
    files = json.loads(file.read_text())
    met = {(kind, path) for path in files if (kind := kind_of(layout, path)) in shapes}
    unknown = {
        (kind, " > ".join(steps))
        for kind, path in met
        for steps in steps_of(files[path], kind, names)
        if not is_known(shapes[kind], steps)
    }
    assert unknown == set()
    assert len(met) > 1
