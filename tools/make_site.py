"""Make the documentation site: dist/site, without network. Any warning is a failure.

Usage: python tools/make_site.py [FOLDER]
"""

import json
import re
import shutil
import sys
import tomllib
from html import escape
from pathlib import Path

from doc_site.plan import Page, Plan, read_plan
from doc_site.render import Rendered, Source, read_source, relative, render
from doc_site.template import SEARCH, frame

ROOT = Path(__file__).parents[1]
STATIC = ROOT / "src" / "weerklank" / "web" / "static"
PARTS = ROOT / "front-end" / "docs"
_LIST = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{title} · Weerklank</title></head>
<body><main><h1>{title}</h1>
<ul>
{links}</ul></main></body>
</html>
"""
_NOT_OURS = {"__pycache__", ".venv", "node_modules"}


class Site:
    """The pages, and the files of the repository to which they lead."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.plan: Plan = read_plan(root)
        self.warnings = list(self.plan.warnings)
        self.sources = {
            name: read_source(name, (root / name).read_text(encoding="utf-8"))
            for name in self.plan.pages
        }
        #: Files and folders that go along as they are: where they come in the site.
        self.files: dict[str, Path] = {}
        self.made = {name: render(source, self.lead) for name, source in self.sources.items()}
        self.warnings += [told for one in self.sources.values() for told in one.warnings]
        self.warnings += self._unlisted()

    def lead(self, source: Source, link: str) -> str:
        """Give where a link of a page leads in the site; a link to nowhere is a warning."""
        if re.match(r"[a-z]+:", link):
            if not re.match(r"https?://|mailto:", link):
                source.warnings.append(f"{source.name}: a link of another kind: {link}")
            return link
        name, _, anchor = link.partition("#")
        page = self.plan.pages[source.name]
        path = (self.root / source.name).parent / name if name else self.root / source.name
        path = path.resolve()
        if not path.is_relative_to(self.root) or not path.exists():
            source.warnings.append(f"{source.name}: leads to nowhere: {link}")
            return link
        wanted = path.relative_to(self.root).as_posix()
        if wanted in self.plan.pages:
            if anchor and anchor not in self.sources[wanted].anchors:
                source.warnings.append(f"{source.name}: leads to no heading: {link}")
            way = relative(self.plan.pages[wanted].target, page.target) if name else ""
            return f"{way}#{anchor}" if anchor else way
        if anchor:
            source.warnings.append(f"{source.name}: leads into a file that is no page: {link}")
        target = f"source/{wanted}"
        self.files[target] = path
        return relative(f"{target}/index.html" if path.is_dir() else target, page.target)

    def _unlisted(self) -> list[str]:
        """Name pages of which their reader's first page, which is to list them, says nothing."""
        found = []
        for reader in self.plan.readers:
            first = self.plan.pages[reader.first]
            links = set(re.findall(r'href="([^"#]+)', self.made[reader.first].body))
            found += [
                f"{one}: is not told in {reader.first}"
                for one in reader.listed
                if relative(self.plan.pages[one].target, first.target) not in links
            ]
        return found

    def write(self, out: Path) -> None:
        """Write all of it to an empty folder."""
        version = tomllib.loads((self.root / "pyproject.toml").read_text())["project"]["version"]
        titles = {name: self._title(name) for name in self.made}
        for name, page in self.plan.pages.items():
            _write(out / page.target, frame(page, self.made[name], self.plan, titles, version))
        self._write_search(out, titles, version)
        for target, path in self.files.items():
            _copy(path, out / target)
        _write_assets(out / "assets")

    def _title(self, name: str) -> str:
        """Give what a page is called in menus; one beside a translation says which it is."""
        page, title = self.plan.pages[name], self.made[name].title
        if page.reader is None or page.language == page.reader.language:
            return title
        return f"{title} ({'Nederlands' if page.language == 'nl' else 'English'})"

    def _write_search(self, out: Path, titles: dict[str, str], version: str) -> None:
        rows = [
            [page.target, page.language, titles[name], anchor, heading, text]
            for name, page in self.plan.pages.items()
            for anchor, heading, text in self.made[name].parts
        ]
        # A script and no JSON: a browser that shows files from a disk reads no other file.
        told = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
        _write(out / "assets" / "search-index.js", f"globalThis.pages = {told};\n")
        text = (PARTS / "zoeken.html").read_text(encoding="utf-8")
        made = Rendered("Zoeken", text, [(1, "zoeken", "Zoeken")], [])
        scripts = (
            '<script src="assets/search-index.js" defer></script>\n'
            '<script src="assets/search.js" defer></script>\n'
        )
        page = Page("docs/zoeken.md", "nl", None)
        _write(out / SEARCH, frame(page, made, self.plan, titles, version, scripts))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _copy(path: Path, target: Path) -> None:
    """Copy a file; of a folder all files, with a page that lists them."""
    if path.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        return
    names = sorted(
        one.relative_to(path).as_posix()
        for one in path.rglob("*")
        if one.is_file() and not _NOT_OURS & set(one.parts)
    )
    for name in names:
        _copy(path / name, target / name)
    links = "".join(f'<li><a href="{escape(one)}">{escape(one)}</a></li>\n' for one in names)
    _write(target / "index.html", _LIST.format(title=escape(path.name), links=links))


def _write_assets(out: Path) -> None:
    style = (PARTS / "site.css").read_text(encoding="utf-8")
    fonts = sorted((STATIC / "vendor" / "fonts").glob("*.woff2"))
    for font in fonts:
        _copy(font, out / "fonts" / font.name)
    if not fonts:  # made by tools/make_static.py; without them the page has those of the reader
        style = re.sub(r"@font-face\{[^}]*\}\n", "", style)
    _write(out / "site.css", style)
    for name in ("site.js", "search.js"):
        _copy(PARTS / name, out / name)
    _copy(STATIC / "icon.svg", out / "icon.svg")


def make_site(out: Path, root: Path = ROOT) -> list[str]:
    """Write the site to a new folder; with a warning nothing is written, and they are given."""
    site = Site(root)
    if not site.warnings:
        if out.exists():
            shutil.rmtree(out)
        site.write(out)
    return site.warnings


def main() -> int:
    """Make it, and tell what is wrong."""
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist" / "site"
    warnings = make_site(out)
    for told in warnings:
        print(told, file=sys.stderr)
    print(f"{len(warnings)} warnings" if warnings else out)
    return 1 if warnings else 0


if __name__ == "__main__":
    sys.exit(main())
