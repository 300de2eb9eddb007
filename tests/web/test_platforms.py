"""Platforms on screen: decisions with their history, agreements or the decision without."""

import re
from datetime import date

import pytest
from shown import Shown
from test_accounts import add

from weerklank.model.account import AccountKind
from weerklank.model.person import Role
from weerklank.model.platform import Platform
from weerklank.services.register.account_facts import Facts
from weerklank.services.register.agreements import agreements
from weerklank.services.register.register_account import register
from weerklank.services.register.set_platform_status import Decision, set_platform_status
from weerklank.web.views import platforms

KEEPER = Role.REGISTER_OWNER
WITHOUT = {
    "kind": "none",
    "scope": "Export en browser",
    "valid_from": "2026-01-01",
    "decided": "2025-12-10",
    "decided_by": "Gemeentesecretaris",
    "measures": "Export aanvragen",
}


def opened(shown: Shown, address: str) -> dict[str, str]:
    mark = re.search(r'name="seen" value="([^"]+)"', shown.get(KEEPER, address))
    assert mark
    return {"seen": mark[1]}


def test_a_decision_is_recorded_and_earlier_ones_stay(shown: Shown) -> None:
    client, address = shown.client(KEEPER), "/platforms/youtube/besluit/"
    for status, day, document in (
        ("experimental", "2024-03-01", "Z-1"), ("ended", "2026-05-01", "Z-2"),
    ):  # fmt: skip
        given = {"status": status, "decided": day, "document": document}
        answer = client.post(address, {**opened(shown, address), **given})
        assert answer["Location"] == "/platforms/youtube/?vastgelegd=ja", answer.content.decode()
    page = shown.get(Role.READER, "/platforms/youtube/")
    assert page.index("Z-2") < page.index("Z-1")
    assert "Besluit vastleggen" not in page
    listed = shown.get(Role.READER, "/platforms/")
    assert re.search(r"YouTube</a>.*?beëindigd.*?1 mei 2026", listed, re.DOTALL)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"decided": "2026-01-01"}, "Kies wat er is besloten."),
        ({"status": "ended"}, "Vul dit in."),
        ({"status": "ended", "decided": "1 mei"}, "Dit is geen datum."),
        ({"status": "ended", "decided": "2999-01-01"}, "1 januari 2999 moet nog komen"),
        ({"status": "ended", "decided": "0001-01-01"}, "Dit is geen datum."),
        ({"status": "ended", "decided": "2026-01-01", "document": "x" * 1001}, "bij 1000 tekens"),
    ],
)
def test_a_decision_that_is_not_whole_is_told(
    shown: Shown, given: dict[str, str], told: str
) -> None:
    address = "/platforms/linkedin/besluit/"
    answer = shown.client(KEEPER).post(address, {**opened(shown, address), **given})
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert Platform.LINKEDIN not in shown.workplace.register().platforms


def test_an_agreement_is_recorded_and_ended_and_stays_in_the_list(shown: Shown) -> None:
    client, address = shown.client(KEEPER), "/platforms/instagram/overeenkomst/"
    given = {"kind": "service-provider", "party": "Dienst X", "scope": "API"}
    given["valid_from"] = "2026-01-01"
    answer = client.post(address, {**opened(shown, address), **given})
    assert answer.status_code == 302, answer.content.decode()
    page = shown.get(Role.READER, "/platforms/instagram/")
    assert "Dienst X" in page
    assert "beeindigen" not in page
    (end,) = re.findall(r'href="(/overeenkomsten/o\d+/beeindigen/)"',
                        shown.get(KEEPER, "/platforms/instagram/"))  # fmt: skip
    refused = client.post(end, {**opened(shown, end), "on": "2025-01-01"})
    assert "eindigt voor zij begint" in refused.content.decode()
    assert client.post(end, {**opened(shown, end), "on": "2026-02-01"}).status_code == 302
    page = shown.get(Role.READER, "/platforms/instagram/")
    assert "verlopen" in page
    assert "1 februari 2026" in page
    assert client.get("/overeenkomsten/o9999/beeindigen/").status_code == 404


def test_without_an_agreement_the_decision_must_be_whole(shown: Shown) -> None:
    client, address = shown.client(KEEPER), "/platforms/facebook/overeenkomst/"
    for missing in ("decided", "decided_by", "measures", "scope", "valid_from", "kind"):
        given = {name: value for name, value in WITHOUT.items() if name != missing}
        answer = client.post(address, {**opened(shown, address), **given})
        assert answer.status_code == 422, missing
        assert f'href="#{missing}"' in answer.content.decode()
    answer = client.post(address, {**opened(shown, address), **WITHOUT, "party": "Blijft buiten"})
    assert answer.status_code == 302
    page = shown.get(Role.READER, "/platforms/facebook/")
    assert "Gemeentesecretaris" in page
    assert "Export aanvragen" in page
    assert "Blijft buiten" not in page
    assert "besloten door Gemeentesecretaris op" in shown.get(Role.READER, "/platforms/")


def test_what_permits_the_api_is_recorded_and_withdrawn_at_once(shown: Shown) -> None:
    client, address = shown.client(KEEPER), "/platforms/x/overeenkomst/"
    assert "geen besluit dat de API toestaat" in shown.get(Role.READER, "/platforms/x/")
    given = {**WITHOUT, "covers_api": "1"}
    answer = client.post(address, {**opened(shown, address), **given})
    assert answer.status_code == 422
    assert "moet na te lezen zijn" in answer.content.decode()
    answer = client.post(address, {**opened(shown, address), **given, "document": "zaak 81"})
    assert answer["Location"] == "/platforms/x/?vastgelegd=ja", answer.content.decode()
    page = shown.get(Role.READER, "/platforms/x/")
    assert "mag worden gevraagd" in page
    assert "geen besluit dat de API toestaat" not in page
    (made,) = [one for one in agreements(shown.workplace, Platform.X) if one.covers_api]
    address = f"/overeenkomsten/{made.id}/beeindigen/"
    client.post(address, {**opened(shown, address), "withdraw": "1"})
    page = shown.get(Role.READER, "/platforms/x/")
    assert "Ingetrokken" in page
    assert "geen besluit dat de API toestaat" in page


def test_of_two_people_at_one_platform_the_second_is_told(shown: Shown) -> None:
    client, decide = shown.client(KEEPER), "/platforms/tiktok/besluit/"
    agree = "/platforms/tiktok/overeenkomst/"
    mine, theirs = opened(shown, decide), opened(shown, agree)
    assert client.post(agree, {**theirs, **WITHOUT}).status_code == 302
    late = client.post(decide, {**mine, "status": "ended", "decided": "2026-01-01"})
    assert late.status_code == 422
    assert (
        "Iemand anders heeft intussen iets over dit platform vastgelegd" in late.content.decode()
    )
    assert Platform.TIKTOK not in shown.workplace.register().platforms
    again = client.post(agree, {**theirs, **WITHOUT})
    assert again.status_code == 422


def test_of_two_people_at_one_moment_one_is_told(
    shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide, client = "/platforms/bluesky/besluit/", shown.client(KEEPER)
    mine = {**opened(shown, decide), "status": "ended", "decided": "2026-01-01"}
    real = platforms.day

    def meanwhile(text: str) -> date | None:
        # Another saves after this page was read, and before it saves itself.
        status, on = Decision.EXPERIMENTAL, date(2025, 1, 1)
        set_platform_status(shown.workplace, Platform.BLUESKY, status, decided=on)
        return real(text)

    monkeypatch.setattr(platforms, "day", meanwhile)
    late = client.post(decide, mine)
    assert late.status_code == 422
    assert "Kijk eerst wat er nu staat" in late.content.decode()
    assert shown.workplace.register().platforms[Platform.BLUESKY].status == "experimental"


def test_a_platform_that_is_none_is_not_there(shown: Shown) -> None:
    for address in ("/platforms/zomaar/", "/platforms/zomaar/besluit/"):
        assert shown.client(KEEPER).get(address).status_code == 404


def test_a_platform_that_is_to_go_asks_for_a_last_harvest(shown: Shown) -> None:
    address, told = "/platforms/x/", "Oogst ze nog één keer volledig."
    account = add(shown, "NogOpX")
    client = shown.client(KEEPER)
    for status, day, is_told in (("designated", "2026-02-01", 0), ("ended", "2026-02-02", 1)):
        given = {"status": status, "decided": day, "without_harvest": "De server is weg."}
        client.post(address + "besluit/", {**opened(shown, address + "besluit/"), **given})
        assert shown.get(Role.READER, address).count(told) == is_told
        page = shown.get(Role.READER, account)
        assert page.count("Oogst het nog één keer volledig.") == is_told
    assert "beëindigd." in page


def test_a_platform_is_not_ended_before_a_last_harvest_of_each_account(shown: Shown) -> None:
    decide = "/platforms/snapchat/besluit/"
    address = "https://www.snapchat.com/add/nogopsnap"
    account = register(shown.workplace, address, Facts(kind=AccountKind.CORPORATE)).account
    page = shown.get(KEEPER, decide)
    assert "Nog zonder laatste oogst:" in page
    assert f'href="/accounts/{account.id}/"' in page
    given = {**opened(shown, decide), "status": "ended", "decided": "2026-02-02"}
    late = shown.client(KEEPER).post(decide, given)
    assert late.status_code == 422
    assert "kan nog niet als beëindigd worden vastgelegd" in late.content.decode()
    reason = {"without_harvest": "De server is weg."}
    assert shown.client(KEEPER).post(decide, {**given, **reason}).status_code == 302
    assert "Zonder laatste oogst: De server is weg." in shown.get(
        Role.READER, "/platforms/snapchat/"
    )
