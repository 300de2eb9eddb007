"""What comes back: replies of third parties, in search, thread and the days of an account.

No export of Mastodon holds any, so a package is written here as a harvest will write it.
"""

from pathlib import Path

import pytest
from place import HOST, ME, Archive

from weerklank import bootstrap
from weerklank.minimise.item_keys import ItemKeys
from weerklank.model.ids import AccountId, RunId, item_id
from weerklank.model.item import (
    ArchivalItem,
    Author,
    AuthorRole,
    ItemKind,
    Ref,
    RefType,
    Visibility,
)
from weerklank.model.mint import mint
from weerklank.model.platform import Platform
from weerklank.model.question import Question, Sight
from weerklank.package.names import PackageName
from weerklank.package.writer import PackageWriter
from weerklank.services.find.find_items import find_items, search_page
from weerklank.services.find.show_item import show_item
from weerklank.services.oversee.account_activity import Cover, account_activity
from weerklank.services.seal.seal_package import seal_package
from weerklank.services.workplace import Silent, Workplace

RUN = RunId("20261126T000000Z-abcdef")
ANNA = Author(role=AuthorRole.CITIZEN, pseudonym="7" * 26, shown="Burger-7KQ4-M2XN-9T")
BEN = Author(role=AuthorRole.CITIZEN, pseudonym="8" * 26, shown="Burger-8KQ4-M2XN-9T")
OURS = Author(role=AuthorRole.OWN, handle=mint(f"gemeente@{HOST}"))
#: Number, day, who, what, and number of what it answers.
TALK = (
    (1, 1, OURS, "De brug is dicht vanwege storing.", None),
    (2, 1, ANNA, "Hoe lang duurt de storing?", 1),
    (3, 2, OURS, "Tot morgen, Burger-7KQ4-M2XN-9T.", 2),
    (4, 2, ANNA, "Dank!", 3),
    (5, 3, BEN, "Weer die brug.", 1),
)


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    archive = Archive(tmp_path).make()
    found = bootstrap.workplace(str(archive.folder), str(tmp_path / "keys"), Silent(), None)
    write(found, 1, TALK)
    return found


def key(place: Workplace, number: int) -> str:
    address = f"https://{HOST}/statuses/{number}"
    return ItemKeys(place.keys.ids).key(Platform.MASTODON, address)


def write(place: Workplace, part: int, talk: tuple, version: int = 1) -> None:
    account = AccountId("a0001")
    folder = place.layout.open_run(account, "2026-11", 1, RUN) / f"{part:04d}"
    folder.mkdir(parents=True)
    writer = PackageWriter(folder, PackageName(account, "2026-11", part))
    for number, day, author, text, above in talk:
        name = ItemKeys(place.keys.ids).key(Platform.MASTODON, f"https://{HOST}/statuses/{number}")
        item = ArchivalItem(
            account=account,
            author=author,
            captured_at="2026-11-26T00:00:00Z",
            created_at=f"2026-01-{day:02d}T0{number}:00:00Z",
            id=item_id(place.organisation.prefix, moment(day), name),
            key=name,
            kind=ItemKind.REPLY if above else ItemKind.POST,
            platform="mastodon",
            policy=1,
            refs=(Ref(key=key(place, above), type=RefType.REPLY_TO),) if above else (),
            run=RUN,
            scenario="B",
            technique="api",
            text=mint(text),
            thread=key(place, 1),
            url=mint(f"https://{HOST}/@gemeente/{number}") if author is OURS else None,
            version=version,
            visibility=Visibility.UNLISTED if author is BEN else Visibility.PUBLIC,
        )
        writer.add(item, {}, {})
    seal_package(place, writer, None, RUN, [])


def moment(day: int):
    from datetime import date

    return date(2026, 1, day)


def test_replies_of_others_hang_below_the_line(place: Workplace) -> None:
    page = search_page(place, Question())
    assert [(b.start.day, b.posts, b.replies) for b in page.echo.bars] == [
        (1, 1, 1),
        (2, 1, 1),
        (3, 0, 1),
    ]
    (authors,) = [facet for facet in page.facets if facet.name == "author"]
    assert [(v.value, v.count) for v in authors.values] == [("citizen", 3), ("own", 2)]
    assert search_page(place, Question(tags=("author:citizen",))).echo.posts == 0
    assert search_page(place, Question(sight=Sight(shielded=False))).hits.total == 5


def test_a_thread_names_people_by_their_pseudonym(place: Workplace) -> None:
    (found,) = find_items(place, Question(words="morgen")).hits
    assert found.in_thread == 5
    thread = show_item(place, found.item.id).thread
    assert [(node.depth, node.author, node.own) for node in thread.nodes] == [
        (0, f"gemeente@{HOST}", True),
        (1, "Burger-7KQ4-M2XN-9T", False),
        (2, f"gemeente@{HOST}", True),
        (3, "Burger-7KQ4-M2XN-9T", False),
        (1, "Burger-8KQ4-M2XN-9T", False),
    ]
    assert [(one.name, one.items) for one in thread.participants] == [
        ("Burger-7KQ4-M2XN-9T", 2),
        (f"gemeente@{HOST}", 2),
        ("Burger-8KQ4-M2XN-9T", 1),
    ]
    assert [node.depth for node in thread.ancestors] == [0, 1]
    assert [node.depth for node in thread.replies] == [3]
    assert [
        node.item.text for node in show_item(place, found.item.id).reply_nodes if node.item
    ] == ["Dank!"]


def test_by_the_address_of_a_reply_nobody_learns_a_pseudonym(place: Workplace) -> None:
    ours = find_items(place, Question(words=f"https://{HOST}/@gemeente/1"))
    assert [hit.item.text for hit in ours.hits] == ["De brug is dicht vanwege storing."]
    for number in (2, 4, 5):
        for address in (f"https://{HOST}/@iemand/{number}", f"https://{HOST}/statuses/{number}"):
            assert find_items(place, Question(words=address)).total == 0


def test_days_tell_posts_replies_and_what_saw_them(place: Workplace) -> None:
    told = account_activity(place, "gemeente", until=moment(4))
    assert [(day.posts, day.replies) for day in told.days] == [(1, 1), (1, 1), (0, 1), (0, 0)]
    assert [day.coverage[0].held for day in told.days] == [2, 2, 1, 0]
    assert told.days[0].coverage[0].cover is Cover.HELD
    assert told.echo.replies == told.replies == 3


def test_a_later_version_takes_the_place_of_the_earlier_one(place: Workplace) -> None:
    """Of a reply too, written by another process while the catalogue is there."""
    assert find_items(place, Question(words="brug")).total == 2
    write(place, 2, ((5, 3, BEN, "Weer die sluis.", 1),), version=2)
    assert find_items(place, Question(words="sluis")).total == 1
    (hit,) = find_items(place, Question(words="weer brug")).hits
    assert (hit.item.text, hit.state) == ("Weer die sluis.", "edited")
    assert [snippet.version for snippet in hit.snippets] == [2, 1]
    page = search_page(place, Question())
    assert page.hits.total == page.echo.posts + page.echo.replies == 5
    assert account_activity(place, ME.url).edits == 1
    before = [show_item(place, one.id) for one in page.hits.items]
    Archive(place.layout.root.parent).good("catalogue", "rebuild")
    after = search_page(place, Question())
    assert after == page
    assert [show_item(place, one.id) for one in after.hits.items] == before
