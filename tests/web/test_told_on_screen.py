"""What nobody would notice is told on a screen: unsent mail, a platform that is not allowed."""

import re
from pathlib import Path

import pytest
from own_archive import SANNE, OwnArchive, posted
from shown import Shown

from weerklank.model.person import Role
from weerklank.web.task_count import COUNTS

TIM = "Tim Fictema"
SIGNED = ("--as", SANNE)


@pytest.fixture
def own(tmp_path: Path) -> OwnArchive:
    made = OwnArchive(tmp_path).make([posted("2026-01-05T10:00", "Een bericht")])
    made.run("person", "add", TIM, "--role", "operator", "--email", "tim@dorp.example", *SIGNED)
    made.run("person", "add", SANNE, "--email", "sanne@dorp.example", *SIGNED)
    made.serve()
    COUNTS.forget()
    return made


def text(shown: Shown, who: str, address: str) -> str:
    answer = shown.client(who).get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def closed_port() -> str:
    """Give a port on which nothing listens: that of no service."""
    return "1"


@pytest.mark.enable_socket
@pytest.mark.loopback
def test_mail_that_does_not_go_out_waits_on_two_first_pages(own: OwnArchive, shown: Shown) -> None:
    assert "gaat niet weg" not in text(shown, SANNE, "/")
    own.run("mail", "set", "127.0.0.1", "--port", closed_port(), "--security", "none",
            "--from", "archief@dorp.example", *SIGNED)  # fmt: skip
    own.run("account", "edit", "a0001", "--unit", "Dienst", *SIGNED)
    own.run("account", "report", "a0001", "--what", "managers", *SIGNED)
    for who in (SANNE, TIM):
        home = text(shown, who, "/")
        assert "E-mail over het accountoverzicht gaat niet weg" in home
        assert "2 wijzigingen zijn nog niet gemaild" in home
    own.run("mail", "unset", *SIGNED)  # from now on it is put beside the keys
    assert "gaat niet weg" not in text(shown, SANNE, "/")


def test_accounts_on_a_platform_that_is_not_allowed_are_reported(
    own: OwnArchive, shown: Shown
) -> None:
    told = "In gebruik op een niet toegestaan platform: Mastodon"
    assert told not in text(shown, SANNE, "/")
    for decision in ("not-allowed", "ended"):
        more = ("--without-harvest", "Proef") if decision == "ended" else ()
        day = "2026-01-0" + ("1" if decision == "not-allowed" else "2")
        own.run("platform", "status", "mastodon", decision, "--decided", day, *more, *SIGNED)
        page = text(shown, SANNE, "/platforms/mastodon/")
        assert ("Tot dan worden zij" in page) is (decision == "ended")
        assert ("Zij worden toch geregistreerd en gearchiveerd" in page) is (decision != "ended")
        home = text(shown, SANNE, "/")
        assert (told in home) is (decision == "not-allowed")
        assert ('href="/platforms/mastodon/"' in home) is (decision == "not-allowed")
    assert told not in text(shown, TIM, "/")


def test_the_number_of_findings_is_that_of_findings_not_of_kinds(
    own: OwnArchive, shown: Shown
) -> None:
    lines = sorted(own.folder.glob("**/v1/content/events.jsonl"))
    assert lines
    extra = [lines[0].with_name(f"vreemd-{number}.txt") for number in range(3)]
    for one in extra:
        one.write_bytes(b"x")
    found = own.run("verify", *SIGNED, code=1)["findings"]
    kinds = {one["code"] for one in found}
    assert len(kinds) < len(found)
    page = text(shown, SANNE, "/controle/")
    figure = re.search(r'class="figure red">([0-9]+)<', page)
    assert figure
    assert int(figure[1]) == len(found)
    assert f"{len(found)} bevindingen" in text(shown, SANNE, "/")
    assert "Het bestand hoort hier niet: zijn lijst noemt het niet. 3 " in page
    listed = re.search(r"<ul class=\"plain-list\">.*?</ul>", page, re.DOTALL)
    assert listed
    assert "{" not in listed[0]


def test_the_message_to_copy_has_no_stray_signs_and_no_microseconds(shown: Shown) -> None:
    answer = shown.client(Role.OPERATOR).get("/zoeken/")
    assert answer.status_code == 403
    copied = re.search(r'data-copy="([^"]+)"', answer.content.decode())
    assert copied
    assert re.fullmatch(r"[^,]+uw rol\. [0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}", copied[1])
