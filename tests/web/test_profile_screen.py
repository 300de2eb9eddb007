"""*Profielcheck* and *Profieltekst maken*: what they show, who may, and what waits (B1, B2)."""

from html import unescape
from pathlib import Path

import pytest
from own_archive import OURS, SANNE, OwnArchive, posted
from shown import Shown

from weerklank.model.profile_template import SHORT_FORMS
from weerklank.testing.mastodon_export import ExportAccount, ExportMedium, write_export
from weerklank.testing.png import encode_png
from weerklank.web.task_count import COUNTS

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]

HEDWIG, LIEKE, ONNO = "Hedwig Overzicht", "Lieke Naslag", "Onno Studie"
PAGE = "https://www.dorp.example/"
PNG = encode_png(8, 8, [(9, 9, 9)], [bytes(8)] * 8)


@pytest.fixture
def own(tmp_path: Path) -> OwnArchive:
    made = OwnArchive(tmp_path).make([posted("2026-01-01T10:00", "Een bericht.")])
    made.serve()
    COUNTS.forget()
    return made


def text(shown: Shown, who: str, address: str) -> str:
    answer = shown.client(who).get(address)
    assert answer.status_code == 200, address
    return unescape(answer.content.decode())


def test_a_good_profile_and_one_that_misses_something(shown: Shown) -> None:
    good = text(shown, HEDWIG, "/accounts/a0001/profiel/")
    assert "Alles wat te lezen was, is gevonden." in good
    assert "Woorden waaraan het te zien is: gegevenswissing, geldt niet, archiver." in good
    assert SHORT_FORMS[160] in good
    misses = text(shown, HEDWIG, "/accounts/a0002/profiel/")
    assert "5 punten van het sjabloon zijn niet gevonden." in misses
    assert "Neem de tekst over uit 'Profieltekst maken'." in misses
    assert "Profiel mist iets: Burgemeester, Mastodon" in text(shown, HEDWIG, "/")
    assert "Profiel mist iets: Gemeente" not in text(shown, HEDWIG, "/")
    listed = text(shown, HEDWIG, "/accounts/")
    assert "profiel: 5 niet gevonden" in listed
    assert "profiel: niets gemist" in listed
    assert "Profielcheck bekijken" in text(shown, HEDWIG, "/accounts/a0002/")


def test_one_that_was_not_checked_says_so(shown: Shown) -> None:
    page = text(shown, HEDWIG, "/accounts/a0004/profiel/")
    assert "Het profiel is nog niet nagekeken." in page
    assert "Opnieuw nakijken" in page


def test_who_may_only_look_has_no_button(shown: Shown) -> None:
    page = text(shown, LIEKE, "/accounts/a0002/profiel/")
    assert "Opnieuw nakijken" not in page
    assert "Profieltekst maken" in page
    assert shown.client(LIEKE).post("/accounts/a0002/profiel/nakijken/").status_code == 403
    assert shown.client(LIEKE).get("/accounts/profielpaginas/").status_code == 403
    assert shown.client(ONNO).get("/accounts/a0002/profiel/").status_code == 403


def test_text_for_a_profile_and_for_the_page_behind_it(shown: Shown) -> None:
    page = text(shown, HEDWIG, "/accounts/a0004/profieltekst/")
    assert "Veld 'Bio': 157 van 160 tekens" in page
    assert f">{SHORT_FORMS[160]}</textarea>" in page
    assert f'data-copy="{SHORT_FORMS[160]}"' in page
    assert "Dit is het officiële account van Gemeente Voorbeelddam." in page
    assert 'value="https://www.voorbeelddam.example/sociale-media"' in page
    whole = text(shown, HEDWIG, "/accounts/a0005/profieltekst/")
    assert "Het hele sjabloon past in het profiel." in whole
    assert "Voor de pagina achter de link" not in whole


def test_check_again_and_history(own: OwnArchive, shown: Shown) -> None:
    page = text(shown, SANNE, "/accounts/a0001/profiel/")
    assert "Het profiel is nog niet nagekeken." in page
    for _ in range(2):
        sent = shown.client(SANNE).post("/accounts/a0001/profiel/nakijken/")
        assert sent["Location"] == "/accounts/a0001/profiel/"
    page = text(shown, SANNE, "/accounts/a0001/profiel/")
    assert page.count('class="log-when"') == 2
    newest, oldest = own.run("profile", "history", "a0001")["checks"]
    assert page.index(f"?op={newest['at'].replace(':', '%3A')}") < page.index(
        f"?op={oldest['at'].replace(':', '%3A')}"
    )
    earlier = text(shown, SANNE, f"/accounts/a0001/profiel/?op={oldest['at']}")
    assert "Dit is een eerdere keer." in earlier
    COUNTS.forget()
    assert "Profiel mist iets: Gemeente Dorp, Mastodon" in text(shown, SANNE, "/")


def test_what_could_not_be_read_is_not_called_complete(own: OwnArchive, shown: Shown) -> None:
    """Its page is under a name that leads nowhere."""
    other = ExportAccount(
        host=OURS.host,
        name="wethouder",
        display_name="Gemeente Dorp",
        summary_html=f'<p>{SHORT_FORMS[160]} <a href="{PAGE}social">{PAGE}social</a></p>',
        actor_id=f"https://{OURS.host}/users/wethouder",
        created=OURS.created,
    )
    export = own.root / "wethouder.tar.gz"
    picture = ExportMedium(
        path="avatar.png", content_type="image/png", alt="Logo", width=8, height=8, data=PNG
    )
    write_export(export, other, [posted("2026-01-02T10:00", "Nog een.")], avatar=picture)
    address = f"https://{OURS.host}/@wethouder"
    own.run("account", "add", address, "--kind", "corporate", "--as", SANNE)
    own.run("import", str(export))
    done = own.run("profile", "check", "a0002", "--as", SANNE)
    assert done["ok"] is True
    page = text(shown, SANNE, "/accounts/a0002/profiel/")
    assert "8 punten konden niet worden gelezen." in page
    assert "Alles wat te lezen was" not in page
    assert "Niets gemist" not in page
    assert "profiel: 8 niet te lezen" in text(shown, SANNE, "/accounts/")


def test_check_of_what_was_not_harvested_says_what_to_do(own: OwnArchive, shown: Shown) -> None:
    own.run("account", "add", "https://x.com/dorp", "--kind", "corporate", "--as", SANNE)
    shown.client(SANNE).post("/accounts/a0002/profiel/nakijken/")
    page = text(shown, SANNE, "/accounts/a0002/profiel/")
    assert "Het profiel is nog niet geoogst." in page
    assert "PROFILE-001" not in page or "Het profiel is niet nagekeken." in page


def test_pages_are_recorded_and_what_is_wrong_is_said(own: OwnArchive, shown: Shown) -> None:
    client = shown.client(SANNE)
    given = {"privacy": f"{PAGE}privacy", "contact": "zomaar", "landing": ""}
    sent = client.post("/accounts/profielpaginas/", given)
    assert sent.status_code == 422
    page = unescape(sent.content.decode())
    assert "Wat als pagina is opgegeven, is geen adres." in page
    assert 'value="zomaar"' in page
    given["contact"] = f"{PAGE}contact"
    sent = client.post("/accounts/profielpaginas/", {**given, "account": "a0001"})
    assert sent["Location"] == "/accounts/a0001/profieltekst/"
    assert own.run("profile", "pages") == {
        "contact": f"{PAGE}contact", "landing": None, "privacy": f"{PAGE}privacy",
    }  # fmt: skip
    sent = client.post("/accounts/profielpaginas/", {"privacy": "", "contact": "", "landing": ""})
    assert sent["Location"] == "/accounts/profielpaginas/?vastgelegd=ja"
    assert set(own.run("profile", "pages").values()) == {None}
    page = text(shown, SANNE, "/accounts/a0001/profieltekst/")
    assert "Nog niet vastgelegd:" in page


def test_names_of_pages_and_profiles_act_in_no_page(own: OwnArchive, shown: Shown) -> None:
    page = f"{PAGE}?q=<script>alert(1)</script>"
    shown.client(SANNE).post("/accounts/profielpaginas/", {"privacy": page})
    found = shown.client(SANNE).get("/accounts/a0001/profieltekst/").content.decode()
    assert "<script>alert" not in found
