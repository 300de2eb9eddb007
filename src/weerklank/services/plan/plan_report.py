"""Plan report: the improvement plan as a document, by what was measured and decided until now."""

from collections.abc import Iterable, Iterator
from datetime import date

from weerklank.documents.document import Block, Document, Heading, Paragraph, Table, Tone
from weerklank.harvest.port import Connector
from weerklank.model.account import Account
from weerklank.model.clock import civil_day
from weerklank.model.completeness import Check, Yardstick
from weerklank.model.completeness_words import VERDICTS, bar_words, value_words
from weerklank.model.day_words import day, moment
from weerklank.model.ids import AccountId
from weerklank.model.plan import AIMS, OWNER_LEFT, PLAN_STATES, PlanState
from weerklank.model.platform import TITLES
from weerklank.model.text import Language, Text
from weerklank.services.plan.propose_lines import NEVER_MEASURED, Proposals, propose_lines
from weerklank.services.runs.read_plan import PlanStanding, plan_standing
from weerklank.services.seal.read_yardstick import yardstick_of
from weerklank.services.workplace import Workplace

_TITLE = Text("Verbeterplan", "Improvement plan")
_WHOLE = Text("de organisatie", "the organisation")
_NONE = "-"


def plan_report(
    workplace: Workplace, connectors: Iterable[Connector], language: Language
) -> Document:
    """Give the plan of the organisation as a document."""
    connectors = [*connectors]
    at = workplace.clock.now()
    lines = plan_standing(workplace, connectors)
    writer = _Writer(
        lines=lines,
        proposals=propose_lines(workplace, connectors),
        yardstick=yardstick_of(workplace),
        accounts=workplace.register().accounts,
        today=civil_day(at),
        language=language,
    )
    say = writer.say
    count = {state: sum(one.state is state for one in lines) for state in PlanState}
    return Document(
        title=_TITLE.say(language),
        organisation=workplace.organisation.name,
        language=language,
        made=at,
        facts=(
            (say("Gemaakt op", "Made at"), moment(at, language)),
            (
                say("Meetlat", "Yardstick"),
                f"{writer.yardstick.name}, {say('versie', 'version')} {writer.yardstick.version}",
            ),
            *((PLAN_STATES[state].say(language), str(count[state])) for state in PlanState),
        ),
        blocks=tuple(writer.blocks()),
    )


class _Writer:
    def __init__(
        self,
        *,
        lines: tuple[PlanStanding, ...],
        proposals: Proposals,
        yardstick: Yardstick,
        accounts: dict[AccountId, Account],
        today: date,
        language: Language,
    ) -> None:
        self._lines = lines
        self._proposals = proposals
        self.yardstick = yardstick
        self._accounts = accounts
        self._today = today
        self._language = language

    def say(self, nl: str, en: str, **values: object) -> str:
        """Give a sentence in the language of the report."""
        return Text(nl, en).say(self._language, **values)

    def blocks(self) -> Iterator[Block]:
        """Give the whole report."""
        yield Paragraph(
            self.say(
                "Een maatregel wordt gesloten door een nieuwe meting, nooit met de hand, en niet "
                "door een lat die is verlaagd.",
                "A line is closed by a new measurement, never by hand, and not by a bar that was "
                "lowered.",
            ),
            Tone.NOTE,
        )
        if self.yardstick.is_ours:
            yield Paragraph(
                self.say(
                    "De meetlat is onze uitleg van DUTO.",
                    "The yardstick is our interpretation of DUTO.",
                ),
                Tone.NOTE,
            )
        yield Heading(1, self.say("Wat loopt", "What is open"))
        yield from self._open()
        yield Heading(1, self.say("Grenzen van platforms", "Limits of platforms"))
        yield from self._limits()
        yield Heading(1, self.say("Gesloten door een meting", "Closed by a measurement"))
        yield from self._closed()
        yield Heading(1, self.say("Tijdelijk verlaagde lat", "Bars that are lower for a while"))
        yield from self._lowered()
        yield Heading(1, self.say("Nog zonder maatregel", "Without a measure yet"))
        yield from self._proposed()

    def _open(self) -> Iterator[Block]:
        rows = [one for one in self._lines if one.waits]
        if not rows:
            yield Paragraph(self.say("Er loopt geen maatregel.", "No line is open."))
            return
        yield Table(
            caption=self.say(
                "Maatregelen, eerst wat over tijd is", "Lines, first what is overdue"
            ),
            head=(
                self.say("nr.", "no."),
                self.say("account en controle", "account and check"),
                self.say("maatregel", "measure"),
                self.say("eigenaar", "owner"),
                self.say("uiterlijk", "by"),
                self.say("gemeten en doel", "measured and aim"),
            ),
            rows=tuple(self._row(one) for one in rows),
            widths=(2, 5, 6, 3, 3, 4),
        )
        softer = [one for one in rows if one.line.mitigation]
        if softer:
            yield Table(
                caption=self.say("Wat het intussen minder erg maakt", "What makes it less bad"),
                head=(self.say("nr.", "no."), self.say("maatregel", "mitigation")),
                rows=tuple((one.line.id, one.line.mitigation) for one in softer),
                widths=(2, 15),
            )
        moved = [(one, change) for one in rows for change in one.line.changes]
        if moved:
            yield Table(
                caption=self.say("Wat is gewijzigd", "What was changed"),
                head=(
                    self.say("nr.", "no."),
                    self.say("op, door", "on, by"),
                    self.say("van … naar …", "from … to …"),
                    self.say("waarom", "why"),
                ),
                rows=tuple(
                    (
                        one.line.id,
                        f"{day(change.at, self._language)}, {change.by}",
                        "; ".join(f"{a or _NONE} → {b}" for _, a, b in change.changes),
                        change.reason,
                    )
                    for one, change in moved
                ),
                widths=(2, 4, 6, 5),
            )

    def _row(self, one: PlanStanding) -> tuple[str, ...]:
        line = one.line
        due = day(line.due, self._language)
        if one.state is PlanState.OVERDUE:
            due += f" ({PLAN_STATES[one.state].say(self._language)})"
        left = f" ({OWNER_LEFT.say(self._language)})" if one.owner_left else ""
        return (
            line.id,
            f"{self._account(line.account)}: {self._name(line.check)}",
            line.measure,
            f"{line.owner}{left}",
            due,
            f"{self._value(one)}; {self._bar(one)}",
        )

    def _limits(self) -> Iterator[Block]:
        rows = [one for one in self._lines if one.state is PlanState.LIMIT]
        if not rows:
            yield Paragraph(
                self.say(
                    "Geen maatregel raakt een grens van het platform of van het account.",
                    "No line meets a limit of its platform or of its account.",
                )
            )
            return
        yield Table(
            caption=self.say(
                "Wat niet meer of nooit te krijgen is", "What can't be had any more, or ever"
            ),
            head=(
                self.say("nr.", "no."),
                self.say("account en controle", "account and check"),
                self.say("grens", "limit"),
                self.say("gezegd door", "said by"),
            ),
            rows=tuple(
                (
                    one.line.id,
                    f"{self._account(one.line.account)}: {self._name(one.line.check)}",
                    one.limit.say(self._language) if one.limit else _NONE,
                    f"{one.line.limit.by}, {day(one.line.limit.at, self._language)}"
                    if one.line.limit
                    else self.say("het accountoverzicht", "the register"),
                )
                for one in rows
            ),
            widths=(2, 5, 7, 4),
        )

    def _closed(self) -> Iterator[Block]:
        rows = [(one, one.closed) for one in self._lines if one.closed]
        if not rows:
            yield Paragraph(self.say("Nog geen.", "None yet."))
            return
        yield Table(
            caption=self.say("Gesloten maatregelen", "Closed lines"),
            head=(
                self.say("nr.", "no."),
                self.say("account en controle", "account and check"),
                self.say("maatregel", "measure"),
                self.say("van … naar …", "from … to …"),
                self.say("meting van", "measurement of"),
            ),
            rows=tuple(
                (
                    one.line.id,
                    f"{self._account(one.line.account)}: {self._name(one.line.check)}",
                    one.line.measure,
                    (
                        f"{self._say_value(one.line.check, one.line.start)} → "
                        f"{self._say_value(one.line.check, closed.results[one.line.check].value)}"
                    ),
                    day(civil_day(closed.at), self._language),
                )
                for one, closed in rows
            ),
            widths=(2, 5, 5, 4, 3),
        )

    def _lowered(self) -> Iterator[Block]:
        rows = [(one, one.lowered) for one in self.yardstick.checks if one.lowered]
        if not rows:
            yield Paragraph(self.say("Er is geen lat verlaagd.", "No bar was lowered."))
            return
        yield Table(
            caption=self.say("Verlaagd tot een dag", "Lowered until a day"),
            head=(
                self.say("controle", "check"),
                self.say("tijdelijk", "for a while"),
                self.say("daarna", "after it"),
                self.say("tot en met", "up to and including"),
                self.say("waarom", "why"),
            ),
            rows=tuple(
                (
                    check.name.say(self._language),
                    self._say_bars(
                        check, lower.minimum, check.full if lower.full is None else lower.full
                    ),
                    self._say_bars(check, check.minimum, check.full),
                    self._last_day(lower.until),
                    lower.reason,
                )
                for check, lower in rows
            ),
            widths=(4, 4, 4, 3, 5),
        )

    def _last_day(self, until: date) -> str:
        said = day(until, self._language)
        return (
            self.say("{day} (voorbij)", "{day} (over)", day=said) if until < self._today else said
        )

    def _say_bars(self, check: Check, minimum: float | None, full: float) -> str:
        return self.say(
            "minimum {minimum}, volledig {full}",
            "minimum {minimum}, full {full}",
            minimum=self._say_bar(check, minimum),
            full=self._say_bar(check, full),
        )

    def _proposed(self) -> Iterator[Block]:
        found = self._proposals
        if found.unmeasured:
            names = "; ".join(self._account(one) for one in found.unmeasured)
            yield Paragraph(
                self.say(
                    "Nooit gemeten, dus niet in dit overzicht: {names}.",
                    "Never measured, so not in this list: {names}.",
                    names=names,
                ),
                Tone.OPEN,
            )
        if found.not_checked:
            yield Paragraph(
                self.say(
                    "Controles die in de laatste metingen niet zijn gedaan: {n}. Niet "
                    "gecontroleerd is niet in orde.",
                    "Checks that were not made in the last measurements: {n}. Not checked is not "
                    "in order.",
                    n=found.not_checked,
                ),
                Tone.OPEN,
            )
        if found.lines:
            yield Table(
                caption=self.say("Voorstellen uit de metingen", "Proposals by the measurements"),
                head=(
                    self.say("account en controle", "account and check"),
                    self.say("gemeten", "measured"),
                    self.say("oordeel", "verdict"),
                    self.say("wat kan helpen, en wat niet kan", "what may help, what can't be"),
                ),
                rows=tuple(
                    (
                        f"{self._account(one.account)}: {one.check.name.say(self._language)}",
                        value_words(one.result.value, one.check.unit, self._language),
                        VERDICTS[one.result.verdict].say(self._language),
                        " ".join(
                            (
                                one.measure.say(self._language),
                                *(f"({reason.say(self._language)})" for reason in one.gaps),
                                *(
                                    self.say("Grens: {what}.", "Limit: {what}.", what=reason)
                                    for reason in one.limits.values()
                                ),
                            )
                        ),
                    )
                    for one in found.lines
                ),
                widths=(5, 3, 3, 8),
            )
        elif not found.is_measured:
            yield Paragraph(NEVER_MEASURED.say(self._language))
        elif not found.unmeasured:
            yield Paragraph(
                self.say(
                    "Elk tekort uit de laatste metingen heeft een maatregel.",
                    "Every shortfall of the last measurements has a line.",
                )
            )

    def _account(self, account: AccountId | None) -> str:
        found = self._accounts.get(account) if account else None
        if account is None:
            return _WHOLE.say(self._language)
        return f"{TITLES[found.platform]} {found.handle}" if found else str(account)

    def _name(self, check: str) -> str:
        found = self.yardstick.find(check)
        return found.name.say(self._language) if found else check

    def _value(self, one: PlanStanding) -> str:
        result = one.newest.results.get(one.line.check) if one.newest else None
        return self._say_value(one.line.check, result.value if result else None)

    def _bar(self, one: PlanStanding) -> str:
        check = self.yardstick.find(one.line.check)
        aim = AIMS[one.line.aim].say(self._language)
        return f"{aim} ({self._say_bar(check, one.line.bar)})" if check else aim

    def _say_value(self, check: str, value: float | None) -> str:
        found = self.yardstick.find(check)
        return value_words(value, found.unit, self._language) if found else _NONE

    def _say_bar(self, check: Check, bar: float | None) -> str:
        return bar_words(bar, check.unit, check.better, self._language)
