"""The permanent address of a page leads to it as it was; its files are there to save."""

import re

import pytest
from own_archive import OURS, SANNE, OwnArchive, posted
from shown import Shown

from weerklank.package.names import packages
from weerklank.package.reader import read_items
from weerklank.testing.taken_pages import page_by_hand, take_pages_by_hand

POST = posted("2026-10-01T09:00:00", "dijkbewaking")
ADDRESS = f"https://{OURS.host}/statuses/{POST.number}"


@pytest.fixture
def paged(tmp_path, shown: Shown) -> Shown:
    made = OwnArchive(tmp_path).make([POST])
    workplace = made.serve()
    (account,) = workplace.register().accounts.values()
    of_account = page_by_hand(OURS.url, "Van de gemeente", at="2026-10-02T10:00:05Z")
    pages = [
        (ADDRESS, page_by_hand(ADDRESS, "dijkbewaking", at="2026-10-02T10:00:00Z")),
        ("nergens", of_account),
    ]
    assert take_pages_by_hand(workplace, account, pages).pages == 2
    return Shown(made.folder, made.keys, workplace, shown.post)


def test_it_leads_to_the_page_with_its_post_and_its_files_are_there_to_save(paged: Shown) -> None:
    place = OwnArchive(paged.archive.parent)
    (hit,) = place.run("search", "dijkbewaking")["hits"]
    (page,) = place.run("show", hit["id"])["pages"]
    client = paged.client(SANNE)
    answer = client.get(f"/id/{page['id']}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/id/{page['id']}/pagina/")
    shown = client.get(answer["Location"])
    assert f'href="/id/{hit["id"]}/"' in shown.content.decode()
    told = place.run("show", page["id"])
    names = []
    for medium in told["media"]:
        answer = client.get(f"/id/{page['id']}/media/{medium['id']}/")
        assert answer.status_code == 200
        assert b"".join(answer.streaming_content)
        how, name = answer["Content-Disposition"].split("; ")
        names.append((how, re.sub(".*[.]", "", name.strip('"'))))
    assert names == [
        ("attachment", "wacz"),
        ("inline", "png"),
        ("inline", "png"),
        ("attachment", "pdf"),
        ("attachment", "txt"),
    ]


def test_a_page_of_what_is_not_held_is_shown_all_the_same(paged: Shown) -> None:
    items = [
        item
        for package in packages(paged.workplace.layout)
        for _, members in read_items(package)
        for item in members
    ]
    (page,) = [one for one in items if one.kind == "page" and one.url is None]
    client = paged.client(SANNE)
    answer = client.get(f"/id/{page.id}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/id/{page.id}/pagina/")
    shown = client.get(answer["Location"])
    assert shown.status_code == 200
    assert 'href="/accounts/a0001/"' in shown.content.decode()
