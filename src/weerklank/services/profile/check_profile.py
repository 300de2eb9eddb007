"""Check a profile: whether what was harvested has what the template asks (requirement B2)."""

from weerklank.model.clock import iso
from weerklank.model.errors import WeerklankError
from weerklank.model.event import Book
from weerklank.model.ids import AccountId
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.person import Role
from weerklank.model.profile_check import (
    NOT_ASKED,
    ProfileAnswer,
    ProfileCheck,
    ProfileFinding,
    turned_between,
)
from weerklank.model.profile_words import LOOK_YOURSELF, READ_AGAIN, STATEMENTS, TO_DO
from weerklank.model.run import RunReport
from weerklank.model.text import Language, Text, verbatim
from weerklank.services.profile.judge_profile import Judge
from weerklank.services.profile.past_checks import CHECKED, check_to_json, checks_of_profile
from weerklank.services.profile.read_page import PageReader, WayOut
from weerklank.services.profile.seen_profile import read_profile
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace

MAY_CHECK = (Role.REGISTER_OWNER, Role.COMMUNICATION, Role.ARCHIVIST)
CHECKING = Text("Het profiel van {account} wordt nagekeken.", "Checking the profile of {account}.")
MISSES = Text(
    "Profiel van {account}: {count} van wat het sjabloon vraagt, is niet gevonden.",
    "Profile of {account}: {count} of what the template asks was not found.",
)
NOT_CHECKED = Text(
    "Het profiel van {account} kon niet worden nagekeken: {why}",
    "The profile of {account} could not be checked: {why}",
)


def check_profile(workplace: Workplace, name: str, way_out: WayOut) -> ProfileCheck:
    """Check the newest version of a profile that is held, and the pages that it leads to.

    The outcome is noted in the journal. WrongUse when no profile is held.
    """
    if workplace.actor.name is not None:
        workplace.require(*MAY_CHECK)
    workplace.demand_sound()
    return _check(workplace, workplace.register().find(name).id, way_out)


def check_harvested(workplace: Workplace, report: RunReport, way_out: WayOut) -> None:
    """Check the profile that a run read; what goes wrong with that is told, and stops nothing.

    A run of single posts reads no profile.
    """
    if report.hand_in is not None:
        return
    workplace.reporter.step(CHECKING, account=report.account)
    try:
        check = _check(workplace, report.account, way_out)
    except WeerklankError as error:
        why = Text(error.message("nl"), error.message("en"))
        workplace.reporter.step(NOT_CHECKED, account=report.account, why=why)
    except Exception as error:  # noqa: BLE001 - what a page is like may end no harvest
        why = verbatim(type(error).__name__)
        workplace.reporter.step(NOT_CHECKED, account=report.account, why=why)
    else:
        if check.wrong:
            workplace.reporter.step(MISSES, account=report.account, count=len(check.wrong))


def _check(workplace: Workplace, account: AccountId, way_out: WayOut) -> ProfileCheck:
    register = workplace.register()
    known = register.accounts[account]
    profile = read_profile(workplace, known)
    judge = Judge(
        account=known,
        profile=profile,
        organisation=workplace.organisation.name,
        pages=register.pages,
        reader=PageReader(way_out, register.pages),
    )
    check = ProfileCheck(
        account=account,
        at=workplace.clock.now(),
        by=workplace.actor.known_as,
        profile=profile.item.id,
        version=profile.item.version,
        captured_at=profile.item.captured_at,
        findings=judge.findings(),
        pages=judge.linked(),
        accounts_linked=judge.accounts_linked,
    )
    workplace.record(Book.JOURNAL, CHECKED, account, check_to_json(check))
    seal_events(workplace)
    return checks_of_profile(workplace, account)[0]


def next_of_finding(finding: ProfileFinding) -> Text | None:
    """Say what to do about what was not found or could not be read."""
    if finding.look is ProfileAnswer.NOT_FOUND:
        return TO_DO[finding.statement]
    if finding.look is ProfileAnswer.NOT_READ:
        return LOOK_YOURSELF.get(finding.statement, READ_AGAIN)
    return None


def profile_check_json(
    check: ProfileCheck, before: ProfileCheck | None, language: Language
) -> JsonObject:
    """Write a check as a command answers it, with what turned since the one before."""
    return {
        "account": check.account,
        "accounts_linked": check.accounts_linked,
        "at": iso(check.at),
        "by": check.by,
        "changes": [
            {
                "statement": one.statement.value,
                "before": one.before.value if one.before else None,
                "now": one.now.value if one.now else None,
            }
            for one in turned_between(before, check)
        ],
        "findings": [_finding_json(one, language) for one in check.findings],
        "ok": check.is_ok,
        "pages": [
            {
                "address": one.address,
                "was_read": one.was_read,
                "reason": one.reason.say(language) if one.reason else None,
            }
            for one in check.pages
        ],
        "profile": {
            "id": check.profile,
            "version": check.version,
            "captured_at": check.captured_at,
        },
    }


def _finding_json(finding: ProfileFinding, language: Language) -> JsonObject:
    todo = next_of_finding(finding)
    told: dict[str, Json] = {
        "statement": finding.statement.value,
        "value": finding.look.value,
        "required": finding.statement not in NOT_ASKED,
        "message": STATEMENTS[finding.statement].say(language),
        "reason": finding.reason.say(language) if finding.reason else None,
        "where": finding.where.value if finding.where else None,
        "post": finding.post,
        "address": finding.address,
        "words": [*finding.words],
        "next": todo.say(language) if todo else None,
    }
    return told
