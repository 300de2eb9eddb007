"""What each choice of a policy leaves of an item: in its record, its source and the vault."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from weerklank.minimise.beside_held import same_content
from weerklank.minimise.blind_index import BlindIndex
from weerklank.minimise.blind_tables import lay_tables
from weerklank.minimise.free_words import FREE_TEXT, FreeWords
from weerklank.minimise.item_keys import ItemKeys
from weerklank.minimise.minimiser import Circumstances, KeptMedium, Minimised, Minimiser
from weerklank.minimise.named import NamedList
from weerklank.minimise.who import Whois
from weerklank.minimise.who_by_day import WhoByDay
from weerklank.model.account import Scenario
from weerklank.model.ids import ItemId
from weerklank.model.item import ItemKind
from weerklank.model.named_party import NamedAs, NamedFacts, NamedParty, NamedStep
from weerklank.model.platform import Platform
from weerklank.model.policy import Change, Choice, FieldClass, Policy, SealedOriginals
from weerklank.model.raw import (
    Field,
    RawItem,
    RawMedium,
    RawPerson,
    RawPoll,
    RawPollOption,
)
from weerklank.store.keys import KeyFolder

SHAPE: dict[str, Any] = {
    "content": Field.HTML,
    "alt": Field.TEXT,
    "tags": Field.HASHTAG,
    "to": Field.PERSON,
    "acct": Field.HANDLE,
    "extra": Field.DROP,
    "choices": Field.TEXT,
}


def person(host: str, name: str) -> RawPerson:
    address = f"https://{host}/users/{name}"
    return RawPerson(
        platform=Platform.MASTODON,
        user_id=address,
        handle=f"{name}@{host}",
        addresses=(address,),
    )


OURS, THEM = person("dam.example", "dam"), person("een.example", "kwikzilver")
MENTION = '<a href="https://een.example/users/kwikzilver" class="u-url mention">@kwikzilver</a>'
MAIL = "zqwil@post.example"


def ours(html: str = f"<p>Dag {MENTION}, groet ^JS #dam</p>") -> RawItem:
    return _raw(OURS, ItemKind.POST, html, "a < b & kwikzilver ^JS", ["dam"], persons=(THEM,))


def theirs() -> RawItem:
    html = f"<p>zqwoord en <b>{MAIL}</b></p>"
    return _raw(THEM, ItemKind.REPLY, html, f"zqbeeld <{MAIL}> a&b kwikzilver", ["dam", "zqtag"])


def _raw(
    author: RawPerson, kind: ItemKind, html: str, alt: str, tags: list[str], **more: Any
) -> RawItem:
    return RawItem(
        platform=Platform.MASTODON,
        native_id="https://dam.example/users/dam/statuses/1",
        kind=kind,
        created_at="2026-01-02T03:04:05Z",
        author=author,
        html=html,
        media=(RawMedium(source="a.png", alt=alt),),
        poll=RawPoll(options=(RawPollOption(text=alt),)),
        source={
            "content": html,
            "alt": alt,
            "tags": [*tags],
            "to": "https://een.example/users/kwikzilver",
            "acct": "kwikzilver@een.example",
            "extra": {"from": "kwikzilver"},
            "raar": "kwikzilver zegt iets",
        },
        shape=SHAPE,
        **more,
    )


class Desk:
    """A place where items are minimised, one policy after another."""

    def __init__(self, keys: KeyFolder, blind: BlindIndex) -> None:
        self._keys, self._blind = keys, blind

    def minimiser(
        self, *changes: tuple[FieldClass, Choice], named: tuple[NamedParty, ...] = ()
    ) -> Minimiser:
        before = Policy(version=1, sealed=SealedOriginals(months=12), knows_initials=True)
        policy = before.changed_by(tuple(Change(f, Scenario.B, c) for f, c in changes))
        about = Circumstances(
            account="a0001",
            run="r",
            technique="api",
            policy=policy,
            captured_at="2026-01-03T00:00:00Z",
        )
        base = Whois(OURS, frozenset(), self._blind)
        return Minimiser(
            about,
            Platform.MASTODON,
            WhoByDay(base, NamedList(named, self._blind)),
            ItemKeys(self._keys.ids),
            self._blind,
            FreeWords(FREE_TEXT, bytes(32)),
        )

    def made(self, raw: RawItem, *changes: tuple[FieldClass, Choice]) -> Minimised:
        work = self.minimiser(*changes)
        prepared = work.prepare(raw)
        return work.minimise(
            prepared,
            address=ItemId("vbd-2026-01-02-00000"),
            thread=prepared.key,
            scenario="B",
            media=(KeptMedium(id="m"),),
        )

    def sealed(self, raw: RawItem, *changes: tuple[FieldClass, Choice]) -> dict[str, Any]:
        return dict(self.made(raw, *changes).removal.values)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    keys = KeyFolder.create(tmp_path / "keys", tmp_path / "archive")
    lay_tables(tmp_path / "blind")
    blind = BlindIndex(tmp_path / "blind", keys, "proef")
    yield Desk(keys, blind)
    blind.close()


def test_all_that_goes_is_sealed_by_default(desk: Desk) -> None:
    assert set(desk.sealed(ours())) == {"/content", "/alt", "/to", "/acct", "/extra", "/raar"}
    assert set(desk.sealed(theirs())) == {"/content", "/alt", "/to", "/acct", "/extra", "/raar"}


def test_an_author_who_is_not_sealed_is_in_no_field_of_the_vault(desk: Desk) -> None:
    held = desk.sealed(theirs(), (FieldClass.AUTHOR, Choice.PSEUDONYMISE))
    assert set(held) == {"/content", "/alt"}
    assert set(desk.sealed(ours(), (FieldClass.AUTHOR, Choice.PSEUDONYMISE))) >= {"/to", "/acct"}


def test_mentions_that_are_not_sealed_leave_initials_alone(desk: Desk) -> None:
    held = desk.sealed(ours(), (FieldClass.MENTIONS, Choice.PSEUDONYMISE))
    assert set(held) == {"/content", "/alt"}
    assert "kwikzilver" not in json.dumps(held)
    assert held["/alt"].startswith("a < b & Burger-")  # written as it was
    assert held["/alt"].endswith("^JS")
    bare = (FieldClass.MENTIONS, Choice.PSEUDONYMISE), (FieldClass.INITIALS, Choice.PSEUDONYMISE)
    assert desk.sealed(ours(), *bare) == {}
    held = desk.sealed(ours(), (FieldClass.INITIALS, Choice.PSEUDONYMISE))
    assert "kwikzilver" in held["/alt"]
    assert "JS" not in json.dumps(held)


def test_what_is_found_is_dropped_from_a_sealed_text_in_html_and_in_plain_text(
    desk: Desk,
) -> None:
    made = desk.made(theirs(), (FieldClass.FOUND, Choice.DROP))
    held = dict(made.removal.values)
    assert MAIL not in json.dumps(held)
    assert held["/alt"] == "zqbeeld <[e-mailadres]> a&b kwikzilver"  # written as it was
    assert MAIL not in json.dumps(made.source)
    assert {"/extra", "/raar"}.isdisjoint(held)  # nobody looked into what these say
    assert MAIL in desk.sealed(theirs())["/content"]


@pytest.mark.parametrize("choice", [Choice.PSEUDONYMISE, Choice.DROP])
def test_a_text_that_is_not_sealed_is_nowhere_in_the_vault(desk: Desk, choice: Choice) -> None:
    made = desk.made(theirs(), (FieldClass.TEXT, choice))
    held = dict(made.removal.values)
    assert set(held) == {"/to", "/acct"}
    is_dropped = choice is Choice.DROP
    said = json.dumps([made.source, str(made.item)])
    assert all((one in said) is not is_dropped for one in ("zqwoord", "zqbeeld", "zqtag"))
    assert made.item.dropped == (("text",) if is_dropped else ())
    assert (made.item.poll is None) is is_dropped
    assert desk.made(ours(), (FieldClass.TEXT, choice)).item == desk.made(ours()).item


@pytest.mark.parametrize("field", [FieldClass.EXTRAS, FieldClass.UNKNOWN])
def test_what_is_not_needed_or_not_known_can_be_dropped_alone(
    desk: Desk, field: FieldClass
) -> None:
    gone = {FieldClass.EXTRAS: "/extra", FieldClass.UNKNOWN: "/raar"}[field]
    for raw in (ours(), theirs()):
        assert set(desk.sealed(raw)) - set(desk.sealed(raw, (field, Choice.DROP))) == {gone}


def test_that_initials_are_hidden_by_now_is_no_edit_of_any_text(desk: Desk) -> None:
    kept = desk.made(ours(), (FieldClass.INITIALS, Choice.KEEP)).item
    hidden = desk.made(ours()).item
    assert kept.text != hidden.text
    assert kept.media[0].alt != hidden.media[0].alt
    assert same_content(hidden, kept)
    assert same_content(kept, hidden)


def test_an_item_read_as_if_nobody_stayed_named_goes_by_the_policy_too(desk: Desk) -> None:
    body = NamedParty(
        id="n0001",
        platform=Platform.MASTODON,
        kind=NamedAs.BODY,
        start=date(2026, 1, 1),
        until=None,
        added=NamedStep(at=datetime(2026, 1, 1, tzinfo=UTC), by="Lies", reason="Een provincie."),
        facts=NamedFacts(
            url="https://prov.example/@prov", handle="prov@prov.example", name="Provincie"
        ),
    )
    work = desk.minimiser((FieldClass.TEXT, Choice.DROP), named=(body,))
    prepared = work.prepare(theirs())
    made = work.minimise(
        prepared, address=ItemId("vbd-2026-01-02-00000"), thread=prepared.key, scenario="B"
    )
    read = work.beside.as_unnamed(prepared.raw, made.item, made.item)
    assert read is not None
    assert (read.text, read.dropped) == (None, ("text",))
    assert "zqwoord" not in json.dumps([read.source, read.removal.values])
