"""*Beleid en handleidingen*: what settings give to read and to download (J3, J4)."""

import io
import zipfile

import pytest
from pypdf import PdfReader
from shown import Shown

from weerklank.model.person import Role
from weerklank.services.guide.user_group import UserGroup


def test_the_policy_stands_there_with_what_is_to_be_decided(shown: Shown) -> None:
    text = shown.get(Role.COMMUNICATION, "/beleid/")
    assert "11. Wie wat doet" in text
    assert "Nog te besluiten: wie dit beleid vaststelt, en vanaf welke dag het geldt." in text
    assert '<li class="breakable first-capital">wie dit beleid vaststelt, en vanaf' in text
    assert all(f'value="{group}"' in text for group in UserGroup)
    assert "weerklank " not in text.split("<main")[1]  # screens name no commands


@pytest.mark.parametrize("name", ["webcare", "ambtelijke-top"])
def test_a_guide_is_a_page_and_a_file(shown: Shown, name: str) -> None:
    client = shown.client(Role.MAKER)
    text = client.get(f"/beleid/?document={name}").content.decode()
    assert "Doe dit" in text
    pdf = client.get(f"/beleid/?document={name}&vorm=pdf")
    assert pdf["Content-Type"] == "application/pdf"
    assert f"handleiding-{name}-" in pdf["Content-Disposition"]
    assert len(PdfReader(io.BytesIO(pdf.content)).pages) == 1
    with zipfile.ZipFile(
        io.BytesIO(client.get(f"/beleid/?document={name}&vorm=odt").content)
    ) as odt:
        assert "Doe dit" in odt.read("content.xml").decode()
    for wrong in ("?document=pers", "?vorm=exe"):
        assert client.get(f"/beleid/{wrong}").status_code == 404


def test_recommendations_tell_how_they_stand(shown: Shown) -> None:
    text = shown.get(Role.ARCHIVIST, "/beleid/aanbevelingen/")
    assert "Maak en beheer een overzicht van accounts</span>: niet in orde" in text
    assert "niet gecontroleerd" in text
    assert "Meldingen van wijzigingen die wachten: " in text
    answer = shown.client(Role.PRIVACY).get("/beleid/aanbevelingen/?vorm=odt")
    assert "aanbevelingen-" in answer["Content-Disposition"]


def test_who_may_not_see_them(shown: Shown) -> None:
    assert shown.client(Role.RESEARCHER).get("/beleid/").status_code == 403
    for role in (Role.READER, Role.MAKER, Role.RESEARCHER):
        assert shown.client(role).get("/beleid/aanbevelingen/").status_code == 403
    assert "Aanbevelingen" not in shown.get(Role.READER, "/beleid/").split("tabs")[-1][:400]
