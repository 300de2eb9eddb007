"""What a post leads to on an own site, on the screen of the post: seen, and saved safely."""

from pathlib import Path

from kept_pages import LATER, PDF, Page, archive_of, keep, keep_linked, name_of, page_of
from own_archive import SANNE
from test_kept_page import serve, signed_in

from weerklank.integrity import weerklank_verify
from weerklank.model.page import PageRole
from weerklank.services.replay.read_pages import pages_of
from weerklank.services.seal.read_destructions import destroyed_pages

SITE = "https://www.voorbeelddam.example/kastanje"
ROLES = (PageRole.REPLAY, PageRole.PAGE, PageRole.PRINT, PageRole.TEXT)
EVIL = PDF + b"<script>alert(1)</script>"


def test_linked_page_opens_and_linked_file_is_saved(tmp_path: Path) -> None:
    made = archive_of(tmp_path)
    page = Page(
        address=SITE, roles=ROLES, text="De kap gaat niet door.", at="2026-03-06T10:00:00Z"
    )
    keep_linked(made, page, "<b>plan</b>.pdf", EVIL)
    workplace = serve(made)
    client = signed_in(SANNE)
    post = name_of(workplace)
    told = client.get(f"/id/{post}/").content.decode()
    part = told.partition('id="linked"')[2].partition("</section>")[0]
    assert "&lt;b&gt;plan&lt;/b&gt;.pdf" in part
    assert f"{SITE}/" in part
    shown = made.run("post", "show", post)
    assert [one["url"] for one in shown["pages"]] == [str(page_of(workplace).item.url)]
    by_url = {one["url"]: one for one in shown["linked"]}
    kept, file = by_url[SITE], by_url[f"{SITE}/<b>plan</b>.pdf"]
    assert f'href="/id/{kept["id"]}/pagina/"' in part
    assert "De kap gaat niet door." in client.get(f"/id/{kept['id']}/pagina/").content.decode()
    address = part.partition(f'href="/id/{file["id"]}/media/')[2].partition('"')[0]
    sent = client.get(f"/id/{file['id']}/media/{address}".partition("?")[0])
    assert b"".join(sent.streaming_content) == EVIL
    assert sent["Content-Type"] == "application/octet-stream"
    assert sent["Content-Disposition"] == f'attachment; filename="{file["id"]}.pdf"'
    assert sent["X-Content-Type-Options"] == "nosniff"
    assert client.get(f"/id/{file['id']}/pagina/").status_code == 200


def test_linked_page_that_goes_by_itself_leaves_the_pages_of_its_post(tmp_path: Path) -> None:
    made = archive_of(tmp_path)
    page = Page(address=SITE, roles=ROLES, text="De kap gaat door.", at="2026-03-06T10:00:00Z")
    keep_linked(made, page, "plan.pdf", PDF)
    workplace = serve(made)
    post = name_of(workplace)
    shown = made.run("post", "show", post)
    (gone,) = [one["id"] for one in shown["linked"] if one["url"] == SITE]
    people = {"Pia": "privacy", "Ruud": "reviewer", "Anna": "archivist"}
    for name, role in people.items():
        made.run("person", "add", name, "--role", role, "--as", SANNE)
    asked = ("--id", gone, "--ground", "court", "--reason", "x", "--as", "Pia")
    number = made.run("destroy", "propose", *asked)["list"]
    made.run("destroy", "review", number, "--as", "Ruud")
    made.run("destroy", "approve", number, "--as", "Anna")
    assert made.run("destroy", "execute", number, "--as", "Anna")["items"] == [gone]
    assert destroyed_pages(workplace) == {}
    assert list(destroyed_pages(workplace, linked=True)) == [page_of(workplace).item.refs[0].key]
    keep(made, Page(at=LATER, body="<h1>Later</h1>", text="De kastanje wordt toch gekapt."))
    assert next(str(one.item.captured_at) for one in pages_of(workplace, post).pages) == LATER
    left = made.run("post", "show", post)["linked"]
    assert [one["url"] for one in left] == [f"{SITE}/plan.pdf"]
    assert weerklank_verify.main([str(made.folder)]) == 0
