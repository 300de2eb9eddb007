"""Synthetic downloads of Snapchat for those who test connectors: a zip with a folder `json`.

Names and forms are those that programs of others read; nothing of a real person stands in it.
"""

import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson

from weerklank.model.json_value import Json, JsonObject

_BEGIN = datetime(2026, 1, 1, 9, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapchatStory:
    """A story that was shared; with `seconds` one that the account looked at."""

    shared: datetime
    address: str = ""
    seconds: str | None = None
    more: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapchatExportContent:
    """What a download holds."""

    stories: Iterable[SnapchatStory] = ()
    spotlights: Iterable[SnapchatStory] = ()
    #: Names and contents of the files of stories.
    files: Mapping[str, bytes] = field(default_factory=dict)
    username: str = "voorbeelddam"
    #: Somebody in all that must stay closed.
    correspondent: str = "Een Burger"
    has_profiles: bool = False
    #: Written in place of the stories.
    odd: bytes | None = None


def write_snapchat_export(path: Path, content: SnapchatExportContent, *, folder: str = "") -> Path:
    """Write a download; `folder` stands before all names in it."""
    who = content.correspondent
    stories: JsonObject = {
        "Shared Story": [_story(one) for one in content.stories],
        "Spotlight History": [_story(one) for one in content.spotlights],
    }
    basic: JsonObject = {
        "Username": content.username,
        "Name": "Gemeente Voorbeelddam",
        "Creation Date": "2020-01-01 09:00:00 UTC",
        "Registration IP": who,
        "Country": "NL",
    }
    members: dict[str, Json | bytes] = {
        "json/account.json": {
            "Basic Information": basic,
            "Device History": [{"Make": who}],
            "Login History": [{"IP": who}],
        },
        "json/chat_history.json": {who: [{"From": who, "Content": f"Privé van {who}"}]},
        "json/snap_history.json": {who: [{"From": who}]},
        "json/memories_history.json": {"Saved Media": [{"Location": who}]},
        "json/friends.json": {"Friends": [{"Username": who}]},
        "json/location_history.json": {"Places": who},
        "json/shared_story.json": content.odd if content.odd is not None else stories,
        f"chat_media/{who}.jpg": who.encode(),
        "memories/1.jpg": who.encode(),
        "index.html": who.encode(),
    }
    if content.has_profiles:
        members["json/public_profiles.json"] = {"Public Profiles": [{"Title": "Voorbeelddam"}]}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, value in members.items():
            written = value if isinstance(value, bytes) else orjson.dumps(value)
            made.writestr(f"{folder}{name}", written)
        for name, data in content.files.items():
            made.writestr(f"{folder}shared_story/{name}", data)
    return path


def big_snapchat_export(path: Path, posts: int) -> Path:
    """Write a download with so many stories."""
    stories = [
        SnapchatStory(
            shared=_BEGIN + timedelta(minutes=number),
            address=f"https://story.snapchat.com/s/W7_{number:012}",
        )
        for number in range(posts)
    ]
    return write_snapchat_export(path, SnapchatExportContent(stories=stories))


def _story(story: SnapchatStory) -> JsonObject:
    made: JsonObject = {
        "Story Date": story.shared.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC"),
        "Story URL": story.address,
    }
    if story.seconds is not None:
        made |= {"Action Type": "View", "View Time": story.seconds}
    return {**made, **story.more}
