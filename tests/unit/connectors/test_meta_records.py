"""Odd records of Instagram, Threads and Facebook: each costs itself alone, and says why."""

from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weerklank.connectors.facebook import layout as of_facebook
from weerklank.connectors.facebook import owner_of
from weerklank.connectors.facebook.records import FacebookRecords
from weerklank.connectors.instagram import layout as of_instagram
from weerklank.connectors.instagram.records import InstagramRecords
from weerklank.connectors.threads.records import ThreadsRecords
from weerklank.harvest.meta_export import EARLIER
from weerklank.harvest.meta_profile import MetaProfile
from weerklank.harvest.port import Unreadable
from weerklank.model.item import ItemKind, Visibility
from weerklank.model.raw import Passed, PassedOver, RawItem
from weerklank.model.withdrawn import Withdrawn

NAME = "Gemeente Voorbeelddam"
PROFILE = MetaProfile({}, {})
INSTAGRAM = InstagramRecords(PROFILE, "GemeenteVoorbeelddam")
THREADS = ThreadsRecords(PROFILE, "gemeentevoorbeelddam")
OWNER = owner_of({"name": {"full_name": NAME}, "username": "Gemeente.Voorbeelddam"})
FACEBOOK = FacebookRecords({}, OWNER, is_page=True)
SECONDS = 1_767_344_400

#: Names of fields of all three, so that what is made up is often nearly right.
FIELDS = (
    "attachments author backdated_timestamp comment creation_timestamp data description event "
    "external_context fbid group label_values media media_metadata options place poll post "
    "string_map_data tags timestamp title update_timestamp uri url value Comment Time Tijd"
).split()
LEAF = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.just(SECONDS),
    st.floats(allow_nan=False),
    st.text(max_size=20),
    st.just("media/posts/202601/17912345678901234.jpg"),
    st.just("@[12:2048:Iemand Anders]"),
)
VALUES = st.recursive(
    LEAF,
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=3), inside, max_size=6)
    ),
    max_leaves=25,
)
RECORDS = st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=10)
KINDS = [
    *((INSTAGRAM, kind) for kind in of_instagram.STEPS[0]),
    *((FACEBOOK, kind) for step in of_facebook.STEPS for kind in step),
    (FACEBOOK, EARLIER),
    (THREADS, "posts"),
]


@pytest.mark.parametrize(("records", "kind"), KINDS)
@settings(max_examples=40, deadline=None)
@given(record=RECORDS)
def test_any_record_is_read_passed_over_or_refused_with_a_reason(records, kind, record):
    try:
        item = records.read(kind, record, {"name": record.get("title")})
    except Unreadable:
        return  # with a reason in both languages: it has no other form
    if isinstance(item, RawItem):
        assert item.native_id
        assert item.created_at.endswith("Z")
        assert item.author is records.owner
    else:
        assert isinstance(item, Passed)
    records.linked(record)


def test_a_carousel_has_its_own_words_before_those_of_its_media():
    media = [{"uri": f"media/posts/1/{of}.jpg", "title": f"deel {of}"} for of in (1, 2)]
    record = {"media": media, "title": "geheel", "creation_timestamp": SECONDS}
    assert INSTAGRAM.read("posts", record, {}).html == "<p>geheel</p>"
    del record["title"]
    assert INSTAGRAM.read("posts", record, {}).html == "<p>deel 1<br><br>deel 2</p>"


def test_a_medium_without_a_file_is_a_broken_field_and_on_threads_words_alone():
    record = {"media": [{"title": "x", "creation_timestamp": SECONDS}]}
    assert INSTAGRAM.read("posts", record, {}).broken == ("/media/0/uri",)
    item = THREADS.read("posts", record, {})
    assert (item.broken, item.html, item.native_id) == ((), "<p>x</p>", f"posts/{SECONDS}")


def test_archived_is_shielded_and_the_bin_and_threads_are_passed_over():
    record = {"media": [{"uri": "a.jpg", "creation_timestamp": SECONDS}]}
    assert INSTAGRAM.read("posts", record, {}).visibility is Visibility.PUBLIC
    assert INSTAGRAM.read("archived", record, {}).visibility is Visibility.FOLLOWERS
    assert INSTAGRAM.read(of_instagram.THREADS, record, {}) == Passed(why=PassedOver.OUT_OF_SCOPE)
    binned = partial(Passed, why=PassedOver.OUT_OF_SCOPE, withdrawn=Withdrawn.BINNED)
    found = INSTAGRAM.read(of_instagram.DELETED, record, {})
    assert found == binned(native_id="file:a.jpg")
    assert FACEBOOK.read(of_facebook.DELETED, {}, {}) == binned()


@pytest.mark.parametrize(
    ("title", "is_ours"),
    [
        (None, True),
        ("", True),
        (NAME, True),
        (f"{NAME} heeft een foto toegevoegd.", True),
        (f"{NAME.upper()}  heeft een foto toegevoegd.", True),
        (f"{NAME}'s foto", True),
        (f"Jan heeft iets geplaatst op de tijdlijn van {NAME}.", False),
        (f"{NAME}er Jan heeft iets geplaatst.", False),
    ],
)
def test_a_record_of_which_the_title_names_another_first_is_not_ours(title, is_ours):
    record = {"timestamp": SECONDS, "data": [{"post": "x"}], "title": title}
    item = FACEBOOK.read("posts", record, {})
    assert isinstance(item, RawItem) is is_ours
    if not is_ours:
        assert item == Passed(why=PassedOver.OTHER_ACTOR)


def test_a_name_that_the_account_had_before_is_ours():
    renamed = FacebookRecords({"previous_names": [{"name": "Dorp Dam"}]}, OWNER, is_page=True)
    record = {"timestamp": SECONDS, "data": [{"post": "x"}], "title": "Dorp Dam was hier."}
    assert isinstance(renamed.read("posts", record, {}), RawItem)


def test_who_did_what_in_a_group_or_as_another_stays_out():
    def reply(**said):
        data = [{"comment": {"comment": "x", **said}}]
        return FACEBOOK.read("comments", {"timestamp": SECONDS, "data": data}, {})

    assert reply().kind is ItemKind.REPLY
    assert reply(author=NAME).kind is ItemKind.REPLY
    assert reply(author="Jan") == Passed(why=PassedOver.OTHER_ACTOR)
    assert reply(group="Buurt") == Passed(why=PassedOver.OUT_OF_SCOPE)


def test_an_owner_is_known_by_name_and_by_number():
    told = owner_of(
        {
            "name": "Dam",
            "username": "GemeenteDam",
            "profile_uri": "https://www.facebook.com/profile.php?id=12345",
        }
    )
    assert (told.handle, told.other_handles, told.display_name) == (
        "gemeentedam",
        ("12345",),
        "Dam",
    )
    assert "https://www.facebook.com/12345" in told.addresses
    unnamed = owner_of({"name": {"full_name": "Dam"}})
    assert (unnamed.handle, unnamed.addresses) == (None, ())
    elsewhere = owner_of({"name": "Dam", "profile_uri": "https://evil.example/@dam"})
    assert (elsewhere.handle, elsewhere.other_handles, elsewhere.addresses) == (None, (), ())


@pytest.mark.parametrize("records", [INSTAGRAM, THREADS])
def test_words_of_one_picture_go_with_it_and_name_whom_they_name(records):
    pictures = [
        {"uri": "1.jpg", "title": "Met @vinkje", "creation_timestamp": SECONDS},
        {"uri": "2.jpg", "title": "Kermis", "creation_timestamp": SECONDS},
        {"uri": "3.jpg", "creation_timestamp": SECONDS},
    ]
    item = records.read("posts", {"media": pictures, "title": "Kermis"}, {})
    assert item.html == "<p>Kermis</p>"
    assert [medium.alt for medium in item.media] == ["Met @vinkje", None, None]
    assert [person.handle for person in item.persons] == ["vinkje"]


@pytest.mark.parametrize("records", [INSTAGRAM, THREADS])
def test_words_of_the_pictures_of_a_post_without_its_own_are_its_words(records):
    pictures = [{"uri": "1.jpg", "title": "Eerste", "creation_timestamp": SECONDS}]
    item = records.read("posts", {"media": pictures, "title": ""}, {})
    assert (item.html, item.media[0].alt) == ("<p>Eerste</p>", None)


def test_words_where_no_picture_is_are_said_by_a_post_with_words_of_its_own():
    parts = [{"uri": "", "title": "Naschrift", "creation_timestamp": SECONDS}]
    item = THREADS.read("posts", {"media": parts, "title": "Draad"}, {})
    assert item.html == "<p>Draad<br><br>Naschrift</p>"


def posted(*attached, text="Kermis"):
    data = [{"post": text}] if text else []
    record = {"timestamp": SECONDS, "data": data, "attachments": [{"data": [*attached]}]}
    return FACEBOOK.read("posts", record, {})


def test_words_with_a_picture_on_facebook_go_with_it_when_the_post_has_its_own():
    picture = {"media": {"uri": "1.jpg", "description": "Met @[1000123:2048:Jan Vink]"}}
    item = posted(picture, {"text": "En verder"})
    assert item.html == "<p>Kermis<br>En verder</p>"
    assert [medium.alt for medium in item.media] == ["Met Jan Vink"]
    alone = posted(picture, text=None)
    assert ("Jan Vink" in alone.html, alone.media[0].alt) == (True, None)
    said = [{"comment": {"comment": "Dank"}}]
    attachments = [{"data": [picture]}]
    record = {"timestamp": SECONDS, "data": said, "attachments": attachments}
    assert FACEBOOK.read("comments", record, {}).media[0].alt == "Met Jan Vink"


@pytest.mark.parametrize(
    ("url", "name", "shown"),
    [
        ("https://www.facebook.com/vinkje", "Jan Vink", "Jan Vink"),
        ("https://www.facebook.com/profile.php?id=1000123", "Jan  Vink | Facebook", "Jan Vink"),
        ("https://www.instagram.com/vinkje/", "Jan Vink (@vinkje) • Foto's", "Jan Vink"),
        ("https://www.facebook.com/vinkje/posts/12", "Jan Vink", None),
        ("https://dam.example/nieuws", "Jan Vink", None),
        ("https://www.facebook.com/vinkje", "", None),
        ("https://www.facebook.com/vinkje", NAME, None),
    ],
)
def test_the_name_beside_a_link_to_a_profile_is_that_of_whose_it_is(url, name, shown):
    found = posted({"external_context": {"url": url, "name": name}}).persons
    names = [person.display_name for person in found if person.display_name]
    assert names == ([shown] if shown else [])


@pytest.mark.parametrize(
    ("mark", "name"),
    [
        ("@[1000123:2048:Jan Vink]", "Jan Vink"),
        ("@[1000123:2048:Jan [Vinkje] Vink]", "Jan [Vinkje] Vink"),
        ("@[1000123:Jan Vink]", "Jan Vink"),
    ],
)
def test_a_mark_on_facebook_names_somebody_by_number_and_name(mark, name):
    item = posted(text=f"Dank {mark}!")
    assert (item.persons[0].handle, item.persons[0].display_name) == ("1000123", name)
    assert item.source["data"] == [{"post": f"Dank {name}!"}]
