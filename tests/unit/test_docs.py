"""What the documents say is so: tables are up to date, links lead somewhere, commands are told."""

import re
import runpy
from pathlib import Path

import pytest

from weerklank import __version__
from weerklank.cli.commands import COMMANDS
from weerklank.connectors.linkedin import links as linkedin
from weerklank.connectors.tiktok import links as tiktok

ROOT = Path(__file__).parents[2]
READMES = [ROOT / "README.md", ROOT / "README.nl.md"]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
#: For people who work with an archive: what is promised there must be true.
FOR_USERS = [
    *READMES,
    *(ROOT / "docs" / name / "README.md" for name in ("gebruiker", "beheerder", "toezicht")),
]
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_TEXTS = {".py", ".md", ".toml", ".txt", ".yml", ".json", ""}
#: Folders that were made here of what others wrote.
_NOT_OURS = {"__pycache__", "node_modules", ".venv"}
#: Folders of the machine on which someone happened to work; in two halves, so as not to be found.
_OF_A_MACHINE = ["/wor" + "k/", "/tm" + "p/"]


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_the_table_of_error_codes_is_up_to_date() -> None:
    made = runpy.run_path(str(ROOT / "tools" / "make_error_table.py"))["table"]()
    page = ROOT / "docs" / "beheerder" / "foutcodes.md"
    assert page.read_text(encoding="utf-8") == made, "run: python tools/make_error_table.py"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_told_to_dutch_users(command: str) -> None:
    pages = [ROOT / "README.nl.md", *(ROOT / "docs" / "gebruiker").rglob("*.md")]
    told = " ".join(page.read_text(encoding="utf-8") for page in pages)
    assert re.search(rf"\bweerklank {command}\b", told)


@pytest.mark.parametrize("page", READMES, ids=relative)
def test_both_readmes_name_the_two_commands(page: Path) -> None:
    told = page.read_text(encoding="utf-8")
    assert "make demo" in told
    assert "make test" in told


def test_the_readmes_give_the_same_commands() -> None:
    english, dutch = (
        [line.split("#")[0].strip() for line in "\n".join(_FENCE.findall(text)).splitlines()]
        for text in (page.read_text(encoding="utf-8") for page in READMES)
    )
    assert english == dutch


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    links = [link for link in _LINK.findall(text) if not re.match(r"[a-z]+:", link)]
    broken = [link for link in links if not _leads_somewhere(page, link)]
    assert broken == []


def _leads_somewhere(page: Path, link: str) -> bool:
    name, _, anchor = link.partition("#")
    target = (page.parent / name).resolve() if name else page
    if not target.exists():
        return False
    return not anchor or anchor in anchors(target)


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", FOR_USERS, ids=relative)
def test_nobody_is_promised_anonymity(page: Path) -> None:
    assert not re.search(r"anonie?m", page.read_text(encoding="utf-8"), re.IGNORECASE)


def test_no_file_names_a_folder_of_one_machine() -> None:
    places = [*READMES, *(ROOT / name for name in ("src", "docs", "tests", "tools"))]
    files = [
        path
        for place in places
        for path in ([place] if place.is_file() else place.rglob("*"))
        if path.is_file() and path.suffix in _TEXTS and not _NOT_OURS & set(path.parts)
    ]
    found = [
        f"{relative(path)}: {needle}"
        for path in files
        for needle in _OF_A_MACHINE
        if needle in path.read_text(encoding="utf-8", errors="replace")
    ]
    assert found == []


def test_all_say_the_same_version() -> None:
    told = {
        name: re.search(pattern, (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
        for name, pattern in (
            ("pyproject.toml", r'^version = "([^"]+)"'),
            ("publiccode.yml", r'^softwareVersion: "([^"]+)"'),
            ("README.md", r"weerklank-([0-9.]+)-py3"),
            ("README.nl.md", r"weerklank-([0-9.]+)-py3"),
        )
    }
    versions = {name: match and match[1] for name, match in told.items()}
    assert versions == dict.fromkeys(told, __version__)


def test_operators_are_told_every_domain_that_media_are_fetched_from() -> None:
    told = (ROOT / "docs" / "beheerder" / "README.md").read_text(encoding="utf-8")
    for host in (*linkedin.HOSTS, *tiktok.HOSTS):
        assert re.search(rf"(?<![\w.-]){re.escape(host)}(?![\w-])", told), host
