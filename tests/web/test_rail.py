"""The menu says where somebody is, and the first page since when a thing waits."""

import re

import pytest
from shown import Shown

from weerklank.model.person import Role

_MENU = re.compile(r'<nav[^>]*id="main-menu".*?</nav>', re.DOTALL)


def menu(shown: Shown, role: Role, path: str) -> str:
    answer = shown.client(role).get(path)
    assert answer.status_code == 200
    found = _MENU.search(answer.content.decode())
    assert found is not None
    return found.group()


@pytest.mark.parametrize("page", ["", "toevoegen/", "dubbel/", "termijn/verlengen/"])
def test_each_page_of_a_dossier_stands_under_its_item(shown: Shown, page: str) -> None:
    told = menu(shown, Role.WOO, f"/woo/w0001/{page}")
    current = re.findall(r'<a[^>]*aria-current[^>]*href="([^"]+)"|href="([^"]+)"[^>]*aria-current',
                         told)  # fmt: skip
    assert ["".join(one) for one in current] == ["/woo/"]


def test_what_is_made_public_stands_together(shown: Shown) -> None:
    told = menu(shown, Role.ARCHIVIST, "/")
    group = told.partition("Openbaar maken")[2].partition("Verantwoorden")[0]
    assert "Publieksportaal" in group
    assert "Bewaartermijnen" not in group


def test_what_waits_since_today_is_not_said_to_be_due_today(shown: Shown) -> None:
    home = shown.client(Role.ARCHIVIST).get("/").content.decode()
    hotspot = home.partition("h0002")[2][:1500]
    assert re.search("sinds (vandaag|gisteren)", hotspot)  # it may be past midnight since
