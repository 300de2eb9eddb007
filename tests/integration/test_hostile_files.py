"""Files that are made to read others, to grow without end, or to be run by a program of tables."""

import ast
import csv
import gzip
import io
import socket
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

import weerklank
from weerklank.appraise.rights_file import write_rights_file
from weerklank.disclose.inventory import write_csv, write_xlsx
from weerklank.harvest import open_addresses
from weerklank.harvest.exchange import TOO_LARGE, Exchange, NoAnswer
from weerklank.harvest.open_addresses import Closed, OpenAddresses, OpenResolver
from weerklank.harvest.workbook import sheets_of
from weerklank.model.clock import SystemClock
from weerklank.model.errors import BrokenInput
from weerklank.services.transfer.check_sip import check_mdto
from weerklank.services.workplace import Silent
from weerklank.transfer.mdto_xml import read_mdto
from weerklank.transfer.premis_rules import premis_findings
from weerklank.transfer.read_pakbon import pakbon_findings
from weerklank.transfer.receipt import read_receipt

CODE = Path(weerklank.__file__).parent
SECRET = "geheim-van-dit-systeem"


def laughs() -> str:
    """Write entities that are ten to the ninth of one."""
    more = "".join(f"<!ENTITY l{n + 1} '{f'&l{n};' * 10}'>" for n in range(9))
    return f"<!DOCTYPE r [<!ENTITY l0 'ha'>{more}]>"


@contextmanager
def at_most(size: int) -> Iterator[None]:
    """Demand that a block takes no more memory than that."""
    tracemalloc.start()
    try:
        yield
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < size


def attacks(folder: Path) -> dict[str, tuple[str, str]]:
    """Give what stands before a document and within it."""
    own = folder / "geheim.txt"
    own.write_text(SECRET)
    return {
        "a file": (f"<!DOCTYPE r [<!ENTITY x SYSTEM '{own.as_uri()}'>]>", "&x;"),
        "the network": ("<!DOCTYPE r [<!ENTITY x SYSTEM 'http://127.0.0.1:9/x'>]>", "&x;"),
        "a parameter": (f"<!DOCTYPE r [<!ENTITY % x SYSTEM '{own.as_uri()}'> %x;]>", ""),
        "another grammar": (f"<!DOCTYPE r SYSTEM '{own.as_uri()}'>", ""),
        "laughs": (laughs(), "&l9;"),
        "growth": (f"<!DOCTYPE r [<!ENTITY x '{'a' * 100_000}'>]>", "&x;" * 20_000),
    }


def _mdto(document: bytes, folder: Path) -> object:
    with pytest.raises(BrokenInput) as refused:
        read_mdto(document, "x")
    return refused.value.message("nl")


def _receipt(document: bytes, folder: Path) -> object:
    with pytest.raises(BrokenInput) as refused:
        read_receipt(document, "x")
    return refused.value.message("nl")


def _pakbon(document: bytes, folder: Path) -> object:
    found = list(pakbon_findings([document], (0, 0, 0), None))
    assert found
    return found


def _premis(document: bytes, folder: Path) -> object:
    found = premis_findings(document)
    assert found
    return found


def _delivery(document: bytes, folder: Path) -> object:
    (folder / "sip/o").mkdir(parents=True)
    (folder / "sip/o/o.mdto.xml").write_bytes(document)
    found = check_mdto(folder / "sip", Silent())
    assert found.broken
    return found


def _workbook(document: bytes, folder: Path) -> object:
    import openpyxl

    from weerklank.harvest.port import Unreadable

    book, packed = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"] = "waarde"
    book.save(packed)
    path = folder / "x.xlsx"
    with zipfile.ZipFile(packed) as sound, zipfile.ZipFile(path, "w") as made:
        for info in sound.infolist():
            is_sheet = info.filename.endswith("sheet1.xml")
            made.writestr(info.filename, document if is_sheet else sound.read(info))
    try:
        return [list(rows) for _, rows in sheets_of(path)]
    except Unreadable as refused:
        return str(refused)


READERS: dict[str, tuple[str, Callable[[bytes, Path], object]]] = {
    "mdto": ("<MDTO xmlns='https://www.nationaalarchief.nl/mdto'>{}</MDTO>", _mdto),
    "receipt": (
        (
            "<ontvangstbevestiging><identificatie>{}</identificatie><kenmerk>k</kenmerk>"
            "<hashSip>0</hashSip></ontvangstbevestiging>"
        ),
        _receipt,
    ),
    "pakbon": ("<pakbon><hashSip>{}</hashSip></pakbon>", _pakbon),
    "premis": ("<premis xmlns='http://www.loc.gov/premis/v3'>{}</premis>", _premis),
    "delivery": ("<MDTO xmlns='https://www.nationaalarchief.nl/mdto'>{}</MDTO>", _delivery),
    "workbook": (
        (
            "<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData>"
            "<row r='1'><c r='A1' t='inlineStr'><is><t>{}</t></is></c></row>"
            "</sheetData></worksheet>"
        ),
        _workbook,
    ),
}


@pytest.mark.parametrize("reader", READERS)
def test_no_reader_of_xml_reads_what_a_document_points_at_or_grows(
    reader: str, tmp_path: Path
) -> None:
    form, read = READERS[reader]
    for number, (before, within) in enumerate(attacks(tmp_path).values()):
        folder = tmp_path / str(number)
        folder.mkdir()
        with at_most(64 << 20):
            told = read(f"{before}{form.format(within)}".encode(), folder)
        assert SECRET not in str(told)
        assert "haha" not in str(told)


def test_a_document_longer_than_any_is_a_finding_and_no_error() -> None:
    endless = (b"<pakbon>" if not n else b" " * (1 << 20) for n in range(40))
    assert list(pakbon_findings(endless, (0, 0, 0), None))
    token = (b"<pakbon a='" if not n else b"a" * (1 << 20) for n in range(12))
    assert list(pakbon_findings(token, (0, 0, 0), None))


def test_xml_is_read_by_nothing_that_follows_entities() -> None:
    readers = {"parse", "fromstring", "fromstringlist", "iterparse", "XML", "XMLParser", "XMLID"}
    found = []
    for path in CODE.rglob("*.py"):
        text = path.read_text()
        if not any(word in text for word in ("ElementTree", "minidom", "xml.sax", "expat")):
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("xml."):
                found += [(path.name, one.name) for one in node.names if one.name in readers]
            if isinstance(node, ast.Attribute) and node.attr in readers:
                name = node.value.id if isinstance(node.value, ast.Name) else ""
                found += [(path.name, node.attr)] if name in {"ET", "ElementTree", "etree"} else []
    assert not found


FORMULAS = (
    "=1+1",
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "=cmd|' /C calc'!A0",
    "\n=1",
    "|x",
    "\uff1d1",
)


def cells_of_csv(content: bytes) -> list[str]:
    text = content.decode("utf-8-sig")
    return [cell for row in csv.reader(io.StringIO(text), delimiter=";") for cell in row]


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_table_that_is_written_holds_a_formula(formula: str) -> None:
    import openpyxl

    tables = (write_rights_file([[formula] * 3]), write_csv(("a",), [[formula]]))
    cells = [cell for one in tables for cell in cells_of_csv(one)]
    assert not [one for one in cells if one[:1] in set("=+-@|\t\r\n\uff1d") - {""}]
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx("x", ("a",), [[formula]])))
    assert {cell.data_type for row in book.active.iter_rows() for cell in row} == {"s"}


def test_what_writes_rows_guards_each_cell() -> None:
    """Whoever writes a table later does so too, by the one function that there is."""
    writers = {
        path.name: path.read_text()
        for path in CODE.rglob("*.py")
        if "testing" not in path.parts and "csv.writer(" in path.read_text()
    }
    loose = [name for name, text in writers.items() if "sheet_cell import guarded" not in text]
    # The code book is text of our own, and cells of the register are guarded where they are made.
    assert sorted(loose) == ["share_rows.py", "sheet_writer.py"]
    assert "sheet_cell import guarded" in (CODE / "register/account_cells.py").read_text()


def test_an_answer_that_unpacks_without_end_is_refused() -> None:
    packed = gzip.compress(bytes(64 << 20), 9)
    exchange = Exchange(
        at=SystemClock().now(),
        status=200,
        headers=((b"Content-Encoding", b"gzip"),),
        body=packed * 8,
    )
    with at_most(8 << 20), pytest.raises(NoAnswer) as refused:
        exchange.content(1 << 20)
    assert refused.value.reason is TOO_LARGE
    for packing in (b"br", b"zstd", b"deflate", b"gzip, gzip"):
        with pytest.raises(NoAnswer):
            Exchange(
                at=exchange.at,
                status=200,
                headers=((b"content-encoding", packing),),
                body=packed,
            ).content(1 << 30)


class _Names(AbstractResolver):
    """A server of names that answers otherwise each time."""

    def __init__(self, *answers: tuple[str, ...]) -> None:
        self._answers = iter(answers)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=one, port=port, family=family, proto=0, flags=0)
            for one in next(self._answers)
        ]

    async def close(self) -> None:
        """Nothing is held."""


def resolved(resolver: OpenResolver, host: str, port: int = 443) -> list[str]:
    # The stand-in waits for nothing, so no loop is needed.
    asked = resolver.resolve(host, port)
    try:
        asked.send(None)
    except StopIteration as ended:
        return [one["host"] for one in ended.value]
    raise AssertionError


def test_a_name_that_changes_its_number_leads_to_no_inner_network(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(open_addresses, "ThreadedResolver", lambda: None)
    resolver = OpenResolver(OpenAddresses("https://social.voorbeelddam.example/@gemeente"))
    resolver._inner = _Names(
        ("8.8.8.8", "10.0.0.1", "169.254.169.254"),
        ("127.0.0.1",),
        ("::ffff:169.254.169.254", "fd00::1", "0.0.0.0"),
        (),
        ("10.0.0.7",),
        ("10.0.0.7",),
    )  # type: ignore[assignment] # a stand-in
    assert resolved(resolver, "media.example") == ["8.8.8.8"]
    for _ in range(3):
        with pytest.raises(Closed):
            resolved(resolver, "media.example")
    # A person put the account's own server into the register, wherever that is.
    assert resolved(resolver, "social.voorbeelddam.example") == ["10.0.0.7"]
    with pytest.raises(Closed):
        resolved(resolver, "social.voorbeelddam.example", 8443)


@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.1/", "https://[::1]/", "https://[::ffff:10.0.0.1]/", "https://0.0.0.0/",
        "https://169.254.169.254/latest/meta-data/", "http://media.example/", "file:///etc/passwd",
        "gopher://media.example/", "https:///x", "https://[fe80::1%25eth0]/", "https://[::1/",
        "https://user@10.0.0.1/", "https://10.0.0.1:443@10.0.0.2/",
    ],
)  # fmt: skip
def test_no_form_of_an_address_is_a_way_in(address: str) -> None:
    with pytest.raises(Closed):
        OpenAddresses("https://social.voorbeelddam.example/@gemeente").demand(address)
