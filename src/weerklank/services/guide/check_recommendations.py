"""Check recommendations: how each recommendation of module 3 stands here, as far as can be told.

Three answers. What nobody looked at, and what no program can see, is not checked: never in order.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from weerklank.model.account import Scenario
from weerklank.model.completeness import Verdict
from weerklank.model.json_value import JsonObject
from weerklank.model.mark import MarkState
from weerklank.model.platform import TITLES
from weerklank.model.profile_check import ProfileAnswer, ProfileStatement
from weerklank.model.text import Language, Text
from weerklank.services.appraise.formal_replies import formal_replies
from weerklank.services.appraise.list_rights import Asked, RightsCounts, list_rights
from weerklank.services.appraise.mark_item import list_marks
from weerklank.services.guide.guide_facts import GuideFacts, guide_facts
from weerklank.services.guide.recommendations import RECOMMENDATIONS, Concern, Recommendation
from weerklank.services.profile.past_checks import read_profile_checks
from weerklank.services.register.report_change import reports
from weerklank.services.register.review_account import reviews
from weerklank.services.runs.read_measurements import last_whole
from weerklank.services.workplace import Workplace

#: The check of completeness that looks at preferred formats.
_PREFERRED = "preferred"


class Answer(StrEnum):
    """What comes of checking a recommendation."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_CHECKED = "not_checked"


ANSWERS: dict[Answer, Text] = {
    Answer.MET: Text("in orde", "in order"),
    Answer.NOT_MET: Text("niet in orde", "not in order"),
    Answer.NOT_CHECKED: Text("niet gecontroleerd", "not checked"),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing that was looked at."""

    answer: Answer
    said: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A recommendation with how it stands, and what that rests on."""

    recommendation: Recommendation
    answer: Answer
    #: Each thing that was looked at, with what came of it.
    seen: tuple[Seen, ...]


def check_recommendations(workplace: Workplace) -> tuple[Checked, ...]:
    """Check each recommendation by register, decisions, journal and records as they are now."""
    checks = _Checks(workplace, guide_facts(workplace))
    return tuple(_checked(one, [*checks.of(one.concern)]) for one in RECOMMENDATIONS)


def checked_json(found: Checked, language: Language) -> JsonObject:
    """Write a recommendation and its check with the names of the command line."""
    advised = found.recommendation
    return {
        "answer": found.answer.value,
        "found": [one.said.say(language) for one in found.seen],
        "heading": advised.heading,
        "number": advised.number,
        "screen": advised.screen.say(language),
        "short": advised.short.say(language),
        "whitepaper": advised.whitepaper,
        "why": advised.why.say(language),
    }


def _checked(recommendation: Recommendation, seen: Sequence[Seen]) -> Checked:
    """Give what several looks come to: one that fails counts, then one that nobody made."""
    answers = {one.answer for one in seen}
    worst = (Answer.NOT_MET, Answer.NOT_CHECKED, Answer.MET)
    return Checked(
        recommendation=recommendation,
        answer=next(one for one in worst if one in answers),
        seen=tuple(seen),
    )


def _none(count: int, nl: str, en: str) -> Seen:
    """Say how many there are of what should not be."""
    return Seen(Answer.NOT_MET if count else Answer.MET, Text(nl, en).filled(n=count))


class _Checks:
    def __init__(self, workplace: Workplace, facts: GuideFacts) -> None:
        self._workplace = workplace
        self._facts = facts

    def of(self, concern: Concern) -> Iterator[Seen]:
        """Look at what can be seen of a recommendation."""
        looks: dict[Concern, Callable[[], Iterator[Seen]]] = {
            Concern.OVERVIEW: self._overview,
            Concern.CORPORATE: self._corporate,
            Concern.GOVERNMENT_ALONE: self._government,
            Concern.NO_FORMAL: self._formal,
            Concern.PERSONAL_DATA: self._personal,
            Concern.COPYRIGHT: self._copyright,
            Concern.FORMATS: self._formats,
            Concern.AGREEMENTS: self._agreements,
        }
        return looks[concern]()

    def _no_accounts(self) -> Iterator[Seen]:
        yield Seen(
            Answer.NOT_CHECKED,
            Text("Er staat geen account in het overzicht.", "No account is in the register."),
        )

    def _overview(self) -> Iterator[Seen]:
        accounts = self._facts.accounts
        if not accounts:
            yield from self._no_accounts()
            return
        yield _none(
            sum(not one.managers for one in accounts),
            "Accounts zonder beheerder: {n}.",
            "Accounts without a manager: {n}.",
        )
        yield _none(
            sum(one.overdue for one in reviews(self._workplace)),
            "Accounts die over tijd zijn met nalopen: {n}.",
            "Accounts overdue for review: {n}.",
        )
        yield _none(
            len(reports(self._workplace, waiting=True)),
            "Meldingen van wijzigingen die wachten: {n}.",
            "Reports of changes that wait: {n}.",
        )

    def _corporate(self) -> Iterator[Seen]:
        if not self._facts.accounts:
            yield from self._no_accounts()
            return
        yield _none(
            len(self._facts.in_scenario(Scenario.C)),
            "Hybride of persoonlijke accounts in gebruik: {n}.",
            "Hybrid or personal accounts in use: {n}.",
        )
        yield _none(
            len({one.name for one in self._facts.office_holders.without_account}),
            "Ambtsdragers in functie zonder corporate account: {n}.",
            "Office holders in function without a corporate account: {n}.",
        )

    def _government(self) -> Iterator[Seen]:
        states = Counter(mark.state for mark in list_marks(self._workplace))
        standing = sum(states.values()) - states[MarkState.KEPT]
        if standing:
            yield _none(
                standing,
                "Berichten die zijn gemerkt als geen overheidsinformatie: {n}.",
                "Posts that are marked as not government information: {n}.",
            )
            return
        yield Seen(
            Answer.NOT_CHECKED,
            Text(
                "Geen bericht is gemerkt als geen overheidsinformatie. Of er een is, ziet alleen "
                "wie de berichten leest.",
                "No post is marked as not government information. Whether there is one, only who "
                "reads the posts can see.",
            ),
        )

    def _formal(self) -> Iterator[Seen]:
        yield from self._profiles(
            (ProfileStatement.FORMAL, ProfileStatement.CONTACT_CHANNELS),
            Text(
                "dat het niet voor formele berichten is, en waar die heen kunnen",
                "that it is not for formal messages, and where those can go",
            ),
        )
        yield self._page(
            self._facts.pages.contact,
            Text("kanalen voor formele berichten", "channels for formal messages"),
        )
        yield _none(
            formal_replies(self._workplace, limit=1).total,
            "Reacties die formeel lijken en wachten: {n}.",
            "Replies that look formal and wait: {n}.",
        )

    def _personal(self) -> Iterator[Seen]:
        yield from self._profiles(
            (
                ProfileStatement.PERSONAL_DATA,
                ProfileStatement.PRIVACY_LINK,
                ProfileStatement.PRIVACY_RIGHTS,
                ProfileStatement.PRIVACY_ERASURE,
            ),
            Text(
                "wat er met persoonsgegevens gebeurt, met de rechten van mensen",
                "what is done with personal data, with the rights of people",
            ),
        )
        yield self._page(self._facts.pages.privacy, Text("privacyverklaring", "privacy statement"))
        decided = self._facts.policy.sealed is not None
        yield Seen(
            Answer.MET if decided else Answer.NOT_MET,
            Text("Er is beleid voor persoonsgegevens.", "There is a policy on personal data.")
            if decided
            else Text(
                "Het beleid voor persoonsgegevens is nog niet gekozen.",
                "The policy on personal data was not chosen yet.",
            ),
        )

    def _page(self, address: str | None, of: Text) -> Seen:
        if address is None:
            return Seen(
                Answer.NOT_MET,
                Text("Geen pagina genoemd: {of}.", "No page named: {of}.").filled(of=of),
            )
        return Seen(Answer.MET, Text("Pagina genoemd: {of}.", "Page named: {of}.").filled(of=of))

    def _profiles(self, asked: Iterable[ProfileStatement], what: Text) -> Iterator[Seen]:
        """Look whether the profiles of corporate accounts say what they should."""
        of = {*asked}
        ours = [one for one in self._facts.accounts if self._facts.scenario(one) is not Scenario.C]
        if not ours:
            yield from self._no_accounts()
            return
        checks = read_profile_checks(self._workplace)
        missing = unread = good = 0
        for account in ours:
            newest = next(iter(checks.get(account.id, ())), None)
            looks = {one.look for one in newest.findings if one.statement in of} if newest else {}
            if ProfileAnswer.NOT_FOUND in looks:
                missing += 1
            elif not looks or ProfileAnswer.NOT_READ in looks:
                unread += 1
            else:
                good += 1
        answer = Answer.NOT_MET if missing else Answer.NOT_CHECKED if unread else Answer.MET
        yield Seen(
            answer,
            Text(
                "Profielen die zeggen {what}: {good}; die het niet zeggen: {missing}; niet "
                "gecontroleerd: {unread}.",
                "Profiles that say {what}: {good}; that do not: {missing}; not checked: {unread}.",
            ).filled(what=what, good=good, missing=missing, unread=unread),
        )

    def _copyright(self) -> Iterator[Seen]:
        counts = RightsCounts()
        lacking = sum(1 for _ in list_rights(self._workplace, Asked(missing=True), counts))
        if counts.unreadable:
            yield Seen(
                Answer.NOT_CHECKED,
                Text(
                    "Berichten die niet te lezen zijn: {n}.", "Posts that can't be read: {n}."
                ).filled(n=counts.unreadable),
            )
        if not counts.parts:
            yield Seen(
                Answer.NOT_CHECKED,
                Text("Er is nog geen eigen bericht.", "There is no post of our own yet."),
            )
            return
        yield Seen(
            Answer.NOT_MET if lacking else Answer.MET,
            Text(
                "Teksten en media waarvan rechten niet zijn vastgelegd: {n} van {of}.",
                "Texts and media of which rights are not recorded: {n} of {of}.",
            ).filled(n=lacking, of=counts.parts),
        )

    def _formats(self) -> Iterator[Seen]:
        """Look at the newest measurement of each account: nothing is measured anew."""
        ours = [one for one in self._facts.accounts if self._facts.scenario(one) is not Scenario.C]
        if not ours:
            yield from self._no_accounts()
            return
        verdicts: Counter[Verdict] = Counter()
        bare = 0
        for account in ours:
            newest = last_whole(self._workplace, account.id)
            result = newest.results.get(_PREFERRED) if newest else None
            if result and result.of == 0:  # it was measured, and there is no file to look at
                bare += 1
            else:
                verdicts[result.verdict if result else Verdict.NOT_CHECKED] += 1
        lacking = verdicts[Verdict.BELOW] + verdicts[Verdict.IN_BAND]
        unknown = verdicts[Verdict.NOT_CHECKED]
        is_fine = verdicts[Verdict.FULL] and not unknown
        answer = Answer.NOT_MET if lacking else Answer.MET if is_fine else Answer.NOT_CHECKED
        yield Seen(
            answer,
            Text(
                "Accounts waarvan alle media een voorkeursformaat hebben, volgens de laatste "
                "meting: {full}; niet alle: {lacking}; zonder mediabestand: {bare}; niet gemeten: "
                "{unknown}.",
                "Accounts of which all media have a preferred format, by the last measurement: "
                "{full}; not all: {lacking}; without a media file: {bare}; not measured: "
                "{unknown}.",
            ).filled(full=verdicts[Verdict.FULL], lacking=lacking, bare=bare, unknown=unknown),
        )

    def _agreements(self) -> Iterator[Seen]:
        used = self._facts.platforms_in_use
        if not used:
            yield from self._no_accounts()
            return
        for nl, en, known in (
            (
                "Platforms in gebruik zonder overeenkomst of besluit over archiveren: {n}{which}.",
                "Platforms in use without an agreement or decision on archiving: {n}{which}.",
                self._facts.agreements,
            ),
            (
                "Platforms in gebruik waarover niet is besloten: {n}{which}.",
                "Platforms in use that were not decided on: {n}{which}.",
                self._facts.platforms,
            ),
        ):
            without = [TITLES[one] for one in used if one not in known]
            which = f" ({', '.join(without)})" if without else ""
            yield Seen(
                Answer.NOT_MET if without else Answer.MET,
                Text(nl, en).filled(n=len(without), which=which),
            )
