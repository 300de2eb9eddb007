"""Real answers of the YouTube Data API (python-youtube, MIT; names scrubbed) are read whole.

They lie beside the checkout, not in it. Where they are not there this is skipped, and says so.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from weerklank.connectors.youtube.api_questions import _READ, _reason
from weerklank.connectors.youtube.api_records import ApiRecords, beside_written
from weerklank.connectors.youtube.api_shape import CHANNEL
from weerklank.harvest.json_fields import parse_object
from weerklank.model.item import Visibility
from weerklank.model.raw import RawItem, RawPlace, Rule, Shape

SAMPLES = Path(__file__).parents[5] / "shared" / "samples" / "youtube" / "python-youtube"
pytestmark = pytest.mark.skipif(not SAMPLES.exists(), reason=f"no answers lie at {SAMPLES}")
#: How to embed a video: a part that is not asked for. And one that these were not asked with.
NOT_ASKED = {"player"}
STATUS = {"status": {"privacyStatus": "public", "uploadStatus": "processed"}}
#: Parts that a video is asked with, and these not all.
PARTS = ("snippet", "status", "statistics", "contentDetails")
Json = dict[str, Any]


def items(name: str) -> list[Json]:
    """Read a page as the connector does."""
    page = _READ.decode((SAMPLES / name).read_bytes())
    return [parse_object(bytes(one)) for one in page.items]


def records(channel: str) -> ApiRecords:
    return ApiRecords({"id": channel}, "naam", "https://www.youtube.com/@naam")


def unknown(value: Any, rule: Rule | None, where: str = "") -> list[str]:
    """Give the fields of a source that its shape has no rule for."""
    if isinstance(value, list):
        return [one for part in value for one in unknown(part, rule, where)]
    if not isinstance(value, dict) or not isinstance(rule, dict):
        return [where] if rule is None else []
    return [
        one
        for name, part in value.items()
        for one in unknown(part, rule.get(name), f"{where}/{name}")
    ]


def is_whole(item: RawItem, shape: Shape | None = None) -> bool:
    return (item.broken, unknown(item.source, shape or item.shape)) == ((), [])


@pytest.mark.parametrize("name", ["videos_info_single.json", "videos_info_multi.json"])
def test_videos_are_read_whole(name):
    for one in items(name):
        video = STATUS | {key: value for key, value in one.items() if key not in NOT_ASKED}
        reader = records(video["snippet"]["channelId"])
        item = reader.video(video)
        assert unknown(item.source, item.shape) == []
        assert {*item.broken} == {f"/{part}" for part in PARTS if part not in video}
        assert item.title
        assert item.media[0].source.startswith("https://i.ytimg.com/vi/")
        assert reader.scanned(b"", item).addresses == (item.media[0].source,)


def test_threads_and_replies_are_read_whole():
    count = 0
    for name in ("comment_threads_by_video_paged_1.json", "comment_threads_by_video_paged_2.json"):
        for thread in items(name):
            told = thread["snippet"]
            beside = parse_object(beside_written(told["videoId"], Visibility.PUBLIC, told))
            item = records("UCvanons").comment(told["topLevelComment"], beside)
            assert is_whole(item)
            assert item.refs[0].native_id == told["videoId"]
            count += 1
    for name in ("comments_by_parent_paged_1.json", "comments_by_parent_paged_2.json"):
        for comment in items(name):
            item = records("UCvanons").comment(comment, {})
            assert is_whole(item)
            assert item.native_id.startswith(f"{item.refs[0].native_id}.")
            assert item.author.user_id is not None
            count += 1
    assert count == 13


def test_a_channel_is_read_whole():
    (channel,) = items("channel_info_single.json")
    item = ApiRecords(channel, "naam", "https://www.youtube.com/@naam").profile(
        RawPlace(number=1, pointer="/items/0")
    )
    assert is_whole(item, CHANNEL)
    assert item.counts is not None
    assert (item.counts.followers or 0) > 0
    assert item.media


def test_the_list_of_uploads_leads_on_by_its_token():
    first = _READ.decode((SAMPLES / "playlist_items_paged_1.json").read_bytes())
    last = _READ.decode((SAMPLES / "playlist_items_paged_2.json").read_bytes())
    assert (len(first.items), first.nextPageToken) == (10, "CAoQAA")
    assert (len(last.items), last.nextPageToken) == (3, None)


@pytest.mark.parametrize(
    ("name", "reason"),
    [("error_response.json", "keyInvalid"), ("error_permission_resp.json", "SERVICE_UNAVAILABLE")],
)
def test_why_it_is_refused_is_read(name, reason):
    assert _reason(json.loads((SAMPLES / name).read_text())) == reason
