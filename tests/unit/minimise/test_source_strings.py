"""No place in a source keeps who joined: neither one that comes in, nor one that is held before.

The walk goes by the shapes of Mastodon themselves, so a field that is added there is in it.
"""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from weerklank.connectors.mastodon.shape import ACTIVITY, ACTOR
from weerklank.minimise.blind_index import BlindIndex
from weerklank.minimise.blind_tables import lay_tables
from weerklank.minimise.correction import ThreadCorrector
from weerklank.minimise.html_text import plain
from weerklank.minimise.item_keys import ItemKeys
from weerklank.minimise.names import KnownPerson, ThreadNames
from weerklank.minimise.source import SourceMinimiser
from weerklank.minimise.who import Whois
from weerklank.model.account import Account, AccountKind
from weerklank.model.ids import AccountId
from weerklank.model.item import ArchivalItem, Author, AuthorRole, ItemKind
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.mint import mint
from weerklank.model.platform import Platform
from weerklank.model.raw import ByType, Either, Field, Language, RawPerson, Rule, Shape
from weerklank.model.symbols import decode, encode
from weerklank.store.keys import KeyFolder

KEY = encode(bytes(16))
ID = "https://mast.example/ap/users/116000000000000007"
PERSON = RawPerson(
    platform=Platform.MASTODON, handle="zqpieter_baas@mast.example", user_id=ID, addresses=(ID,)
)
ME = RawPerson(
    platform=Platform.MASTODON,
    handle="gemeente@stad.example",
    user_id="https://stad.example/users/gemeente",
    addresses=("https://stad.example/users/gemeente", "https://stad.example/@gemeente"),
)
ACCOUNT = Account(
    id=AccountId("a0001"),
    platform=Platform.MASTODON,
    handle="gemeente@stad.example",
    url="https://stad.example/@gemeente",
    kind=AccountKind.CORPORATE,
    registered=date(2026, 1, 1),
)
#: What is left of the person, in whatever form.
CANARIES = ("zqpieter", "zq<b>pieter", "116000000000000007", "%7aqpieter")
FORMS = (
    "zqpieter_baas",
    "#zqpieter_baas",
    "dag zqpieter-baas, dank",
    "Groet:zqpieter_baas",
    "weerklank: gesprek met zqpieter_baas",
    "weerklank:zqpieter_baas",
    "weerklank:item:zqpieter_baas",
    "<p>dag zq<b>pieter</b>_baas &amp; co</p>",
    "zie <zqpieter_baas> of <b zqpieter_baas>",
    '<p><a href="https://elders.example/zqpieter_baas/1">hier</a></p>',
    f'<p><a href="{ID}">hier</a></p>',
    "https://nieuws.example/2024/zqpieter-baas-wint",
    "https://nieuws.example/?q=zqpieter_baas&amp;x=1",
    "https://nieuws.example/?q=%7aqpieter_baas",
    "https://zqpieter_baas.example/",
    "https://files.elders.example/media/zqpieter_baas.png",
    "https://stad.example/tags/zqpieter_baas",
    "https://stad.example/@gemeente/1-zqpieter_baas",
    "https://mast.example/@zqpieter_baas",
    "/media_attachments/zqpieter_baas.png",
    "zqpieter_baas.png",
    "acct:zqpieter_baas@mast.example",
    "@zqpieter_baas@mast.example",
    ID,
)


def places(rule: Rule, canary: str) -> Iterator[tuple[str, Json]]:
    """Give for each place of a rule its path, and a value with a canary there alone."""
    if isinstance(rule, Field):
        yield "", canary
        yield "/0", [canary]
    elif isinstance(rule, Either):
        yield from places(rule.shape, canary)
        yield from places(rule.value, canary)
    elif isinstance(rule, Language):
        yield from ((f"/{code}", {"nl": "Dag", code: canary}) for code in ("nl", "en"))
    elif isinstance(rule, ByType):
        for kind, shape in rule.shapes.items():
            for path, value in places(shape, canary):
                yield f"/{kind}{path}", [{"type": kind, **value}]
    else:
        yield from ((f"/{k}{p}", {k: v}) for k in rule for p, v in places(rule[k], canary))


def walk(shape: Shape) -> list[tuple[str, str, JsonObject]]:
    return [(form, path, value) for form in FORMS for path, value in places(shape, form)]


@pytest.fixture
def blind(tmp_path) -> BlindIndex:
    keys = KeyFolder.create(tmp_path / "keys", tmp_path / "archive")
    lay_tables(tmp_path / "blind")
    return BlindIndex(tmp_path / "blind", keys, "weerklank/test")


def minimised(
    blind: BlindIndex, value: JsonObject, shape: Shape, names: ThreadNames
) -> JsonObject:
    who = Whois(ME, frozenset(), blind)
    source = SourceMinimiser(Platform.MASTODON, who, ItemKeys(bytes(32)))
    return source.minimise(value, shape, names, is_ours=True)[0]


def item(text: str) -> ArchivalItem:
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


def left(value: object) -> list[str]:
    said = json.dumps(value, ensure_ascii=False).casefold()
    return [canary for canary in CANARIES if canary in said]


HOLDING = {
    "post": [
        *(f"/object/{name}" for name in ("content", "contentMap/en", "summary", "summaryMap/en")),
        *(f"/object/attachment/{name}" for name in ("name", "summary", "url", "icon/url")),
        *(f"/object/tag/{name}" for name in ("Hashtag/name", "Hashtag/href", "Link/name", "0")),
        *("/object/oneOf/name", "/object/url", "/object/id", "/id"),
    ],
    "profile": [
        *("/name", "/summary", "/featured", "/attributionDomains", "/icon/url", "/tag/Emoji/name"),
        *("/attachment/name", "/attachment/value"),
    ],
}


@pytest.mark.parametrize(
    ("shape", "holding"), [(ACTIVITY, HOLDING["post"]), (ACTOR, HOLDING["profile"])], ids=HOLDING
)
def test_no_place_keeps_who_joins_later(blind, shape, holding):
    held = [
        (form, path, minimised(blind, value, shape, ThreadNames(())))
        for form, path, value in walk(shape)
    ]
    # Before that somebody is known nothing tells a name from a word.
    assert {path for _, path, source in held if left(source)} >= set(holding)
    blind.join(bytes(16), decode(blind.pseudonym(PERSON).tag))
    corrector = ThreadCorrector(blind, ACCOUNT, frozenset())
    kept = []
    for form, path, source in held:
        for text in ("Dag allemaal", plain(form)):
            found = corrector.correct(item(text), source)
            now = found or item(text)
            said = [found.source if found else source, str(getattr(now, "item", now).text)]
            kept += [(form, path, text, said)] if left(said) else []
    assert kept == []


@pytest.mark.parametrize("shape", [ACTIVITY, ACTOR], ids=["post", "profile"])
def test_no_place_keeps_who_is_known_when_it_comes_in(blind, shape):
    pseudonym = blind.pseudonym(PERSON)
    names = ThreadNames([KnownPerson(pseudonym, (PERSON.handle,), ())])
    made = [
        (form, path, minimised(blind, value, shape, names))
        for form, path, value in walk(shape)
        if "zq<b>" not in form  # read as HTML where HTML belongs, as `test_html_text` has it
    ]
    assert [one for one in made if left(one[2])] == []
