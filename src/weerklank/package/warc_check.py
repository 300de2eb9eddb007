"""Look through a WARC of ours, record by record, for what others pass over.

warcio and FastWARC say nothing of a record that declares more than it holds, and FastWARC leaves
out what does not fit. Here every record is counted: one gzip member each, as long as it says, both
digests computed anew, question and answer side by side, each address once, and in no header what
ours never say: there words hide that no replay shows. The bytes are foreign: memory is flat, and
what is said of them is where and what, never their words.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from weerklank.model.text import Text
from weerklank.package.warc_fields import (
    LONGEST_ADDRESS,
    is_kept_line,
    is_web_address,
    media_type,
    moment,
    request_lines,
)
from weerklank.package.warc_members import BrokenWarc, Member, Members
from weerklank.package.warc_writer import WarcRecord

#: Records at most, and findings after which the rest is left alone.
MOST_RECORDS = 100_000
MOST_FINDINGS = 100
_LONGEST_HEAD = 1 << 16
#: Bytes of a record of ours about a page that are kept to be read.
_LARGEST_ABOUT = 4 << 20
#: Symbols that stand before an address of HTTP in one of our own (`urn:…`).
_OWN_ADDRESS = 64
_END = b"\r\n\r\n"
_LINE = re.compile(r"([A-Za-z0-9-]+): ([\x20-\x7e]*)", re.ASCII)
_ID = re.compile(r"<(urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})>")
_LENGTH = re.compile(r"0|[1-9][0-9]{0,14}", re.ASCII)
_STATUS = re.compile(rb"HTTP/1\.1 ([1-5][0-9]{2}) [\x20-\x7e]*")
_HTTP = {"request", "response"}
#: What headers of our records say.
_FIELDS = {
    "content-length",
    "content-type",
    "warc-block-digest",
    "warc-concurrent-to",
    "warc-date",
    "warc-payload-digest",
    "warc-protocol",
    "warc-record-id",
    "warc-refers-to",
    "warc-target-uri",
    "warc-type",
    "warc-warcinfo-id",
}
_KINDS = {"warcinfo", "request", "response", "resource", "metadata"}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be."""

    #: Path in the file, with the place of a record in it after an @.
    where: str
    says: Text


@dataclass(slots=True)
class WarcSeen:
    """What a WARC holds."""

    records: list[WarcRecord] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    #: Content of the first record of metadata.
    told: bytes = b""


@dataclass(slots=True)
class _Block:
    """What stood in a record behind its header."""

    digest: str
    payload_digest: str
    length: int
    payload_length: int
    #: Lines of HTTP, without what ends them; None where they have no end.
    lines: bytes | None
    #: What stands behind the block, as far as it matters.
    tail: bytes
    kept: bytes


def check_warc(stream: BinaryIO, start: int, length: int, where: str) -> WarcSeen:
    """Look through the WARC in a part of a file; what can't be read further is a finding too."""
    seen = WarcSeen()
    pairs = _Pairs()
    members = Members(stream, start, length)
    try:
        for member in members:
            _stop_at_most(member, seen)
            for problem in _check_record(member, seen, pairs):
                seen.findings.append(Finding(f"{where}@{member.offset}", problem))
        seen.findings += [Finding(f"{where}@{at}", NO_ANSWER) for at in pairs.unanswered()]
    except BrokenWarc as broken:
        seen.findings.append(Finding(f"{where}@{broken.offset}", broken.problem))
    return seen


def _stop_at_most(member: Member, seen: WarcSeen) -> None:
    if len(seen.records) >= MOST_RECORDS or len(seen.findings) >= MOST_FINDINGS:
        raise BrokenWarc(member.offset, TOO_MANY)


class _Pairs:
    """Whether each question stands right before its answer, and each id and address once."""

    def __init__(self) -> None:
        self._asked: tuple[WarcRecord, str] | None = None
        self._ids: set[str] = set()
        self._addresses: set[str] = set()

    def problems(self, record: WarcRecord, concurrent: str) -> Iterator[Text]:
        """Give what is wrong with a record after the ones before it."""
        if not self._ids and record.kind != "warcinfo":
            yield NO_WARCINFO
        if record.id in self._ids:
            yield SAME_ID
        self._ids.add(record.id)
        yield from self._shown_twice(record)
        asked, self._asked = self._asked, None
        if record.kind == "response":
            if asked is None or not _belong(asked, record, concurrent):
                yield NO_QUESTION
        elif asked is not None:
            yield NO_ANSWER
        if record.kind == "request":
            self._asked = (record, concurrent)

    def _shown_twice(self, record: WarcRecord) -> Iterator[Text]:
        if record.kind in {"warcinfo", "request"}:
            return
        if record.address in self._addresses:
            yield SAME_ADDRESS
        self._addresses.add(record.address)

    def unanswered(self) -> Iterator[int]:
        """Give where a last question stands that has no answer."""
        if self._asked is not None:
            yield self._asked[0].offset


def _belong(asked: tuple[WarcRecord, str], answer: WarcRecord, concurrent: str) -> bool:
    question, names = asked
    return (question.address, question.id, names) == (answer.address, concurrent, answer.id)


def _check_record(member: Member, seen: WarcSeen, pairs: _Pairs) -> Iterator[Text]:
    pieces = member.pieces()
    head, rest = _until_end(pieces)
    told = _header(head)
    declared = told.get("content-length", "") if told else ""
    if told is None or not _LENGTH.fullmatch(declared):
        yield BAD_HEADER
        return
    kind = told.get("warc-type", "")
    block = _read_block(rest, pieces, int(declared), kind)
    member.finish()
    record = _record(member, told, block)
    if record is None:
        yield BAD_HEADER
        return
    if kind == "metadata" and not any(one.kind == kind for one in seen.records):
        seen.told = block.kept
    seen.records.append(record)
    if not member.is_plain:
        yield NAMED_MEMBER
    if not _FIELDS.issuperset(told):
        yield OTHER_FIELDS
    yield from _block_problems(told, block, int(declared), kind)
    concurrent = _ID.fullmatch(told.get("warc-concurrent-to", ""))
    yield from pairs.problems(record, concurrent[1] if concurrent else "")


def _until_end(pieces: Iterator[bytes]) -> tuple[bytes, bytes]:
    """Read the lines before an empty one, and what stands behind it of the same piece."""
    head = b""
    for piece in pieces:
        head += piece
        lines, end, rest = head.partition(_END)
        if end:
            return lines, rest
        if len(head) > _LONGEST_HEAD:
            break
    return b"", b""


def _header(head: bytes) -> dict[str, str] | None:
    """Read the header of a record; None when it is none, or says a thing twice."""
    first, *lines = head.decode("latin-1").split("\r\n")
    matches = [_LINE.fullmatch(line) for line in lines]
    told = {match[1].lower(): match[2] for match in matches if match}
    return told if first == "WARC/1.1" and len(told) == len(lines) else None


def _read_block(rest: bytes, pieces: Iterator[bytes], declared: int, kind: str) -> _Block:
    """Read what stands behind the header, and digest as much of it as was declared."""
    whole, payload = hashlib.sha256(), hashlib.sha256()
    lines, in_payload, length, payload_length = b"", kind not in _HTTP, 0, 0
    tail, kept = b"", b""
    for piece in _with_first(rest, pieces):
        part, behind = piece[: declared - length], piece[declared - length :]
        tail = (tail + behind)[: len(_END) + 1]
        length += len(part)
        whole.update(part)
        if not in_payload:
            lines += part
            before, end, part = lines.partition(_END)
            in_payload = bool(end)
            lines = before if end else lines[:_LONGEST_HEAD]
        if in_payload:
            payload.update(part)
            payload_length += len(part)
            if kind == "metadata" and len(kept) < _LARGEST_ABOUT:
                kept += part
    return _Block(
        f"sha256:{whole.hexdigest()}",
        f"sha256:{payload.hexdigest()}",
        length,
        payload_length,
        lines if in_payload else None,
        tail,
        kept,
    )


def _with_first(rest: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield rest
    yield from pieces


def _record(member: Member, told: dict[str, str], block: _Block) -> WarcRecord | None:
    """Make of a header what an index says of the record; None when it lacks something."""
    named = _ID.fullmatch(told.get("warc-record-id", ""))
    kind, address = told.get("warc-type", ""), told.get("warc-target-uri", "")
    when = told.get("warc-date", "")
    try:
        sound = moment(when) == when
    except ValueError:
        sound = False
    if named is None or not sound or kind not in _KINDS or bool(address) == (kind == "warcinfo"):
        return None
    if len(address) > LONGEST_ADDRESS + _OWN_ADDRESS:
        return None
    content = told.get("content-type", "")
    status, kept_as = 0, media_type((("content-type", content),))
    if kind == "response":
        status, kept_as = _answer(block.lines or b"")
    return WarcRecord(
        kind,
        named[1],
        address,
        when,
        kept_as,
        status,
        block.payload_digest,
        member.digest,
        member.offset,
        member.length,
    )


def _answer(lines: bytes) -> tuple[int, str]:
    """Read status and media type of an answer."""
    first, *headers = lines.split(b"\r\n")
    status = _STATUS.fullmatch(first)
    told = [header.decode("latin-1").partition(": ") for header in headers]
    kind = media_type((name, value) for name, _, value in told)
    return int(status[1]) if status else 0, kind


def _block_problems(
    told: dict[str, str], block: _Block, declared: int, kind: str
) -> Iterator[Text]:
    if block.length < declared:
        yield SHORTER.filled(declared=declared, found=block.length)
    elif block.tail != _END:
        yield LONGER.filled(declared=declared)
    if told.get("warc-block-digest") != block.digest:
        yield BLOCK_DIGEST
    stated = told.get("warc-payload-digest")
    wanted = block.payload_digest if kind not in {"warcinfo", "request"} else None
    if stated != wanted:
        yield PAYLOAD_DIGEST
    if kind in _HTTP:
        yield from _http_problems(told, block, kind)


def _http_problems(told: dict[str, str], block: _Block, kind: str) -> Iterator[Text]:
    address, lines = told.get("warc-target-uri", ""), block.lines
    if not is_web_address(address):
        yield NO_HTTP
    if lines is None or told.get("content-type") != f"application/http; msgtype={kind}":
        yield NO_HTTP
    elif kind == "response":
        _, *headers = lines.split(b"\r\n")
        lengths = [
            value
            for name, _, value in (line.partition(b": ") for line in headers)
            if name.lower() == b"content-length"
        ]
        if not all(is_kept_line(line.decode("latin-1")) for line in headers):
            yield OTHER_LINES
        if _answer(lines)[0] == 0 or lengths != [str(block.payload_length).encode()]:
            yield NO_HTTP
    elif not lines.startswith(b"GET /") or block.payload_length:
        yield NO_HTTP
    elif is_web_address(address) and lines + _END != request_lines(address):
        yield OTHER_QUESTION


TOO_MANY = Text(
    "het bestand heeft te veel records of fouten en is niet verder gelezen",
    "the file has too many records or faults and was not read further",
)
BAD_HEADER = Text(
    "de kop van het record is niet te lezen of mist iets",
    "the header of the record can't be read or lacks something",
)
SHORTER = Text(
    "het record zegt {declared} bytes te hebben en heeft er {found}",
    "the record says to have {declared} bytes and has {found}",
)
LONGER = Text(
    "na de {declared} bytes van het record staat nog iets",
    "something stands behind the {declared} bytes of the record",
)
BLOCK_DIGEST = Text(
    "de controlesom van het record klopt niet", "the digest of the record does not fit"
)
PAYLOAD_DIGEST = Text(
    "de controlesom van de inhoud klopt niet", "the digest of the payload does not fit"
)
NO_WARCINFO = Text(
    "het eerste record zegt niet wat het bestand maakte",
    "the first record does not say what made the file",
)
SAME_ID = Text("twee records hebben hetzelfde kenmerk", "two records have one id")
SAME_ADDRESS = Text(
    "twee records hebben hetzelfde adres: welk van de twee getoond wordt, staat niet vast",
    "two records have one address: which of the two is shown is not settled",
)
NAMED_MEMBER = Text(
    "in de kop van de gzip staat iets bij", "something stands besides in the header of the gzip"
)
OTHER_FIELDS = Text(
    "in de kop van het record staat een veld dat geen record heeft",
    "the header of the record has a field that no record has",
)
OTHER_LINES = Text(
    "een kop van het antwoord is geen kop, of een die nooit bewaard wordt",
    "a header of the answer is none, or one that is never kept",
)
OTHER_QUESTION = Text(
    "de vraag is niet die naar het adres van het record",
    "the question is not that for the address of the record",
)
NO_QUESTION = Text(
    "dit antwoord staat niet achter zijn vraag", "this answer does not stand behind its question"
)
NO_ANSWER = Text(
    "deze vraag staat niet voor haar antwoord", "this question does not stand before its answer"
)
NO_HTTP = Text(
    "vraag of antwoord is geen HTTP zoals het hoort",
    "question or answer is no HTTP as it should be",
)
