"""Two accounts in one conversation: who takes part in it by one is looked for in the other's."""

from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from place import HOST, ME, Archive, Json, outbox, post, tar, uri

from weerklank.catalogue.held_threads import HeldThreads
from weerklank.testing.mastodon_actor import actor
from weerklank.testing.mastodon_export import ExportAccount, ExportPost, activity

WATER = replace(
    ME, name="water", display_name="Waterbeheer", actor_id=f"https://{HOST}/users/water"
)
TALK = f"tag:{HOST},2026-01-01:objectId=500:objectType=Conversation"
OTHER_TALK = TALK.replace("500", "501")
JAN, PIET, ANNA = (
    {
        "type": "Mention",
        "href": f"https://mast.example/users/{name}",
        "name": f"@{name}@mast.example",
    }
    for name in ("jannaam", "pieternaam", "annanaam")
)
FIRST = post(1, "Over de brug.")


@pytest.fixture
def place(tmp_path: Path) -> Archive:
    made = Archive(tmp_path).make()
    made.good("account", "add", WATER.url, "--kind", "corporate")
    return made


def said(account: ExportAccount, made: ExportPost, **changed: object) -> Json:
    whole = activity(account, made)
    whole["object"] = {k: v for k, v in {**whole["object"], **changed}.items() if v is not None}
    return whole


def below(person: Json) -> str:
    # A number is one post of its server, whoever it is said to be of.
    return f"{person['href']}/statuses/{len(person['name'])}"


def export(place: Archive, account: ExportAccount, *pieces: Json, name: str = "export") -> Path:
    content = [("actor.json", orjson.dumps(actor(account))), ("outbox.json", outbox(pieces))]
    return tar(place.root / f"{name}.tar.gz", content)


def take(place: Archive, account: ExportAccount, *pieces: Json, **more: str) -> Json:
    run = place.take(export(place, account, *pieces, **more))
    assert place.good("verify", "--deep")["ok"]
    return run


def thread_of(place: Archive, text: str) -> str:
    (row,) = (row for row in place.rows() if text in row["text"])
    return row.get("thread", row["key"])


#: Water says something to Piet, and in the same conversation something below our first post.
TO_PIET = said(WATER, post(2, "Dank!"), tag=[PIET], conversation=TALK, inReplyTo=below(PIET))
ANSWER = said(WATER, post(3, "Wij zagen jannaam."), conversation=TALK, inReplyTo=uri(FIRST))
JOINS = said(ME, post(4, "Dank!"), tag=[JAN], conversation=TALK, inReplyTo=uri(FIRST))
BEGUN = said(ME, FIRST, conversation=TALK)


@pytest.mark.parametrize("spoke", [True, False])
def test_an_answer_of_another_account_is_corrected_whatever_it_said_before(
    place: Archive, spoke: bool
) -> None:
    take(place, WATER, *([TO_PIET] if spoke else []), ANSWER, name="water")
    assert b"jannaam" in place.bytes_of_all()
    assert take(place, ME, BEGUN, JOINS)["corrected"] == 1
    assert b"jannaam" not in place.bytes_of_all()
    assert len({row.get("thread", row["key"]) for row in place.rows()}) == 1
    before = place.lines()
    for name in ("water", "export"):
        place.take(place.root / f"{name}.tar.gz")
    assert place.lines() == before
    shown = place.good("show", place.rows()[0]["id"], "--thread")
    assert {row["id"] for row in place.rows()} <= {one.get("id") for one in shown["thread_items"]}


def test_the_other_way_round_too(place: Archive) -> None:
    take(place, ME, BEGUN, JOINS)
    take(place, WATER, TO_PIET, ANSWER)
    assert b"jannaam" not in place.bytes_of_all()


def test_whom_another_account_met_in_the_conversation_is_found_in_a_post_that_names_nobody(
    place: Archive,
) -> None:
    take(place, WATER, TO_PIET, ANSWER)
    named = replace(FIRST, html="<p>Over de brug van pieternaam.</p>")
    take(place, ME, said(ME, named, conversation=TALK))
    assert b"pieternaam" not in place.bytes_of_all()


def test_an_answered_post_that_hangs_below_another_joins_both_threads(place: Archive) -> None:
    """Its own conversation has a first post of ours, so two threads are held, which are one."""
    take(place, WATER, TO_PIET, ANSWER)
    top = post(0, "pieternaam en wij beginnen.")
    answered = said(ME, FIRST, inReplyTo=uri(top), conversation=TALK)
    run = take(place, ME, said(ME, top, conversation=TALK), answered, JOINS)
    assert run["corrected"] == 1
    assert b"jannaam" not in place.bytes_of_all()
    assert b"pieternaam" not in place.bytes_of_all()
    assert thread_of(place, "beginnen") != thread_of(place, "Wij zagen")


def test_who_joins_one_of_two_threads_that_hang_together_joins_the_other(place: Archive) -> None:
    """Also when the export of either account holds nothing of the other."""
    take(place, WATER, TO_PIET, ANSWER)
    top = post(0, "annanaam en wij beginnen.")
    answered = said(ME, FIRST, inReplyTo=uri(top), conversation=TALK)
    take(place, ME, said(ME, top, conversation=TALK), answered)
    assert b"annanaam" in place.bytes_of_all()
    later = said(WATER, post(5, "Ja."), tag=[ANNA], conversation=TALK, inReplyTo=below(PIET))
    assert take(place, WATER, TO_PIET, ANSWER, later)["corrected"] == 1
    assert b"annanaam" not in place.bytes_of_all()


def two_threads(place: Archive) -> None:
    """Take in what water answered to our first post, that is not held, in two conversations."""
    to_anna = said(
        WATER, post(6, "Dag!"), tag=[ANNA], conversation=OTHER_TALK, inReplyTo=below(ANNA)
    )
    names = "jannaam en pieternaam weer."
    second = said(WATER, post(7, names), conversation=OTHER_TALK, inReplyTo=uri(FIRST))
    take(place, WATER, TO_PIET, ANSWER)
    take(place, WATER, to_anna, second)
    assert b"pieternaam" not in place.bytes_of_all()
    assert thread_of(place, "weer") != thread_of(place, "Wij zagen")


def test_two_threads_with_answers_to_one_post_are_joined_when_it_comes(place: Archive) -> None:
    two_threads(place)
    assert take(place, ME, BEGUN, JOINS)["corrected"] == 2
    assert b"jannaam" not in place.bytes_of_all()


def test_two_threads_with_answers_to_one_post_hang_together_without_it(place: Archive) -> None:
    two_threads(place)
    met = said(WATER, post(9, "Ja."), tag=[JAN], conversation=TALK, inReplyTo=below(PIET))
    assert take(place, WATER, TO_PIET, met)["corrected"] == 2
    assert b"jannaam" not in place.bytes_of_all()


@pytest.mark.parametrize(
    "pieces", [(BEGUN, JOINS), (said(ME, FIRST, tag=[JAN], conversation=TALK),)]
)
def test_what_nobody_saw_to_hang_together_is_seen_by_the_next_import(
    place: Archive, pieces: tuple[Json, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when two runs go on at once, of which neither knows what the other writes."""
    with monkeypatch.context() as patch:
        for name in ("answering", "linked", "in_talk"):
            patch.setattr(HeldThreads, name, lambda *_: [])
        take(place, WATER, TO_PIET, ANSWER)
        assert take(place, ME, *pieces)["corrected"] == 0
    assert b"jannaam" in place.bytes_of_all()
    run = place.take(place.root / "export.tar.gz")
    assert (run["corrected"], run["new_versions"]) == (1, 0)
    assert b"jannaam" not in place.bytes_of_all()


def test_who_takes_part_elsewhere_is_left(place: Archive) -> None:
    take(place, WATER, TO_PIET, ANSWER)
    alone = post(8, "Los bericht van jannaam en pieternaam.")
    run = take(place, ME, BEGUN, JOINS, said(ME, alone, conversation=OTHER_TALK))
    assert run["corrected"] == 1
    assert "jannaam en pieternaam" in " ".join(place.texts())


# --- a conversation of citizens -----------------------------------------------------------------

FAR = replace(
    WATER, host="water.example", actor_id="https://water.example/users/water", display_name="Water"
)
OF_OTHERS = "tag:mast.example,2026-01-01:objectId=77:objectType=Conversation"
#: How two servers name one conversation: theirs, ours, by a post, as newer ones do.
NAMES = {
    "of another server": OF_OTHERS,
    "of our server": TALK,
    "by a long number": TALK.replace("500", "115000000000000500"),
    "by a post": "https://mast.example/users/annanaam/statuses/77",
    "in a list": [OF_OTHERS],
}


@pytest.mark.parametrize("account", [WATER, FAR], ids=["same server", "another server"])
@pytest.mark.parametrize("field", ["conversation", "context"])
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("ours_first", [True, False])
def test_two_accounts_that_answer_different_citizens_in_one_conversation(
    tmp_path: Path, account: ExportAccount, field: str, name: str, ours_first: bool
) -> None:
    """Each says the name of whom only the other answers."""
    place = Archive(tmp_path).make()
    place.good("account", "add", account.url, "--kind", "corporate")
    told = {"conversation": None, "context": None, field: NAMES[name]}
    there = said(account, post(2, "Ook jannaam, dank!"), tag=[PIET], inReplyTo=below(PIET), **told)
    here = said(ME, post(4, "Net als pieternaam."), tag=[JAN], inReplyTo=below(JAN), **told)
    files = [
        export(place, ME, here, name="ours"),
        export(place, account, there, name="theirs"),
    ]
    for path in files if ours_first else files[::-1]:
        place.take(path)
    assert place.good("verify", "--deep")["ok"]
    everything = place.bytes_of_all()
    assert b"jannaam" not in everything
    assert b"pieternaam" not in everything
    assert len(place.rows()) == 2


def test_who_joins_such_a_conversation_later_joins_both(place: Archive) -> None:
    """Also when the catalogue was made anew in between."""
    told = {"conversation": OF_OTHERS}
    held = said(WATER, post(2, "Ook annanaam, dank!"), tag=[PIET], inReplyTo=below(PIET), **told)
    take(place, WATER, held, name="water")
    first = said(ME, post(4, "Dank!"), tag=[JAN], inReplyTo=below(JAN), **told)
    take(place, ME, first)
    place.good("catalogue", "rebuild")
    assert b"annanaam" in place.bytes_of_all()
    more = said(ME, post(5, "Dank!"), tag=[ANNA], inReplyTo=below(ANNA), **told)
    assert take(place, ME, first, more)["corrected"] == 1
    assert b"annanaam" not in place.bytes_of_all()


def test_two_conversations_are_two(place: Archive) -> None:
    there = said(
        WATER, post(2, "Een annanaam."), tag=[PIET], inReplyTo=below(PIET), conversation=OF_OTHERS
    )
    take(place, WATER, there, name="water")
    other = OF_OTHERS.replace("77", "78")
    here = said(ME, post(4, "Dag!"), tag=[ANNA], inReplyTo=below(ANNA), conversation=other)
    take(place, ME, here)
    assert "Een annanaam." in place.texts()
