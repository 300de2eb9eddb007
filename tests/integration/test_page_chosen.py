"""From a page of a site to what is kept of it: nobody else, and every word of ours (issue 6)."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pages_place import BEGAN, ME, post

import weerklank.connectors.mastodon
from weerklank.harvest.browser.bodies import Bodies
from weerklank.harvest.browser.chromium import find_chromium
from weerklank.harvest.browser.resources import resources_of
from weerklank.harvest.browser.steps import read_steps
from weerklank.harvest.browser.visit import StopRule, Visit, browser, visit
from weerklank.minimise.blind_index import BlindIndex
from weerklank.minimise.blind_tables import lay_tables
from weerklank.minimise.item_keys import ItemKeys
from weerklank.minimise.page_choice import choose
from weerklank.minimise.page_leaks import KnownPersons, leaks_of
from weerklank.minimise.page_map import read_map
from weerklank.minimise.page_shown import PageShows
from weerklank.minimise.who import Whois
from weerklank.model.item import ArchivalItem, Author, AuthorRole, ItemKind
from weerklank.model.item_address import item_address
from weerklank.model.mint import mint
from weerklank.model.page import ChosenPage
from weerklank.model.platform import Platform
from weerklank.model.raw import RawPerson
from weerklank.model.symbols import decode
from weerklank.store.keys import KeyFolder
from weerklank.store.spool import Spool
from weerklank.testing.canaries import Canaries, CanaryClass
from weerklank.testing.leak_scan import LeakScan
from weerklank.testing.mastodon_api_json import Reply
from weerklank.testing.mastodon_items import ExportMedium
from weerklank.testing.mastodon_pages import MastodonSite, Shows, mastodon_site
from weerklank.testing.mastodon_pages_extra import picture

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.needs("chromium"),
    pytest.mark.slow,
]
MADE = Canaries("site")
THREAD, BESIDE = (MADE.give(place, CanaryClass.THIRD) for place in ("reply", "beside"))
MENTION = (
    f'<span class="h-card"><a href="{THREAD.address}" class="u-url mention">'
    f"@<span>{THREAD.local}</span></a></span>"
)
POSTS = [
    post(
        one,
        f"<p>Bericht {one} over de dijk, dank {MENTION}</p>",
        summary="Over water" if one == 1 else None,
        media=(
            ExportMedium(
                path="media_attachments/files/3/original/dijk.png",
                content_type="image/png",
                alt=f"De dijk met {THREAD.name}",
                width=64,
                height=64,
                data=picture("dijk", 64, 64),
            ),
        )
        if one == 2
        else (),
    )
    for one in range(3)
]
LAST = POSTS[-1]
REPLY = Reply(
    uri=f"{THREAD.address}/statuses/{THREAD.number}",
    html="<p>Wat een goed nieuws</p>",
    answers=f"{ME.actor_id}/statuses/{LAST.number}",
    published=BEGAN + timedelta(days=1),
)
PERSON = RawPerson(
    platform=Platform.MASTODON,
    user_id=THREAD.address,
    handle=THREAD.handle,
    addresses=(THREAD.address,),
    display_name=THREAD.name,
)
FOLDER = Path(weerklank.connectors.mastodon.__file__).parent


class Archive:
    """What an archive holds of the site, and who is who in it."""

    def __init__(self, folder: Path, site: MastodonSite) -> None:
        keys = KeyFolder.create(folder / "keys", folder / "archive")
        lay_tables(folder / "blind")
        self.blind = BlindIndex(folder / "blind", keys, "proef")
        self._keys = ItemKeys(keys.ids)
        owner = RawPerson(
            platform=Platform.MASTODON,
            user_id=ME.actor_id,
            handle=f"{ME.name}@{ME.host}",
            addresses=(ME.actor_id, site.account_page),
        )
        self.who = Whois(owner, frozenset(), self.blind)
        self._held: dict[str, ArchivalItem] = {}
        self._natives: dict[str, str] = {}
        self.shown = PageShows(self.who, self._keys, self.blind, self._held.get, self._natives)
        for one in POSTS:
            self.hold(f"{ME.actor_id}/statuses/{one.number}", site.post_page(one.number))
        self.hold(ME.actor_id, site.account_page, kind=ItemKind.PROFILE)
        self.pseudonym = self.blind.pseudonym(PERSON)
        for key in self._held:
            self.blind.join(decode(key), decode(self.pseudonym.tag))
        self.hold(
            REPLY.uri,
            f"{site.address}/@{THREAD.handle}/{REPLY.number}",
            kind=ItemKind.REPLY,
            author=Author(role=AuthorRole.CITIZEN, shown=str(self.pseudonym)),
            text=mint("Wat een goed nieuws"),
        )

    def hold(self, native: str, here: str, **more: object) -> None:
        form = item_address(native)
        key = self._keys.key(Platform.MASTODON, form)
        self._natives[item_address(here)] = form
        given = {
            "account": "a0001",
            "author": Author(role=AuthorRole.OWN, handle=mint(f"{ME.name}@{ME.host}")),
            "captured_at": "2026-11-27T10:00:00Z",
            "created_at": "2026-03-01T12:00:00Z",
            "id": f"vbd-2026-03-01-{key[:5]}",
            "key": key,
            "kind": ItemKind.POST,
            "platform": "mastodon",
            "policy": 1,
            "run": "r",
            "scenario": "B",
            "technique": "browser",
        }
        self._held[key] = ArchivalItem(**given | more)


@pytest.fixture(scope="module")
def site() -> Iterator[MastodonSite]:
    shows = Shows(consent=True, signed_in=True, persons=((BESIDE.name, BESIDE.handle),))
    with mastodon_site(ME, POSTS, shows=shows, replies=[REPLY]) as made:
        yield made


@pytest.fixture(scope="module")
def archive(site: MastodonSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    made = Archive(tmp_path_factory.mktemp("archive"), site)
    yield made
    made.blind.close()


def kept(address: str, archive: Archive, folder: Path) -> ChosenPage:
    spool = Spool(folder / "spool")
    bodies = Bodies(spool)
    steps = read_steps((FOLDER / "page_steps.toml").read_bytes())

    async def go() -> Visit:
        async with browser(find_chromium()) as devtools:
            rule = StopRule(quiet=1, longest=60)
            return await visit(
                devtools, address, home=address, bodies=bodies, rule=rule, steps=steps, looks=True
            )

    try:
        seen = asyncio.run(go())
        assert seen.seen is not None
        page_map = read_map((FOLDER / "page_map.toml").read_bytes())
        assert BESIDE.surname in str(seen.seen)
        return choose(
            seen.seen, resources_of(seen), bodies, page_map, archive.shown, stopped=seen.stopped
        )
    finally:
        spool.close()


def demand_nobody(made: ChosenPage, archive: Archive) -> None:
    said = "\n".join((made.html.decode(), made.text, *made.resources)).encode()
    assert [one for one in LeakScan(MADE).content("page", said) if one.canary] == []
    known = KnownPersons(archive.who, archive.shown, [ME.display_name])
    known.note([PERSON])
    assert leaks_of(made, known) == 0


def test_of_the_page_of_a_post_is_kept_what_is_ours(
    site: MastodonSite, archive: Archive, tmp_path: Path
) -> None:
    made = kept(site.post_page(LAST.number), archive, tmp_path)
    demand_nobody(made, archive)
    who = archive.pseudonym
    assert f"Bericht 2 over de dijk, dank @{who}" in made.text
    assert f"[afbeelding: De dijk met {who}]" in made.text
    assert f"{who} 2026-03-01 12:00 UTC\nWat een goed nieuws" in made.text
    assert "0 boosts" in made.text
    assert made.facts.replies == 1
    assert made.facts.missing == 0
    assert len(made.resources) == 2
    assert made.post_box is not None
    assert len(made.shows) == 2


def test_of_the_page_of_the_account_its_posts_are_kept(
    site: MastodonSite, archive: Archive, tmp_path: Path
) -> None:
    made = kept(site.account_page, archive, tmp_path)
    demand_nobody(made, archive)
    for one in range(3):
        assert f"Bericht {one} over de dijk" in made.text
    for said in ("Over water", "Nieuws van de gemeente.", "3 berichten", "12 volgers"):
        assert said in made.text
    assert made.post_box is None
    assert len(made.shows) == 4
    assert made.facts.missing == 0
