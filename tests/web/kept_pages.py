"""Pages made by hand, written into an archive of a test as a harvest by a browser writes them."""

import io
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from own_archive import OURS, OwnArchive, posted

from weerklank import bootstrap
from weerklank.catalogue.catalogue import Catalogue
from weerklank.harvest.intake import spool_name
from weerklank.harvest.media_shelf import MediaShelf
from weerklank.harvest.port import Connector
from weerklank.minimise.blind_index import BlindIndex
from weerklank.minimise.item_keys import ItemKeys
from weerklank.minimise.minimiser import Minimiser
from weerklank.model.account import Account
from weerklank.model.ids import ItemKey
from weerklank.model.item_address import item_address
from weerklank.model.mint import mint
from weerklank.model.page import ChosenPage, KeptResource, PageFacts, PageRole
from weerklank.model.question import Question
from weerklank.model.run import RunReport, Technique
from weerklank.package.wacz_signing import WaczSigner
from weerklank.package.wacz_writer import write_wacz
from weerklank.services.catalogue.open_catalogue import open_catalogue
from weerklank.services.find.find_items import find_items
from weerklank.services.intake.account_run import AccountRun
from weerklank.services.intake.linked_record import LinkedRecorder, TakenLinked, linked_page
from weerklank.services.intake.page_record import PageRecorder, TakenPage
from weerklank.services.intake.recorder import Recorder
from weerklank.services.replay.read_pages import KeptPage, pages_of
from weerklank.services.runs.next_fence import next_fence
from weerklank.services.workplace import Silent, Workplace
from weerklank.store.lock import locked
from weerklank.testing.png import encode_png

POST = posted("2026-03-02T09:00:00", "De kastanje op het plein wordt gekapt.")
OTHER = posted("2026-03-03T09:00:00", "De kastanje blijft staan.")
ADDRESS = f"https://{OURS.host}/@{OURS.name}/{POST.number}"
OTHER_ADDRESS = f"https://{OURS.host}/@{OURS.name}/{OTHER.number}"
#: Of what a page shows.
PICTURE, STYLE = f"https://{OURS.host}/kastanje.png", f"https://{OURS.host}/stijl.css"
AT, LATER = "2026-03-04T10:00:00Z", "2026-03-05T17:03:00Z"
FACTS = PageFacts(map=3, grey=2, replies=3, missing=1, replaced=4, stopped="time")
PDF = b"%PDF-1.4\n%%EOF\n"
_TYPES = {
    PageRole.REPLAY: "application/wacz",
    PageRole.PAGE: "image/png",
    PageRole.POST: "image/png",
    PageRole.PRINT: "application/pdf",
    PageRole.TEXT: "text/plain",
}


def picture(color: int, width: int = 24, height: int = 16) -> bytes:
    return encode_png(width, height, [(color, 90, 60)], [bytes(width)] * height)


def resource(
    address: str, content: bytes, kind: str, *, at: str = AT, status: int = 200, **headers: str
) -> KeptResource:
    return KeptResource(
        address=address,
        status=status,
        headers=(("Content-Type", kind), *headers.items()),
        protocol="h2",
        at=at,
        length=len(content),
        read=lambda: iter((content,)),
    )


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page as a test wants it."""

    body: str = (
        f'<h1 class="post">De kastanje op het plein wordt gekapt.</h1><p><img src="{PICTURE}" '
        'alt="De kastanje">'
    )
    head: str = f'<link rel="stylesheet" href="{STYLE}">'
    address: str = ADDRESS
    at: str = AT
    text: str = "De kastanje op het plein wordt gekapt."
    shows: tuple[str, ...] = ()
    facts: PageFacts = FACTS
    resources: tuple[KeptResource, ...] = (
        resource(PICTURE, picture(200), "image/png"),
        resource(STYLE, b".post{color:rgb(1,2,3)}", "text/css"),
    )
    #: In place of the container that the writer would make.
    container: bytes | None = None
    roles: tuple[PageRole, ...] = tuple(_TYPES)

    def chosen(self) -> ChosenPage:
        html = f"<!doctype html><html><head>{self.head}</head><body>{self.body}</body></html>"
        told: dict[str, Any] = {
            "address": self.address,
            "at": self.at,
            "title": None,
            "html": html.encode(),
            "text": self.text,
            "resources": tuple(one.address for one in self.resources),
            "shows": self.shows,
            "post_box": (0, 0, 600, 400),
            "facts": self.facts,
        }
        return ChosenPage(**told)


def key_of(workplace: Workplace, address: str) -> str:
    """Give the key of an item of the account by its address."""
    (account,) = workplace.register().accounts.values()
    return ItemKeys(workplace.keys.ids).key(account.platform, item_address(address))


@dataclass(frozen=True)
class Run:
    """A run at work that writes pages."""

    workplace: Workplace
    account: Account
    recorder: Recorder
    report: RunReport
    catalogue: Catalogue
    folder: Path


@contextmanager
def running(made: OwnArchive) -> Iterator[Run]:
    """Hold a run in which pages are written; it is sealed at the end."""
    workplace = bootstrap.workplace(str(made.folder), str(made.keys), Silent(), None)
    register = workplace.register()
    (account,) = register.accounts.values()
    with locked(workplace.layout.lock(f"account-{account.id}"), account.id), ExitStack() as open_:
        nothing = cast("Connector", None)
        run = AccountRun(workplace, nothing, register, account, Technique.BROWSER, [])
        run.begin((), as_registered=True)
        blind = BlindIndex(workplace.layout.blind, workplace.keys, workplace.organisation.origin)
        open_.callback(blind.close)
        catalogue = open_catalogue(workplace)
        open_.callback(catalogue.close)
        folder = workplace.layout.spool / spool_name(account.id)
        shelf = MediaShelf(folder / "media")
        open_.callback(shelf.close)
        recorder = Recorder(
            workplace,
            account,
            run.report,
            fence=next_fence(workplace, account.id),
            minimiser=cast("Minimiser", None),  # no item comes in
            blind=blind,
            catalogue=catalogue,
            shelf=shelf,
        )
        open_.callback(recorder.abandon)
        yield Run(workplace, account, recorder, run.report, catalogue, folder)
        recorder.seal()
        run.end()


def keep(made: OwnArchive, *pages: Page) -> None:
    """Write pages in a run of their own; each is of the post at its address."""
    with running(made) as run:
        policy, ways = run.workplace.policy(), (run.report, run.catalogue)
        taker = PageRecorder(run.recorder, run.workplace, run.account, policy, *ways)
        for number, page in enumerate(pages):
            files = _files(run.workplace, page, run.folder / f"pages-{number}")
            native = item_address(page.address)
            taker.add_page(TakenPage(chosen=page.chosen(), files=files, native_id=native))


def keep_linked(made: OwnArchive, page: Page, name: str, content: bytes) -> None:
    """Write a page and a file of an own site to which the post leads."""
    with running(made) as run:
        keys, policy = ItemKeys(run.workplace.keys.ids), run.workplace.policy()
        ways = run.report, keys, run.catalogue
        taker = LinkedRecorder(run.recorder, run.account, policy, *ways)
        post = run.recorder.newest(ItemKey(key_of(run.workplace, ADDRESS)))
        assert post is not None
        files = _files(run.workplace, page, run.folder / "linked")
        taker.add(linked_page(post, mint(page.address), page.chosen(), files))
        path = run.folder / "file"
        path.write_bytes(content)
        file = TakenLinked(
            post=post,
            url=mint(f"{page.address}/{name}"),
            title=mint(name),
            where=f"{page.address}/{name}",
            at=page.at,
            content="een",
            page=None,
            files=((PageRole.ATTACHMENT, path, "application/pdf", "pdf"),),
        )
        assert taker.add(file) is True
        assert taker.add(file) is False


def _files(
    workplace: Workplace, page: Page, folder: Path
) -> tuple[tuple[PageRole, Path, str], ...]:
    folder.mkdir(parents=True, exist_ok=True)
    contents = {
        PageRole.REPLAY: page.container or container(workplace, page),
        PageRole.PAGE: picture(40, 60, 90),
        PageRole.POST: picture(80),
        PageRole.PRINT: PDF,
        PageRole.TEXT: page.text.encode(),
    }
    for role in page.roles:
        (folder / str(role)).write_bytes(contents[role])
    return tuple((role, folder / str(role), _TYPES[role]) for role in page.roles)


def container(workplace: Workplace, page: Page) -> bytes:
    """Write the container of a page as the product does."""
    made = io.BytesIO()
    signer = WaczSigner(workplace.keys.page_signer)
    write_wacz(made, page.chosen(), page.resources, None, signer)
    return made.getvalue()


def archive_of(root: Path, pages: Sequence[Page] = (Page(),)) -> OwnArchive:
    """Make an archive of two posts, with pages of them."""
    made = OwnArchive(root).make([POST, OTHER])
    keep(made, *pages)
    return made


def page_of(workplace: Workplace, address: str = ADDRESS) -> KeptPage:
    """Give the newest page of the post at an address."""
    return pages_of(workplace, name_of(workplace, address)).pages[0]


def name_of(workplace: Workplace, address: str = ADDRESS) -> str:
    """Give the permanent address of the post at an address."""
    return next(
        hit.item.id
        for hit in find_items(workplace, Question(words="kastanje")).hits
        if hit.item.url == address
    )
