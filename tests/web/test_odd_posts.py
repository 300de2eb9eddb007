"""What a demonstration has not: facets of many values, foreign words, shared and odd posts."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from own_archive import OURS, SANNE, OwnArchive, posted
from shown import Shown

from weerklank.testing.mastodon_export import (
    ExportBoost,
    ExportMedium,
    ExportPoll,
    snowflake,
    write_export,
)

YEARS = range(2009, 2026)
LONG = "Kaart " + "omleidingen" * 30
TURNED = "plaatje \u202e achterstevoren"
THREAD = "https://dorp.example/users/gemeente/statuses/{}"


def picture(number: int, alt: str, kind: str = "image/png", data: bytes = b"") -> ExportMedium:
    # Eight bytes of a PNG are enough to tell what it is.
    content = data or b"\x89PNG\r\n\x1a\n" + bytes([number])
    path = f"media_attachments/files/{number}/a"
    return ExportMedium(path=path, content_type=kind, alt=alt, width=2, height=2, data=content)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> OwnArchive:
    begin = posted("2026-05-07T10:00:00", "draadbegin")
    moment = datetime(2026, 5, 9, 10, tzinfo=UTC)

    def boost(number: int, of: str) -> ExportBoost:
        return ExportBoost(number=snowflake(moment, number), published=moment, object_uri=of)

    answer = posted(
        "2026-05-07T11:00:00",
        "draadantwoord",
        in_reply_to=THREAD.format(begin.number),
        visibility="followers",
    )
    made = OwnArchive(tmp_path_factory.mktemp("vreemd")).make(
        [
            *(posted(f"{year}-06-01T10:00:00", f"facetbericht {year}") for year in YEARS),
            begin,
            answer,
            boost(1, "https://elders.example/users/x/statuses/1"),
            boost(2, THREAD.format(begin.number)),
            posted("2026-06-01T10:00:00", "altbericht", media=(picture(1, LONG),)),
            posted("2026-06-02T10:00:00", "omkeer", media=(picture(2, TURNED),), summary=TURNED),
            posted(
                "2026-06-03T10:00:00",
                "geluid",
                media=(picture(3, "Het volkslied", "audio/mpeg", b"ID3" + bytes(40)),),
            ),
            posted(
                "2026-06-04T10:00:00",
                "leugen",
                media=(picture(4, "schijn", "image/jpeg", b"geen plaatje: <script>1</script>"),),
            ),
            posted(
                "2026-06-05T10:00:00",
                "peiling",
                poll=ExportPoll(
                    options=(("Optie" + "x" * 200, 3), ("nee", 0)),
                    end=datetime(2026, 6, 12, tzinfo=UTC),
                ),
            ),
        ]
    )
    # A page in the place of a picture is not taken in as one, and the run is not complete.
    page = picture(5, "pagina", "text/html", b"<!doctype html><p>fout")
    later = made.root / "later.tar.gz"
    write_export(later, OURS, [posted("2026-06-06T10:00:00", "paginabestand", media=(page,))])
    made.run("import", str(later), code=1)
    return made


@pytest.fixture
def odd(held: OwnArchive, shown: Shown) -> Shown:
    return Shown(held.folder, held.keys, held.serve(), shown.post)


def post_of(odd: Shown, words: str) -> str:
    page = odd.get(SANNE, f"/zoeken/?q={words}")
    found = re.search(r'href="(/id/[^"]+/)"', page)
    assert found, words
    return odd.get(SANNE, found[1])


def lead(page: str) -> str:
    told = re.search(r'<p class="lead">(.*?)</p>', page, re.DOTALL)
    return told[1].strip() if told else ""


def test_every_value_of_a_facet_can_be_reached(odd: Shown) -> None:
    page = odd.get(SANNE, "/zoeken/?q=facetbericht")
    facet = page.partition(">Jaar<")[2]
    years = re.findall(r"<span>(20\d\d)</span>", facet)
    assert sorted(map(int, years)) == list(YEARS)
    assert "Toon er nog 5" in facet


def test_what_is_chosen_is_listed_however_rare(odd: Shown) -> None:
    page = odd.get(SANNE, "/zoeken/?q=facetbericht&van=2009-01-01&tot=2009-12-31")
    facet = page.partition(">Jaar<")[2].partition('<details class="more">')[0]
    assert re.search(r'aria-current="true"><span><span[^>]*></span>2009<', facet)


def test_a_page_behind_the_last_leads_to_the_last(odd: Shown) -> None:
    answer = odd.client(SANNE).get("/zoeken/?q=facetbericht&blad=99")
    assert (answer.status_code, answer["Location"]) == (302, "/zoeken/?q=facetbericht")


def test_a_shared_post_says_so_and_leads_to_what_is_held(odd: Shown) -> None:
    page = odd.get(SANNE, "/zoeken/?soort=boost")
    assert page.count("deelde een bericht") == 2
    sheets = [odd.get(SANNE, one) for one in sorted(set(re.findall(r'href="(/id/[^"]+/)"', page)))]
    assert sum("een bericht uit dit archief" in sheet for sheet in sheets) == 1
    assert sum("Wat daarin stond, is niet in het archief" in sheet for sheet in sheets) == 1


def test_a_thread_marks_what_only_followers_saw_and_claims_no_pseudonyms(odd: Shown) -> None:
    thread = post_of(odd, "draadbegin").partition('id="replies"')[2].partition("</section>")[0]
    assert "alleen voor volgers" in thread
    assert "onder pseudoniem" not in thread


def test_foreign_words_are_shut_off_from_ours(odd: Shown) -> None:
    page = post_of(odd, "omkeer")
    assert re.search(rf"“<bdi[^>]*>{TURNED}</bdi>”", page)
    assert re.search(rf"</span> <bdi[^>]*>{TURNED}</bdi></p>", page)
    assert '<dt dir="auto"' in post_of(odd, "peiling")


def test_a_player_has_a_name(odd: Shown) -> None:
    assert 'aria-label="Geluid: Het volkslied"' in post_of(odd, "geluid")


def test_why_a_file_is_not_there_is_told_in_words(odd: Shown) -> None:
    page = post_of(odd, "paginabestand")
    assert re.search(
        r"Dit bestand is er niet\.\s+Reden:\s+onder die naam staat in de export een leeg", page
    )
    assert "niet in de export" not in page
    assert "no_medium" not in page


def test_the_gallery_shows_as_a_picture_only_what_is_one(odd: Shown) -> None:
    page = odd.get(SANNE, "/zoeken/?q=leugen+OF+altbericht&beeld=media")
    gallery = page.partition('class="gallery"')[2]
    assert gallery.count("<img") == 1
    assert gallery.count("no-picture") == 1


def test_the_account_counts_alike_on_each_page(odd: Shown) -> None:
    overview = odd.get(SANNE, "/accounts/a0001/")
    told = re.search(r"<b>(\d+)</b> berichten</span>", overview)
    assert told
    listed = odd.get(SANNE, "/accounts/a0001/berichten/")
    assert f">{told[1]} berichten</h2>" in listed
    more = re.search(r'href="([^"]+blad=2[^"]*)"', listed)
    assert more
    second = odd.get(SANNE, unescape(more[1]))
    assert lead(second) == f"{told[1]} berichten en reacties gevonden."
    ids = [set(re.findall(r'href="(/id/[^"]+/)"', one)) for one in (listed, second)]
    assert not ids[0] & ids[1]
    assert "reacties van anderen" in overview
    assert "profielen gevonden" in lead(odd.get(SANNE, "/zoeken/?account=a0001"))


def test_what_no_stamp_confirmed_is_not_drawn_as_confirmed(odd: Shown) -> None:
    assert re.search(r'<li class="link-unset">.*?Tijdstempel', post_of(odd, "geluid"), re.DOTALL)


def test_an_error_can_be_copied(odd: Shown) -> None:
    page = odd.client(SANNE).get("/accounts/a9999/").content.decode()
    assert "Kopieer melding" in page
    assert 'data-copy="Deze pagina is er niet. ' in page
