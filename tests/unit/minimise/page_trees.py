"""Pages as a browser would have seen them, made by hand after Mastodon's own."""

from pathlib import Path

import weerklank.connectors.mastodon
from weerklank.minimise.blind_index import BlindIndex
from weerklank.minimise.blind_tables import lay_tables
from weerklank.minimise.item_keys import ItemKeys
from weerklank.minimise.page_map import read_map
from weerklank.minimise.page_shown import PageShows
from weerklank.minimise.who import Whois
from weerklank.model.item import ArchivalItem, Author, AuthorRole, ItemKind
from weerklank.model.item_address import item_address
from weerklank.model.mint import mint
from weerklank.model.platform import Platform
from weerklank.model.raw import RawPerson
from weerklank.model.raw_page import SeenElement, SeenPage, SeenResource, SeenSheet
from weerklank.model.symbols import decode
from weerklank.store.keys import KeyFolder

HOST = "https://social.dam.example"
ACCOUNT = f"{HOST}/@dam"
POST = f"{ACCOUNT}/1"
OURS = RawPerson(
    platform=Platform.MASTODON,
    user_id=f"{HOST}/users/dam",
    handle="dam@social.dam.example",
    addresses=(f"{HOST}/users/dam", ACCOUNT),
)
JAN = RawPerson(
    platform=Platform.MASTODON,
    user_id="https://elders.example/users/wietskezandstra",
    handle="wietskezandstra@elders.example",
    addresses=("https://elders.example/users/wietskezandstra",),
    display_name="Wietske Zandstra",
)
#: A reply of hers, as her own server names it and as the page does.
REPLY = "https://elders.example/users/wietskezandstra/statuses/77"
REPLY_HERE = f"{HOST}/@wietskezandstra@elders.example/5"
SHEET = """
.status{color:#111;border:1px solid var(--lijn)} .status__content__text p{margin:4px}
.detailed-status{padding:4px} .display-name{font-weight:bold} .invisible{display:none}
.media-gallery img{width:100%} .columns{display:flex}
@media (max-width: 600px){.status{padding:1px}}
"""


def mastodon_map():
    folder = Path(weerklank.connectors.mastodon.__file__).parent
    return read_map((folder / "page_map.toml").read_bytes())


def el(tag, *children, box=(0, 0, 100, 20), **attributes):
    names = {"klass": "class"}
    found = {names.get(name, name).replace("_", "-"): value for name, value in attributes.items()}
    return SeenElement(tag=tag, attributes=found, children=children, box=box)


def avatar(address=f"{HOST}/system/avatars/dam.png"):
    return el("div", el("img", src=address, alt="dam"), klass="account__avatar")


def names(name, handle):
    return el(
        "span",
        el("bdi", el("strong", name, klass="display-name__html")),
        " ",
        el("span", handle, klass="display-name__account"),
        klass="display-name",
    )


def status(address, author, name, *content, extra=(), klass="status status-public"):
    return el(
        "div",
        el(
            "div",
            el(
                "a",
                el("time", "2 nov", datetime="2026-11-02T10:00:00.000Z", title=name),
                klass="status__relative-time",
                href=address,
            ),
            el(
                "a",
                el("div", avatar(), klass="status__avatar"),
                names(name, "@" + author.rpartition("@")[2]),
                klass="status__display-name",
                href=author,
                title=name,
            ),
            klass="status__info",
        ),
        el(
            "div",
            el("div", *content, klass="status__content__text", lang="nl"),
            klass="status__content",
        ),
        *extra,
        el("div", el("button", "3", title="Antwoorden"), klass="status__action-bar"),
        klass=klass,
    )


def detailed(*content, extra=(), address=POST, author="/@dam"):
    return el(
        "div",
        el(
            "a",
            el("div", avatar(), klass="detailed-status__display-avatar"),
            names("Gemeente Dam", "@dam@social.dam.example"),
            klass="detailed-status__display-name",
            href=author,
        ),
        el(
            "div",
            el("div", *content, klass="status__content__text", lang="nl"),
            klass="status__content",
        ),
        *extra,
        el(
            "div",
            el(
                "a",
                el("time", "2 november 2026", datetime="2026-11-02T10:00:00.000Z"),
                klass="detailed-status__datetime",
                href=address,
            ),
            " · ",
            el("span", "3 boosts", klass="detailed-status__reblogs"),
            klass="detailed-status__meta",
        ),
        klass="detailed-status",
        box=(10, 20, 600, 300),
    )


def page(*children, address=POST, sheets=(SHEET,), **root):
    body = el("body", el("div", *children, klass="columns", id="mastodon"), box=(0, 0, 900, 2000))
    head = el("head", el("title", "Wietske Zandstra op sociaal"), box=None)
    return SeenPage(
        address=address,
        at="2026-11-27T10:00:00Z",
        title="Wietske Zandstra op sociaal",
        size=(900, 2000),
        root=SeenElement(
            tag="html", attributes={"lang": "nl", **root}, children=(head, body), box=(0, 0, 9, 9)
        ),
        sheets=tuple(
            SeenSheet(address=f"{HOST}/packs/s{n}.css", text=t) for n, t in enumerate(sheets)
        ),
    )


def resource(address, kind="image/png", **more):
    given = {
        "address": address,
        "method": "GET",
        "status": 200,
        "content_type": kind,
        "headers": (),
        "protocol": "h2",
        "at": "2026-11-27T10:00:00Z",
        "length": 10,
        "body": "b1",
        "is_whole": True,
    }
    return {address: SeenResource(**given | more)}


class Bodies:
    def __init__(self, content=b""):
        self.content = content

    def read(self, name):
        yield self.content


def item(key, *, role=AuthorRole.OWN, kind=ItemKind.POST, text="", thread=None, shown=None):
    return ArchivalItem(
        account="a0001",
        author=Author(
            role=role,
            handle=mint("dam@social.dam.example") if role is AuthorRole.OWN else None,
            shown=shown,
        ),
        captured_at="2026-11-27T10:00:00Z",
        created_at="2026-11-02T10:00:00Z",
        id=f"dam-2026-11-02-{key[:5]}",
        key=key,
        kind=kind,
        platform="mastodon",
        policy=1,
        run="r",
        scenario="B",
        technique="api",
        text=mint(text),
        thread=thread,
    )


class World:
    """An archive with one thread: a post of ours, and a reply of somebody else."""

    def __init__(self, folder: Path) -> None:
        keys = KeyFolder.create(folder / "keys", folder / "archive")
        lay_tables(folder / "blind")
        self.blind = BlindIndex(folder / "blind", keys, "proef")
        self.keys = ItemKeys(keys.ids)
        self.who = Whois(OURS, frozenset(), self.blind)
        self.held = {}
        self.post = self.hold(POST, text="Dag")
        self.jan = self.join(JAN)
        self.reply = self.hold(
            REPLY,
            role=AuthorRole.CITIZEN,
            kind=ItemKind.REPLY,
            text="Wat een plan\n\nGroet",
            thread=self.post.key,
            shown=str(self.jan),
        )
        self.shown = PageShows(
            self.who,
            self.keys,
            self.blind,
            self.held.get,
            {item_address(REPLY_HERE): item_address(REPLY)},
        )

    def hold(self, address, **more):
        key = self.keys.key(Platform.MASTODON, item_address(address))
        self.held[key] = item(key, **more)
        return self.held[key]

    def join(self, person, thread=None):
        pseudonym = self.blind.pseudonym(person)
        self.blind.join(decode(thread or self.post.key), decode(pseudonym.tag))
        return pseudonym
