"""*Selectielijsten*: what is open, a list looked at before it is loaded, rows assigned."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from shown import Shown, copied

from weerklank.appraise.shipped import shipped_bytes
from weerklank.model.person import Role
from weerklank.services.seal.read_selection import read_selection
from weerklank.web.configure import configure
from weerklank.web.site import Site
from weerklank.web.task_count import COUNTS

LIST = "/bewaartermijnen/lijsten/"
ARCHIVIST = Role.ARCHIVIST
OTHERS = "besluit/two-way:others/"
CSV = (
    "code;proces;resultaat;waardering;bewaartermijn;procestermijn;voor\n"
    "d1;Het voeren van dialoog;Alles;V;P1Y;nihil;dialoog\n"
    "e1;Voorlichten;Bericht;B;;;eindproduct\n"
    "e2;Voorlichten;Overig;V;P5Y;nihil;overig\n"
)
ASSIGNED = {
    "target": "account:a0001",
    "item": "",
    "share": "others",
    "list": "",
    "row": "1.2",
    "starts": "",
    "reason": "Reacties gaan na vijf jaar weg.",
    "body": "College",
    "decided": "2026-03-02",
}


@pytest.fixture
def own(shown: Shown, tmp_path: Path) -> Shown:
    made = copied(shown, tmp_path)
    configure(Site(archive=made.archive, keys=made.keys, address="http://testserver"))
    COUNTS.forget()
    return made


def test_what_is_open_is_said_with_a_draft_and_waits_at_home(shown: Shown) -> None:
    page = shown.get(ARCHIVIST, LIST)
    assert "Nu geldt Whitepaper 4.2, versie 1." in page
    assert "De waardering van de dialoog is in whitepaper-4-2-v1 nader te bepalen (N)" in page
    assert "weerklank selection" not in page
    assert "Waardering nog te bepalen" in shown.get(ARCHIVIST, "/")
    draft = shown.client(ARCHIVIST).get(f"{LIST}ontwerp/")
    assert "attachment" in draft["Content-Disposition"]
    assert b"Het voeren van dialoog" in draft.content
    rows = shown.get(Role.REVIEWER, f"{LIST}whitepaper-4-2-v1/")
    assert "Toewijzen" not in rows
    assert "publieksvoorlichting" in rows
    none = shown.get(ARCHIVIST, f"{LIST}whitepaper-4-2-v1/?woorden=zzz")
    assert "Geen rij met deze woorden." in none
    one = shown.get(ARCHIVIST, f"{LIST}whitepaper-4-2-v1/?woorden=DIALOOG")
    assert "publieksvoorlichting" not in one
    file = shown.client(ARCHIVIST).get(f"{LIST}whitepaper-4-2-v1/bestand/")
    assert file.content == shipped_bytes()
    assert file["Content-Type"] == "application/octet-stream"
    assert shown.client(ARCHIVIST).get(f"{LIST}whitepaper-4-2/").status_code == 404
    for address in (f"{LIST}laden/", f"{LIST}toewijzen/", f"{LIST}{OTHERS}"):
        assert shown.client(Role.REVIEWER).get(address).status_code == 403


def test_a_list_is_looked_at_before_it_is_loaded(own: Shown) -> None:
    client = own.client(ARCHIVIST)
    assert client.post(f"{LIST}laden/").status_code == 422
    wrong = client.post(f"{LIST}laden/", {"file": BytesIO(b"code;proces;waardering\nx;;Q\n")})
    assert wrong.status_code == 422
    assert "rij 2" in wrong.content.decode()
    large = client.post(f"{LIST}laden/", {"file": BytesIO(b"x" * ((1 << 20) + 1))})
    assert "groter dan een selectielijst" in large.content.decode()
    own_column = BytesIO(b"code;proces;waardering;zaaktype\n1;Vergunnen;B;x\n")
    seen = client.get(client.post(f"{LIST}laden/", {"file": own_column})["Location"])
    assert "omdat hun kop niets zegt: D." in " ".join(seen.content.decode().split())
    sent = client.post(f"{LIST}laden/", {"file": BytesIO(CSV.encode())})
    where = sent["Location"]
    page = client.get(where).content.decode()
    assert "De lijst heeft 3 rijen." in page
    counted = re.findall(r'data-l="Stukken (?:nu|dan)">(\d+)<', page)
    (kept_now, kept), (goes_now, goes), (open_now, open_) = zip(
        map(int, counted[::2]), map(int, counted[1::2]), strict=True
    )
    assert kept_now + goes_now + open_now == kept + goes + open_
    assert goes > goes_now
    assert open_ < open_now
    assert own.client(Role.REVIEWER).get(where).status_code == 403
    assert len(read_selection(own.workplace).lists) == 1
    new = {
        "name": "Onze lijst", "kind": "process", "valid_from": "2026-01-01", "valid_until": "",
        "body": "College", "decided": "2026-03-10",
    }  # fmt: skip
    for name, value in (("name", ""), ("valid_until", "2025-01-01"), ("decided", "2099-01-01")):
        assert client.post(where, {**new, name: value}).status_code == 422, name
    done = client.post(where, new)
    assert done["Location"] == f"{LIST}?vastgelegd=onze-lijst-v1"
    assert client.get(where).status_code == 404
    page = client.get(done["Location"]).content.decode()
    assert "Nu geldt Onze lijst, versie 1." in page
    assert "Alles is gewaardeerd." in page
    assert "Waardering nog te bepalen" not in client.get("/").content.decode()
    again = client.post(f"{LIST}laden/", {"whitepaper": "ja"})
    assert 'value="Whitepaper 4.2"' in client.get(again["Location"]).content.decode()


def test_a_row_is_assigned_and_that_ends(own: Shown) -> None:
    client = own.client(ARCHIVIST)
    form = client.get(f"{LIST}toewijzen/?row=1.2&list=whitepaper-4-2").content.decode()
    assert 'value="1.2"' in form
    assert '<option value="whitepaper-4-2" selected>' in form
    item = own.post.strip("/").rpartition("/")[2]
    wrong = {
        "target": ("", "een van beide"),
        "item": (item, "een van beide"),
        "row": ("9.9", "heeft geen rij 9.9"),
        "reason": ("", "Vul dit in."),
        "decided": ("2099-01-01", "moet nog komen"),
    }
    for name, (value, told) in wrong.items():
        answer = client.post(f"{LIST}toewijzen/", {**ASSIGNED, name: value})
        assert (answer.status_code, told in answer.content.decode()) == (422, True), name
    of_post = {**ASSIGNED, "target": "", "item": item, "share": ""}
    whole = client.post(f"{LIST}toewijzen/", {**of_post, "share": "own"})
    assert "Een bericht gaat heel." in whole.content.decode()
    of_kind = {**ASSIGNED, "target": "soort:two-way:C"}
    for given in (ASSIGNED, of_post, of_kind):
        done = client.post(f"{LIST}toewijzen/", given)
        assert done["Location"] == f"{LIST}?vastgelegd=ja"
    page = client.get(LIST).content.decode()
    assert "van anderen" in page
    assert item in page
    assert "scenario C" in page
    made = read_selection(own.workplace).assignments
    assert {"two-way:others", "a0001:others", item, "two-way:C:others"} <= set(made)
    assert client.post(f"{LIST}{OTHERS}", {"reason": ""}).status_code == 422
    done = client.post(f"{LIST}{OTHERS}", {"reason": "De dialoog is gewaardeerd."})
    assert done["Location"] == f"{LIST}?vastgelegd=ja"
    assert "two-way:others" not in read_selection(own.workplace).assignments
    assert client.get(f"{LIST}{OTHERS}").status_code == 404
