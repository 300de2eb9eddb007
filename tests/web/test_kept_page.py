"""*Pagina zoals toen*: what its banner says, what lies beside it, and who may see it."""

import re
from pathlib import Path

import pytest
from django.test import Client
from kept_pages import (
    ADDRESS,
    AT,
    LATER,
    OTHER_ADDRESS,
    PDF,
    POST,
    Page,
    archive_of,
    keep,
    key_of,
    name_of,
    page_of,
)
from own_archive import OwnArchive, posted

from weerklank import bootstrap
from weerklank.harvest.browser.visit import Stopped
from weerklank.model.mark import Judgement
from weerklank.model.page import PageFacts, PageRole
from weerklank.model.question import Sight
from weerklank.services.appraise.mark_item import decide_mark, mark_item
from weerklank.services.people.access import read_seen
from weerklank.services.replay.read_pages import has_pages, open_replay, pages_of
from weerklank.services.workplace import Silent, Workplace
from weerklank.web.configure import configure
from weerklank.web.site import Site
from weerklank.web.views import kept_page

HOST = "127.0.0.1:8642"


def signed_in(name: str) -> Client:
    from django.contrib.auth.models import User

    client = Client(headers={"host": HOST})
    user, _ = User.objects.get_or_create(username=name)
    client.force_login(user)
    return client


def serve(made: OwnArchive) -> Workplace:
    workplace = made.serve()
    configure(Site(archive=made.folder, keys=made.keys))
    return workplace


PEOPLE = {"Arie Fictema": "archivist", "Lees Fictema": "reader", "Pia Fictema": "privacy"}
ARIE, LEES, PIA = PEOPLE


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> OwnArchive:
    """Two captures of one post, and a post without any."""
    made = archive_of(
        tmp_path_factory.mktemp("kept"),
        (Page(), Page(at=LATER, body="<h1>Later</h1>", text="Later <b>vet</b>")),
    )
    for name, role in PEOPLE.items():
        made.run("person", "add", name, "--role", role, "--as", "Sanne Fictema")
    return made


@pytest.fixture
def place(two: OwnArchive) -> Workplace:
    return serve(two)


def get(address: str, who: str = LEES, status: int = 200) -> str:
    answer = signed_in(who).get(address)
    assert answer.status_code == status, address
    return re.sub(r"\s+", " ", answer.content.decode())


def words(address: str, who: str = LEES) -> str:
    """Give what a page says, without its markup."""
    return re.sub(r"<[^>]*>", "", get(address, who))


def test_the_post_leads_to_its_page_and_only_where_there_is_one(place: Workplace) -> None:
    post, other = name_of(place), name_of(place, OTHER_ADDRESS)
    assert f'href="/id/{post}/pagina/"' in get(f"/id/{post}/")
    assert "Pagina zoals toen" in get(f"/id/{post}/")
    assert "/pagina/" not in get(f"/id/{other}/")
    assert "Van dit bericht is geen pagina bewaard" in get(f"/id/{other}/pagina/")
    assert get("/id/drp-2026-01-01-00000/pagina/", status=404)


def test_the_banner_tells_what_it_is(place: Workplace) -> None:
    text = words(f"/id/{name_of(place)}/pagina/")
    assert "Dit is een kopie van 5 maart 2026, 18.03 uur." in text
    assert (
        "Reacties staan er onder pseudoniem in, om de privacy van wie ze schreef. Namen van "
        "anderen in teksten zijn vervangen, om hun privacy. Wat grijs is, is niet gearchiveerd: "
        "het is van anderen, of niet met zekerheid van ons. Knoppen werken niet: van de "
        "programma" in text
    )
    assert "2 grijze plekken" in text
    assert "1 bestand dat de pagina toont, was niet te krijgen." in text
    assert "De tijd voor één pagina was om" in text
    assert "3, onder pseudoniem" in text
    assert "in 4 teksten" in text
    assert "Later &lt;b&gt;vet&lt;/b&gt;" in text
    assert "ReplayWeb.page 2.5.3" in text
    assert "https://github.com/webrecorder/replayweb.page" in text


def test_each_capture_has_its_own_address(place: Workplace) -> None:
    post = name_of(place)
    newest, oldest = (page.item for page in pages_of(place, post).pages)
    assert (newest.captured_at, oldest.captured_at) == (LATER, AT)
    asked = get(f"/id/{post}/pagina/?opname={oldest.id}")
    for address in (f"/id/{post}/pagina/?opname={oldest.id}", f"/id/{oldest.id}/pagina/"):
        assert "Dit is een kopie van 4 maart 2026, 11.00 uur." in words(address)
    assert asked.count('href="?opname=') == 2
    get(f"/id/{post}/pagina/?opname={post}", status=404)
    get(f"/id/{post}/pagina/?opname=x", status=404)
    led = signed_in(LEES).get(f"/id/{oldest.id}/")
    assert led["Location"] == f"/id/{oldest.id}/pagina/"


def test_the_frame_is_signed_and_of_the_other_host_alone(place: Workplace) -> None:
    answer = signed_in(LEES).get(f"/id/{name_of(place)}/pagina/")
    found = re.search(
        r'data-replay="(http://replay\.localhost:8642/page/[^"]+/)"', answer.content.decode()
    )
    assert found
    assert "frame-src http://replay.localhost:8642" in answer["Content-Security-Policy"]
    other = signed_in(LEES).get(f"/id/{name_of(place)}/")
    assert "frame-src" not in other["Content-Security-Policy"]
    inside = Client().get(found[1], headers={"host": "replay.localhost:8642"})
    assert inside.status_code == 200


def test_without_a_second_host_the_picture_stands_first(two: OwnArchive) -> None:
    workplace = two.serve()  # under an address of its own, with none for pages
    client = signed_in(LEES)
    answer = client.get(f"/id/{name_of(workplace)}/pagina/", headers={"host": "testserver"})
    text = answer.content.decode()
    assert "De pagina wordt hier niet nagespeeld." in text
    assert "--replay-site" in text
    assert "<iframe" not in text
    assert 'class="whole-page"' in text
    assert '<details class="page-text" open>' in text


def test_files_are_sent_as_what_they_are(place: Workplace) -> None:
    kept = page_of(place)
    told = {
        PageRole.REPLAY: ("application/wacz", "attachment", "wacz"),
        PageRole.PAGE: ("image/png", "inline", "png"),
        PageRole.POST: ("image/png", "inline", "png"),
        PageRole.PRINT: ("application/pdf", "attachment", "pdf"),
        PageRole.TEXT: ("text/plain; charset=utf-8", "attachment", "txt"),
    }
    for role, (kind, how, ending) in told.items():
        file = kept.files[role]
        answer = signed_in(LEES).get(f"/id/{kept.item.id}/media/{file.medium.id}/")
        assert answer["Content-Type"] == kind
        assert answer["Content-Disposition"].startswith(how)
        assert answer["Content-Disposition"].endswith(f'.{ending}"')
        assert "sandbox" in answer["Content-Security-Policy"]
        content = b"".join(answer.streaming_content)
        assert file.path is not None
        assert content == file.path.read_bytes()
        if role is PageRole.PRINT:
            assert content == PDF


def test_a_page_has_its_proof(place: Workplace) -> None:
    kept = page_of(place)
    made = signed_in(ARIE).get(f"/id/{kept.item.id}/bewijs/")
    assert made.status_code == 200
    assert kept.item.key in made.content.decode()


def test_what_stands_on_it_decides_who_sees_it(tmp_path: Path) -> None:
    made = archive_of(tmp_path, ())
    for name, role in PEOPLE.items():
        made.run("person", "add", name, "--role", role, "--as", "Sanne Fictema")
    made.run("person", "add", "Cor Fictema", "--role", "communication", "--as", "Sanne Fictema")
    workplace = serve(made)
    keep(made, Page(shows=(key_of(workplace, OTHER_ADDRESS),)))
    post, other = name_of(workplace), name_of(workplace, OTHER_ADDRESS)
    kept = page_of(workplace)
    picture = f"/id/{kept.item.id}/media/{kept.files[PageRole.PAGE].medium.id}/"
    assert signed_in(LEES).get(picture).status_code == 200
    mark_item(as_(made, "Cor Fictema"), other, "Hoort hier niet.")
    decide_mark(as_(made, ARIE), other, Judgement.RESTRICT)
    workplace = serve(made)
    some = Sight(restricted=False)
    assert not has_pages(workplace, post, some)
    assert has_pages(workplace, post)
    assert "geen pagina bewaard" in get(f"/id/{post}/pagina/")
    assert "/pagina/" not in get(f"/id/{post}/")
    get(f"/id/{kept.item.id}/pagina/", status=404)
    assert signed_in(LEES).get(picture).status_code == 404
    seen = get(f"/id/{post}/pagina/", ARIE)
    assert "staat in het inzagejournaal" in seen
    noted = read_seen(as_(made, PIA))
    assert [(one.by, str(one.what), one.subject, str(one.why)) for one in noted] == [
        (ARIE, "page", kept.item.id, "restricted")
    ]


def as_(made: OwnArchive, name: str) -> Workplace:
    return bootstrap.workplace(str(made.folder), str(made.keys), Silent(), name)


def test_what_was_for_followers_makes_its_page_so(tmp_path: Path) -> None:
    hidden = posted("2026-03-03T09:00:00", "De kastanje, onder ons.", visibility="followers")
    made = OwnArchive(tmp_path).make([POST, hidden])
    workplace = serve(made)
    address = f"{ADDRESS.rpartition('/')[0]}/{hidden.number}"
    keep(made, Page(shows=(key_of(workplace, address),)))
    kept = page_of(workplace)
    assert kept.shielded
    post = name_of(workplace)
    assert not has_pages(workplace, post, Sight(shielded=False))
    assert "alleen voor volgers" in get(f"/id/{post}/pagina/", "Sanne Fictema")
    made.run("person", "add", PIA, "--role", "privacy", "--as", "Sanne Fictema")
    assert [(str(one.what), one.subject) for one in read_seen(as_(made, PIA))] == [
        ("page", kept.item.id)
    ]


def test_whatever_ended_a_visit_early_has_its_words() -> None:
    quiet = {Stopped.NOTHING_NEW, Stopped.NOT_OPENED}  # all was seen, or nothing
    assert set(kept_page._STOPPED) == {str(one) for one in Stopped if one not in quiet}


def test_a_page_without_a_container_says_so(tmp_path: Path) -> None:
    roles = (PageRole.PAGE, PageRole.TEXT)
    facts = PageFacts(map=1, stopped="nothing-new")
    made = archive_of(tmp_path, (Page(roles=roles, facts=facts),))
    serve(made)
    made.run("person", "add", LEES, "--role", "reader", "--as", "Sanne Fictema")
    workplace = serve(made)
    text = get(f"/id/{name_of(workplace)}/pagina/")
    assert "Het bestand om af te spelen is er niet meer." in text
    assert "Reacties staan er" not in text
    assert "Wat grijs is" not in text
    assert "<iframe" not in text
    kept = page_of(workplace)
    with pytest.raises(Exception, match="SEARCH-001"):
        open_replay(workplace, kept.item.id, kept.files[PageRole.PAGE].medium.id)
