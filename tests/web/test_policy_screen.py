"""*Beleid*: what goes, another choice proposed with its counts, approved, and every version."""

import pytest
from shown import ROLES, Shown

from weerklank import bootstrap
from weerklank.model.account import Scenario
from weerklank.model.errors import Refused, WrongUse
from weerklank.model.event import Book
from weerklank.model.person import Role
from weerklank.model.policy import Choice, FieldClass
from weerklank.services.appraise.change_policy import PASSED_BY, approve, preview, proposals
from weerklank.services.appraise.read_policy import PROPOSED, read_policy_history
from weerklank.services.workplace import Silent, Workplace

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]
PAGE = "/privacy/beleid/"
PROPOSE, ORIGINALS = f"{PAGE}voorstellen/", f"{PAGE}originelen/"
DROP_TEXT = {"soort": "text", "scenario": ["B"], "choice": "drop"}


def main(own: Shown, role: Role, address: str) -> str:
    """What a page itself says, without the help beside it."""
    _, _, page = own.get(role, address).partition("<main")
    return page.partition("</main>")[0]


def at_work(own: Shown, role: Role) -> Workplace:
    """Open it anew, as who holds a role: another process wrote to it."""
    return bootstrap.workplace(str(own.archive), str(own.keys), Silent(), ROLES[role])


def test_what_an_archivist_proposes_the_privacy_officer_approves(own: Shown) -> None:
    page = main(own, Role.ARCHIVIST, f"{PAGE}?soort=text")
    assert "De reactie staat in het archief zonder woorden." in page
    assert 'value="keep"' not in page  # no class of persons can be kept
    archivist, officer = own.client(Role.ARCHIVIST), own.client(Role.PRIVACY)
    assert archivist.post(PROPOSE, {**DROP_TEXT, "scenario": []}).status_code == 422
    never = archivist.post(PROPOSE, {**DROP_TEXT, "choice": "keep"})
    assert never.status_code == 422
    assert "Deze keuze kan niet voor deze soort gegevens." in never.content.decode()
    same = archivist.post(PROPOSE, {**DROP_TEXT, "choice": "seal"})
    assert "Kies iets anders dan wat nu geldt." in same.content.decode()
    assert archivist.post(PROPOSE, {**DROP_TEXT, "soort": "alles"}).status_code == 404
    sent = archivist.post(PROPOSE, DROP_TEXT)
    where = sent["Location"]
    assert sent.status_code == 302
    page = main(own, Role.ARCHIVIST, where)
    (waits,) = proposals(at_work(own, Role.PRIVACY)).values()
    counted = sum(one.items for one in waits.counted or ())
    assert counted > 0
    assert page.count("volgt daaruit") == 1  # what is found in dropped words is not sealed either
    assert "Geteld bij het voorstel" in page
    assert "Wat er al is, houdt het beleid van zijn dag." in page
    assert "ten hoogste" not in page
    assert f"{where}vaststellen/" not in page
    assert archivist.post(f"{where}vaststellen/").status_code == 403
    page = main(own, Role.PRIVACY, PAGE)
    assert f"{counted} berichten waren anders behandeld." in page
    assert page.count("voorgesteld:") == 1
    assert "Versie 2" not in page
    home = main(own, Role.PRIVACY, "/")
    assert f'href="{where}"' in home
    assert "Nu geteld." in main(own, Role.PRIVACY, f"{where}?tel=opnieuw")
    done = officer.post(f"{where}vaststellen/")
    assert done["Location"] == f"{PAGE}?vastgelegd=ja"
    page = main(own, Role.PRIVACY, f"{PAGE}?vastgelegd=ja")
    assert "Vastgelegd." in page
    assert "Versie 2 geldt voor wat binnenkomt" in page
    assert 'Versie 2</b><span class="sub">' in page
    assert ROLES[Role.ARCHIVIST] in page  # who proposed it, beside who approved it
    assert "Wacht op de privacy officer" not in page
    assert where not in main(own, Role.PRIVACY, "/")
    only_a = main(own, Role.PRIVACY, f"{PAGE}?soort=found")
    assert 'value="seal"' in only_a  # in scenario A its text is sealed
    page = main(own, Role.INSPECTOR, where)
    assert f"Vastgesteld als versie 2 door {ROLES[Role.PRIVACY]}" in page
    assert officer.post(f"{where}vaststellen/").status_code == 422
    policy = at_work(own, Role.PRIVACY).policy()
    assert policy.choice(FieldClass.TEXT, Scenario.B) is Choice.DROP
    assert policy.choice(FieldClass.TEXT, Scenario.A) is Choice.SEAL


def test_a_proposal_on_an_earlier_version_waits_no_more(own: Shown) -> None:
    archivist, officer = own.client(Role.ARCHIVIST), own.client(Role.PRIVACY)
    extras = {"soort": "extras", "scenario": ["A", "B", "C"], "choice": "drop"}
    where = archivist.post(PROPOSE, extras)["Location"]
    assert "ten hoogste" in main(own, Role.INSPECTOR, where)
    assert "Ten hoogste" in main(own, Role.INSPECTOR, PAGE)
    assert archivist.post(ORIGINALS, {"originals": "drop"}).status_code == 403
    assert officer.post(ORIGINALS, {}).status_code == 422
    for months in ("", "0", "1201", "twaalf"):
        wrong = officer.post(ORIGINALS, {"originals": "months", "months": months})
        assert wrong.status_code == 422
        assert "Geef een getal van 1 tot en met 1200." in wrong.content.decode()
    same = officer.post(ORIGINALS, {"originals": "months", "months": "12"})
    assert "Dat is al zo" in same.content.decode()
    assert where in main(own, Role.PRIVACY, "/")  # none of these lets it lapse
    assert officer.post(ORIGINALS, {"originals": "drop"}).status_code == 302
    page = main(own, Role.PRIVACY, PAGE)
    assert "Er worden geen verzegelde originelen bewaard." in page
    assert "Vervallen voorstel" in page
    assert "?soort=found" not in page  # nothing is left to choose
    assert "Wacht op de privacy officer" not in page
    assert where not in main(own, Role.PRIVACY, "/")
    assert "Vervallen: het is op versie 1 gedaan, en nu geldt versie 2." in main(
        own, Role.ARCHIVIST, where
    )
    refused = officer.post(f"{where}vaststellen/")
    assert refused.status_code == 422
    assert "is op versie 1 gemaakt; nu geldt versie 2" in refused.content.decode()
    workplace = at_work(own, Role.PRIVACY)
    name = where.removeprefix(PAGE).removesuffix("/")
    assert not proposals(workplace)
    assert [*read_policy_history(workplace).lapsed] == [name]
    for act in (preview, approve):
        with pytest.raises(Refused) as caught:
            act(workplace, name)
        assert caught.value.code == PASSED_BY
    with pytest.raises(WrongUse):
        approve(workplace, "policy-geen")


def test_what_was_proposed_without_counts_is_counted_when_it_is_looked_at(own: Shown) -> None:
    workplace = at_work(own, Role.PRIVACY)
    change = {"field": "author", "scenario": "B", "choice": "pseudonymise"}
    workplace.record(Book.DECISIONS, PROPOSED, "policy-oud", {"base": 1, "changes": [change]})
    assert "Nog niet geteld." in main(own, Role.PRIVACY, PAGE)
    assert "Nu geteld." in main(own, Role.PRIVACY, f"{PAGE}policy-oud/")


def test_who_may_not_sees_no_form_and_others_see_nothing(shown: Shown) -> None:
    page = main(shown, Role.INSPECTOR, PAGE)
    assert "Versie 1 geldt voor wat binnenkomt" in page
    assert "?soort=" not in page
    assert ORIGINALS not in page
    inspector = shown.client(Role.INSPECTOR)
    assert inspector.get(f"{PAGE}?soort=text").status_code == 404
    assert inspector.post(PROPOSE, DROP_TEXT).status_code == 403
    assert shown.client(Role.ARCHIVIST).get(f"{PAGE}?soort=alles").status_code == 404
    assert shown.client(Role.PRIVACY).get(f"{PAGE}policy-geen/").status_code == 404
    for role in (Role.READER, Role.WOO, Role.OPERATOR, Role.COMMUNICATION):
        assert shown.client(role).get(PAGE).status_code == 403
