"""Style, script, fonts and icons: all there, kept for ever by a browser, of free licence."""

import gzip
import json
import re
from pathlib import Path

import pytest
from django.test import Client
from shown import Shown

from weerklank.web.shell import RAIL
from weerklank.web.static_files import FOLDER, address_of, assets
from weerklank.web.task_looks.all_looks import LOOKS

ROOT = Path(__file__).parent.parent.parent
WEB = ROOT / "src" / "weerklank" / "web"


def test_an_address_changes_with_its_content_and_is_kept(shown: Shown) -> None:
    client = shown.client()
    answer = client.get(address_of("css/weerklank.css"), headers={"Accept-Encoding": "gzip"})
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content) == (FOLDER / "css" / "weerklank.css").read_bytes()
    old = client.get("/static/000000000000/css/weerklank.css")
    assert old["Cache-Control"] == "public, max-age=60"
    assert old.content == (FOLDER / "css" / "weerklank.css").read_bytes()


@pytest.mark.parametrize(
    "name", ["../site.py", "css/../../site.py", "vendor/.made-of", "geen.css"]
)
def test_nothing_else_is_sent(shown: Shown, name: str) -> None:
    client: Client = shown.client()
    assert client.get(f"/static/{assets().digest}/{name}").status_code == 404


def test_whatever_a_style_sheet_names_is_there() -> None:
    for sheet in ("vendor/vendor.css", "css/weerklank.css"):
        folder = (FOLDER / sheet).parent
        named = re.findall(r'url\("?([^")]+)"?\)', (FOLDER / sheet).read_text())
        for name in named:
            if not name.startswith("data:"):
                assert (folder / name).is_file(), name


def test_every_icon_that_is_used_is_there() -> None:
    listed = set((ROOT / "front-end" / "icons.txt").read_text().split())
    text = "\n".join(path.read_text() for path in WEB.rglob("*.html"))
    used = set(re.findall(r'\{% icon "([a-z0-9-]+)" %\}', text))
    used |= {item.icon for _, items in RAIL for item in items}
    used |= {look.icon for look in LOOKS.values()}
    assert used <= listed
    for name in used:
        assert (FOLDER / "vendor" / "icons" / f"{name}.svg").is_file()


def test_each_package_left_its_licence() -> None:
    licences = {path.stem for path in (FOLDER / "vendor" / "licences").iterdir()}
    assert {"htmx.org", "@tabler_icons", "@fontsource_ibm-plex-serif"} <= licences


@pytest.mark.parametrize("folder", ["front-end", "tests/servers"])
def test_the_lock_names_no_place_and_a_digest_for_each(folder: str) -> None:
    lock = json.loads((ROOT / folder / "package-lock.json").read_text())["packages"]
    assert lock.pop("")
    for name, package in lock.items():
        assert "resolved" not in package, name
        assert package["integrity"].startswith("sha512-"), name
        told = {key: value for key, value in package.items() if key != "funding"}
        assert "://" not in str(told.values()), name
