"""Somebody whom a record of Instagram, Threads or Facebook names stands nowhere, in no field."""

from collections.abc import Iterator
from typing import Any

import pytest
from place import Archive

from weerklank.connectors.facebook import shape as facebook
from weerklank.connectors.instagram import shape as instagram
from weerklank.connectors.threads import shape as threads
from weerklank.model.raw import Either, Field, Shape
from weerklank.testing.canaries import Canaries, CanaryClass
from weerklank.testing.facebook_export import FacebookAccount, FacebookContent
from weerklank.testing.facebook_export import members as facebook_members
from weerklank.testing.instagram_export import InstagramAccount, InstagramContent
from weerklank.testing.instagram_export import members as instagram_members
from weerklank.testing.leak_scan import LeakScan
from weerklank.testing.meta_json import meta_json, write_zip

SECONDS = 1_767_344_400
NAME = "Gemeente Voorbeelddam"
PERSON = Canaries().give("in each field", CanaryClass.THIRD)
BASE = "this_profile's_activity_across_facebook/"
#: Fields that hold numbers or files, or by which a record is told apart.
PLAIN = {"creation_timestamp", "timestamp", "uri", "title of a record"}


def places(shape: Shape, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Field]]:
    """Give every field of a shape, with what it holds."""
    for name, rule in shape.items():
        inside = rule.shape if isinstance(rule, Either) else rule
        if isinstance(inside, dict):
            yield from places(inside, (*path, name))
        elif isinstance(inside, Field):
            yield (*path, name), inside


def put(record: dict[str, Any], path: tuple[str, ...], value: Any, lists: set[str]) -> None:
    """Put a value at a place of a record, and objects and lists around it where they lack."""
    for name in path[:-1]:
        found = record.setdefault(name, [{}] if name in lists else {})
        record = found[0] if isinstance(found, list) else found
    record[path[-1]] = value


def spellings(platform: str) -> list[str]:
    """Give how somebody may be written in a text of a platform."""
    if platform == "facebook":
        mark = f"@[{PERSON.number}:2048:{PERSON.name}]"
        return [mark, f"https://www.facebook.com/{PERSON.local}", f"@{PERSON.local}"]
    site = "threads.com/@" if platform == "threads" else "instagram.com/"
    return [f"@{PERSON.local}", f"https://www.{site}{PERSON.local}", f"www.{site}{PERSON.local}/"]


def filled(shape: Shape, base: dict[str, Any], platform: str, lists: set[str]) -> list[Any]:
    """Give records of a shape: in each another field holds somebody, who is named in all."""
    made = []
    for path, holds in places(shape):
        if path[-1] in PLAIN or holds is Field.KEEP:
            continue
        for said in spellings(platform):
            record = json_copy(base)
            put(record, path, f"Voor {said} nog iets", lists)
            made.append(record)
    return made


def json_copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: json_copy(one) for name, one in value.items()}
    return [json_copy(one) for one in value] if isinstance(value, list) else value


def numbered(records: list[Any], *names: str) -> list[Any]:
    """Give each record a second of its own, the newest first."""
    for number, record in enumerate(reversed(records)):
        for name in names:
            record[name] = SECONDS + number
    return records


def files_of_facebook() -> dict[str, Any]:
    lists = {"attachments", "data", "tags", "label_values", "options"}
    mark = spellings("facebook")[0]
    post = {"timestamp": 1, "data": [{"post": f"Dank aan {mark}"}], "title": f"{NAME} was hier."}
    posts = numbered(filled(facebook.POST, post, "facebook", lists), "timestamp")
    for record in posts:  # else it is somebody else's
        record["title"] = f"{NAME} heeft de foto van {PERSON.name} gedeeld."
    said = {"comment": f"Dag {mark}", "author": NAME, "timestamp": SECONDS}
    reply = {"timestamp": 1, "data": [{"comment": said}], "title": f"{NAME} was hier."}
    replies = numbered(filled(facebook.REPLY, reply, "facebook", lists), "timestamp")
    picture = {"uri": "", "creation_timestamp": 1, "description": f"Met {mark}"}
    pictures = numbered(filled(facebook.PICTURE, picture, "facebook", lists), "creation_timestamp")
    for number, record in enumerate(pictures):
        record["uri"] = f"{BASE}posts/media/Album_1/{10_158_000_000_000_000 + number}.jpg"
    album = {"name": f"Feest met {mark}", "photos": pictures}
    edits = [{"timestamp": SECONDS, "label_values": [{"label": "Text", "value": mark}]}]
    return {
        f"{BASE}posts/profile_posts_1.json": posts,
        f"{BASE}posts/album/0.json": album,
        f"{BASE}posts/edits_you_made_to_posts.json": edits,
        f"{BASE}comments_and_reactions/comments.json": {"comments_v2": replies},
    }


def files_of_instagram(platform: str) -> dict[str, Any]:
    shapes = instagram if platform == "instagram" else threads
    lists = {"media", "media_list_data"}
    post = {"media": [{"uri": ""}], "title": "Kermis"}  # the field alone names them
    posts = numbered(filled(shapes.POST, post, platform, lists), "creation_timestamp")
    for number, record in enumerate(posts):
        record["media"][0]["uri"] = f"media/posts/202601/{17_900_000_000_000_000 + number}.jpg"
    if platform == "threads":
        listed = {"text_post_app_text_posts": posts}
        return {"your_instagram_activity/threads/threads_and_replies.json": listed}
    values = {"Time": {"timestamp": 1}, "Comment": {"value": f"Dank @{PERSON.local}"}}
    reply = {"string_map_data": {**values, "Media Owner": {"value": PERSON.local}}}
    replies = filled(instagram.REPLY, reply, platform, lists)
    for number, record in enumerate(replies):
        for label in ("Time", "Comment"):  # as other languages have them as well
            record["string_map_data"].setdefault(label, {})
        record["string_map_data"]["Time"] = {"timestamp": SECONDS - number}
    return {
        "your_instagram_activity/media/posts_1.json": posts,
        "your_instagram_activity/comments/post_comments_1.json": replies,
    }


@pytest.mark.parametrize("sealed", ["drop", "12"])
@pytest.mark.parametrize("platform", ["facebook", "instagram", "threads"])
def test_somebody_in_any_field_stands_nowhere(tmp_path, platform, sealed):
    place = Archive(tmp_path / "a")
    place.root.mkdir()
    place.good("init", str(place.folder), "--organisation", "Voorbeelddam", "--sealed", sealed)
    me = "gemeentevoorbeelddam"
    url = {"threads": f"https://www.threads.com/@{me}"}.get(
        platform, f"https://www.{platform}.com/{me}"
    )
    place.good("account", "add", url, "--kind", "corporate")
    if platform == "facebook":
        bio = f"Voor {spellings(platform)[0]}"
        account = FacebookAccount(name=NAME, username=me, bio=bio)
        made = dict(facebook_members(account, FacebookContent()))
        made |= {name: meta_json(one) for name, one in files_of_facebook().items()}
    else:
        owner = InstagramAccount(
            username=me, name=NAME, bio=f"Met {' en '.join(spellings(platform))}"
        )
        made = dict(instagram_members(owner, InstagramContent()))
        made |= {name: meta_json(one) for name, one in files_of_instagram(platform).items()}
    file = write_zip(tmp_path / "export.zip", made.items())
    _, answer = place.run("import", str(file), "--account", "a0001")
    (run,) = answer["runs"]
    assert run["items"]["posts"] > 10
    found = [one.where for one in LeakScan([PERSON]).folder(place.root) if one.canary]
    assert found == []
    told = str(answer)
    assert not any(needle in told for needle in PERSON.needles)
