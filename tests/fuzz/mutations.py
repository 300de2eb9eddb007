"""Hostile versions of sound input: bytes, JSON, tables, XML, containers; the same by seed."""

import gzip
import io
import json
import re
import tarfile
import warnings
import zipfile
from collections.abc import Callable
from functools import lru_cache
from random import Random  # noqa: TID251 - a seed makes the same input again
from typing import Any

import orjson
from odd_values import NUMBERS, ODD, TEXTS, WORDS

_AHEAD = re.compile(rb"\A[^\[{]{0,200}?(?=[\[{])", re.DOTALL)


class Mutator:
    """Makes input hostile; the same seed makes the same."""

    def __init__(self, seed: str) -> None:
        self.by = Random(seed)

    def change(self, data: bytes, others: tuple[bytes, ...]) -> bytes:
        """Give a changed version of input, by what it is; `others` are to splice with."""
        for _ in range(self.by.choice((1, 1, 1, 2, 3, 6))):
            data = self._once(data, others)
        return data

    def _once(self, data: bytes, others: tuple[bytes, ...]) -> bytes:
        if self.by.random() < 0.12:
            return self.of_bytes(data, others)
        return self._by_kind(data)(data, others)

    def _by_kind(self, data: bytes) -> Callable[[bytes, tuple[bytes, ...]], bytes]:
        if data.startswith(b"PK\x03\x04"):
            return self.of_zip
        if data.startswith(b"\x1f\x8b"):
            return self.of_gzip
        begin = data[:400].lstrip(b"\xef\xbb\xbf \t\r\n")
        if begin.startswith(b"<"):
            return self.of_markup
        if begin.startswith((b"{", b"[", b"window.", b"var ")):
            return self.of_json
        if b"\x00" not in begin and begin.count(b"\n") and re.search(rb"[,;\t]", begin):
            return self.of_table
        return self.of_bytes

    # --- bytes ---------------------------------------------------------------------------------

    def of_bytes(self, data: bytes, others: tuple[bytes, ...] = ()) -> bytes:
        """Change bytes whatever they mean."""
        by, at = self.by, self.by.randrange(len(data) + 1)
        until = min(len(data), at + by.choice((1, 1, 2, 4, 8, 40, 400, 4000)))
        piece = data[at:until]
        match by.randrange(9):
            case 0:
                return data[:at] + bytes([by.randrange(256)]) + data[at + 1 :]
            case 1:
                bit = 1 << by.randrange(8)
                return data[:at] + bytes(one ^ bit for one in data[at : at + 1]) + data[at + 1 :]
            case 2:
                return data[:at] + data[until:]
            case 3:
                return data[:at] + piece * by.choice((2, 3, 50)) + data[until:]
            case 4:
                return data[:at]
            case 5:
                return data[:at] + by.choice(WORDS) + data[at:]
            case 6:
                width = by.choice((1, 2, 4, 8))
                number = (by.choice(NUMBERS) + by.randrange(-1, 2)) % (1 << 8 * width)
                return (
                    data[:at]
                    + number.to_bytes(width, by.choice(("big", "little")))
                    + data[at + width :]
                )
            case 7 if others:
                other = by.choice(others)
                return data[:at] + other[by.randrange(len(other) + 1) :]
            case _:
                return data[:at] + by.randbytes(len(piece)) + data[until:]

    # --- JSON ----------------------------------------------------------------------------------

    def of_json(self, data: bytes, others: tuple[bytes, ...] = ()) -> bytes:
        """Change values, types, keys and depth of JSON, or of lines of it."""
        found = _AHEAD.match(data)
        ahead = found[0] if found else b""
        try:
            value = _parsed(data[len(ahead) :])
        except (orjson.JSONDecodeError, TypeError):  # the latter for what is nested too deep
            return self._of_lines(data, others)
        return ahead + _written(self._changed(orjson.loads(value)))

    def _of_lines(self, data: bytes, others: tuple[bytes, ...]) -> bytes:
        lines = data.split(b"\n")
        at = self.by.randrange(len(lines))
        try:
            value = orjson.loads(_parsed(lines[at]))
        except (orjson.JSONDecodeError, TypeError):
            return self.of_bytes(data, others)
        lines[at] = _written(self._changed(value))
        return b"\n".join(lines)

    def odd_value(self) -> Any:
        """Give a value that nobody expects."""
        by = self.by
        if by.random() < 0.45:
            return by.choice(TEXTS)
        if by.random() < 0.06:
            deep: Any = 1
            for _ in range(by.choice((50, 99, 101, 400))):
                deep = [deep] if by.random() < 0.5 else {"a": deep}
            return deep
        return by.choice(ODD)

    def _changed(self, root: Any) -> Any:
        places = _places(root)
        if not places:
            return self.odd_value()
        holder, key = self.by.choice(places)
        was = holder[key]
        match self.by.randrange(10):
            case 0 if isinstance(holder, dict):
                del holder[key]
            case 1 if isinstance(holder, list):
                holder.insert(0, self.odd_value())
            case 2:
                holder[key] = [was]
            case 3:
                holder[key] = {"id": was, "value": was}
            case 4:
                holder[key] = str(was) if not isinstance(was, str) else _number_of(was)
            case 5:
                other, there = self.by.choice(places)
                holder[key] = orjson.loads(_written(other[there], plain=True))
            case 6 if isinstance(was, list) and was:
                holder[key] = was * self.by.choice((2, 3, 40))
            case 7 if isinstance(was, str):
                holder[key] = self._text(was)
            case 8 if isinstance(holder, dict):
                holder[self.by.choice((*TEXTS[:12], str(key).upper(), f"{key} "))] = was
            case _:
                holder[key] = self.odd_value()
        return root

    def _text(self, was: str) -> str:
        at = self.by.randrange(len(was) + 1)
        return was[:at] + self.by.choice(TEXTS) + was[at + self.by.randrange(3) :]

    # --- tables and markup ----------------------------------------------------------------------

    def of_table(self, data: bytes, others: tuple[bytes, ...] = ()) -> bytes:
        """Change cells, quotes, separators, rows and the encoding of a table."""
        by = self.by
        lines = data.split(b"\n")
        at = by.randrange(len(lines))
        sign = max((b",", b";", b"\t"), key=lines[0].count)
        cells = lines[at].split(sign)
        cell = by.randrange(len(cells))
        match by.randrange(10):
            case 0:
                cells[cell] = _plain(by.choice(TEXTS))
            case 1:
                cells[cell] = b'"' + cells[cell]
            case 2:
                cells[cell] = b'"' + cells[cell].replace(b'"', b'""') + b'\n"'
            case 3:
                cells.insert(cell, cells[cell])
            case 4:
                del cells[cell]
            case 5:
                cells *= by.choice((2, 50))
            case 6:
                lines.insert(at, by.choice(lines))
            case 7:
                return data.decode("utf-8", "replace").encode(
                    by.choice(("utf-16", "cp1252", "utf-8-sig", "utf-32")), "replace"
                )
            case 8:
                return data.replace(sign, by.choice((b",", b";", b"\t", b"|")))
            case _:
                cells[cell] = by.choice(WORDS)
        lines[at] = sign.join(cells)
        return b"\n".join(lines)

    def of_markup(self, data: bytes, others: tuple[bytes, ...] = ()) -> bytes:
        """Change tags, attributes, text and entities."""
        by = self.by
        marks = [one.start() for one in re.finditer(rb"[<>&\"'=/]", data)]
        if not marks:
            return self.of_bytes(data, others)
        at = by.choice(marks)
        to = by.choice(marks)
        match by.randrange(8):
            case 0:
                return data[:at] + by.choice(WORDS) + data[at:]
            case 1:
                return data[: min(at, to)] + data[max(at, to) :]
            case 2:
                piece = data[min(at, to) : max(at, to)][:2000]
                return data[:at] + piece * by.choice((1, 2, 30)) + data[at:]
            case 3:
                return data[:at] + _plain(by.choice(TEXTS)) + data[at:]
            case 4:
                depth = by.choice((20, 200, 3000))
                return data[:at] + b"<b>" * depth + data[at:]
            case 5:
                return data[:at] + data[at + 1 :]
            case 6:
                entities = b"".join(
                    b"<!ENTITY e%d '%s'>" % (n + 1, b"&e%d;" % n * 10) for n in range(9)
                )
                return (
                    b"<!DOCTYPE a [<!ENTITY e0 'ha'>"
                    + entities
                    + b"]>"
                    + data[:at]
                    + b"&e9;"
                    + data[at:]
                )
            case _:
                return self.of_bytes(data, others)

    # --- containers -----------------------------------------------------------------------------

    def of_zip(self, data: bytes, others: tuple[bytes, ...] = ()) -> bytes:
        """Change a member, a name, or what the zip says of it."""
        if self.by.random() < 0.12:
            return self.of_bytes(data, others)
        try:
            members = _zip_members(data)
        except Exception:  # whatever a broken zip raises
            return self.of_bytes(data, others)
        made = self._members(members, others)
        packed = io.BytesIO()
        try:
            with (
                warnings.catch_warnings(action="ignore"),
                zipfile.ZipFile(packed, "w", self.by.choice((0, 8))) as archive,
            ):
                for name, content in made:
                    archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content)
        except (UnicodeError, ValueError):
            return self.of_bytes(data, others)
        return packed.getvalue()

    def of_gzip(self, data: bytes, others: tuple[bytes, ...] = ()) -> bytes:
        """Change a tar.gz by its members, or what is packed."""
        if self.by.random() < 0.12:
            return self.of_bytes(data, others)
        try:
            plain = _gunzipped(data)
        except Exception:  # whatever broken gzip raises
            return self.of_bytes(data, others)
        try:
            members = _tar_members(plain)
        except Exception:  # not a tar
            return gzip.compress(self._once(plain, others)[: 1 << 22], 1, mtime=0)
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w", format=self.by.choice((0, 1, 2))) as made:
            for name, content in self._members(members, others):
                info = tarfile.TarInfo(name.replace("\x00", "_")[:90] or "x")
                info.size, info.mtime = len(content), self.by.choice((0, 1767225600, 1 << 33))
                info.type = self.by.choice((b"0",) * 20 + (b"1", b"2", b"3", b"5", b"x"))
                info.linkname = "../../../../etc/passwd" if info.type in (b"1", b"2") else ""
                try:
                    made.addfile(info, io.BytesIO(content))
                except (ValueError, UnicodeError):
                    continue
        return gzip.compress(packed.getvalue(), 1, mtime=0)

    def _members(
        self, members: tuple[tuple[str, bytes], ...], others: tuple[bytes, ...]
    ) -> list[tuple[str, bytes]]:
        by, made = self.by, list(members)
        if not made:
            return [("x", b"")]
        at = by.randrange(len(made))
        name, content = made[at]
        match by.randrange(14):
            case 0:
                del made[at]
            case 1:
                made.append((name, content))
            case 2:
                climbs = (
                    "../" * 9 + name,
                    "/" + name,
                    name.replace("/", "\\"),
                    "C:" + name,
                    name + "/",
                )
                made[at] = by.choice(climbs), content
            case 3:
                odd = (
                    name + "\u202e",
                    "a/" * 300 + name,
                    name.upper(),
                    ".",
                    "con",
                    name + "\udcff",
                )
                made[at] = by.choice(odd), content
            case 4:
                made[at] = name, by.choice(made)[1]
            case 5:
                made[at] = name, b""
            case _:
                made[at] = name, self._once(content, others) if content else b"{}"
        return made


@lru_cache(maxsize=64)
def _parsed(data: bytes) -> bytes:
    return orjson.dumps(orjson.loads(data))


@lru_cache(maxsize=64)
def _zip_members(data: bytes) -> tuple[tuple[str, bytes], ...]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = [one for one in archive.infolist() if one.file_size < 1 << 22]
        return tuple((one.filename, archive.read(one)) for one in infos[:400])


@lru_cache(maxsize=64)
def _gunzipped(data: bytes) -> bytes:
    with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
        return stream.read(1 << 23)


@lru_cache(maxsize=64)
def _tar_members(plain: bytes) -> tuple[tuple[str, bytes], ...]:
    with tarfile.open(fileobj=io.BytesIO(plain)) as archive:
        found = [
            (one, archive.extractfile(one)) for one in archive.getmembers()[:400] if one.isfile()
        ]
        return tuple((one.name, stream.read()) for one, stream in found if stream)


def _places(root: Any) -> list[tuple[Any, Any]]:
    """Give where values stand in a JSON value, at most so many."""
    found: list[tuple[Any, Any]] = []
    waiting = [root]
    while waiting and len(found) < 20_000:
        one = waiting.pop()
        keys = (
            one.keys()
            if isinstance(one, dict)
            else range(len(one))
            if isinstance(one, list)
            else ()
        )
        found += [(one, key) for key in keys]
        waiting += [one[key] for key in keys if isinstance(one[key], (dict, list))]
    return found


def _number_of(text: str) -> Any:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 300 else len(text)


def _written(value: Any, *, plain: bool = False) -> bytes:
    if plain:
        return orjson.dumps(value, default=str) if _is_small(value) else b'"x"'
    return json.dumps(value, ensure_ascii=len(str(value)[:40]) % 2 == 0).encode(
        "utf-8", "surrogatepass"
    )


def _is_small(value: Any) -> bool:
    try:
        orjson.dumps(value)
    except (TypeError, orjson.JSONEncodeError):
        return False
    return True


def _plain(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
