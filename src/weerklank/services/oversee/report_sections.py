"""Report sections: the tables of a data protection report, each with where it comes from."""

from datetime import date

from weerklank.documents.document import Block, Bullets, Paragraph, Table, Tone
from weerklank.model.account import PROCESSES
from weerklank.model.clock import civil_day
from weerklank.model.day_words import moment
from weerklank.model.destruction import GONE
from weerklank.model.mark import WORDS as MARK_WORDS
from weerklank.model.mark import MarkState
from weerklank.model.number_words import number
from weerklank.model.person import Role
from weerklank.model.platform import TITLES
from weerklank.model.text import Language, Text
from weerklank.services.oversee.report_facts import KeyFile, ReportFacts
from weerklank.services.oversee.report_media import on_media
from weerklank.services.oversee.report_policy import policy_table
from weerklank.services.oversee.report_privacy import (
    on_special,
    on_terms,
    on_vault_and_scans,
)

#: Folder of the keys of terms.
_TERMS = "terms/"
_SETS = {
    "own": Text("eigen bedachte berichten", "invented posts of our own"),
    "nl-social-synthetic-dev": Text("bedachte Nederlandse berichten", "invented Dutch posts"),
    "nl-wikineural-val-per": Text("Nederlandse Wikipedia", "Dutch Wikipedia"),
    "en-btc-a-per": Text("Engelse tweets (a)", "English tweets (a)"),
    "en-btc-e-per": Text("Engelse tweets (e)", "English tweets (e)"),
    "en-wnut17-dev-per": Text("Engelse reacties", "English comments"),
}
_CLASSES: tuple[tuple[Text, Text, Text], ...] = (
    (
        Text("feiten van het platform die niemand noemen", "facts of the platform, naming nobody"),
        Text("blijven", "kept"),
        Text("blijven", "kept"),
    ),
    (
        Text("eigen naam en woorden", "own name and words"),
        Text("blijven; derden erin als hieronder", "kept; third parties in them as below"),
        Text("als hieronder", "as below"),
    ),
    (
        Text("verwijzing naar een bericht van een ander", "reference to a post of another"),
        Text("alleen een sleutel ervan", "a key of it alone"),
        Text("alleen een sleutel ervan", "a key of it alone"),
    ),
    (
        Text("beeld en geluid", "pictures and sound"),
        Text("blijven", "kept"),
        Text("worden niet opgehaald", "are not fetched"),
    ),
)


class Sections:
    """Writes the sections of one report in one language."""

    def __init__(self, facts: ReportFacts, language: Language) -> None:
        self._facts = facts
        self._language = language

    @property
    def today(self) -> date:
        """Give the civil day on which the report is made."""
        return civil_day(self._facts.at)

    def say(self, nl: str, en: str, **values: object) -> str:
        """Give a sentence in the language of the report."""
        return Text(nl, en).say(self._language, **values)

    def source(self, nl: str, en: str, **values: object) -> Paragraph:
        """Say where what stands above comes from."""
        told = self.say(nl, en, **values)
        return Paragraph(self.say("Bron: {told}", "Source: {told}", told=told), Tone.SOURCE)

    def fill_in(self, nl: str, en: str) -> Paragraph:
        """Ask the organisation for what can't be known here."""
        begin = self.say(
            "Door de organisatie in te vullen: ", "To be filled in by the organisation: "
        )
        return Paragraph(begin + self.say(nl, en), Tone.OPEN)

    def counted(self, value: int) -> str:
        """Write a number."""
        return number(value, self._language)

    def accounts(self) -> list[Block]:
        """Tell what is held of each account."""
        rows = [
            (
                f"{TITLES[one.account.platform]}: {one.account.handle}",
                one.account.scenario_on(self.today).value,
                *map(self.counted, (one.posts, one.replies, one.media, one.persons)),
            )
            for one in self._facts.accounts
        ]
        return [
            Table(
                caption=self.say("Wat er per account is", "What is held of each account"),
                head=(
                    self.say("account", "account"),
                    self.say("scenario", "scenario"),
                    self.say("berichten", "posts"),
                    self.say("reacties", "replies"),
                    self.say("media", "media"),
                    self.say("derden", "third parties"),
                ),
                rows=tuple(rows),
                widths=(5, 2, 2, 2, 2, 2),
                numbers=frozenset({2, 3, 4, 5}),
            ),
            Paragraph(
                self.say(
                    "In het hele archief hebben {n} derden een pseudoniem. Wie in draden van twee "
                    "accounts meedoet, telt bij beide.",
                    "In the whole archive {n} third parties have a pseudonym. Who takes part in "
                    "threads of two accounts counts with both.",
                    n=self.counted(self._facts.persons),
                )
            ),
            *map(Paragraph, on_media(self._facts.media, self._language)),
            self.source(
                "telling van de catalogus, de blinde index en de bestanden; scenario uit het "
                "register.",
                "counts of the catalogue, the blind index and the files; scenario from the "
                "register.",
            ),
        ]

    def classes(self) -> list[Block]:
        """Tell what is done with each kind of field."""
        policy = self._facts.policy
        rows = tuple(
            tuple(cell.say(self._language) for cell in row)  # three cells each
            for row in _CLASSES
        )
        if policy.sealed is None:
            kept = self.say("nog niet besloten", "not decided yet")
        elif policy.sealed.months is None:
            kept = self.say("worden niet bewaard", "are not kept")
        else:
            kept = self.say(
                "gaan versleuteld de kluis in, voor {n} maanden",
                "go to the vault, encrypted, for {n} months",
                n=policy.sealed.months,
            )
        return [
            Table(
                caption=self.say("Wat vaststaat", "What is fixed"),
                head=(
                    self.say("soort veld", "kind of field"),
                    self.say("van de organisatie", "of the organisation"),
                    self.say("van een derde", "of a third party"),
                ),
                rows=tuple((row[0], row[1], row[2]) for row in rows),
                widths=(4, 3, 4),
            ),
            policy_table(
                policy,
                [one.account.scenario_on(self.today) for one in self._facts.accounts],
                self._language,
            ),
            Paragraph(
                self.say(
                    "Originelen van wat is vervangen of eruit gehaald: {kept} (beleid versie "
                    "{v}).",
                    "Originals of what was replaced or taken out: {kept} (policy version {v}).",
                    kept=kept,
                    v=policy.version,
                )
            ),
            self.source(
                "werking van het programma, versie {program}; het beleid dat geldt.",
                "how the program works, version {program}; the policy in force.",
                program=self._facts.version,
            ),
        ]

    def processes(self) -> list[Block]:
        """Tell which work processes the accounts serve."""
        day = self.today
        rows = []
        for one in self._facts.accounts:
            code = one.account.process_on(day)
            told = (
                PROCESSES.get(code, code) if code else self.say("niet vastgelegd", "not recorded")
            )
            rows.append((f"{TITLES[one.account.platform]}: {one.account.handle}", told))
        return [
            Table(
                caption=self.say("Werkproces per account", "Work process of each account"),
                head=(self.say("account", "account"), self.say("werkproces", "work process")),
                rows=tuple(rows),
                widths=(3, 4),
            ),
            self.source("het register.", "the register."),
        ]

    def platforms(self) -> list[Block]:
        """Tell which platforms are asked, how and where."""
        rows = []
        for one in self._facts.accounts:
            host = one.manifest.api or self.say(
                "de server van het account", "the server of the account"
            )
            used = ", ".join(sorted({run.technique for run in one.runs})) or self.say(
                "nog niets", "nothing yet"
            )
            row = (f"{TITLES[one.account.platform]}: {one.account.handle}", used, host)
            rows.append(row)
        return [
            Table(
                caption=self.say("Waar wordt gevraagd", "Where is asked"),
                head=(
                    self.say("account", "account"),
                    self.say("gebruikt", "used"),
                    self.say("adres van de API", "address of the API"),
                ),
                rows=tuple(rows),
                widths=(6, 3, 5),
            ),
            self.source(
                "de koppelingen van het programma en het logboek; 'browser' gaat naar de pagina "
                "van het account zelf.",
                "the connectors of the program and the journal; 'browser' goes to the page of the "
                "account itself.",
            ),
        ]

    def terms(self) -> list[Block]:
        """Tell how long what is kept."""
        done = sum(self._facts.lists.get(state, 0) for state in GONE)
        return [
            Bullets(
                (
                    self.say(
                        "Berichten en reacties: tot een vernietigingslijst is uitgevoerd of het "
                        "is "
                        "overgebracht; uitgevoerde lijsten in het hele archief: {n}.",
                        "Posts and replies: until a destruction list was executed or it was "
                        "transferred; lists executed in the whole archive: {n}.",
                        n=self.counted(done),
                    ),
                    self.say(
                        "Wie wat inzag: {n} maanden; wat ouder is, wordt elke dag vernietigd.",
                        "Who looked at what: {n} months; what is older is destroyed each day.",
                        n=self._facts.privacy.access_months,
                    ),
                    *on_terms(self._facts.privacy, self._language),
                )
            ),
            self.source(
                "besluiten in het archief en instellingen van het programma.",
                "decisions in the archive and settings of the program.",
            ),
        ]

    def marks(self) -> list[Block]:
        """Tell what is marked as not government information, of the whole archive."""
        rows = tuple(
            (MARK_WORDS[state].say(self._language), self.counted(self._facts.marks.get(state, 0)))
            for state in MarkState
        )
        return [
            Table(
                caption=self.say(
                    "Gemarkeerd als geen overheidsinformatie",
                    "Marked as not government information",
                ),
                head=(self.say("stand", "state"), self.say("aantal", "number")),
                rows=rows,
                widths=(4, 1),
                numbers=frozenset({1}),
            ),
            self.source("besluiten, het hele archief.", "decisions, the whole archive."),
        ]

    def special(self) -> list[Block]:
        """Tell what is marked as probably special; nothing where nothing is."""
        told = on_special(self._facts.privacy, self._language)
        if not told:
            return []
        return [
            Bullets(tuple(told)),
            self.source("regels en besluiten.", "rules and decisions."),
        ]

    def recognition(self) -> list[Block]:
        """Tell how much of names in running text is found, as measured."""
        told = self._facts.measured
        rows = tuple(
            (
                _SETS[one.name].say(self._language) if one.name in _SETS else one.name,
                self._share(one.recall, one.recall_of),
                self._share(one.precision, one.precision_of),
            )
            for one in told.sets
        )
        return [
            Paragraph(
                self.say(
                    "Namen in lopende tekst worden niet alle gevonden. Noem dit archief niet "
                    "anoniem. Een woordelijke reactie die nog openbaar is, is met een zoekmachine "
                    "terug te vinden, ook onder een pseudoniem.",
                    "Not all names in running text are found. Don't call this archive "
                    "anonymous. A "
                    "verbatim reply that is still public can be found back with a search engine, "
                    "under a pseudonym too.",
                ),
                Tone.NOTE,
            ),
            Table(
                caption=self.say(
                    "Namen: aandeel van 1, met interval van 95%",
                    "Names: share of 1, with interval of 95%",
                ),
                head=(
                    self.say("meetset", "set"),
                    self.say("gevonden", "found"),
                    self.say("terecht", "rightly"),
                ),
                rows=rows,
                widths=(4, 4, 4),
            ),
            self.source(
                "meting van {date}, versie {version}.",
                "measurement of {date}, version {version}.",
                date=told.date,
                version=told.version,
            ),
            Paragraph(
                self.say(
                    "Woorden in twijfel in het hele archief: {waiting} wachten, over {decided} is "
                    "besloten. Velden die geen indeling kent, geteld over alle runs: {unknown}.",
                    "Words in doubt in the whole archive: {waiting} wait, {decided} were decided "
                    "on. Fields that no mapping knows, over all runs: {unknown}.",
                    waiting=self.counted(self._facts.words_waiting),
                    decided=self.counted(self._facts.words_decided),
                    unknown=self.counted(sum(one.unknown for one in self._facts.accounts)),
                )
            ),
            self.source("catalogus, besluiten, logboek.", "catalogue, decisions, journal."),
        ]

    def _share(self, share: tuple[float, float, float], of: int) -> str:
        value, low, high = (f"{one:.3f}" for one in share)
        told = f"{value} ({low}-{high})"
        if self._language == "nl":
            told = told.replace(".", ",")
        return self.say("{told}; {n} namen", "{told}; {n} names", told=told, n=self.counted(of))

    def gaps(self) -> list[Block]:
        """Tell what newest runs said is missing."""
        told = tuple(
            f"{TITLES[one.account.platform]}: {one.account.handle}, {run.technique}, "
            f"{moment(run.started, self._language)}: {gap.reason.say(self._language)} "
            f"({self.counted(gap.count)})"
            for one in self._facts.accounts
            for run in one.runs
            for gap in run.gaps
        )
        if not told:
            told = (
                self.say(
                    "De nieuwste run van elke techniek noemt geen hiaten.",
                    "The newest run of each technique names no gaps.",
                ),
            )
        return [Bullets(told), self.source("het logboek.", "the journal.")]

    def _key_row(self, key: KeyFile) -> tuple[str, str, str]:
        is_closed = self.say("alleen eigenaar", "owner alone")
        open_too = self.say("OOK ANDEREN", "OTHERS TOO")
        return key.name, key.mode, is_closed if key.is_closed else open_too

    def _epochs(self) -> str:
        """Tell which epochs of pseudonyms there are, and which ended."""
        epochs = self._facts.epochs
        ended = [one.number for one in epochs if one.ended]
        begun = epochs[-1].begun
        if begun is None:
            return self.say(
                "Er is één tijdvak van pseudoniemen, sinds het begin van het archief; een "
                "volgend begint door een besluit van de privacy officer.",
                "There is one epoch of pseudonyms, since the archive began; a next one begins by "
                "a decision of the privacy officer.",
            )
        return self.say(
            "Tijdvakken van pseudoniemen: {n}; nieuwe draden krijgen sinds {day} die van tijdvak "
            "{n}, een draad houdt die van het zijne. Beëindigd, met sleutels en al: {ended}.",
            "Epochs of pseudonyms: {n}; since {day} new threads get those of epoch {n}, a thread "
            "keeps those of its own. Ended, keys and all: {ended}.",
            n=epochs[-1].number,
            day=moment(begun.at, self._language),
            ended=", ".join(map(str, ended)) or self.say("geen", "none"),
        )

    def measures(self) -> list[Block]:
        """Tell what protects what is held."""
        keys = tuple(map(self._key_row, _key_rows(self._facts.keys)))
        check = self._facts.check
        checked = self.say("nog nooit", "never yet")
        if check is not None:
            found = (
                self.say("niets fout", "nothing wrong")
                if check.ok
                else self.say("fouten", "faults")
            )
            checked = f"{moment(check.at, self._language)} ({found})"
        passed = sum(one.direct_messages for one in self._facts.accounts)
        return [
            Bullets(
                (
                    self.say(
                        "Sleutels liggen buiten het archief; een sleutelbestand dat anderen "
                        "kunnen "
                        "lezen, wordt geweigerd.",
                        "Keys lie outside the archive; a key file that others can read is "
                        "refused.",
                    ),
                    self.say(
                        "Een pseudoniem geldt voor één platform en één tijdvak binnen deze "
                        "organisatie. De sleutels ervan staan in epochs/; de blinde index van "
                        "tijdvak 1 heeft blind.key. Wie naast het archief een van beide heeft, "
                        "kan een vermoeden toetsen.",
                        "A pseudonym holds for one platform and one epoch within this "
                        "organisation. Its keys are in epochs/; the blind index of epoch 1 has "
                        "blind.key. Who has either beside the archive can test a guess.",
                    ),
                    self._epochs(),
                    self.say(
                        "Vernietigen doen drie personen. Wie besluit over een markering, is een "
                        "ander "
                        "dan wie markeert.",
                        "Destruction takes three persons. Who decides on a mark is another than "
                        "who "
                        "marks.",
                    ),
                    self.say(
                        "Privéberichten worden niet geopend: er is geen soort record voor. "
                        "Overgeslagen "
                        "volgens het logboek: {n}.",
                        "Direct messages are not opened: there is no kind of record for them. "
                        "Passed "
                        "over by the journal: {n}.",
                        n=self.counted(passed),
                    ),
                    self.say(
                        "Met de rol privacy: {n} personen; laatste controle van het archief: "
                        "{checked}.",
                        "With the role privacy: {n} persons; last check of the archive: "
                        "{checked}.",
                        n=self._facts.holders.get(Role.PRIVACY, 0),
                        checked=checked,
                    ),
                    *on_vault_and_scans(self._facts.privacy, self._language),
                )
            ),
            Table(
                caption=self.say("Sleutelbestanden", "Key files"),
                head=(
                    self.say("bestand", "file"),
                    self.say("rechten", "mode"),
                    self.say("leesbaar voor", "readable by"),
                ),
                rows=keys,
                widths=(3, 1, 2),
            ),
            self.source(
                "sleutelmap op {at}; register; logboek; de tests van het programma.",
                "key folder at {at}; register; journal; the tests of the program.",
                at=moment(self._facts.at, self._language),
            ),
            *self.marks(),
        ]


def _key_rows(keys: tuple[KeyFile, ...]) -> list[KeyFile]:
    """Give the key files one by one, but those of terms that are closed in one row: one a day."""
    terms = [key for key in keys if key.name.startswith(_TERMS) and key.is_closed]
    rest = [key for key in keys if key not in terms]
    if not terms:
        return rest
    return [*rest, KeyFile(name=f"{_TERMS}*.key ({len(terms)})", mode=terms[0].mode)]
