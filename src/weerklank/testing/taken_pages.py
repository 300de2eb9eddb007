"""Pages made by hand, written into an archive as a harvest by a browser writes them.

No browser is asked: their document is one paragraph, and stands alone in their WACZ.
"""

import io
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import cast

from weerklank.harvest.intake import spool_name
from weerklank.harvest.media_shelf import MediaShelf
from weerklank.harvest.port import Connector
from weerklank.minimise.minimiser import Minimiser
from weerklank.model.account import Account
from weerklank.model.page import ChosenPage, PageFacts, PageRole
from weerklank.model.run import RunReport, Technique
from weerklank.package.wacz_signing import SignsWacz
from weerklank.package.wacz_writer import write_wacz
from weerklank.services.catalogue.open_catalogue import open_catalogue
from weerklank.services.intake.account_run import AccountRun
from weerklank.services.intake.page_record import PageRecorder, TakenPage
from weerklank.services.intake.recorder import Recorder
from weerklank.services.runs.next_fence import next_fence
from weerklank.services.seal.open_blind import open_blind
from weerklank.services.seal.page_key import page_signer
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked
from weerklank.testing.png import encode_png

PDF = b"%PDF-1.4\n%%EOF\n"
_TYPES = {
    PageRole.REPLAY: "application/wacz",
    PageRole.PAGE: "image/png",
    PageRole.POST: "image/png",
    PageRole.PRINT: "application/pdf",
    PageRole.TEXT: "text/plain",
}
PageFiles = tuple[tuple[PageRole, Path, str], ...]


def page_by_hand(
    address: str, text: str, shows: Sequence[str] = (), *, at: str = "2026-11-20T10:00:00Z"
) -> ChosenPage:
    """Make a page at an address that says a text, with some items on it, by their keys."""
    return ChosenPage(
        address=address,
        at=at,
        title=None,
        html=f"<!doctype html><p>{text}</p>".encode(),
        text=text,
        resources=(),
        shows=tuple(shows),
        post_box=(0, 0, 600, 400),
        facts=PageFacts(map=3, grey=2, replies=1, stopped="calm"),
    )


def page_files(page: ChosenPage, folder: Path, signer: SignsWacz) -> PageFiles:
    """Write the files of a page into a working folder."""
    folder.mkdir(parents=True, exist_ok=True)
    made = io.BytesIO()
    write_wacz(made, page, (), None, signer)
    contents = {
        PageRole.REPLAY: made.getvalue(),
        PageRole.PAGE: _picture(40),
        PageRole.POST: _picture(80),
        PageRole.PRINT: PDF,
        PageRole.TEXT: page.text.encode(),
    }
    for role, content in contents.items():
        (folder / str(role)).write_bytes(content)
    return tuple((role, folder / str(role), _TYPES[role]) for role in contents)


def _picture(color: int) -> bytes:
    return encode_png(8, 8, [(color, 20, 30)], [bytes(8)] * 8)


def take_pages_by_hand(
    workplace: Workplace, account: Account, pages: Sequence[tuple[str, ChosenPage]]
) -> RunReport:
    """Write pages in a run of their own, each with the native id of what it is of."""
    with (
        locked(workplace.layout.lock(f"account-{account.id}"), account.id),
        ExitStack() as working,
    ):
        nothing = cast("Connector", None)  # a run asks it only for what it can never give
        run = AccountRun(workplace, nothing, workplace.register(), account, Technique.BROWSER, [])
        run.begin((), as_registered=True)
        recorder, taker = _recorder(workplace, account, run.report, working)
        folder = workplace.layout.spool / spool_name(account.id)
        for number, (native, page) in enumerate(pages):
            files = page_files(page, folder / f"pages-{number}", page_signer(workplace))
            taker.add_page(TakenPage(chosen=page, files=files, native_id=native))
        recorder.seal()
        run.end()
    return run.report


def _recorder(
    workplace: Workplace, account: Account, report: RunReport, working: ExitStack
) -> tuple[Recorder, PageRecorder]:
    policy = workplace.policy()
    blind = open_blind(workplace)
    working.callback(blind.close)
    catalogue = open_catalogue(workplace)
    working.callback(catalogue.close)
    shelf = MediaShelf(workplace.layout.spool / spool_name(account.id) / "media")
    working.callback(shelf.close)
    recorder = Recorder(
        workplace,
        account,
        report,
        fence=next_fence(workplace, account.id),
        minimiser=cast("Minimiser", None),  # it minimises items, and none comes in
        blind=blind,
        catalogue=catalogue,
        shelf=shelf,
    )
    working.callback(recorder.abandon)
    return recorder, PageRecorder(recorder, workplace, account, policy, report, catalogue)
