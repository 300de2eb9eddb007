"""Make what the pages are dressed with: `python tools/make_static.py`.

Fetches the packages of front-end/package-lock.json with npm, each checked against its digest,
and writes to src/weerklank/web/static/vendor/ what the pages use of them, with the licences. That
folder is never committed; the wheel carries it, so that who installs one needs neither npm nor
network. Does nothing when what is there was made of the same lock, icons and style sheet.

The fonts of documents go to src/weerklank/documents/fonts/, in the form that printing takes.
"""

import hashlib
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
FRONT_END = ROOT / "front-end"
STATIC = ROOT / "src" / "weerklank" / "web" / "static"
VENDOR = STATIC / "vendor"
OWN_STYLE = STATIC / "css" / "weerklank.css"
#: In the vendor folder: digest of what it was made of.
_STAMP = ".made-of"

_NLDS = "@nl-design-system-candidate"
COMPONENTS = (
    f"{_NLDS}/heading-css/dist/heading.css",
    f"{_NLDS}/button-css/dist/button.css",
    f"{_NLDS}/link-css/dist/link.css",
    f"{_NLDS}/data-badge-css/dist/data-badge.css",
    f"{_NLDS}/number-badge-css/dist/number-badge.css",
    f"{_NLDS}/skip-link-css/dist/skip-link.css",
    f"{_NLDS}/mark-css/dist/mark.css",
    "@utrecht/table-css/dist/index.min.css",
    "@utrecht/breadcrumb-nav-css/dist/index.min.css",
    "@utrecht/textbox-css/dist/index.min.css",
    "@utrecht/textarea-css/dist/index.min.css",
    "@utrecht/select-css/dist/index.min.css",
    "@utrecht/form-label-css/dist/index.min.css",
)
THEME = "@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css"
FONTS = (
    "@fontsource-variable/ibm-plex-sans/wght.css",
    "@fontsource/ibm-plex-serif/latin-400.css",
    "@fontsource/ibm-plex-serif/latin-ext-400.css",
    "@fontsource/ibm-plex-serif/latin-400-italic.css",
    "@fontsource/ibm-plex-serif/latin-600.css",
    "@fontsource/ibm-plex-mono/latin-400.css",
    "@fontsource/ibm-plex-mono/latin-500.css",
)
#: Fonts of documents: a PDF has no other letters than these. Whole, as a typesetter takes one file
#: of a weight. What its package would run when it is installed does not run (.npmrc).
PRINTED = "@ibm/plex-sans"
WEIGHTS = ("Regular", "SemiBold")
PRINT = ROOT / "src" / "weerklank" / "documents" / "fonts"
ICONS = "@tabler/icons/icons/outline"
SCRIPT = "htmx.org/dist/htmx.min.js"
#: The worker that replays pages: a work apart, sent as it is by the host of pages (ADR 0099). The
#: lock has none of what its package depends on: that went into this one file when it was made.
REPLAY = "replaywebpage/sw.js"
#: Drives the accessibility tests; shipped to nobody.
AXE = "axe-core/axe.min.js"

_FACE = re.compile(r"@font-face\s*\{.*?\}", re.DOTALL)
_URL = re.compile(r"url\(\./files/([\w.-]+\.woff2)\)[^,;]*")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_USED = re.compile(r"var\(\s*(--[\w-]+)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_MAP = re.compile(r"/\*# sourceMappingURL=.*?\*/")


def main() -> None:
    """Make the vendor folder, unless it is there as it should be."""
    stamp = _stamp()
    made = VENDOR / _STAMP
    if made.is_file() and made.read_text() == stamp and PRINT.is_dir():
        return
    with tempfile.TemporaryDirectory() as folder:
        modules = _fetch(Path(folder))
        shutil.rmtree(VENDOR, ignore_errors=True)
        VENDOR.mkdir(parents=True)
        _write(modules)
    made.write_text(stamp)
    print(f"made {VENDOR.relative_to(ROOT)}")


def _stamp() -> str:
    """Digest what the folder is made of."""
    sources = (FRONT_END / "package-lock.json", FRONT_END / "icons.txt", OWN_STYLE, Path(__file__))
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in sources)).hexdigest()


def _fetch(folder: Path) -> Path:
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(FRONT_END / name, folder / name)
    npm = Path(sys.executable).with_name("npm")
    # An organisation may have an authority of its own: whom the machine trusts, npm trusts.
    trusting = {**os.environ, "NODE_OPTIONS": "--use-system-ca"}
    subprocess.run(
        [npm, "ci", "--no-progress", "--loglevel=error"], cwd=folder, check=True, env=trusting
    )
    return folder / "node_modules"


def _write(modules: Path) -> None:
    components = "\n".join(_MAP.sub("", (modules / name).read_text()) for name in COMPONENTS)
    theme = _purged((modules / THEME).read_text(), components + OWN_STYLE.read_text())
    fonts = "\n".join(_faces(modules))
    style = "\n".join((theme, components, fonts, _icons(modules)))
    (VENDOR / "vendor.css").write_text(style)
    shutil.copy(modules / SCRIPT, VENDOR / "htmx.min.js")
    _replay(modules)
    _licences(modules)
    _print_fonts(modules / PRINTED)
    # Beside the shipped folder, for the tests alone.
    shutil.copy(modules / AXE, FRONT_END / "axe.min.js")


def _purged(theme: str, used_by: str) -> str:
    """Give the theme with the tokens alone that something uses, by whatever detour."""
    plain = _COMMENT.sub("", theme)
    rules = [(selector.strip(), dict(_tokens(body))) for selector, body in _RULE.findall(plain)]
    values: dict[str, list[str]] = {}
    for _, tokens in rules:
        for name, value in tokens.items():
            values.setdefault(name, []).append(value)
    wanted = set(_USED.findall(used_by))
    waiting = list(wanted)
    while waiting:
        for value in values.get(waiting.pop(), ()):
            more = set(_USED.findall(value)) - wanted
            wanted |= more
            waiting += more
    kept = []
    for selector, tokens in rules:
        body = ";".join(f"{name}:{value}" for name, value in tokens.items() if name in wanted)
        if body:
            kept.append(f"{selector}{{{body}}}")
    return "\n".join(kept)


def _tokens(body: str) -> Iterator[tuple[str, str]]:
    for line in body.split(";"):
        name, colon, value = line.partition(":")
        if colon and name.strip().startswith("--"):
            yield name.strip(), value.strip()


def _faces(modules: Path) -> Iterator[str]:
    (VENDOR / "fonts").mkdir()
    for name in FONTS:
        path = modules / name
        for face in _FACE.findall(path.read_text()):
            found = _URL.search(face)
            if found is None or not re.search(r"-latin(-ext)?-", found[1]):
                continue
            shutil.copy(path.parent / "files" / found[1], VENDOR / "fonts" / found[1])
            source = f'src: url("fonts/{found[1]}") format("woff2");'
            yield re.sub(r"src:.*?;", source, face, flags=re.DOTALL)


def _print_fonts(package: Path) -> None:
    """Lay down the fonts of documents, with their licence."""
    shutil.rmtree(PRINT, ignore_errors=True)
    PRINT.mkdir()
    shutil.copy(package / "LICENSE.txt", PRINT / "LICENSE.txt")
    for weight in WEIGHTS:
        packed = (
            package / "fonts" / "complete" / "woff" / f"IBMPlexSans-{weight}.woff"
        ).read_bytes()
        (PRINT / f"IBMPlexSans-{weight}.ttf").write_bytes(unpacked(packed))


def unpacked(woff: bytes) -> bytes:
    """Give the font in a file of the Web Open Font Format 1.0, byte for byte as it was."""
    flavour, count = woff[4:8], struct.unpack_from(">H", woff, 12)[0]
    rows = sorted(struct.unpack_from(">4s4L", woff, 44 + 20 * number) for number in range(count))
    entry = count.bit_length() - 1
    head = struct.pack(">4s4H", flavour, count, 16 << entry, entry, 16 * count - (16 << entry))
    index, tables, at = b"", b"", 12 + 16 * count
    for tag, start, packed, length, checksum in rows:
        held = woff[start : start + packed]
        table = zlib.decompress(held) if packed < length else held
        index += struct.pack(">4s3L", tag, checksum, at, length)
        tables += table + bytes(-length % 4)
        at += length + -length % 4
    return head + index + tables


def _icons(modules: Path) -> str:
    (VENDOR / "icons").mkdir()
    rules = []
    for name in (FRONT_END / "icons.txt").read_text().split():
        shutil.copy(modules / ICONS / f"{name}.svg", VENDOR / "icons" / f"{name}.svg")
        rules.append(f'.i-{name}{{mask-image:url("icons/{name}.svg")}}')
    return "\n".join(rules)


def _replay(modules: Path) -> None:
    """Lay down the worker that replays pages, and where its source is offered."""
    folder = VENDOR / "replay"
    folder.mkdir()
    shutil.copy(modules / REPLAY, folder / "sw.js")
    about = json.loads((modules / REPLAY).with_name("package.json").read_text())
    told = {"source": about["repository"], "version": about["version"]}
    (folder / "about.json").write_text(json.dumps(told))


def _licences(modules: Path) -> None:
    """Lay the licence of each package beside what was taken of it."""
    (VENDOR / "licences").mkdir()
    for package in sorted(path.parent for path in modules.glob("**/package.json")):
        for licence in sorted(package.glob("LICEN[CS]E*")):
            name = package.relative_to(modules).as_posix().replace("/", "_")
            shutil.copy(licence, VENDOR / "licences" / f"{name}.txt")


if __name__ == "__main__":
    main()
