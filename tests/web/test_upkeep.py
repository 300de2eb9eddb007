"""Whether the register is still right: reviews, and reports with their age."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from shown import Shown
from test_accounts import add

from weerklank.model.account import Account
from weerklank.model.change_report import Reported
from weerklank.model.clock import civil_day
from weerklank.model.ids import AccountId
from weerklank.model.person import Role
from weerklank.services.register import review_account
from weerklank.services.register.account_facts import Facts
from weerklank.services.register.edit_account import edit
from weerklank.services.register.report_change import report_change, report_found
from weerklank.services.register.review_account import reviews
from weerklank.web.views import upkeep

KEEPER = Role.REGISTER_OWNER


@pytest.fixture
def late(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every review overdue that was not done today."""
    real = review_account.review_due

    def due(account, review, term, today):  # type: ignore[no-untyped-def]
        found = real(account, review, 1, today)
        if review is None and found.due:
            return replace(found, due=today - timedelta(days=3), overdue=True)
        return found

    monkeypatch.setattr(review_account, "review_due", due)


def mark(page: str, number: str) -> dict[str, str]:
    found = re.search(
        rf'action="/accounts/{number}/nagelopen/"[^>]*>.*?name="seen" value="([^"]+)"',
        page,
        re.DOTALL,
    )
    assert found
    return {"seen": found[1], "lijst": "ja"}


@pytest.mark.usefixtures("late")
def test_home_counts_what_is_due_and_a_review_takes_one_off(shown: Shown) -> None:
    address = add(shown, "NaloopEen")
    number = address.strip("/").rpartition("/")[2]
    overdue = sum(one.overdue for one in reviews(shown.workplace))
    home = shown.get(KEEPER, "/")
    assert f"Accounts nalopen: {overdue}" in home
    assert 'href="/accounts/nalopen/"' in home
    assert "Accounts nalopen" not in shown.get(Role.READER, "/")
    page = shown.get(KEEPER, "/accounts/nalopen/")
    assert "NaloopEen".lower() in page
    answer = shown.client(KEEPER).post(address + "nagelopen/", mark(page, number))
    assert answer["Location"] == f"/accounts/nalopen/?nagelopen={number}"
    done = shown.get(KEEPER, answer["Location"])
    assert "@naloopeen is nagelopen." in done
    assert f'action="/accounts/{number}/nagelopen/"' not in done
    assert f'action="/accounts/{number}/nagelopen/"' in shown.get(
        KEEPER, "/accounts/nalopen/?alles=ja"
    )


def test_a_review_from_the_page_of_an_account_stands_in_its_history(shown: Shown) -> None:
    address = add(shown, "NaloopTwee")
    number = address.strip("/").rpartition("/")[2]
    given = mark(shown.get(KEEPER, address), number)
    del given["lijst"]
    answer = shown.client(KEEPER).post(address + "nagelopen/", given)
    assert answer["Location"] == f"{address}?nagelopen={number}"
    assert "Het account is nagelopen." in shown.get(KEEPER, answer["Location"])
    assert "nagelopen" in shown.get(Role.READER, address + "geschiedenis/")
    assert "Nagelopen, klopt nog" not in shown.get(Role.ARCHIVIST, address)


def test_who_reviews_what_another_changed_meanwhile_looks_again(shown: Shown) -> None:
    from test_accounts import seen

    address = add(shown, "NaloopDrie")
    number = address.strip("/").rpartition("/")[2]
    mine = mark(shown.get(KEEPER, address), number)
    form = {**seen(shown, address), "unit": "Intussen"}
    assert shown.client(KEEPER).post(address + "wijzigen/", form).status_code == 302
    answer = shown.client(KEEPER).post(address + "nagelopen/", mine)
    assert answer["Location"] == f"/accounts/nalopen/?intussen={number}"
    assert "Iemand anders heeft @naloopdrie intussen gewijzigd." in shown.get(
        KEEPER, answer["Location"]
    )
    assert number not in shown.workplace.register().reviews
    assert shown.client(KEEPER).post(address + "nagelopen/", {}).status_code == 302
    assert number not in shown.workplace.register().reviews


def test_a_review_and_a_change_at_one_moment_leave_no_review(
    shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = add(shown, "NaloopVier")
    number = AccountId(address.strip("/").rpartition("/")[2])
    mine = mark(shown.get(KEEPER, address), number)
    real = upkeep.mark_of

    def meanwhile(account: Account) -> str:
        # Another saves after this page looked, and before the review is recorded.
        edit(shown.workplace, number, Facts(unit="Intussen"))
        return real(account)

    monkeypatch.setattr(upkeep, "mark_of", meanwhile)
    answer = shown.client(KEEPER).post(address + "nagelopen/", mine)
    assert answer["Location"] == f"/accounts/nalopen/?intussen={number}"
    assert number not in shown.workplace.register().reviews


def test_the_term_is_set_by_who_owns_the_register_and_never_twice_over(shown: Shown) -> None:
    client, address = shown.client(KEEPER), "/accounts/nalopen/termijn/"
    before = shown.workplace.register().review_term
    assert client.post(address, {"seen": str(before), "months": "9"}).status_code == 302
    assert shown.workplace.register().review_term == 9
    assert "binnen 9 maanden nagelopen" in shown.get(KEEPER, "/accounts/nalopen/?termijn=ja")
    for given in ({"seen": str(before), "months": "3"}, {"seen": "9", "months": "7000"}, {}):
        client.post(address, given)
        assert shown.workplace.register().review_term == 9
    assert shown.client(Role.INSPECTOR).post(address, {"months": "3"}).status_code == 403
    client.post(address, {"seen": "9", "months": str(before)})


def report(shown: Shown, what: Reported, note: str | None, account: str | None) -> str:
    made = report_change(shown.workplace, what, account=account, note=note, by="Receptie")
    assert made.id
    return made.id


def test_a_report_shows_its_age_and_is_settled_once(shown: Shown) -> None:
    number = report(shown, Reported.NEW, "Ook een account op een kermis", None)
    page = shown.get(KEEPER, "/accounts/meldingen/")
    part = page.partition("kermis")[2].partition("</li>")[0]
    assert "vandaag" in part
    assert f'action="/accounts/meldingen/{number}/"' in part
    assert "/accounts/meldingen/" in shown.get(KEEPER, "/")
    client, address = shown.client(KEEPER), f"/accounts/meldingen/{number}/"
    assert "Zeg waarom" in client.post(address, {"state": "rejected"}).content.decode()
    assert "Kies hoe" in client.post(address, {"state": "waiting"}).content.decode()
    answer = client.post(address, {"state": "rejected", "reason": "Is van een ander"})
    assert answer["Location"] == f"/accounts/meldingen/?afgehandeld={number}"
    assert "kermis" not in shown.get(KEEPER, "/accounts/meldingen/")
    later = shown.get(KEEPER, "/accounts/meldingen/?alles=ja")
    assert "Is van een ander" in later
    again = client.post(address, {"state": "done"})
    assert again.status_code == 422
    assert "is al afgehandeld" in again.content.decode()


def test_a_report_waits_in_days(shown: Shown) -> None:
    made = report_change(shown.workplace, Reported.OTHER, account="a0001", note="Anders")
    now = made.reported
    later = civil_day(now + timedelta(days=12))
    visit = type("V", (), {"accounts": {}, "workplace": shown.workplace})()
    told = upkeep._told(visit, made, later)
    assert told.age == 12
    assert told.is_waiting


def test_who_does_not_own_the_register_sees_reports_and_settles_none(shown: Shown) -> None:
    number = report(shown, Reported.CLOSED, None, "a0002")
    page = shown.get(Role.INSPECTOR, "/accounts/meldingen/")
    assert "is opgeheven" in page.lower()
    assert "Afhandelen" not in page
    answer = shown.client(Role.INSPECTOR).post(f"/accounts/meldingen/{number}/", {"state": "done"})
    assert answer.status_code == 403


def test_a_profile_that_a_run_saw_changed_is_told_as_of_a_run(shown: Shown) -> None:
    account = shown.workplace.register().accounts["a0003"]  # type: ignore[index]
    report_found(shown.workplace, account, "20260101T000000Z-abcdef")  # type: ignore[arg-type]
    assert "20260101T000000Z-abcdef" in shown.get(KEEPER, "/accounts/meldingen/")
