"""A held source is treated by the form of its strings, as no mapping says what they are."""

from datetime import UTC, date, datetime

import pytest
from msgspec import structs

from weerklank.minimise.blind_index import BlindIndex
from weerklank.minimise.blind_tables import lay_tables
from weerklank.minimise.correction import ThreadCorrector
from weerklank.model.account import Account, AccountKind
from weerklank.model.ids import AccountId
from weerklank.model.item import ArchivalItem, Author, AuthorRole, ItemKind
from weerklank.model.mint import mint
from weerklank.model.platform import Platform
from weerklank.model.raw import RawPerson
from weerklank.model.symbols import decode, encode
from weerklank.store.keys import KeyFolder

KEY = encode(bytes(16))
PERSON = RawPerson(
    platform=Platform.MASTODON,
    handle="zqpieterbaas@mast.example",
    user_id="https://mast.example/ap/users/7",
    addresses=("https://mast.example/ap/users/7",),
)


@pytest.fixture
def corrector(tmp_path):
    keys = KeyFolder.create(tmp_path / "keys", tmp_path / "archive")
    lay_tables(tmp_path / "blind")
    blind = BlindIndex(tmp_path / "blind", keys, "weerklank/test")
    blind.join(bytes(16), decode(blind.pseudonym(PERSON).tag))
    account = Account(
        id=AccountId("a0001"),
        platform=Platform.MASTODON,
        handle="gemeente@stad.example",
        url="https://stad.example/@gemeente",
        kind=AccountKind.CORPORATE,
        registered=date(2026, 1, 1),
    )
    return ThreadCorrector(blind, account, frozenset())


def item(text="Dag allemaal"):
    return ArchivalItem(
        account="a0001",
        author=Author(role=AuthorRole.OWN),
        captured_at=datetime(2026, 1, 1, tzinfo=UTC).isoformat(),
        created_at="2026-01-01T00:00:00Z",
        id=f"vbd-2026-01-01-{KEY[:5]}",
        key=KEY,
        kind=ItemKind.POST,
        platform="mastodon",
        policy=1,
        run="r",
        scenario="B",
        technique="export",
        text=mint(text),
    )


STAYS = [
    "https://www.w3.org/ns/activitystreams",
    "https://stad.example/@gemeente",
    "https://stad.example/users/gemeente/statuses/1/replies?only_other_accounts=true&page=true",
    f"weerklank:item:{KEY}",
    f"weerklank:person:{KEY}",
    "2026-01-01T00:00:00Z",
    "Note",
    "a & b <c",
    "Dag allemaal",
    "http://joinmastodon.org/ns#",
    "toot:Emoji",
    "acct:gemeente@stad.example",
    "",
]
GOES = [
    "https://stad.example/tags/zqpieterbaas",
    "https://stad.example/@gemeente/1-zqpieterbaas",
    "https://stad.example/users/gemeente/statuses/1#@zqpieterbaas@mast.example",
    "/media_attachments/files/1/zqpieterbaas.png",
    "https://files.elders.example/media_attachments/zqpieterbaas.png",
    "https://elders.example/2024/zqpieterbaas-wint?a=b",
    "https://elders.example/?q=%2540zqpieterbaas",
    "https://zqpieterbaas.example/",
    "http://[zqpieterbaas",
    "weerklank:item:zqpieterbaas",
    "acct:zqpieterbaas",
    "x:zqpieterbaas",
]
REPLACED = [
    "<p>zq<b>pieter</b>baas</p>",
    "dag zqpieterbaas & co",
    "#zqpieterbaas",
    "weerklank: gesprek met zqpieterbaas",
    "zie <zqpieterbaas> daar",
    "zie <b zqpieterbaas> daar",
    "zie <https://mast.example/ap/users/7>",
    "https://mast.example/ap/users/7",
]


@pytest.mark.parametrize("value", STAYS)
def test_what_names_nobody_stays_as_it_was(corrector, value):
    assert corrector.correct(item(), {"x": value, "y": [value, None, 1]}) is None


@pytest.mark.parametrize("value", GOES)
def test_an_address_of_ours_that_names_somebody_goes_out_whole(corrector, value):
    found = corrector.correct(item(), {"a/b": {"x": value}, "y": ["Note", value]})
    assert found.source == {"a/b": {}, "y": ["Note"]}
    assert found.removal.values == [("/a~1b/x", value), ("/y/1", value)]


@pytest.mark.parametrize("value", REPLACED)
def test_what_reads_as_a_text_gets_stand_ins(corrector, value):
    found = corrector.correct(item(), {"x": value})
    assert "zqpieter" not in str(found.source)
    assert "users/7" not in str(found.source)
    assert found.removal.values == [("/x", value)]
    assert found.texts == [value]


def test_a_text_is_no_html_when_the_record_has_it_as_it_is(corrector):
    text = "a <b zqpieterbaas & &amp;"
    found = corrector.correct(item(text), {"summary": text})
    assert found.item.text == found.source["summary"]
    assert found.item.text.startswith("a <b Burger-")
    assert found.item.text.endswith("& &amp;")


def test_a_text_that_consists_of_an_address_stays_a_text(corrector):
    text = "https://nieuws.example/?q=zqpieterbaas&x=1"
    found = corrector.correct(item(text), {"content": text.replace("&", "&amp;")})
    assert found.item.text.startswith("https://nieuws.example/?q=Burger-")
    assert found.source["content"] == found.item.text.replace("&", "&amp;")


def test_an_address_of_the_record_that_names_somebody_goes(corrector):
    held = structs.replace(item(), url=mint("https://stad.example/@gemeente/1-zqpieterbaas"))
    found = corrector.correct(held, {})
    assert found.item.url is None
    assert found.texts == [held.url]


def test_a_signature_goes_when_what_it_signs_was_changed(corrector):
    signed = {"signature": {"signatureValue": "A" * 88}, "type": "Create"}
    assert corrector.correct(item(), signed) is None
    found = corrector.correct(item(), {**signed, "object": "dag zqpieterbaas"})
    assert found.source["signature"] == {}
    assert ("/signature/signatureValue", "A" * 88) in found.removal.values
