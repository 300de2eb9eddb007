"""*Bewaartermijnen*: the calendar, what if, and the day on which an archives act begins."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from shown import Shown, copied

from weerklank.model.person import Role
from weerklank.services.appraise.set_law import laws
from weerklank.web.configure import configure
from weerklank.web.plots.retention import NARROW, WIDE, Parts, Slot, retention
from weerklank.web.site import Site

LIST = "/bewaartermijnen/"
LAW = f"{LIST}wet/archiefwet2026/"


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_bar_is_as_long_as_its_numbers_and_says_them(width: int) -> None:
    slots = [Slot("2026", Parts(5, 3, 2), Parts(0, 8, 2)), Slot("<b>", Parts(0, 0, 0), None)]
    drawn = retention(slots, "nl", width, "r")
    root = ElementTree.fromstring(drawn)
    (due,), (first, second), (hold, _) = (
        [*map(float, re.findall(rf'class="bar-{one}"[^>]* width="([\d.]+)"', drawn))]
        for one in ("due", "hotspot", "hold")
    )
    assert due / 5 == pytest.approx(first / 3, rel=0.01)
    assert second / 8 == pytest.approx(hold / 2, rel=0.01)
    said = [text.text for text in root.iter("text")]
    assert said == ["2026", "nu 5 en 5 vast", "dan 0 en 10 vast", "<b>", "nu 0"]
    assert 'aria-labelledby="r-t" aria-describedby="r-d"' in drawn
    assert "now 5 and 5 kept" in retention(slots, "en", width, "r")


def test_what_if_puts_now_and_then_beside_each_other(shown: Shown) -> None:
    archivist = Role.ARCHIVIST
    page = shown.get(archivist, LIST)
    assert "Er is nu niets te vernietigen." in page
    assert "Hoogwater januari 2026, als die wordt ingetrokken" in page
    assert "Dan</th>" not in page
    assert re.search(r'href="/vernietigen/"><span[^>]*>Naar de vernietigingslijsten', page)
    asked = shown.get(archivist, f"{LIST}?hotspot=h0001")
    kept = re.search(r"Blijvend te bewaren|blijvend te bewaren", asked)
    assert kept
    assert re.search(r"<strong>\d+ stukken zijn dan niet meer B\.", asked)
    rows = re.findall(r'data-l="Nu">(\d+)</td>.*?data-l="Dan">(\d+)</td>', asked)
    (kept_now, kept_then), (goes_now, goes_then), (open_now, open_then), *_ = [
        (int(now), int(then)) for now, then in rows
    ]
    assert kept_then == 0
    assert kept_now + goes_now + open_now == kept_then + goes_then + open_then
    # A list that is supposed for everything says the same where it is the one in force.
    same = shown.get(archivist, f"{LIST}?lijst=whitepaper-4-2-v1")
    assert "Er wordt niets anders B." in same
    # By a later day more is over.
    later = shown.get(archivist, f"{LIST}?dag=2040-01-01")
    on_day = re.search(r"op de peildag.*?data-l=\"Dan\">(\d+)<", later, re.DOTALL)
    assert on_day
    assert int(on_day[1]) == goes_now
    client = shown.client(archivist)
    assert client.get(f"{LIST}?dag=morgen").status_code == 422
    assert client.get(f"{LIST}?dag=2020-01-01").status_code == 422
    for nothing in ("hotspot=h9999", "lijst=geen-v1"):
        assert client.get(f"{LIST}?{nothing}").status_code == 404
    client.cookies["taal"] = "en"
    assert "What if" in client.get(f"{LIST}?hotspot=h0001").content.decode()


def test_who_reviews_looks_and_the_archivist_records_the_day_of_a_law(
    shown: Shown, tmp_path: Path
) -> None:
    own = copied(shown, tmp_path)
    configure(Site(archive=own.archive, keys=own.keys, address="http://testserver"))
    client = own.client(Role.ARCHIVIST)
    assert LAW not in own.get(Role.REVIEWER, LIST)
    assert own.client(Role.REVIEWER).get(LAW).status_code == 403
    assert LAW in own.get(Role.ARCHIVIST, LIST)
    assert client.get(f"{LIST}wet/archiefwet1995/").status_code == 404
    for wrong in ({"begins": "straks", "source": "Stb."}, {"begins": "2027-01-01", "source": ""}):
        assert client.post(LAW, wrong).status_code == 422
    done = client.post(LAW, {"begins": "2027-01-01", "source": "Stb. 2026, 400"})
    assert done["Location"] == f"{LIST}?vastgelegd=ja"
    page = own.get(Role.ARCHIVIST, done["Location"])
    assert "Vastgelegd." in page
    assert "1 januari 2027" in page
    assert [begins.isoformat() for _, begins in laws(own.workplace) if begins][1] == "2027-01-01"
