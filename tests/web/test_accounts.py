"""The register on screen: filters, a new account, two people at one, and what anyone reports."""

import html
import re
from html import unescape

import pytest
from shown import Shown

from weerklank.model.errors import BrokenInput
from weerklank.model.event import Book
from weerklank.model.ids import AccountId
from weerklank.model.json_value import JsonObject
from weerklank.model.person import Role
from weerklank.services.oversee.account_activity import account_activity
from weerklank.services.oversee.recent_coverage import SHOWN, recent_coverage
from weerklank.services.register.account_facts import Facts
from weerklank.services.register.edit_account import edit
from weerklank.services.workplace import Workplace
from weerklank.store.events import FALSE
from weerklank.web.account_form import Form, filled
from weerklank.web.views import account_edit, accounts
from weerklank.web.words import day

A0001 = AccountId("a0001")
KEEPER = Role.REGISTER_OWNER
FACTS = {
    "kind": "corporate",
    "named_after": "project",
    "unit": "Proef",
    "replies": "unknown",
    "intention": "",
    "openness": "public",
    "managers": "Hedwig Overzicht\n\n  Nieuwe   Beheerder ",
    "processes": ["monitoring"],
    "since": "",
}


def add(shown: Shown, handle: str, **changed: str) -> str:
    given = {**FACTS, "url": f"https://x.com/{handle}", **changed}
    answer = shown.client(KEEPER).post("/accounts/nieuw/", given)
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def seen(shown: Shown, address: str) -> dict[str, str | list[str]]:
    """What a form says when it is opened, as a browser would send it back."""
    page = shown.get(KEEPER, address + "wijzigen/")
    mark = re.search(r'name="seen" value="([^"]+)"', page)
    stood = re.search(r'name="shown" value="([^"]+)"', page)
    assert mark
    assert stood
    return {**FACTS, "status": "active", "managers": "Hedwig Overzicht\nNieuwe Beheerder",
            "seen": mark[1], "shown": unescape(stood[1])}  # fmt: skip


def test_an_account_is_added_with_the_scenario_that_follows(shown: Shown) -> None:
    page = shown.get(Role.READER, add(shown, "ProefEen"))
    assert "Scenario B" in page
    assert "Nieuwe Beheerder" in page
    assert "monitoring" in page


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"url": ""}, "Vul het adres van het account in"),
        ({"kind": ""}, "Kies van wie het account is."),
        ({"since": "31-12-2026"}, "Dit is geen datum."),
        ({"url": "https://intranet.voorbeelddam.example/"}, "intranet"),
        ({"url": "niets"}, "niets"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_recorded(
    shown: Shown, changed: dict[str, str], told: str
) -> None:
    before = len(shown.workplace.register().accounts)
    given = {**FACTS, "url": "https://x.com/ProefFout", **changed}
    answer = shown.client(KEEPER).post("/accounts/nieuw/", given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert told in page
    assert "weerklank " not in page.partition("<main")[2].partition("</main>")[0]
    assert len(shown.workplace.register().accounts) == before


@pytest.mark.parametrize(
    ("url", "what", "then"),
    [
        ("http://social.example/@naam", "onversleuteld http", "Gebruik https"),
        ("https://social.example/@naam/123", "onder het profiel", "adres van het profiel zelf"),
        ("https://anders.example/naam", "welk platform het is", "Open het profiel in de browser"),
        ("https://social.example/@<script>", "geen naam van een account", "Open het profiel"),
        ("https://social.example/@" + "a" * 330, "geen naam van een account", "Open het profiel"),
    ],
)
def test_a_wrong_address_is_told_beside_the_field_with_what_to_do(
    shown: Shown, url: str, what: str, then: str
) -> None:
    given = {"url": url, "kind": "corporate"}
    answer = shown.client(KEEPER).post("/accounts/nieuw/", given)
    assert answer.status_code == 422
    page = answer.content.decode()
    for place in (r'<a href="#url">([^<]+)</a>', r'id="url-wrong">([^<]+)<'):
        told = re.search(place, page)
        assert told, place
        assert what in told[1]
        assert then in told[1]
    assert "--" not in told[1]


def test_an_account_that_is_there_already_is_told_with_its_platform(shown: Shown) -> None:
    account = next(iter(shown.workplace.register().accounts.values()))
    given = {"url": account.url, "kind": "corporate"}
    page = shown.client(KEEPER).post("/accounts/nieuw/", given).content.decode()
    assert f"op Mastodon staat al in het accountoverzicht als {account.id}" in page
    assert "Zoek dat account op" in page


def test_a_change_keeps_what_was_not_touched(shown: Shown) -> None:
    address = add(shown, "ProefTwee")
    opened = shown.get(KEEPER, address + "wijzigen/")
    assert "message error" not in opened
    form = {**seen(shown, address), "unit": "Ander", "processes": ["werving"]}
    answer = shown.client(KEEPER).post(address + "wijzigen/", form)
    assert answer.status_code == 302, answer.content.decode()
    page = shown.get(Role.READER, address)
    assert "Ander" in page
    assert "werving en selectie" in page
    assert "Nieuwe Beheerder" in page
    history = shown.get(Role.READER, address + "geschiedenis/")
    assert "<del>Proef</del>" in history
    assert "<ins>Ander</ins>" in history


def test_of_two_people_at_one_account_the_second_is_told(shown: Shown) -> None:
    address = add(shown, "ProefDrie")
    mine, theirs = seen(shown, address), seen(shown, address)
    client = shown.client(KEEPER)
    assert client.post(address + "wijzigen/", {**theirs, "unit": "Eerst"}).status_code == 302
    late = client.post(address + "wijzigen/", {**mine, "unit": "Later"})
    assert late.status_code == 422
    assert "Iemand anders heeft dit account intussen gewijzigd." in late.content.decode()
    assert "Eerst" in shown.get(Role.READER, address)
    assert "Later" not in shown.get(Role.READER, address)


def test_what_the_second_filled_in_stands_beside_what_the_first_made_of_it(shown: Shown) -> None:
    address = add(shown, "ProefDriebis")
    mine, theirs = seen(shown, address), seen(shown, address)
    client = shown.client(KEEPER)
    theirs |= {"unit": "Eerst", "named_after": "project", "processes": ["werving"]}
    theirs |= {"managers": "Nieuwe Beheerder\nHedwig Overzicht\nJanneke Erbij"}
    assert client.post(address + "wijzigen/", theirs).status_code == 302
    mine |= {"unit": "Later", "openness": "shielded", "managers": "Hedwig Overzicht"}
    page = client.post(address + "wijzigen/", mine).content.decode()
    assert 'value="Later"' in page
    assert "Intussen vastgelegd: Eerst." in page
    for kept in ("project", "shielded"):
        assert f'<option value="{kept}" selected>' in page, "what one of them changed"
    assert re.search(r'value="werving" checked', page)
    written = re.search(r"<textarea[^>]*>([^<]*)", page)
    assert written
    assert written[1].splitlines() == ["Hedwig Overzicht", "Janneke Erbij"]
    # Recorded as it stands there, both are in it.
    again = {name: value for name, value in mine.items() if name not in {"seen", "shown"}}
    again |= {name: value for name, value in seen(shown, address).items() if name in
              {"seen", "shown"}}  # fmt: skip
    again |= {"named_after": "project", "processes": ["werving"], "managers": written[1]}
    assert client.post(address + "wijzigen/", again).status_code == 302
    now = shown.get(Role.READER, address)
    assert "Later" in now
    assert "Janneke Erbij" in now


@pytest.mark.parametrize("stood", ["", "[", "[1, 2]", "[{}]", "[[], {}]", "[" * 5000])
def test_a_page_that_does_not_say_what_it_showed_shows_what_is_there(
    shown: Shown, stood: str
) -> None:
    address = add(shown, f"PDriet{abs(hash(stood)) % 10**6}")
    mine = {**seen(shown, address), "unit": "Later", "seen": "x", "shown": stood}
    late = shown.client(KEEPER).post(address + "wijzigen/", mine)
    assert late.status_code == 422
    assert 'value="Later"' not in late.content.decode()


def test_of_two_people_at_one_moment_one_is_told(
    shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = add(shown, "ProefDriemaal")
    read = account_edit.changed_facts

    def meanwhile(form: Form, before: Form) -> Facts:
        # Another saves after this page looked whether anyone had, and before it saves itself.
        edit(shown.workplace, address.split("/")[2], Facts(unit="Eerst"))
        return read(form, before)

    monkeypatch.setattr(account_edit, "changed_facts", meanwhile)
    late = shown.client(KEEPER).post(
        address + "wijzigen/", {**seen(shown, address), "unit": "Later"}
    )
    assert late.status_code == 422
    assert "Iemand anders heeft dit account intussen gewijzigd." in late.content.decode()
    assert 'value="Later"' in late.content.decode()
    assert "Intussen vastgelegd: Eerst." in late.content.decode()
    assert "Eerst" in shown.get(Role.READER, address)
    assert "Later" not in shown.get(Role.READER, address)
    # Looked over and saved again, it is taken.
    monkeypatch.undo()
    again = {**seen(shown, address), "unit": "Later"}
    assert shown.client(KEEPER).post(address + "wijzigen/", again).status_code == 302


def test_saving_without_a_change_says_so(shown: Shown) -> None:
    address = add(shown, "ProefVier")
    answer = shown.client(KEEPER).post(address + "wijzigen/", seen(shown, address))
    assert "U hebt niets gewijzigd." in answer.content.decode()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("unit", "u" * 33_000, "&#x27;onderdeel&#x27; telt meer dan 32767 tekens"),
        ("managers", "\n".join(f"Een lange naam, nummer {n:07}" for n in range(1_100)),
         "&#x27;beheerders&#x27; telt meer dan 32767 tekens"),
        ("since", "1066-01-01", "Dit is geen datum."),
    ],
)  # fmt: skip
def test_what_no_register_can_hold_is_refused_with_the_reason(
    shown: Shown, field: str, value: str, said: str
) -> None:
    address = add(shown, f"Langer{field}")
    client = shown.client(KEEPER)
    form = {**seen(shown, address), "kind": "hybrid", field: value}
    refused = client.post(address + "wijzigen/", form)
    assert refused.status_code == 422
    assert said in refused.content.decode()
    for style in ("csv", "xlsx", "json"):
        assert client.get(f"/accounts/downloaden/?vorm={style}").status_code == 200


def test_closing_asks_for_a_last_harvest_or_for_the_reason(shown: Shown) -> None:
    address = add(shown, "ProefVijf")
    client, form = shown.client(KEEPER), {**seen(shown, address), "status": "closed"}
    refused = client.post(address + "wijzigen/", form)
    assert refused.status_code == 422
    page = refused.content.decode()
    assert 'name="without_harvest"' in page
    assert "Laat eerst nog één keer oogsten" in page
    assert "een complete oogst van de laatste 7" in page
    form["without_harvest"] = "Nooit gebruikt"
    assert client.post(address + "wijzigen/", form).status_code == 302
    assert "opgeheven" in shown.get(Role.READER, address)


def test_anyone_may_report_and_the_keeper_hears_of_it(shown: Shown) -> None:
    address = add(shown, "ProefZes")
    answer = shown.client(Role.OPERATOR).post(
        address + "melden/", {"what": "office-holder", "since": "2026-01-01"}
    )
    assert answer.status_code == 302
    assert "Wijziging gemeld" in shown.get(KEEPER, "/")
    assert "andere ambtsdrager" in shown.get(KEEPER, "/")
    page = shown.get(KEEPER, address + "wijzigen/")
    (number,) = re.findall(r'name="settled" value="(m[0-9]+)"', page)
    form = {**seen(shown, address), "settled": [number]}
    assert shown.client(KEEPER).post(address + "wijzigen/", form).status_code == 302
    assert "andere ambtsdrager" not in shown.get(KEEPER, "/")


@pytest.mark.parametrize(
    "given", [{}, {"what": "zomaar"}, {"what": "closed", "since": "2999-01-01"}]
)
def test_a_report_that_says_nothing_is_not_recorded(shown: Shown, given: dict[str, str]) -> None:
    answer = shown.client(Role.READER).post("/accounts/a0001/melden/", given)
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("given", "there"),
    [
        ("scenario=C", "Wethouder"),
        ("platform=mastodon", "Burgemeester"),
        ("soort=hybrid", "Wethouder"),
    ],
)
def test_filters_stand_in_the_address(shown: Shown, given: str, there: str) -> None:
    page = shown.get(Role.READER, f"/accounts/?{given}")
    assert there in page
    assert shown.get(Role.READER, "/accounts/?scenario=A").count("<tbody") == 0


def names(page: str) -> list[str]:
    """Names of the accounts of a list, as they stand there."""
    return re.findall(r'<th scope="row"[^>]*><a[^>]*>([^<]+)<span class="sr">', page)


def test_a_list_comes_in_pages_with_its_filters_in_the_address(
    shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "_A_PAGE", 2)
    whole = len(shown.workplace.register().accounts)
    first = shown.get(Role.READER, "/accounts/?volgorde=naam")
    assert len(names(first)) == 2
    (following,) = re.findall(r'rel="next" href="([^"]+)"', first)
    assert "volgorde=naam" in following
    found, page = names(first), first
    while following:
        page = shown.get(Role.READER, "/accounts/" + following.replace("&amp;", "&"))
        found += names(page)
        following = next(iter(re.findall(r'rel="next" href="([^"]+)"', page)), "")
    assert len(found) == whole
    assert found == sorted(found, key=str.casefold)
    beyond = shown.get(Role.READER, "/accounts/?blad=999")
    assert names(beyond)
    few = shown.get(Role.READER, "/accounts/?naam=wethouder_linde&soort=hybrid")
    assert names(few) == ["Wethouder wonen en water"]
    assert 'rel="next"' not in few


@pytest.mark.parametrize("order", ["naam", "platform", "scenario", "status", "oogst"])
def test_a_column_orders_the_list_and_turns_it(shown: Shown, order: str) -> None:
    address = add(shown, f"Aap{order}", unit=f"Aap {order}")
    closed = {"status": "closed", "without_harvest": "Nooit gebruikt", "unit": f"Aap {order}"}
    answer = shown.client(KEEPER).post(address + "wijzigen/", {**seen(shown, address), **closed})
    assert answer.status_code == 302
    up = shown.get(Role.READER, f"/accounts/?volgorde={order}")
    down = shown.get(Role.READER, f"/accounts/?volgorde=-{order}")
    if order != "platform":
        assert up.count('aria-sort="ascending"') == down.count('aria-sort="descending"') == 1
        assert f"volgorde=-{order}" in up
    assert sorted(names(up)) == sorted(names(down))
    assert names(up) != names(down)


def test_the_last_harvest_orders_by_its_moment(shown: Shown) -> None:
    page = shown.get(Role.READER, "/accounts/?volgorde=-oogst")
    moments = re.findall(r'data-l="Laatste oogst"><time datetime="([^"]+)"', page)
    assert len(moments) > 2
    assert moments == sorted(moments, reverse=True)


def test_a_list_shows_what_was_held_last_how_old_and_its_gaps(shown: Shown) -> None:
    page = shown.get(Role.READER, "/accounts/?naam=gemeente@")
    held = recent_coverage(shown.workplace, [shown.workplace.register().accounts[A0001]])[A0001]
    assert held.last
    assert len(held.days) == SHOWN
    row = page.partition("<tbody")[2]
    age = (shown.workplace.today() - held.last).days
    assert f"{day(held.last, 'nl')}, {age} dagen oud" in row
    assert 'class="strip"' in row
    assert "Export:" in row
    assert 'data-l="Gaten"' in row
    single = shown.get(Role.READER, "/accounts/?scenario=C")
    assert 'class="strip"' not in single


def test_the_coverage_of_a_list_is_that_of_the_page_of_an_account(shown: Shown) -> None:
    account = shown.workplace.register().accounts[A0001]
    recent = recent_coverage(shown.workplace, [account])[A0001]
    whole = account_activity(shown.workplace, A0001, recent.days[0].day, recent.days[-1].day)
    assert recent.days == whole.days
    assert recent.last == whole.last


def test_another_address_is_recorded_and_the_former_name_kept(shown: Shown) -> None:
    address = add(shown, "ProefZeven")
    form = {**seen(shown, address), "url": "https://x.com/ProefZevenNieuw"}
    assert shown.client(KEEPER).post(address + "wijzigen/", form).status_code == 302
    assert "@proefzevennieuw" in shown.get(Role.READER, address)
    former = shown.workplace.register().find("ProefZevenNieuw").former_handles
    assert [one.handle for one in former] == ["proefzeven"]
    add(shown, "ProefAcht")
    taken = {**seen(shown, address), "url": "https://x.com/ProefAcht"}
    refused = shown.client(KEEPER).post(address + "wijzigen/", taken)
    assert refused.status_code == 422


def test_a_name_that_a_run_found_is_judged_where_the_account_is_edited(shown: Shown) -> None:
    workplace = shown.workplace
    for handle in ("oude_naam@social.voorbeelddam.example", "vreemd@elders.example"):
        changes = {"handle": {"from": "", "to": handle}}
        data: JsonObject = {"changes": changes, "run": "20260101T000000Z-abcdef"}
        workplace.record(Book.REGISTER, "account.reported", "a0002", data)
    page = shown.get(KEEPER, "/accounts/a0002/wijzigen/")
    assert "oude_naam@social.voorbeelddam.example" in page
    mark = re.search(r'name="seen" value="([^"]+)"', page)
    account = workplace.register().accounts[AccountId("a0002")]
    assert mark
    form = filled(account, workplace.today())
    given = {**form.values, "processes": form.processes, "seen": mark[1]}
    answer = shown.client(KEEPER).post(
        "/accounts/a0002/wijzigen/", {**given, "name-0": "ours", "name-1": "not"}
    )
    assert answer.status_code == 302, answer.content.decode()
    after = workplace.register().accounts[AccountId("a0002")]
    assert after.reported_handles == ()
    assert [one.handle for one in after.former_handles] == [
        "oude_naam@social.voorbeelddam.example"
    ]


@pytest.mark.parametrize("number", ["a9999", "zomaar", "a0001'--", "..%2f"])
def test_an_account_that_is_not_there_is_not_found(shown: Shown, number: str) -> None:
    assert shown.client(Role.READER).get(f"/accounts/{number}/").status_code == 404


def test_a_register_that_cannot_be_read_is_told_with_its_code(
    shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = shown.client(Role.ARCHIVIST)

    def broken(_: Workplace) -> None:
        raise BrokenInput(FALSE, path="register/2026/01/01/x.json")

    monkeypatch.setattr(Workplace, "register", broken)
    answer = client.get("/accounts/")
    assert answer.status_code == 500
    assert "ARCHIVE-009" in answer.content.decode()
    assert "Naar de beginpagina" in answer.content.decode()


def test_a_day_of_the_picture_leads_to_its_posts_for_who_may_search(shown: Shown) -> None:
    page = shown.get(Role.READER, "/accounts/a0001/")
    link = re.search(
        r'<svg class="plot wide".*?<a href="(/zoeken/[^"]+)" tabindex="-1"><title>([^<]+)<',
        page,
        re.DOTALL,
    )
    assert link
    found = shown.get(Role.READER, html.unescape(link[1]))
    day, _, counts = link[2].partition(":")
    total = sum(int(one) for one in re.findall(r"[0-9]+", counts))
    assert total
    assert re.search(rf"\b{total}\b.{{0,80}}gevonden", found), (day, total)
    assert "<svg" in shown.get(Role.OPERATOR, "/accounts/a0001/")
    assert 'tabindex="-1"><title>' not in shown.get(Role.OPERATOR, "/accounts/a0001/")


def test_scenario_c_says_that_it_is_never_harvested_whole(shown: Shown) -> None:
    page = shown.get(Role.ARCHIVIST, "/accounts/a0003/")
    assert "Dit account wordt nooit als geheel geoogst" in page
    assert "Export inlezen" not in page


def test_something_else_is_reported_in_own_words(shown: Shown) -> None:
    address = add(shown, "ProefMelding")
    client = shown.client(Role.READER)
    answer = client.post(address + "melden/", {"what": "other"})
    assert answer.status_code == 422
    assert 'id="note-wrong"' in answer.content.decode()
    told = {"what": "other", "note": "Staat tijdelijk op een andere server."}
    answer = client.post(address + "melden/", told)
    assert answer.status_code == 302
    assert "is vastgelegd" in client.get(answer["Location"]).content.decode()
    assert told["note"] in shown.get(KEEPER, "/accounts/meldingen/")


def test_an_account_that_is_missing_can_be_reported(shown: Shown) -> None:
    client = shown.client(Role.RESEARCHER)
    assert "/accounts/melden/" in client.get("/accounts/").content.decode()
    assert client.post("/accounts/melden/", {"what": "new-account"}).status_code == 422
    told = {"what": "new-account", "note": "https://social.example/@sportdag"}
    answer = client.post("/accounts/melden/", told)
    assert answer["Location"].startswith("/accounts/?gemeld=m")
    assert "is vastgelegd" in client.get(answer["Location"]).content.decode()
    assert client.post("/accounts/melden/", {"what": "closed"}).status_code == 422


@pytest.mark.parametrize("claim", ["gemeld=ja", "gemeld=m9999", "gemeld=m0001", "nagelopen=ja"])
def test_no_address_makes_a_page_claim_what_never_was(shown: Shown, claim: str) -> None:
    page = shown.get(Role.ARCHIVIST, f"/accounts/a0002/?{claim}")
    assert "vastgelegd. De beheerder" not in page
    # The archive is shared: another test may have reviewed this account, today.
    is_so = claim == "nagelopen=ja" and AccountId("a0002") in shown.workplace.register().reviews
    assert ("Het account is nagelopen." in page) == is_so


def test_the_history_says_each_value_in_the_words_of_its_fact(shown: Shown) -> None:
    address = add(shown, "ProefWoorden")
    client = shown.client(KEEPER)
    for replies, word in (
        ("open", "mogelijk"),
        ("closed", "niet mogelijk"),
        ("unknown", "onbekend"),
    ):
        form = {**seen(shown, address), "replies": replies}
        assert client.post(address + "wijzigen/", form).status_code == 302
        history = shown.get(KEEPER, address + "geschiedenis/")
        newest = re.search(r"<dt>reacties</dt><dd>.*?<ins>([^<]+)</ins>", history)
        assert newest
        assert newest[1].startswith(word)


def test_what_an_account_is_meant_for_can_be_taken_back(shown: Shown) -> None:
    address = add(shown, "ProefBedoeling")
    client = shown.client(KEEPER)
    for intention in ("informing", ""):
        form = {**seen(shown, address), "intention": intention}
        assert client.post(address + "wijzigen/", form).status_code == 302
        assert ("Bedoeling" in shown.get(KEEPER, address)) is bool(intention)
    assert (
        client.post(address + "wijzigen/", {**seen(shown, address), "intention": ""}).status_code
        == 422
    )
