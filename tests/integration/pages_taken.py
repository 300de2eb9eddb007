"""Pages made by hand, written into a small archive as a harvest by a browser writes them."""

import gzip
import io
import zipfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any, cast

from small_archive import Small

from weerklank.harvest.intake import spool_name
from weerklank.harvest.media_shelf import MediaShelf
from weerklank.harvest.port import Connector
from weerklank.minimise.blind_index import BlindIndex
from weerklank.minimise.item_keys import ItemKeys
from weerklank.minimise.minimiser import Minimiser
from weerklank.model.item import ArchivalItem
from weerklank.model.item_address import item_address
from weerklank.model.page import ChosenPage, PageFacts, PageRole
from weerklank.model.run import RunReport, Technique
from weerklank.package.names import packages
from weerklank.package.reader import read_items
from weerklank.services.catalogue.open_catalogue import open_catalogue
from weerklank.services.intake.account_run import AccountRun
from weerklank.services.intake.page_record import PageRecorder, TakenPage
from weerklank.services.intake.recorder import Recorder
from weerklank.services.runs.next_fence import next_fence
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked
from weerklank.testing.png import encode_png

PDF = b"%PDF-1.4\n%%EOF\n"
TYPES = {
    PageRole.REPLAY: "application/wacz",
    PageRole.PAGE: "image/png",
    PageRole.POST: "image/png",
    PageRole.PRINT: "application/pdf",
    PageRole.TEXT: "text/plain",
}


def held(small: Small) -> dict[str, ArchivalItem]:
    """Every item by its address on the platform, in its newest version; no pages."""
    found: dict[str, ArchivalItem] = {}
    for package in packages(small.layout):
        for _, items in read_items(package):
            for item in items:
                if item.kind != "page" and item.version >= getattr(
                    found.get(str(item.url)), "version", 0
                ):
                    found[str(item.url)] = item
    return found


def pages(small: Small) -> list[ArchivalItem]:
    """Every page, oldest first."""
    found = (i for p in packages(small.layout) for _, items in read_items(p) for i in items)
    return sorted((one for one in found if one.kind == "page"), key=lambda one: one.created_at)


def chosen(
    address: str,
    text: str,
    shows: tuple[str, ...] = (),
    *,
    at: str = "2026-11-20T10:00:00Z",
    **more: Any,
) -> ChosenPage:
    """Make a page by hand."""
    told: dict[str, Any] = {
        "address": address,
        "at": at,
        "title": None,
        "html": f"<!doctype html><p>{text}</p>".encode(),
        "text": text,
        "resources": ("https://social.grootdam.example/stijl.css",),
        "shows": shows,
        "post_box": (0, 0, 600, 400),
        "facts": PageFacts(map=3, grey=2, replies=1, stopped="calm"),
    }
    return ChosenPage(**(told | more))


def wacz(page: ChosenPage) -> bytes:
    """Write what stands in for a WACZ: a ZIP of stored members, of which one is gzip members."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        package = '{"profile":"data-package","resources":[],"wacz_version":"1.1.1"}'
        archive.writestr("datapackage.json", package)
        warc = gzip.compress(b"WARC/1.1\r\n\r\n") + gzip.compress(b"WARC/1.1\r\n" + page.html)
        archive.writestr("archive/data.warc.gz", warc)
        archive.writestr("pages/pages.jsonl", f'{{"url":"{page.address}"}}\n')
    return made.getvalue()


def _picture(color: int) -> bytes:
    return encode_png(8, 8, [(color, 20, 30)], [bytes(8)] * 8)


def files_of(page: ChosenPage, folder: Path) -> tuple[tuple[PageRole, Path, str], ...]:
    """Write the files of a page into a working folder."""
    folder.mkdir(parents=True, exist_ok=True)
    contents = {
        PageRole.REPLAY: wacz(page),
        PageRole.PAGE: _picture(40),
        PageRole.POST: _picture(80),
        PageRole.PRINT: PDF,
        PageRole.TEXT: page.text.encode(),
    }
    for role, content in contents.items():
        (folder / str(role)).write_bytes(content)
    return tuple((role, folder / str(role), TYPES[role]) for role in contents)


def take_pages(
    small: Small, *made: ChosenPage, native: tuple[str, ...] = (), dies: bool = False
) -> RunReport:
    """Write pages in a run of their own; each is of the item at its address, or of `native`.

    With `dies` nothing is sealed and no end is told, as of a process that died.
    """
    workplace = small.workplace()
    register = workplace.register()
    (account,) = register.accounts.values()
    with locked(workplace.layout.lock(f"account-{account.id}"), account.id), ExitStack() as open_:
        nothing = cast("Connector", None)
        run = AccountRun(workplace, nothing, register, account, Technique.BROWSER, [])
        run.begin((), as_registered=True)
        recorder, taker = _recorder(workplace, run.report, open_)
        folder = workplace.layout.spool / spool_name(account.id)
        for number, page in enumerate(made):
            name = native[number] if native else item_address(page.address)
            files = files_of(page, folder / f"pages-{number}")
            taker.add_page(TakenPage(chosen=page, files=files, native_id=name))
        if not dies:
            recorder.seal()
            run.end()
    return run.report


def _recorder(
    workplace: Workplace, report: RunReport, open_: ExitStack
) -> tuple[Recorder, PageRecorder]:
    (account,) = workplace.register().accounts.values()
    policy = workplace.policy()
    blind = BlindIndex(workplace.layout.blind, workplace.keys, workplace.organisation.origin)
    open_.callback(blind.close)
    catalogue = open_catalogue(workplace)
    open_.callback(catalogue.close)
    shelf = MediaShelf(workplace.layout.spool / spool_name(account.id) / "media")
    open_.callback(shelf.close)
    recorder = Recorder(
        workplace,
        account,
        report,
        fence=next_fence(workplace, account.id),
        minimiser=cast("Minimiser", None),  # it minimises items, and none comes in
        blind=blind,
        catalogue=catalogue,
        shelf=shelf,
        seals=policy.seals,
    )
    open_.callback(recorder.abandon)
    return recorder, PageRecorder(recorder, workplace, account, policy, report, catalogue)


def key_of(small: Small, native: str) -> str:
    """Give the key of an item of the account by its native id."""
    workplace = small.workplace()
    (account,) = workplace.register().accounts.values()
    return ItemKeys(workplace.keys.ids).key(account.platform, native)
