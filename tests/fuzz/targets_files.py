"""Files of our own, and files that people hand in: archives, proofs, tables, pages."""

import io
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from datetime import date
from functools import cache, partial
from importlib.resources import files
from pathlib import Path

import orjson
import pyrage
import sound
from oracle import SOMEBODY, Target
from targets_exports import BENCHES, account_of

from weerklank import bootstrap
from weerklank.appraise.format_table import read_format_table
from weerklank.appraise.read_list import UnreadableList, read_list
from weerklank.appraise.rights_file import read_rights_file
from weerklank.completeness.read_yardstick import UnreadableYardstick, read_yardstick
from weerklank.connectors.bluesky.did_document import read_document
from weerklank.connectors.linkedin.article import read_article
from weerklank.harvest.browser.profile_state import NoState, read_state
from weerklank.harvest.browser.steps import read_steps
from weerklank.harvest.csv_rows import CsvRows
from weerklank.harvest.exchange import Exchange, NoAnswer
from weerklank.harvest.port import Unreadable
from weerklank.harvest.workbook import is_new_workbook, is_old_workbook, sheets_of
from weerklank.harvest.zip_listing import members_of
from weerklank.integrity import weerklank_verify
from weerklank.integrity.checkpoint import BadCheckpoint, parse
from weerklank.minimise import html_text
from weerklank.minimise.names import ThreadNames
from weerklank.minimise.page_map import read_map
from weerklank.minimise.page_styles import read_sheet
from weerklank.model.item_address import item_address
from weerklank.model.person_address import addresses_within, handles_within, person_of
from weerklank.model.question import Question
from weerklank.package.reader import read_line
from weerklank.package.wacz_check import check_wacz
from weerklank.package.warc_check import check_warc
from weerklank.register.sheet_reader import read_sheet_sent
from weerklank.services.find.find_items import find_items
from weerklank.services.intake.import_export import import_export
from weerklank.services.measure.set_yardstick import write_yardstick
from weerklank.services.register.exchange_register import preview_sheet, register_bytes
from weerklank.services.transfer.check_sip import check_mdto
from weerklank.services.vault.identity import identity_of
from weerklank.services.verify.prove_item import prove_item
from weerklank.services.verify.verify_archive import verify_archive
from weerklank.services.workplace import Silent, Workplace
from weerklank.store.events import read_event
from weerklank.store.members import pack, unpack
from weerklank.testing.export_conformance import ExportScene
from weerklank.transfer.mdto_xml import read_mdto
from weerklank.transfer.read_pakbon import pakbon_findings
from weerklank.transfer.receipt import read_receipt

sys.path += [
    str(Path(__file__).parents[1] / "integration"),
    str(Path(__file__).parents[1] / "unit/transfer"),
]

from one_page import PNG, RESOURCES, SIGNER, Parts, kept, packed, write
from test_hostile_delivery import FILE, OBJECT

from weerklank.model.page import Rendered
from weerklank.transfer.mdto import Mdto
from weerklank.transfer.mdto_xml import mdto_pieces

_LARGEST = 1 << 20


@cache
def filled() -> Path:
    """Give a folder with an archive that holds posts, pictures and originals."""
    bench = BENCHES["mastodon"]
    folder = Path(tempfile.mkdtemp(prefix="fuzz-filled-"))
    workplace = account_of(bench.url, bench.connector.manifest.platform).copied(folder)
    export = folder / bench.file_name
    bench.write(export, ExportScene(posts=4, pictures=1, person=SOMEBODY))
    import_export(workplace, [bench.connector], export)
    export.unlink()
    return folder / "own"


def workplace_in(folder: Path) -> Workplace:
    """Open an archive and its keys."""
    return bootstrap.workplace(str(folder / "archive"), str(folder / "keys"), Silent(), None)


@cache
def _files_of_archive() -> tuple[bytes, ...]:
    root = filled()
    return tuple(
        str(path.relative_to(root)).encode() + b"\n" + path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
        and path.stat().st_size < _LARGEST
        and ".sqlite" not in path.name
        and "catalogue" not in path.parts
    )


def _look_at_archive(data: bytes, folder: Path) -> None:
    """Verify, by both programs, and search an archive of which one file is another."""
    name, _, content = data.partition(b"\n")
    known = {one.partition(b"\n")[0] for one in _files_of_archive()}
    if name not in known:
        return
    own = folder / "own"
    shutil.copytree(filled(), own, symlinks=True, copy_function=shutil.copy)
    (own / name.decode()).write_bytes(content)
    with redirect_stdout(io.StringIO()):
        weerklank_verify.main([str(own / "archive"), "--deep", "--json"])
    workplace = workplace_in(own)
    verify_archive(workplace, (), deep=True)
    find_items(workplace, Question(words="bericht"))


@cache
def _proofs() -> tuple[bytes, ...]:
    workplace = workplace_in(filled())
    found = find_items(workplace, Question()).items
    return (orjson.dumps(prove_item(workplace, str(found[0].id))),)


def _verify_proof(data: bytes, folder: Path) -> None:
    path = folder / "bewijs.json"
    path.write_bytes(data)
    with redirect_stdout(io.StringIO()):
        weerklank_verify.main([str(path), "--json", "--show"])


def _named(*ends: str) -> tuple[bytes, ...]:
    """Give the content of files of an archive, by how their names end."""
    parts = (one.partition(b"\n") for one in _files_of_archive())
    found = tuple(content for name, _, content in parts if name.decode().endswith(ends))
    assert found, ends
    return found


def _records() -> tuple[bytes, ...]:
    return tuple(line for one in _named("records.jsonl.gz") for line in unpack(one, Path("x"))[:3])


def _members(data: bytes, folder: Path) -> None:
    for line in unpack(data, folder / "x"):
        read_line(line)


@cache
def _sheets() -> tuple[bytes, ...]:
    workplace = workplace_in(filled())
    return tuple(register_bytes(workplace, style, "nl") for style in (".csv", ".xlsx", ".json"))


def _sheet(data: bytes, folder: Path) -> None:
    preview_sheet(workplace_in(filled()), read_sheet_sent(data))


@cache
def _page() -> tuple[bytes, ...]:
    few = [kept(*RESOURCES[0]), kept(*RESOURCES[3])]
    return (
        write(resources=few, pictures=Rendered(page_png=PNG, post_png=PNG, pdf=b"%PDF-1.7"))[0],
    )


@cache
def _warc() -> tuple[bytes, ...]:
    return (packed(Parts.of(_page()[0]).records),)


def _zips() -> tuple[bytes, ...]:
    return (_workbooks()[0], _page()[0])


@cache
def _events() -> tuple[bytes, ...]:
    root = filled() / "archive"
    return tuple(
        path.read_bytes()
        for book in ("register", "decisions", "events", "runs")
        for path in sorted((root / book).rglob("*.json"))
    )


@cache
def _checkpoints() -> tuple[bytes, ...]:
    return tuple(
        path.read_bytes() for path in (filled() / "archive/log/checkpoints").glob("*.txt")
    )


@cache
def _yardstick() -> tuple[bytes, ...]:
    with tempfile.TemporaryDirectory() as folder:
        write_yardstick(workplace_in(filled()), Path(folder, "maatlat.toml"))
        return (Path(folder, "maatlat.toml").read_bytes(),)


def _mdto() -> tuple[bytes, ...]:
    return tuple(b"".join(mdto_pieces(Mdto(one))) for one in (OBJECT, FILE))


def _delivery(data: bytes, folder: Path) -> None:
    (folder / "sip").mkdir()
    (folder / "sip/o1").mkdir()
    (folder / "sip/o1/o1.mdto.xml").write_bytes(data)
    check_mdto(folder / "sip", Silent())


def _workbooks() -> tuple[bytes, ...]:
    import openpyxl

    from weerklank.testing.old_workbook import old_workbook

    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Datum", "Weergaven", "Titel"])
    book.active.append([date(2026, 1, 1), 3, "=1+1"])
    book.save(out)
    return (out.getvalue(), old_workbook({"A": [["Datum", "Weergaven"], ["01/02/2026", 3]]}))


def _workbook(data: bytes, folder: Path) -> None:
    path = folder / "x.xlsx"
    path.write_bytes(data)
    is_new_workbook(path), is_old_workbook(path)
    for _, rows in sheets_of(path):
        list(rows)


def _zip_list(data: bytes, folder: Path) -> None:
    path = folder / "x.zip"
    path.write_bytes(data)
    list(members_of(path))


def _html(data: bytes, folder: Path) -> None:
    text = data.decode("utf-8", "replace")
    html_text.plain(text)
    html_text.rewrite(text, resolve=lambda _: None, names=ThreadNames([]))


def _address(data: bytes, folder: Path) -> None:
    text = data.decode("utf-8", "replace")
    for one in text.split("\n")[:50]:
        item_address(one), person_of(one), addresses_within(one), list(handles_within(one))


def _shipped(*names: str) -> tuple[bytes, ...]:
    return tuple(files("weerklank").joinpath(one).read_bytes() for one in names)


def _given(*content: bytes) -> Callable[[], tuple[bytes, ...]]:
    return lambda: content


def _reader(read: Callable[[bytes], object]) -> Callable[[bytes, Path], object]:
    def reads(data: bytes, folder: Path) -> object:
        found = read(data)
        return list(found) if isinstance(found, Iterator) else found

    return reads


def _exchange_of(data: bytes) -> object:
    from datetime import UTC, datetime

    exchange = Exchange(
        at=datetime(2026, 1, 1, tzinfo=UTC),
        status=200,
        headers=((b"content-encoding", b"gzip"),),
        body=data,
    )
    return exchange.content(1 << 20)


def _gzipped() -> tuple[bytes, ...]:
    import gzip

    return (gzip.compress(b'{"a": 1}' * 200), gzip.compress(bytes(1 << 20)))


TARGETS: tuple[Target, ...] = (
    Target("own-archive", _files_of_archive, _look_at_archive, starts=True, is_one=True, few=12),
    Target("own-proof", _proofs, _verify_proof, (SystemExit,), starts=True),
    Target("own-event", _events, _reader(read_event), (KeyError, TypeError, ValueError)),
    Target("own-members", lambda: (pack(_records()),), _members, (ValueError,)),
    Target("own-record", _records, _reader(read_line), (ValueError,)),
    Target(
        "own-checkpoint",
        _checkpoints,
        _reader(lambda d: parse(d.decode("utf-8", "replace"))),
        (BadCheckpoint,),
    ),
    Target(
        "own-page-map",
        lambda: _shipped("connectors/mastodon/page_map.toml"),
        _reader(read_map),
        (ValueError,),
    ),
    Target(
        "own-page-steps",
        lambda: _shipped("connectors/mastodon/page_steps.toml"),
        _reader(read_steps),
        (ValueError,),
    ),
    Target("file-register", _sheets, _sheet),
    Target(
        "file-selection-list",
        _given(sound.LIST, sound.LIST_JSON),
        _reader(partial(read_list, "x")),
        (UnreadableList,),
    ),
    Target("file-rights", _given(sound.RIGHTS), _reader(read_rights_file), (UnreadableList,)),
    Target(
        "file-formats",
        lambda: _shipped("appraise/voorkeursformaten.csv"),
        _reader(read_format_table),
        (UnreadableList,),
    ),
    Target(
        "file-yardstick",
        _yardstick,
        _reader(lambda d: read_yardstick(d, 1, date(2026, 1, 1))),
        (UnreadableYardstick,),
    ),
    Target(
        "file-receipt",
        _given(sound.RECEIPT, sound.RECEIPT_XML),
        _reader(lambda d: read_receipt(d, "x")),
    ),
    Target("file-mdto", _mdto, _reader(lambda d: read_mdto(d, "x"))),
    Target("file-delivery", _mdto, _delivery),
    Target(
        "file-pakbon",
        _given(sound.PAKBON),
        _reader(lambda d: pakbon_findings([d], (1, 2, 3), None)),
    ),
    Target(
        "file-browser-state",
        _given(sound.STATE),
        _reader(lambda d: read_state(d, "https://social.example/@a")),
        (NoState,),
    ),
    Target(
        "file-identity",
        lambda: (f"# sleutel\n{pyrage.x25519.Identity.generate()}\n".encode(),),
        _reader(lambda d: identity_of(d, "x")),
    ),
    Target("file-workbook", _workbooks, _workbook, (Unreadable,)),
    Target(
        "file-zip-list",
        _zips,
        _zip_list,
        (OSError, ValueError, zipfile.BadZipFile, NotImplementedError),
    ),
    Target(
        "file-table",
        _given(sound.LIST, sound.RIGHTS),
        _reader(lambda d: iter(CsvRows(io.BytesIO(d)))),
        (Unreadable,),
    ),
    Target("page-wacz", _page, _reader(lambda d: check_wacz(io.BytesIO(d), (SIGNER.public_key,)))),
    Target("page-warc", _warc, _reader(lambda d: check_warc(io.BytesIO(d), 0, len(d), "x"))),
    Target(
        "page-article",
        _given(sound.ARTICLE),
        _reader(lambda d: read_article(d.decode("utf-8", "replace"))),
    ),
    Target(
        "page-style",
        _given(sound.CSS),
        _reader(lambda d: read_sheet(d.decode("utf-8", "replace"), sound.STYLED)),
    ),
    Target("text-html", _given(sound.HTML_SEED), _html),
    Target("text-address", _given(sound.ADDRESSES), _address),
    Target("answer-did", _given(sound.DID), _reader(lambda d: read_document(d, "did:plc:a"))),
    Target("answer-gzip", _gzipped, _reader(_exchange_of), (NoAnswer,)),
)
