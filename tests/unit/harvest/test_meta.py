"""What the exports of Meta's platforms share: broken letters, labels, lists, ids."""

import io
import json
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerklank.harvest import meta_archive
from weerklank.harvest.asked import by_form
from weerklank.harvest.json_array import BrokenPiece
from weerklank.harvest.meta_archive import Layout
from weerklank.harvest.meta_list import RecordList
from weerklank.harvest.meta_media import files_in, id_of_file, words_of
from weerklank.harvest.meta_parts import open_meta
from weerklank.harvest.meta_text import LABELS, is_yes, mend, mended, text_labelled
from weerklank.minimise.own_facts import is_own_fact
from weerklank.model.platform import Platform
from weerklank.model.raw import RawPerson
from weerklank.testing.meta_json import broken, meta_json


@given(st.text())
def test_what_was_broken_is_mended(text):
    assert mend(broken(text)) == text


@pytest.mark.parametrize("text", ["café", "Ä", "brug 🌉", "ÿþ", "plain", ""])
def test_a_text_that_is_not_broken_stays(text):
    assert mend(text) == text


def test_names_of_fields_and_paths_are_mended_and_nothing_twice():
    said = {"Privéaccount": [{"uri": "media/é/1.jpg", "value": "schrijf Ã© zo"}]}
    assert mended(json.loads(meta_json(said))) == said
    assert mended(said)["Privéaccount"][0]["value"] == "schrijf é zo"  # so it may happen once only


def test_labels_are_known_in_dutch_and_english():
    for word in ("text", "owner", "time", "username", "name", "private"):
        assert len(LABELS[word]) > 1
    assert text_labelled({"Media-eigenaar": {"value": "x"}}, "owner") == "x"
    assert text_labelled({"Media Owner": "x"}, "owner") is None
    assert [is_yes(text) for text in ("True", " ja", "False", None, "")] == [
        True,
        True,
        *[False] * 3,
    ]


def records(content, *names):
    found = RecordList(io.BytesIO(content), names)
    pieces = [one.reason.en if isinstance(one, BrokenPiece) else one[1] for one in found.pieces()]
    return pieces, found.around


RECORD = {"media": [{"uri": "a"}], "title": "x"}
WRITTEN = json.dumps(RECORD).encode()


@pytest.mark.parametrize(
    "content",
    [
        b"[" + WRITTEN + b"]",
        b"\xef\xbb\xbf [\n" + WRITTEN + b"\n]\n",
        WRITTEN,
        b'{"list": [' + WRITTEN + b"]}",
        b'{"name": "y", "other": [1, 2], "list": [' + WRITTEN + b'], "z": 1}',
    ],
)
def test_a_record_is_found_in_each_form_of_a_file(content):
    assert records(content, "list")[0] == [RECORD]


@pytest.mark.parametrize("content", [b"[]", b"{}", b" [ ] \n", b"null", b'{"list": []}'])
def test_a_file_without_records_has_none(content):
    assert records(content, "list")[0] == []


@pytest.mark.parametrize(
    "content", [b"", b"   ", b"text", b"<html>", b"[", b'{"list": [', WRITTEN[:20], b"\x00\xff"]
)
def test_what_can_not_be_read_is_told(content):
    pieces, _ = records(content, "list")
    assert pieces
    assert all(isinstance(one, str) for one in pieces)


def test_half_a_file_gives_what_came_before():
    whole = b"[" + b",".join([WRITTEN] * 9) + b"]"
    pieces, _ = records(whole[: len(whole) - 10])
    assert pieces[:8] == [RECORD] * 8
    assert isinstance(pieces[8], str)


def test_a_broken_record_costs_itself():
    spoilt = WRITTEN.replace(b'"title":', b'"title":}', 1)
    pieces, _ = records(b"[" + b",".join([WRITTEN, spoilt, WRITTEN]) + b"]")
    assert [pieces[0], pieces[-1]] == [RECORD, RECORD]
    assert isinstance(pieces[1], str)


def test_records_that_begin_otherwise_than_the_first_are_read():
    other = {"title": "y", "media": []}
    listed = json.dumps([RECORD, other, {"unknown": 1}, RECORD]).encode()
    assert records(listed)[0] == [RECORD, other, {"unknown": 1}, RECORD]


def test_what_stands_around_a_list_is_told():
    album = {"name": "De brug", "large": "x" * 2_000, "z": [1], "photos": [{"uri": "a"}], "x": 1}
    listed = json.dumps(album).encode()
    assert records(listed, "photos") == ([{"uri": "a"}], {"name": "De brug"})


@pytest.mark.parametrize(
    ("uri", "found"),
    [
        ("media/posts/202401/17912345678901234.jpg", "17912345678901234"),
        ("media/posts/202401/1_2_3456789_n_17912345678901234.jpg", "17912345678901234"),
        ("posts/media/Album_55/12345_10158000000000001_n.jpg", "10158000000000001"),
        ("posts/media/Album_55/foto.jpg", "file:foto.jpg"),
        ("posts/media/a17912345678901234.jpg", "file:a17912345678901234.jpg"),
        ("", "file:"),
    ],
)
def test_a_medium_is_named_by_the_number_of_its_file(uri, found):
    assert id_of_file(uri) == found


def test_files_and_words_of_a_record_are_told_apart():
    record = {"uri": "a.jpg", "title": "x", "media": [{"uri": "b.jpg", "description": "y"}]}
    assert list(files_in(record)) == ["a.jpg", "b.jpg"]
    assert list(words_of(record)) == ["x", "y"]


def test_a_number_is_asked_for_as_it_is_where_a_platform_has_no_servers():
    here = RawPerson(platform=Platform.INSTAGRAM, handle="gemeentevoorbeelddam")
    assert by_form(frozenset({"17912345678901234"}), here) == {
        "17912345678901234": ["17912345678901234"]
    }
    there = RawPerson(platform=Platform.MASTODON, handle="gemeente@dam.example")
    assert by_form(frozenset({"12"}), there) == {"https://dam.example/statuses/12": ["12"]}


def test_a_path_with_an_apostrophe_is_a_fact_and_a_sentence_is_none():
    assert is_own_fact("this_profile's_activity_across_facebook/posts/media/1.jpg")
    assert is_own_fact("")
    assert not is_own_fact("this profile's activity")


TALKS = [
    "your_instagram_activity/messages/inbox/iemand_1/message_1.json",
    "your_instagram_activity/iemand/message_12.json",
    "your_instagram_activity/iemand/replies_1.json",
    "your_instagram_activity/media/message_1.json",
    "your_instagram_activity/messages/secret_conversations.json",
    "your_facebook_activity/messages/e2e_cutover/iemand_1/message_1.json",
    "messages/archived_threads/iemand_1/photos/1.jpg",
    "messages/inbox/posts_1.json",
]


@pytest.mark.parametrize("name", TALKS)
def test_talk_with_others_is_known_by_its_path(name):
    assert meta_archive._TALK.search(name)


@pytest.mark.parametrize(
    "name",
    [
        "your_instagram_activity/media/posts_1.json",
        "your_instagram_activity/threads/threads_and_replies.json",
        "this_profile's_activity_across_facebook/posts/media/Berichten_1/1.jpg",
    ],
)
def test_posts_are_no_talk(name):
    assert not meta_archive._TALK.search(name)


def test_even_what_is_listed_is_not_opened_where_it_is_talk(tmp_path):
    any_file = re.compile(".*")
    layout = Layout(
        title="X",
        mark=re.compile("your_"),
        lists={"posts": any_file},
        small={"profile": any_file},
        media=any_file,
        loose=any_file,
    )
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        for name in (*TALKS, "your_a/posts.json"):
            made.writestr(name, b"[]")
    archive = open_meta(tmp_path / "a.zip", layout)
    assert [name for _, name, _ in archive.lists(("posts",))] == ["your_a/posts.json"]
    assert list(archive.media(lambda name: True)) == []
    assert ([*archive.loose], archive.talks) == ([], 7)
