"""*Volledigheid*: numbers, picture, checks with their evidence, and the yardstick (5.12)."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import cast

from own_archive import SANNE, OwnArchive, posted
from shown import ROLES, Shown

from weerklank.completeness.read_yardstick import shipped_bytes, shipped_part
from weerklank.model.clock import Clock
from weerklank.model.completeness import Bars, Verdict
from weerklank.model.event import Book
from weerklank.model.ids import AccountId
from weerklank.model.person import Actor, Role
from weerklank.model.text import Text
from weerklank.services.measure.keep_measurement import keep_measurements
from weerklank.services.measure.measure import measure
from weerklank.services.measure.set_yardstick import set_bars
from weerklank.services.measure.show_completeness import show_completeness
from weerklank.services.runs.read_plan import read_plan
from weerklank.services.seal.read_yardstick import yardstick_changes
from weerklank.services.verify.verify_archive import verify_archive
from weerklank.services.waits.task import Ask, Task
from weerklank.services.waits.what_waits import what_waits
from weerklank.web.views.home import _tasks
from weerklank.web.visit import Visit

BAND, EVIDENCE = "/volledigheid/", "/volledigheid/bewijs/"


@dataclass(frozen=True)
class Later:
    """A clock that is ahead of another."""

    clock: Clock
    by: timedelta

    def now(self) -> datetime:
        return self.clock.now() + self.by


def four(text: str) -> list[int]:
    block = text.split('<ul class="four">')[1].split("</ul>", maxsplit=1)[0]
    return [int(one) for one in re.findall(r'class="figure">(\d+)<', block)]


def test_the_four_numbers_the_marks_and_the_table_say_the_same(shown: Shown) -> None:
    for account in (None, "a0001"):
        text = shown.get(Role.ARCHIVIST, f"{BAND}?account={account or ''}")
        found = show_completeness(shown.workplace, account)
        assert found is not None
        counts = found.measured.band.counts
        assert four(text) == [
            counts[one]
            for one in (Verdict.BELOW, Verdict.IN_BAND, Verdict.FULL, Verdict.NOT_CHECKED)
        ]
        rows = text.split('id="checks"')[1].split("</table>")[0].split("<tr")[1:]
        assert len(rows) - 1 == len(found.standings) == sum(counts.values())
        weakest = [*Verdict].index
        order = [weakest(one.result.verdict) for one in found.standings]
        assert order == sorted(order)
        for shape, verdict in (
            ("v-below", Verdict.BELOW),
            ("v-band", Verdict.IN_BAND),
            ("v-full", Verdict.FULL),
            ("v-none", Verdict.NOT_CHECKED),
        ):
            for width in ("wide", "narrow"):
                drawn = text.split(f'<svg class="plot {width}"')[1].split("</svg>")[0]
                assert drawn.count(f'class="{shape}"') == counts[verdict], (shape, width)
        assert "weerklank " not in text.split("<main")[1]  # screens name no commands
    assert "Accounts naast elkaar" not in text


def test_of_all_accounts_the_weakest_is_named_with_its_own_value(shown: Shown) -> None:
    text = shown.get(Role.ARCHIVIST, BAND)
    row = text.split("Gegevens in het accountoverzicht<span")[1].split("</tr>")[0]
    assert "50% (2 van 4)" in row
    assert "alle samen: 87,5% (21 van 24)" in row
    assert "onder het minimum" in row
    assert text.count("Accounts naast elkaar") == 1
    assert '<svg class="course"' in text


def test_evidence_leads_to_the_posts_that_someone_may_read(shown: Shown) -> None:
    address = f"{EVIDENCE}threads/?account=a0001"
    text = shown.get(Role.ARCHIVIST, address)
    posts = re.findall(r'href="(/id/[^"]+/)"', text)
    assert len(posts) > 10
    assert shown.client(Role.ARCHIVIST).get(posts[0]).status_code == 200
    keeper = shown.get(Role.REGISTER_OWNER, f"{EVIDENCE}register/?account=a0003")
    assert 'href="/accounts/a0003/"' in keeper
    whole = shown.get(Role.ARCHIVIST, f"{address}&rij=1")
    assert len(re.findall(r'href="/id/', whole)) == 13
    together = shown.get(Role.ARCHIVIST, f"{EVIDENCE}threads/")
    assert f"{EVIDENCE}threads/?account=a0002" in together
    assert 'href="/id/' not in together
    archive = shown.get(Role.ARCHIVIST, f"{EVIDENCE}roles/")
    assert "het archief als geheel" in archive
    assert "Geteld in de pakketten" in archive
    for wrong in ("geen/", "threads/?account=a9999", "threads/?account=a0001&rij=99"):
        assert shown.client(Role.ARCHIVIST).get(EVIDENCE + wrong).status_code == 404


def test_of_what_a_technique_saw_the_posts_are_named_that_it_did_not_see(shown: Shown) -> None:
    text = shown.get(Role.ARCHIVIST, f"{EVIDENCE}posts/?account=a0001")
    rows = [row for row in text.split('<div class="evidence">')[1:] if "berichten gezien" in row]
    assert rows
    for row in rows:
        seen, of = map(int, re.findall(r"(\d+) van de (\d+) berichten gezien", row)[0])
        named = len(re.findall(r'href="/id/', row))
        assert named == min(of - seen, 10)
        assert ("Niet gezien" in row) == (seen < of)
        assert ("Toon alle" in row) == (of - seen > 10)
        if of - seen > 10:
            assert f"Toon alle {of - seen}<" in row
    meetlat = shown.get(Role.ARCHIVIST, f"{BAND}meetlat/")
    assert "--deep" not in meetlat  # screens name no options either


def test_what_was_restricted_is_counted_and_not_named(shown: Shown) -> None:
    """The inspector sees what was restricted; who manages accounts does not."""
    address = f"{EVIDENCE}appraised/?account=a0002&rij=0"
    seen = [
        set(re.findall(r'href="/id/([^"]+)/"', shown.get(role, address)))
        for role in (Role.ARCHIVIST, Role.COMMUNICATION)
    ]
    assert seen[1] <= seen[0]
    if seen[1] < seen[0]:
        assert "niet te zien" in shown.get(Role.COMMUNICATION, address)


def test_the_yardstick_tells_what_is_lower_and_until_when(own: Shown) -> None:
    plain = own.get(Role.ARCHIVIST, f"{BAND}meetlat/")
    assert "Geen lat is tijdelijk lager." in plain
    assert "onze uitleg van DUTO" in plain
    until = own.workplace.today().replace(year=own.workplace.today().year + 1, day=1)
    archivist = Actor(system_user="iemand", name=ROLES[Role.ARCHIVIST], roles=(Role.ARCHIVIST,))
    bars = Bars(minimum=60.0, until=until, reason="Reacties komen later mee.")
    set_bars(replace(own.workplace, actor=archivist), "threads", bars)
    text = own.get(Role.INSPECTOR, f"{BAND}meetlat/")
    assert "Reacties komen later mee." in text
    assert "versie 1" in text
    # The verdict of before follows from the bars of then, and says nothing of the lower one.
    assert "lager tot en met" not in own.get(Role.INSPECTOR, BAND)


def numbers_by_verdict(text: str) -> list[tuple[int, int]]:
    """Give now and then of each verdict, as the table of an effect has them."""
    block = text.split('id="effect"')[1].split("</table>", maxsplit=1)[0]
    rows = [re.findall(r">(\d+)</td>", row) for row in block.split("<tr")[2:]]
    return [(int(now), int(then)) for now, then in rows]


def test_bars_are_changed_by_form_and_what_that_does_is_shown_first(own: Shown) -> None:
    address, archivist = f"{BAND}meetlat/register/wijzigen/", own.client(Role.ARCHIVIST)
    assert "Wijzigen" not in own.get(Role.INSPECTOR, f"{BAND}meetlat/")
    assert f'href="{address}"' in own.get(Role.ARCHIVIST, f"{BAND}meetlat/")
    assert own.client(Role.INSPECTOR).post(address).status_code == 403
    assert 'value="80"' in archivist.get(address).content.decode()
    version = len(yardstick_changes(own.workplace))
    until = (own.workplace.today() + timedelta(days=30)).isoformat()
    form = {"minimum": "40,5", "full": "100", "until": until, "reason": "Wordt aangevuld."}
    for wrong, said in (
        ({"minimum": "veel"}, "Geef een getal"),
        ({"minimum": "1e2"}, "Geef een getal"),
        ({"minimum": "101"}, "past niet bij de eenheid"),
        ({"full": "30"}, "vraagt meer dan volledig"),
        ({"full": ""}, "Vul dit in"),
        ({"until": ""}, "tot en met een dag na vandaag"),
        ({"until": own.workplace.today().isoformat()}, "tot en met een dag na vandaag"),
        ({"minimum": "90"}, "een laatste dag hoort er niet bij"),
        ({"minimum": "80", "until": ""}, "Dit wordt al gevraagd"),
        ({"reason": "voor @iemand@voorbeeld.example"}, "Er is niets vastgelegd"),
    ):
        sent = archivist.post(address, {**form, **wrong, "stap": "kijken"})
        assert sent.status_code == 422, wrong
        assert said in sent.content.decode(), wrong
        assert "weerklank " not in sent.content.decode().split("<main")[1]
    text = archivist.post(address, {**form, "stap": "kijken"}).content.decode()
    # One account has 50 %, five have more than 80: below, in the band, full, not checked.
    found = show_completeness(own.workplace, None)
    assert found is not None
    values = [one.results["register"].value for one in found.accounts]
    weak = sum(40.5 <= value < 80 for value in values if value is not None)
    assert weak
    was, becomes = zip(*numbers_by_verdict(text), strict=True)
    assert becomes == (was[0] - weak, was[1] + weak, *was[2:])
    assert sum(was) == len(values)
    assert "50% (2 van 4)" in text.split('id="moved"')[1]
    assert len(yardstick_changes(own.workplace)) == version  # nothing was recorded
    # What was not looked at first is shown, and not recorded.
    for blind in ("", "x"):
        sent = archivist.post(address, {**form, "stap": "vastleggen", "versie": blind})
        assert "Er is nog niets vastgelegd." in sent.content.decode()
    seen = {**form, "stap": "vastleggen", "versie": str(version)}
    assert (
        'value="40,5"' in archivist.post(address, {**form, "stap": "aanpassen"}).content.decode()
    )
    assert archivist.post(address, seen).status_code == 302
    # Somebody decided since: what was seen is not what would be done.
    assert archivist.post(address, seen).status_code == 422
    newest, *_ = yardstick_changes(own.workplace)
    assert newest.version == version + 1
    assert (newest.by, newest.check) == (ROLES[Role.ARCHIVIST], "register")
    assert f'value="{until}"' in archivist.get(address).content.decode()
    shown_again = own.get(Role.INSPECTOR, f"{BAND}meetlat/")
    assert "Wordt aangevuld." in shown_again
    assert "minimum 40,5%" in shown_again
    assert "Lat van een controle ingesteld" in own.get(Role.INSPECTOR, "/logboek/")
    assert verify_archive(own.workplace).ok


def test_a_check_of_the_archive_is_shown_as_one(own: Shown) -> None:
    address = f"{BAND}meetlat/roles/wijzigen/"
    form = {"minimum": "3", "full": "3", "until": "", "reason": "Moet.", "stap": "kijken"}
    text = own.client(Role.ARCHIVIST).post(address, form).content.decode()
    assert "Wat het archief ervan merkt" in text
    assert sum(now for now, _ in numbers_by_verdict(text)) == 1


def test_a_check_that_an_adopted_yardstick_lacks_is_not_checked_until_it_is_taken_over(
    own: Shown,
) -> None:
    before = shipped_bytes().decode().replace('name = "Weerklank"', 'name = "Dorp"')
    own.workplace.record(
        Book.DECISIONS,
        "yardstick.loaded",
        "Dorp",
        {"text": before.replace(shipped_part("rights"), "")},
    )
    measured = measure(own.workplace, "a0001")
    assert keep_measurements(own.workplace, [measured])
    result = measured.result_of("rights")
    assert result is not None
    assert (result.verdict, result.measured.value is None) == (Verdict.NOT_CHECKED, False)
    page = own.get(Role.ARCHIVIST, f"{BAND}meetlat/")
    assert "daarom niet gecontroleerd" in page
    assert "Nog niet overgenomen" in own.get(Role.ARCHIVIST, f"{BAND}?account=a0001")
    evidence = own.get(Role.ARCHIVIST, f"{EVIDENCE}rights/?account=a0001")
    assert "nam deze controle daarin nog niet over" in evidence
    address, archivist = f"{BAND}meetlat/rights/wijzigen/", own.client(Role.ARCHIVIST)
    form = {"minimum": "", "full": "100", "until": "", "reason": "Hoort erbij."}
    text = archivist.post(address, {**form, "stap": "kijken"}).content.decode()
    version = re.search(r'name="versie" value="(\d+)"', text)
    assert version is not None
    assert "niet gecontroleerd" in text.split('id="moved"')[1]
    done = archivist.post(address, {**form, "stap": "vastleggen", "versie": version[1]})
    assert done.status_code == 302
    again = measure(own.workplace, "a0001").result_of("rights")
    assert again is not None
    assert again.verdict in {Verdict.IN_BAND, Verdict.FULL}
    assert again.measured.value == result.measured.value
    assert "daarom niet gecontroleerd" not in own.get(Role.ARCHIVIST, f"{BAND}meetlat/")


def test_before_anything_was_measured(tmp_path: Path) -> None:
    made = OwnArchive(tmp_path)
    made.run("init", str(made.folder), "--organisation", "Gemeente Dorp", "--sealed", "12")
    made.run("person", "add", SANNE, "--role", "register-owner", "--role", "archivist")
    empty = Shown(made.folder, made.keys, made.serve(), "")
    assert "Nog geen oogst om te meten." in empty.get(SANNE, BAND)


def test_before_what_is_held_was_measured(tmp_path: Path) -> None:
    made = OwnArchive(tmp_path).make([posted("2026-03-01T10:00:00", "Markt")])
    held = Shown(made.folder, made.keys, made.serve(), "")
    text = held.get(SANNE, BAND)
    assert "nog niet gemeten hoe volledig" in text
    assert "Nog geen oogst" not in text


def test_a_measure_is_added_and_changed_by_form_and_closed_by_none(own: Shown) -> None:
    plan = "/volledigheid/plan/"
    assert "Toevoegen" not in own.get(Role.INSPECTOR, plan)
    archivist = own.client(Role.ARCHIVIST)
    new = f"{plan}nieuw/?check=threads&account=a0002"
    assert '<option value="threads" selected>' in archivist.get(new).content.decode()
    due = own.workplace.today() + timedelta(days=20)
    form = {
        "check": "threads",
        "account": "a0002",
        "aim": "",
        "measure": "De draden opnieuw oogsten.",
        "owner": ROLES[Role.ARCHIVIST],
        "due": due.isoformat(),
        "mitigation": "",
    }
    wrong = archivist.post(new, form)  # it is below its minimum, and nothing softens that
    assert wrong.status_code == 422
    assert "Vul in wat het intussen minder erg maakt." in wrong.content.decode()
    assert archivist.post(new, {**form, "mitigation": "Er is een export."}).status_code == 302
    text = own.get(Role.ARCHIVIST, f"{plan}?vastgelegd=ja")
    number = max(read_plan(own.workplace))
    assert "De draden opnieuw oogsten." in text.split('id="closed"')[0]
    moved = {**form, "mitigation": "Er is een export.", "measure": "Een export vragen."}
    change = f"{plan}{number}/wijzigen/"
    assert archivist.post(change, {**moved, "reason": "De server weigert."}).status_code == 302
    assert "De server weigert." in own.get(Role.INSPECTOR, plan)
    report = archivist.get(f"{plan}?vorm=odt")
    assert "verbeterplan-" in report["Content-Disposition"]
    assert archivist.get(f"{plan}b9999/wijzigen/").status_code == 404
    assert "weerklank " not in text.split("<main")[1]


def test_what_falls_short_waits_for_the_archivist_and_for_who_sees_to_it(own: Shown) -> None:
    home = own.get(Role.ARCHIVIST, "/")
    assert "Onder het minimum, zonder maatregel" in home
    assert "Maatregel b0001 is over tijd" not in home
    late = replace(
        own.workplace,
        clock=Later(own.workplace.clock, timedelta(days=90)),
        actor=Actor(system_user="iemand", name=ROLES[Role.ARCHIVIST], roles=(Role.READER,)),
    )
    # Whatever role the owner has by then: it is theirs.
    asked = [one.subject for one in what_waits(late, {}).tasks if one.ask is Ask.PLAN_OVERDUE]
    assert "b0001" in asked
    # Who has no page with the plan reads there what the measure is.
    asks = [Task(ask=ask, subject="b0001") for ask in (Ask.PLAN_OVERDUE, Ask.PLAN_UNOWNED)]
    measure_of = read_plan(own.workplace)["b0001"].measure.removesuffix(".")
    visit = Visit(
        name=ROLES[Role.ARCHIVIST],
        roles=(Role.READER,),
        language="nl",
        workplace=late,
        accounts={},
    )
    for one in _tasks(visit, asks, late.today()):
        assert measure_of in cast("Text", one["why"]).nl
        assert one["address"] == ""
    other = replace(late, actor=replace(late.actor, name=ROLES[Role.READER]))
    assert not [one for one in what_waits(other, {}).tasks if one.ask is Ask.PLAN_OVERDUE]


def test_a_period_has_measurements_of_its_own(own: Shown) -> None:
    """What was measured of January is shown for January alone, with evidence of those days."""
    january = date(2026, 1, 1), date(2026, 1, 31)
    asked = "van=2026-01-01&tot=2026-01-31"
    before = own.get(Role.ARCHIVIST, f"{BAND}?account=a0001&{asked}")
    assert "nog niet gemeten" in before
    assert 'name="tot" value="2026-01-31"' in before  # what the button measures
    measured = measure(own.workplace, "a0001", *january)
    assert keep_measurements(own.workplace, [measured])
    text = own.get(Role.ARCHIVIST, f"{BAND}?account=a0001&{asked}")
    assert "1 januari 2026 tot en met 31 januari 2026" in text
    assert four(text) == [
        measured.band.counts[one]
        for one in (Verdict.BELOW, Verdict.IN_BAND, Verdict.FULL, Verdict.NOT_CHECKED)
    ]
    assert f"{EVIDENCE}threads/?account=a0001&amp;{asked.replace('&', '&amp;')}" in text
    evidence = own.get(Role.ARCHIVIST, f"{EVIDENCE}threads/?account=a0001&{asked}")
    assert "31 januari 2026" in evidence
    of_all = show_completeness(own.workplace, AccountId("a0001"))
    assert of_all
    assert of_all.measured.first is None  # the newest of everything is not that of a period
