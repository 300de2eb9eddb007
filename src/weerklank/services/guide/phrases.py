"""Phrases: each statement that a setting could contradict, taken from that setting.

What is not set is said as still to be decided, and kept apart for whoever has to decide it.
"""

from collections.abc import Iterable, Sequence

from weerklank.documents.document import Paragraph, Table, Tone
from weerklank.model.account import PROCESSES, Account, Scenario
from weerklank.model.day_words import day
from weerklank.model.hand_in import USUAL_TERM
from weerklank.model.person import Role
from weerklank.model.person_words import ROLES
from weerklank.model.platform import TITLES
from weerklank.model.selection import OUTCOMES, Outcome, Row, Serves
from weerklank.model.text import Language, Text
from weerklank.services.guide.guide_facts import GuideFacts
from weerklank.services.guide.recommendations import BY_CONCERN, Concern

_TO_DECIDE = Text("nog te besluiten", "still to be decided")
_HOURS_OF_DAY = 24
_KEPT: dict[Scenario, Text] = {
    Scenario.A: Text(
        "Scenario A, eenrichting: het profiel en alle berichten worden bewaard.",
        "Scenario A, one way: the profile and all posts are kept.",
    ),
    Scenario.B: Text(
        "Scenario B, tweerichting: het profiel, alle berichten en de reacties erop worden "
        "bewaard. Wie reageert, krijgt een pseudoniem.",
        "Scenario B, two ways: the profile, all posts and the replies to them are kept. Who "
        "replies gets a pseudonym.",
    ),
    Scenario.C: Text(
        "Scenario C, hybride of persoonlijk: alleen losse berichten die iemand aanlevert. Het "
        "account wordt nooit in zijn geheel bewaard.",
        "Scenario C, hybrid or personal: only single posts that somebody hands in. The account "
        "is never kept as a whole.",
    ),
}


class Phrases:
    """Says what is set, in one language, and remembers what is not."""

    def __init__(self, facts: GuideFacts, language: Language, most: int | None = None) -> None:
        self.facts = facts
        self.language = language
        #: Names that a sentence or a cell has; of more than that it is said how many.
        self._most = most
        #: What is still to be decided, in the order in which it came up.
        self.open: list[str] = []

    def say(self, nl: str, en: str, **values: object) -> str:
        """Give a sentence in the language of the document."""
        return Text(nl, en).say(self.language, **values)

    def decide(self, nl: str, en: str, **values: object) -> str:
        """Give what is still to be decided, as a sentence, and remember it."""
        what = self.say(nl, en, **values)
        if what not in self.open:
            self.open.append(what)
        return f"{_TO_DECIDE.say(self.language).capitalize()}: {what}"

    def to_decide(self, nl: str, en: str, **values: object) -> Paragraph:
        """Give the same as a paragraph for whoever decides."""
        return Paragraph(self.decide(nl, en, **values), Tone.OPEN)

    def paragraph(self, said: str) -> Paragraph:
        """Give a sentence as a paragraph, marked where it says what is still to be decided."""
        begin = _TO_DECIDE.say(self.language).capitalize()
        return Paragraph(said, Tone.OPEN if said.startswith(begin) else Tone.PLAIN)

    def source(self, *concerns: Concern, whitepaper: str = "") -> Paragraph:
        """Say on which recommendations of module 3 and sections of the whitepaper this rests."""
        parts = []
        if concerns:
            numbers = ", ".join(str(BY_CONCERN[one].number) for one in concerns)
            parts.append(
                self.say("module 3, aanbeveling {n}", "module 3, recommendation {n}", n=numbers)
            )
        if whitepaper:
            parts.append(self.say("whitepaper {n}", "whitepaper {n}", n=whitepaper))
        return Paragraph(
            self.say("Bron: {what}.", "Source: {what}.", what="; ".join(parts)), Tone.SOURCE
        )

    def holders(self, role: Role) -> str:
        """Name who holds a role today."""
        return self._listed(self.facts.holders[role])

    def _listed(self, names: Sequence[str]) -> str:
        """Name some, and say how many more there are."""
        shown = names if self._most is None else names[: self._most]
        told = ", ".join(shown)
        rest = len(names) - len(shown)
        if not rest:
            return told
        return self.say("{names} en nog {n}", "{names} and {n} more", names=told, n=rest)

    def who(self, role: Role) -> str:
        """Name who holds a role today, or that it is still to be decided."""
        named = self.holders(role)
        said = ROLES[role].say(self.language)
        if not named:
            self.decide("wie {role} is.", "who is {role}.", role=said)
        return named or _TO_DECIDE.say(self.language)

    def ask(self, *roles: Role) -> str:
        """Say whom to ask."""
        return "; ".join(f"{ROLES[role].say(self.language)}: {self.who(role)}" for role in roles)

    def name(self, account: Account) -> str:
        """Name an account."""
        return f"{TITLES[account.platform]}: {account.handle}"

    def accounts(
        self, some: Iterable[Account], most: int | None = None
    ) -> list[Table | Paragraph]:
        """Give a table of accounts; of more than `most` how many are not in it."""
        found = [*some]
        shown = found if most is None else found[:most]
        rows = tuple(
            (
                self.name(one),
                self.facts.scenario(one).value,
                self._process(one),
                self._listed([who.name for who in one.managers]) or self._no_manager(one),
            )
            for one in shown
        )
        blocks: list[Table | Paragraph] = [
            Table(
                caption=self.say("Accounts in gebruik", "Accounts in use"),
                head=(
                    self.say("account", "account"),
                    self.say("scenario", "scenario"),
                    self.say("werkproces", "work process"),
                    self.say("beheerders", "managers"),
                ),
                rows=rows,
                widths=(6, 2, 4, 3),
            )
        ]
        if len(found) > len(shown):
            rest = len(found) - len(shown)
            blocks.append(
                Paragraph(
                    self.say(
                        "En nog {n} accounts: zie het accountoverzicht.",
                        "And {n} more accounts: see the register.",
                        n=rest,
                    )
                )
            )
        return blocks

    def _process(self, account: Account) -> str:
        code = account.process_on(self.facts.today)
        if code is not None:
            return PROCESSES.get(code, code)
        self.decide(
            "het werkproces van {account}.",
            "the work process of {account}.",
            account=self.name(account),
        )
        return _TO_DECIDE.say(self.language)

    def _no_manager(self, account: Account) -> str:
        self.decide("wie {account} beheert.", "who runs {account}.", account=self.name(account))
        return _TO_DECIDE.say(self.language)

    def report_changes(self) -> str:
        """Say to whom changes of accounts are reported."""
        return self.say(
            "Meld elke wijziging van een account meteen bij de beheerder van het "
            "accountoverzicht ({who}): nieuw, andere naam, andere beheerder, niet meer in "
            "gebruik.",
            "Report every change of an account at once to the register owner ({who}): new, "
            "another handle, another manager, no longer in use.",
            who=self.who(Role.REGISTER_OWNER),
        )

    def review(self) -> str:
        """Say how often accounts are reviewed."""
        return self.say(
            "Elk account wordt ten minste eens per {n} maanden nagelopen.",
            "Every account is reviewed at least once in {n} months.",
            n=self.facts.review_months,
        )

    def kept(self, scenarios: Iterable[Scenario] | None = None) -> tuple[str, ...]:
        """Say what is kept, for some scenarios; without them for each that is in use."""
        used = {self.facts.scenario(one) for one in self.facts.accounts}
        used = used if scenarios is None else {*scenarios}
        return tuple(self._kept_in(one) for one in Scenario if one in used)

    def _kept_in(self, scenario: Scenario) -> str:
        said = _KEPT[scenario].say(self.language)
        if scenario is Scenario.A or self.facts.policy.treatment(scenario).keeps_text:
            return said
        return (
            said
            + " "
            + self.say(
                "Van een reactie blijft alleen dat zij er was, zonder de woorden.",
                "Of a reply only that it was there is kept, without its words.",
            )
        )

    def no_messages(self) -> str:
        """Say that direct messages are left alone."""
        return self.say(
            "Privéberichten worden nooit geopend en nooit bewaard.",
            "Direct messages are never opened and never kept.",
        )

    def interval(self) -> str:
        """Say how often is harvested."""
        usual = self.facts.intervals.usual
        said = self.say(
            "Wat langs de API van een platform gaat, wordt elke {n} uur opgehaald. Van andere "
            "accounts levert u de officiële export in.",
            "What goes by the API of a platform is fetched every {n} hours. Of other accounts "
            "you hand in the official export.",
            n=usual,
        )
        others = [
            one for one in self.facts.accounts if self.facts.intervals.hours(one.id) != usual
        ]
        if others:
            said += " " + self.say(
                "Anders is het bij: {which}.",
                "It is otherwise for: {which}.",
                which=self._listed(
                    [
                        self.say(
                            "{name} (elke {n} uur)",
                            "{name} (every {n} hours)",
                            name=self.name(one),
                            n=self.facts.intervals.hours(one.id),
                        )
                        for one in others
                    ]
                ),
            )
        return said

    def contact(self) -> str:
        """Say where formal messages go."""
        page = self.facts.pages.contact
        if page is None:
            return self.decide(
                "de pagina die zegt waar een formeel bericht heen kan.",
                "the page that says where a formal message can go.",
            )
        return self.say("Verwijs naar {page}.", "Refer to {page}.", page=page)

    def privacy_page(self) -> str:
        """Say where the privacy statement is."""
        page = self.facts.pages.privacy
        if page is None:
            return self.decide(
                "de pagina met de privacyverklaring voor sociale media.",
                "the page with the privacy statement for social media.",
            )
        return self.say(
            "De privacyverklaring staat op {page}.",
            "The privacy statement is at {page}.",
            page=page,
        )

    def originals(self) -> str:
        """Say what becomes of originals of what was replaced."""
        sealed = self.facts.policy.sealed
        if sealed is None:
            return self.decide(
                "of originelen van wat is vervangen in de kluis worden bewaard. Zolang dat niet "
                "is besloten, worden accounts van scenario B niet geoogst.",
                "whether originals of what was replaced are kept in the vault. As long as that "
                "is not decided, accounts of scenario B are not harvested.",
            )
        if sealed.months is None:
            return self.say(
                "Originelen van wat is vervangen, worden niet bewaard.",
                "Originals of what was replaced are not kept.",
            )
        return self.say(
            "Originelen van wat is vervangen, liggen {n} maanden versleuteld in de kluis. Alleen "
            "twee personen samen kunnen er een openen.",
            "Originals of what was replaced lie encrypted in the vault for {n} months. Only two "
            "persons together can open one.",
            n=sealed.months,
        )

    def hand_in_terms(self) -> tuple[str, ...]:
        """Say of each hybrid or personal account how often its posts are handed in."""
        return tuple(
            self.say(
                "{name}: lever ten minste eens per {n} maanden aan.",
                "{name}: hand in at least once in {n} months.",
                name=self.name(one),
                n=one.handin_term or USUAL_TERM,
            )
            for one in self.facts.in_scenario(Scenario.C)
        )

    def rows_in_force(self) -> tuple[tuple[Serves, Row], ...]:
        """Give the rows of the list in force that are meant for content on social media."""
        found = self.facts.list_in_force
        rows = ((serves, found.serving(serves)) for serves in Serves) if found else ()
        return tuple((serves, row) for serves, row in rows if row)

    def selection(self) -> str:
        """Say by which selection list is kept."""
        found = self.facts.list_in_force
        if found is None:
            return self.decide(
                "welke selectielijst geldt. Tot dan wordt niets vernietigd.",
                "which selection list is in force. Until then nothing is destroyed.",
            )
        return self.say(
            "Het geldt volgens de selectielijst {name}, vastgesteld door {body} op {day}.",
            "It goes by the selection list {name}, adopted by {body} on {day}.",
            name=found.name,
            body=found.adopted_by,
            day=day(found.adopted_on, self.language),
        )

    def outcome(self, row: Row) -> str:
        """Say what a row does."""
        said = OUTCOMES[row.outcome].say(self.language)
        if row.outcome is Outcome.DESTROY and row.term:
            return self.say(
                "{said} na {term}",
                "{said} after {term}",
                said=said,
                term=row.term.words().say(self.language),
            )
        return said

    def transfer(self) -> str:
        """Say when what is kept for ever goes to an archive repository."""
        law = self.facts.law
        return self.say(
            "Wat blijvend is, gaat na uiterlijk {term} naar de archiefbewaarplaats ({law}).",
            "What is kept for ever goes to the archive repository within {term} ({law}).",
            term=law.transfer_after.words().say(self.language),
            law=law.name.say(self.language),
        )
