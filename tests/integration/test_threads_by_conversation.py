"""What the platform calls one conversation is one thread: whom it names is found in all of it."""

import pytest
from place import Archive, members, noted, post, tar, uri

PIET = {
    "type": "Mention",
    "href": "https://mast.example/users/pieternaam",
    "name": "@pieternaam@mast.example",
}
ANNA = {
    "type": "Mention",
    "href": "https://anders.example/users/annanaam",
    "name": "@annanaam@anders.example",
}
TALK = "tag:social.voorbeelddam.example,2026-01-01:objectId=500:objectType=Conversation"
CONTEXT = "https://social.voorbeelddam.example/contexts/500"


@pytest.fixture
def place(tmp_path):
    return Archive(tmp_path).make()


def threads(place):
    return [row.get("thread", row["key"]) for row in place.rows()]


def take(place, *pieces, name="export.tar.gz"):
    place.take(tar(place.root / name, members(pieces)))


@pytest.mark.parametrize(
    ("told", "first"),
    [
        ({"conversation": TALK, "context": None}, True),
        ({"conversation": None, "context": CONTEXT}, True),
        ({"conversation": [TALK], "context": None}, True),
        ({"conversation": TALK, "context": CONTEXT}, True),
        ({"conversation": TALK, "context": CONTEXT}, False),
    ],
)
def test_answers_to_several_persons_are_one_thread_by_its_conversation(place, told, first):
    begun = [noted(post(1, "De brug is dicht."), **told)] if first else []
    piet = noted(
        post(2, "Dat klopt."), tag=[PIET], inReplyTo=f"{PIET['href']}/statuses/11", **told
    )
    anna = noted(
        post(3, "Zie wat pieternaam schreef."),
        tag=[ANNA],
        inReplyTo=f"{ANNA['href']}/statuses/12",
        **told,
    )
    place.run("import", str(tar(place.root / "export.tar.gz", members([*begun, piet, anna]))))
    assert len(place.rows()) == 2 + first
    assert place.texts()[-1].startswith("Zie wat Burger-")
    assert b"pieternaam" not in place.bytes_of_all()
    assert len(set(threads(place))) == 1


def test_another_conversation_is_another_thread(place):
    other = TALK.replace("500", "501")
    take(
        place,
        noted(post(1, "dag"), tag=[PIET], conversation=TALK, context=None),
        noted(post(2, "pieternaam is een vogel"), conversation=other, context=None),
    )
    assert place.texts()[1] == "pieternaam is een vogel"
    assert len(set(threads(place))) == 2


def test_what_answers_the_same_post_of_a_citizen_goes_along(place):
    """One of two answers to the same post tells no conversation."""
    asked = f"{PIET['href']}/statuses/11"
    mention = noted(post(2, "Dank!"), tag=[PIET], inReplyTo=asked, conversation=TALK, context=None)
    take(
        place,
        noted(post(1, "Ik heet pieternaam niet."), conversation=TALK, context=None),
        mention,
        noted(post(3, "pieternaam zei het"), inReplyTo=asked, conversation=None, context=None),
    )
    assert b"pieternaam" not in place.bytes_of_all()
    assert len(set(threads(place))) == 1


def test_a_conversation_that_bites_its_own_tail_ends(place):
    one, two = post(1, "dag pieternaam"), post(2, "en dag")
    take(
        place,
        noted(one, inReplyTo=uri(two), conversation=TALK),
        noted(two, inReplyTo=uri(one), conversation=TALK, tag=[PIET]),
    )
    assert len(place.rows()) == 2


def test_a_later_export_of_the_same_conversation_finds_who_was_there(place):
    answered = f"{PIET['href']}/statuses/11"
    first = noted(post(2, "Dank!"), tag=[PIET], inReplyTo=answered, conversation=TALK)
    later = noted(
        post(3, "pieternaam schreef"),
        tag=[ANNA],
        inReplyTo=f"{ANNA['href']}/statuses/12",
        conversation=TALK,
    )
    take(place, first)
    take(place, first, later, name="later.tar.gz")
    assert len(place.rows()) == 2
    assert b"pieternaam" not in place.bytes_of_all()
    assert len(set(threads(place))) == 1
