"""Which pages there are, for which reader, in which language, and where each is written."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

#: Where Markdown of ours may lie of which every file must be a page.
_ALL_OF = ("*.md", "docs/**/*.md")


@dataclass(frozen=True)
class Page:
    """One page: where its text stands in the repository, and where it comes in the site."""

    source: str
    language: str
    reader: "Reader | None"

    @property
    def target(self) -> str:
        """Give the path in the site: a README is the first page of its folder."""
        path = PurePosixPath(self.source)
        if self.source == "docs/README.md":
            return "index.html"
        if path.parts[0] == "docs":
            path = path.relative_to("docs")
        elif len(path.parts) == 1:
            return f"project/{path.stem.lower()}.html"
        else:
            path = "source" / path
        name = "index.html" if path.name == "README.md" else f"{path.stem}.html"
        return str(path.with_name(name))


@dataclass(frozen=True, eq=False)
class Reader:
    """Somebody for whom pages are: with a menu of them, in groups."""

    title: str
    language: str
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    #: On the first page of the reader, and not in the menu.
    listed: tuple[str, ...] = ()

    @property
    def first(self) -> str:
        """Give the page with which the reader begins."""
        return self.groups[0][1][0]


@dataclass
class Plan:
    """All pages by their source, in order, and what is wrong with how they are told."""

    home: str
    readers: list[Reader]
    pages: dict[str, Page]
    warnings: list[str] = field(default_factory=list)


def read_plan(root: Path) -> Plan:
    """Read docs/site.toml; a page twice, nowhere, or that is not there is a warning."""
    told = tomllib.loads((root / "docs" / "site.toml").read_text(encoding="utf-8"))
    home, languages = told["home"], told.get("languages", {})
    plan = Plan(home, [], {home: Page(home, languages.get(home, "nl"), None)})
    for one in told["readers"]:
        groups = tuple(
            (group["title"], tuple(_named(root, group["pages"], plan))) for group in one["groups"]
        )
        listed = tuple(_named(root, [one["listed"]], plan)) if "listed" in one else ()
        reader = Reader(one["title"], one["language"], groups, listed)
        plan.readers.append(reader)
        for source in (*(name for _, names in groups for name in names), *listed):
            if source in plan.pages:
                plan.warnings.append(f"{source}: stands in the navigation twice")
            language = languages.get(source, reader.language)
            plan.pages[source] = Page(source, language, reader)
    for pattern in _ALL_OF:
        for path in sorted(root.glob(pattern)):
            if (source := path.relative_to(root).as_posix()) not in plan.pages:
                plan.warnings.append(f"{source}: stands in no navigation (docs/site.toml)")
    plan.warnings += [
        f"docs/site.toml: a language for {source}, which is no page"
        for source in languages
        if source not in plan.pages
    ]
    return plan


def _named(root: Path, patterns: list[str], plan: Plan) -> Iterator[str]:
    for pattern in patterns:
        found = sorted(path.relative_to(root).as_posix() for path in root.glob(pattern))
        if not found:
            plan.warnings.append(f"docs/site.toml: {pattern} is nowhere")
        yield from found
