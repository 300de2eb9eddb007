"""Transfer on the screens: two decide on originals, one makes a SIP, a depot confirms."""

import json
import shutil
import time
from pathlib import Path

import pytest
from at_field import at_field
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from own_archive import SANNE, OwnArchive, posted
from shown import Shown

from weerklank.web.configure import configure
from weerklank.web.site import Site
from weerklank.web.task_count import COUNTS
from weerklank.web.work import WORKS

PIA, ANNA, INA, LEES = "Pia Fictema", "Anna Fictema", "Ina Fictema", "Lees Fictema"
CHOICE = {"account": "a0001", "van": "2026-03-01", "tot": "2026-03-31", "kijk": "ja"}
NEW = "/overbrengen/nieuw/"
HERE = f"{NEW}?account=a0001&van=2026-03-01&tot=2026-03-31&kijk=ja"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> OwnArchive:
    place = OwnArchive(tmp_path_factory.mktemp("overbrengen")).make(
        [
            posted("2026-03-02T09:00:00", "De brug is weer dicht."),
            posted("2026-04-03T09:00:00", "De markt is er weer."),
        ]
    )
    for name, role in (
        (PIA, "privacy"),
        (ANNA, "archivist"),
        (INA, "inspector"),
        (LEES, "reader"),
    ):
        place.run("person", "add", name, "--role", role, "--as", SANNE)
    return place


@pytest.fixture
def own(made: OwnArchive, tmp_path: Path) -> OwnArchive:
    shutil.copytree(made.root, tmp_path / "copy", copy_function=shutil.copy2)
    place = OwnArchive(tmp_path / "copy")
    serve(place, place.root / "sips")
    COUNTS.forget()
    return place


def serve(own: OwnArchive, sips: Path | None) -> None:
    configure(Site(archive=own.folder, keys=own.keys, address="http://testserver", sips=sips))


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def home(client: Client) -> str:
    COUNTS.forget()
    return text(client.get("/"))


def receipt(transfer: dict[str, object], **more: object) -> dict[str, object]:
    told = {"identificatie": transfer["sip"], "kenmerk": "D-7", "hashSip": transfer["digest"]}
    content = json.dumps({**told, **more}).encode()
    return {"receipt": SimpleUploadedFile("ontvangst.json", content)}


@pytest.mark.enable_socket
@pytest.mark.loopback
def test_two_decide_one_makes_and_the_depot_confirms(own: OwnArchive, shown: Shown) -> None:
    anna, pia, ina = shown.client(ANNA), shown.client(PIA), shown.client(INA)
    assert "Hier komt wat naar een archiefinstelling gaat" in text(anna.get("/overbrengen/"))
    assert shown.client(LEES).get("/overbrengen/").status_code == 403
    order = anna.get(f"{NEW}?van=2026-03-02&tot=2026-03-01&kijk=ja")
    assert (order.status_code, at_field(order, "tot")) == (
        422,
        "De laatste dag ligt voor de eerste.",
    )
    empty = text(anna.get(f"{NEW}?van=2020-03-02&tot=2020-03-03&kijk=ja"))
    assert "Er valt niets in deze keuze dat mee mag." in empty
    # What is no day, or no account, never means all of them.
    dashes = anna.get(f"{NEW}?account=a0001&van=1-3-2026&kijk=ja")
    assert "1-3-2026\u2069\u201d is geen dag." in at_field(dashes, "van")
    assert "REGISTER-001" in text(anna.get(f"{NEW}?account=a9999&kijk=ja"))
    for act in ("originelen", "maken"):
        wrong = anna.post(f"{NEW}{act}/", {**CHOICE, "sealed": "keep", "tot": "maart"})
        assert (wrong.status_code, "Geef een dag als" in text(wrong)) == (422, True)
    assert own.run("transfer", "list")["transfers"] == []
    checked = text(anna.get(HERE))
    assert "1 bericht, met zijn draad." in checked
    assert "hebben nog niet hetzelfde besloten" in checked
    assert "(niet gecontroleerd)" in checked
    assert "SIP maken" not in checked
    counted = text(anna.get(f"{HERE}&tel=ja"))
    assert "Aandacht volgens de norm: 0 van 0." in counted
    assert "legde niemand de rechten vast" in counted
    assert "Kies wat er met de originelen gebeurt" in text(anna.post(f"{NEW}originelen/", CHOICE))

    # Each decides; while they differ nothing is decided, and either is asked.
    assert anna.post(f"{NEW}originelen/", CHOICE | {"sealed": "destroy"}).status_code == 302
    assert "Besluit over originelen bij overbrengen" in home(pia)
    assert "Besluit over originelen bij overbrengen" not in home(anna)
    assert pia.post(f"{NEW}originelen/", CHOICE | {"sealed": "keep"}).status_code == 302
    assert "Besluit over originelen bij overbrengen" in home(anna)
    assert ina.post(f"{NEW}originelen/", CHOICE | {"sealed": "keep"}).status_code == 403
    assert anna.post(f"{NEW}originelen/", CHOICE | {"sealed": "keep"}).status_code == 302
    assert "Besluit over originelen" not in home(pia)
    assert "De archivaris maakt de SIP." in text(pia.get(HERE))
    serve(own, None)
    assert "geen map ingesteld" in text(anna.get(HERE))
    assert anna.post(f"{NEW}maken/", CHOICE).status_code == 404
    serve(own, own.root / "sips")
    assert "SIP maken" in text(anna.get(HERE))

    sent = anna.post(f"{NEW}maken/", CHOICE | {"target": "Collectie 12"})
    work = WORKS.find(sent["Location"].strip("/").rpartition("/")[2])
    assert work is not None
    for _ in range(600):
        if work.ended:
            break
        time.sleep(0.1)
    done = text(anna.get(sent["Location"]))
    assert "Gemaakt: overbrenging t0001." in done
    assert "Getoetst aan de regels van MDTO: klopt." in done
    (folder,) = (own.root / "sips").iterdir()
    assert "Collectie 12" in (folder / "pakbon.xml").read_text()
    assert "Overbrenging t0001 wacht op een bevestiging" in home(anna)
    one = "/overbrengen/t0001/"
    assert folder.name in text(ina.get(one))
    assert str(own.root) not in text(ina.get(one))
    assert "Inlezen" not in text(ina.get(one))

    (told,) = own.run("transfer", "list")["transfers"]
    assert "Kies het bestand van het depot" in text(anna.post(f"{one}ontvangst/"))
    rubbish = {"receipt": SimpleUploadedFile("x", b"niets")}
    assert "TRANSFER-006" in text(anna.post(f"{one}ontvangst/", rubbish))
    other = anna.post(f"{one}ontvangst/", receipt(told, aantalInformatieobjecten=999))
    assert (other.status_code, "1 verschil" in text(other)) == (422, True)
    names = receipt(told, bestanden=[{"identificatie": "x.json", "checksum": "0" * 64}])
    assert "dit bestand is niet overgebracht" in text(anna.post(f"{one}ontvangst/", names))
    assert anna.post(f"{one}ontvangst/", receipt(told)).status_code == 302
    done = text(anna.get(one))
    assert "Wat hier blijft" in done
    assert "D-7" in done
    assert "Overbrenging t0001 wacht" not in home(anna)
    assert anna.get("/overbrengen/t0009/").status_code == 404
