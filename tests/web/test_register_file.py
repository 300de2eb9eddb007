"""The register as a file: a look first, bad rows named, nobody overwritten, nothing on a disk."""

import io
import os
import re
import sys
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from shown import Shown

from weerklank.model.person import Role
from weerklank.services.people.add_person import add_person
from weerklank.services.register.exchange_register import LARGEST
from weerklank.web import held_file
from weerklank.web.held_file import HELD, HeldFiles

KEEPER = Role.REGISTER_OWNER
HEAD = "nummer;adres;soort;onderdeel;genoemd naar;beheerders\n"
CANARY = "KanarieVanDerMeer"


def send(client: Client, content: str | bytes) -> str:
    """Send a file; gives the address of its preview."""
    given = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile("overzicht van Jan de Vries.csv", given)
    answer = client.post("/accounts/inlezen/", {"file": file})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def refused(client: Client, content: bytes) -> str:
    answer = client.post("/accounts/inlezen/", {"file": SimpleUploadedFile("x.csv", content)})
    assert answer.status_code == 422
    return answer.content.decode()


def seen(page: str) -> dict[str, str]:
    mark = re.search(r'name="seen" value="([^"]+)"', page)
    assert mark
    return {"seen": mark[1]}


def another_keeper(shown: Shown) -> str:
    name = "Tweede Beheerder"
    if name not in shown.workplace.register().persons:
        add_person(shown.workplace, name, (Role.COMMUNICATION,))
    return name


def main(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]


def test_a_preview_tells_each_row_and_writes_nothing(shown: Shown) -> None:
    client, before = shown.client(KEEPER), shown.workplace.register()
    address = send(
        client,
        HEAD + ";https://x.com/LijstEen;corporate;Lijst;project;A. Voorbeeld\n"
        "a0002;https://social.voorbeelddam.example/@burgemeester;;Nieuw kabinet;;\n"
        "a0001;https://social.voorbeelddam.example/@gemeente;;;;\n"
        ";https://x.com/LijstTwee;zomaar;;;\n",
    )
    page = main(client.get(address).content.decode())
    counts = re.findall(r"<b>(\d+)</b>\s*<a[^>]*>(\w+)</a>", page)
    assert counts == [("1", "fout"), ("1", "nieuw"), ("1", "gewijzigd"), ("1", "gelijk")]
    assert "<del>Burgemeester</del> <ins>Nieuw kabinet</ins>" in page
    wrong = page.partition("fout</span>")[2].partition("</tr>")[0]
    assert "Kolom <b>soort</b>" in wrong
    assert "zomaar" in wrong
    assert "Verbeter de cel" in wrong
    assert "REGISTER-050" in wrong
    only = main(client.get(address + "?rijen=new").content.decode())
    assert "@lijsteen" in only
    assert "zomaar" not in only
    assert shown.workplace.register() == before


def test_the_sound_rows_go_in_and_the_others_are_named_again(shown: Shown) -> None:
    client = shown.client(KEEPER)
    address = send(
        client,
        HEAD + ";https://x.com/LijstDrie;corporate;Drie;project;\n"
        ";https://intranet.voorbeelddam.example/;corporate;;;\n",
    )
    page = client.get(address).content.decode()
    done = main(client.post(address, seen(page)).content.decode())
    assert "1 rij klopte niet en bleef buiten." in done
    assert "intranet" in done
    handles = {one.handle for one in shown.workplace.register().accounts.values()}
    assert "lijstdrie" in handles
    # What was taken in is held no longer: the same click again takes nothing in.
    again = client.post(address, seen(page))
    assert again.status_code == 404
    assert "Dit voorbeeld is er niet meer" in again.content.decode()


def test_what_another_changed_meanwhile_is_shown_before_anything_is_taken_in(shown: Shown) -> None:
    first, second = shown.client(KEEPER), shown.client(another_keeper(shown))
    address = send(first, HEAD + ";https://x.com/LijstVier;corporate;Van de een;project;\n")
    page = first.get(address).content.decode()
    other = send(second, HEAD + ";https://x.com/LijstVier;corporate;Van de ander;project;\n")
    assert second.post(other, seen(second.get(other).content.decode())).status_code == 200
    answer = first.post(address, seen(page), follow=True)
    told = answer.content.decode()
    assert "Het accountoverzicht is intussen veranderd." in told
    assert "<del>Van de ander</del> <ins>Van de een</ins>" in told
    units = {one.handle: one.unit for one in shown.workplace.register().accounts.values()}
    assert units["lijstvier"] == "Van de ander"
    new = answer.redirect_chain[-1][0].partition("?")[0]
    assert new != address
    assert first.post(new, seen(told)).status_code == 200
    units = {one.handle: one.unit for one in shown.workplace.register().accounts.values()}
    assert units["lijstvier"] == "Van de een"


def test_without_the_mark_of_a_preview_nothing_goes_in(shown: Shown) -> None:
    client = shown.client(KEEPER)
    address = send(client, HEAD + ";https://x.com/LijstVijf;corporate;;;\n")
    assert client.post(address, {}).status_code == 302
    handles = {one.handle for one in shown.workplace.register().accounts.values()}
    assert "lijstvijf" not in handles


def test_a_preview_is_of_who_sent_it_alone(shown: Shown) -> None:
    address = send(shown.client(KEEPER), HEAD + ";https://x.com/LijstZes;corporate;;;\n")
    assert shown.client(KEEPER).get(address).status_code == 200
    other = shown.client(another_keeper(shown))
    assert other.get(address).status_code == 404
    assert other.post(address, {"seen": ""}).status_code == 404
    assert other.post(address, {"drop": "ja"}).status_code == 302
    assert shown.client(KEEPER).get(address).status_code == 200


def test_who_lets_it_go_is_rid_of_it(shown: Shown) -> None:
    client = shown.client(KEEPER)
    address = send(client, HEAD + ";https://x.com/LijstZeven;corporate;;;\n")
    answer = client.post(address, {"drop": "ja"})
    assert answer["Location"] == "/accounts/"
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "Kies een bestand."),
        (b"\0\1\2" * 50, "Het bestand kan niet worden gelezen"),
        (b"kolom;anders\n1;2\n", "Het bestand heeft geen kolom met het adres"),
        (b"PK\x03\x04 geen werkmap", "het is geen werkmap, is beschadigd, of heeft een wacht"),
        (b'{"accounts": 3}', "geen JSON met een lijst"),
        (b"adres;soort\n" + b"https://x.com/a;corporate\n" * 10_001, "meer dan 10000 rijen"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_with_what_to_do(
    shown: Shown, content: bytes, told: str
) -> None:
    page = main(refused(shown.client(KEEPER), content))
    assert told in page
    assert "weerklank " not in page


def test_a_file_that_is_too_large_is_broken_off(shown: Shown) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    page = refused(shown.client(KEEPER), b"adres;soort\n" + b"x" * (LARGEST + 1))
    assert "groter dan een accountoverzicht kan zijn" in page
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_of_several_files_one_is_taken(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    real = os.memfd_create

    def make(*given: object) -> int:
        made.append(real(*given))  # type: ignore[arg-type]
        return made[-1]

    monkeypatch.setattr(os, "memfd_create", make)
    content = (HEAD + ";https://x.com/LijstTien;corporate;;;\n").encode()
    files = [SimpleUploadedFile("x.csv", content) for _ in range(5)]
    answer = shown.client(KEEPER).post("/accounts/inlezen/", {"file": files})
    assert answer.status_code == 302
    assert len(made) == 1


@pytest.mark.parametrize("style", ["csv", "xlsx", "json"])
def test_what_is_downloaded_comes_back_without_any_change(shown: Shown, style: str) -> None:
    client = shown.client(KEEPER)
    answer = client.get(f"/accounts/downloaden/?vorm={style}")
    assert re.search(rf'attachment; filename="accountoverzicht-[\d-]+\.{style}"',
                     answer["Content-Disposition"])  # fmt: skip
    assert answer["Cache-Control"] == "no-store"
    page = main(client.get(send(client, answer.content)).content.decode())
    assert "Er is niets in te lezen." in page
    assert len(shown.workplace.register().accounts) == int(
        re.findall(r"<b>(\d+)</b>\s*<a[^>]*>gelijk", page)[0]
    )


def test_a_style_that_is_none_is_not_there(shown: Shown) -> None:
    assert shown.client(KEEPER).get("/accounts/downloaden/?vorm=exe").status_code == 404


def test_nothing_of_a_register_file_reaches_a_disk(
    shown: Shown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    written: list[str] = []

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        is_named = event == "open" and not isinstance(arguments[0], int)
        if is_named and isinstance(arguments[2], int) and arguments[2] & os.O_ACCMODE:
            written.append(str(arguments[0]))

    sys.addaudithook(watch)
    client = shown.client(KEEPER)
    address = send(client, HEAD + f";https://x.com/LijstAcht;zomaar;{CANARY};;\n" * 40_00)
    assert client.get(address).status_code == 200
    client.post(address, {"drop": "ja"})
    # Counting what waits for her asks the catalogue, and takes its lock: a file without content.
    others = (str(shown.keys), str(shown.archive / "open" / "locks"))
    assert {path for path in written if not path.startswith(others)} <= {"/dev/null"}
    for folder in (tmp_path, shown.archive, shown.keys):
        for path in folder.rglob("*"):
            assert not path.is_file() or CANARY.encode() not in path.read_bytes(), path


def test_hostile_text_in_a_file_is_text(shown: Shown) -> None:
    client = shown.client(KEEPER)
    bad = "<script>window.gelekt=1</script>"
    page = client.get(send(client, HEAD + f";https://x.com/Lijst9;{bad};;;\n")).content.decode()
    assert "<script>window" not in page
    assert "&lt;script&gt;" in page


def test_held_files_are_few_one_a_person_and_not_for_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held = HeldFiles()
    first = held.hold("een", b"1")
    second = held.hold("een", b"2")
    assert held.see(first, "een") is None
    assert held.see(second, "een") == b"2"
    assert held.see(second, "twee") is None
    assert held.take(second, "twee") is None
    many = [held.hold(f"p{number}", b"x") for number in range(8)]
    assert held.see(second, "een") is None
    assert held.see(many[0], "p0") == b"x"
    assert held.take(many[0], "p0") == b"x"
    assert held.take(many[0], "p0") is None
    monkeypatch.setattr(held_file, "LASTS", 0.01)
    short = held.hold("kort", b"x")
    held._held[short].end.join(5) if short in held._held else None
    assert held.see(short, "kort") is None


def test_an_empty_file_of_accounts_says_so(shown: Shown) -> None:
    client = shown.client(KEEPER)
    page = main(client.get(send(client, HEAD)).content.decode())
    assert "Het bestand heeft geen rijen." in page
    assert ">Inlezen<" not in page


def test_a_preview_of_many_rows_comes_in_pages(shown: Shown) -> None:
    client = shown.client(KEEPER)
    rows = io.StringIO()
    for number in range(120):
        rows.write(f";https://x.com/Veel{number};corporate;;;\n")
    address = send(client, HEAD + rows.getvalue())
    page = main(client.get(address + "?rijen=new&blad=3").content.decode())
    assert page.count("<tr class") == 20
    assert "blad 3 van 3" in page
    HELD.take(address.strip("/").rpartition("/")[2], "Hedwig Overzicht")
