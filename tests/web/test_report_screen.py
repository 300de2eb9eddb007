"""*Verslag*: readable for who answers for it, and the same as a file."""

import io
import zipfile

import pytest
from pypdf import PdfReader
from shown import Shown

from weerklank.model.person import Role


@pytest.mark.parametrize("role", [Role.PRIVACY, Role.ARCHIVIST, Role.INSPECTOR])
def test_the_report_has_all_points_and_what_is_to_be_filled_in(shown: Shown, role: Role) -> None:
    text = shown.client(role).get("/privacy/verslag/").content.decode()
    assert all(f">{number}. " in text for number in range(1, 18))
    assert "Door de organisatie in te vullen: de grond per doel." in text
    assert "Noem dit archief niet anoniem" in text
    assert "meting van" in text


def test_the_report_of_one_account_is_of_that_account(shown: Shown) -> None:
    client = shown.client(Role.PRIVACY)
    whole = client.get("/privacy/verslag/").content.decode()
    one = client.get("/privacy/verslag/?account=a0001").content.decode()
    assert "(a0001)</dd>" in one
    assert "(a0001)</dd>" not in whole
    assert client.get("/privacy/verslag/?account=a9999").status_code == 404
    assert client.get("/privacy/verslag/?vorm=exe").status_code == 404


def test_the_report_is_a_pdf_and_an_odt(shown: Shown) -> None:
    client = shown.client(Role.INSPECTOR)
    answer = client.get("/privacy/verslag/?vorm=pdf&account=a0001")
    assert answer["Content-Type"] == "application/pdf"
    assert "a0001" in answer["Content-Disposition"]
    pages = PdfReader(io.BytesIO(answer.content), strict=True).pages
    assert "17. Maatregelen" in "".join(page.extract_text() for page in pages)
    odt = client.get("/privacy/verslag/?vorm=odt").content
    with zipfile.ZipFile(io.BytesIO(odt)) as package:
        assert "17. Maatregelen" in package.read("content.xml").decode()


def test_the_report_is_for_nobody_else(shown: Shown) -> None:
    assert shown.client(Role.COMMUNICATION).get("/privacy/verslag/").status_code == 403
