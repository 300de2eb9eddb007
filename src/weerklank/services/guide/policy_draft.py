"""Policy draft: the supplementary social media policy (aanvullend socialmediabeleid), as a draft.

It supplements the communication policy of the organisation, as whitepaper 6.2 asks. Its words are
ours; what it says of this organisation is taken from its settings.
"""

from collections.abc import Callable, Iterator

from weerklank.documents.document import Block, Bullets, Document, Heading, Paragraph, Table, Tone
from weerklank.model.account import Scenario
from weerklank.model.day_words import day
from weerklank.model.person import Role
from weerklank.model.person_words import ROLES
from weerklank.model.platform import TITLES, Platform
from weerklank.model.profile_template import NAME, full_text
from weerklank.model.register_words import AGREEMENT_KINDS, PLATFORM_STATES
from weerklank.model.selection import SERVES
from weerklank.model.text import Language, Text
from weerklank.services.guide.guide_facts import GuideFacts
from weerklank.services.guide.phrases import Phrases
from weerklank.services.guide.recommendations import RECOMMENDATIONS, Concern
from weerklank.services.oversee.report_policy import policy_table

TITLE = Text("Aanvullend socialmediabeleid (concept)", "Supplementary social media policy (draft)")
#: Roles of which a policy says who does what, with what they do.
_TASKS: dict[Role, Text] = {
    Role.REGISTER_OWNER: Text(
        "houdt het overzicht van accounts bij", "keeps the register of accounts"
    ),
    Role.COMMUNICATION: Text(
        "koppelt accounts, levert exports in, schrijft de profieltekst",
        "connects accounts, hands in exports, writes the profile text",
    ),
    Role.MAKER: Text(
        "levert berichten van een hybride of persoonlijk account aan",
        "hands in posts of a hybrid or personal account",
    ),
    Role.ARCHIVIST: Text(
        "waardeert, vernietigt, brengt over en bewaakt de volledigheid",
        "appraises, destroys, transfers and watches over completeness",
    ),
    Role.REVIEWER: Text(
        "beoordeelt een vernietiging voordat zij doorgaat",
        "reviews a destruction before it goes on",
    ),
    Role.PRIVACY: Text(
        "besluit over persoonsgegevens en verzoeken van mensen",
        "decides on personal data and requests of people",
    ),
    Role.WOO: Text("behandelt Woo-verzoeken", "handles Woo requests"),
    Role.INSPECTOR: Text("ziet toe", "supervises"),
    Role.OPERATOR: Text(
        "houdt het systeem gaande, zonder inhoud te zien",
        "keeps the system running, without seeing content",
    ),
}


def policy_draft(facts: GuideFacts, language: Language) -> tuple[Document, tuple[str, ...]]:
    """Give the draft as a document, and what is still to be decided."""
    draft = _Draft(facts, language)
    blocks = tuple(draft.blocks())
    said = draft.phrases
    document = Document(
        title=TITLE.say(language),
        organisation=facts.organisation,
        language=language,
        made=facts.at,
        facts=(
            (said.say("Stand van", "As set on"), day(facts.today, language)),
            (
                said.say("Nog te besluiten", "Still to be decided"),
                said.say("{n} punten", "{n} points", n=len(said.open)),
            ),
        ),
        blocks=blocks,
    )
    return document, tuple(said.open)


class _Draft:
    def __init__(self, facts: GuideFacts, language: Language) -> None:
        self._facts = facts
        self._language = language
        self.phrases = Phrases(facts, language)
        self._say = self.phrases.say

    def blocks(self) -> Iterator[Block]:
        """Give the whole text."""
        yield Paragraph(
            self._say(
                "Dit is een concept. Wat over {organisation} wordt gezegd, komt uit de "
                "instellingen van het archief op deze dag. In vakken met een streepjesrand staat "
                "wat nog niet is besloten.",
                "This is a draft. What is said of {organisation} comes from the settings of the "
                "archive on this day. Boxes with a dashed border hold what is not decided yet.",
                organisation=self._facts.organisation,
            ),
            Tone.NOTE,
        )
        parts: tuple[tuple[Text, Callable[[], Iterator[Block]]], ...] = (
            (Text("Waarom dit beleid", "Why this policy"), self._why),
            (Text("Welke accounts", "Which accounts"), self._accounts),
            (Text("Beginnen, wijzigen, stoppen", "Begin, change, stop"), self._changes),
            (Text("Platforms en afspraken", "Platforms and agreements"), self._platforms),
            (Text("Wat u plaatst", "What you post"), self._posts),
            (Text("De tekst in het profiel", "The text in the profile"), self._profile),
            (Text("Wat wordt bewaard", "What is kept"), self._kept),
            (Text("Persoonsgegevens", "Personal data"), self._personal),
            (
                Text("Hybride en persoonlijke accounts", "Hybrid and personal accounts"),
                self._hand_ins,
            ),
            (Text("Hoe lang", "How long"), self._terms),
            (Text("Wie wat doet", "Who does what"), self._tasks),
            (
                Text("Opleiding en bijstelling", "Training and revision"),
                self._upkeep,
            ),
        )
        for number, (heading, write) in enumerate(parts, start=1):
            yield Heading(1, f"{number}. {heading.say(self._language)}")
            yield from write()
        yield Heading(1, self._say("Bijlage: aanbevelingen", "Annex: recommendations"))
        yield self._annex()

    def _why(self) -> Iterator[Block]:
        yield Paragraph(
            self._say(
                "Wat {organisation} op sociale media plaatst en ontvangt, is overheidsinformatie. "
                "De {law} verplicht om die te bewaren. Dit beleid vult het communicatiebeleid "
                "aan: wie doet wat, wat wordt bewaard, hoe lang.",
                "What {organisation} posts and receives on social media is government "
                "information. The {law} obliges to keep it. This policy supplements the "
                "communication policy: who does what, what is kept, how long.",
                organisation=self._facts.organisation,
                law=self._facts.law.name.say(self._language),
            )
        )
        yield self.phrases.to_decide(
            "welk communicatiebeleid dit aanvult (naam en datum).",
            "which communication policy this supplements (name and date).",
        )
        yield self.phrases.to_decide(
            "wie dit beleid vaststelt, en vanaf welke dag het geldt.",
            "who adopts this policy, and from which day it holds.",
        )
        yield self.phrases.source(whitepaper="6, 6.2")

    def _accounts(self) -> Iterator[Block]:
        yield Paragraph(
            self._say(
                "Gebruik voor werk alleen accounts van de organisatie (corporate accounts). "
                "{organisation} maakt en beheert ze zelf. Een account heet naar de organisatie of "
                "een onderdeel, naar een ambt, of naar een project. Gebruik geen privé-account.",
                "For work use only accounts of the organisation (corporate accounts). "
                "{organisation} makes and runs them itself. An account is named after the "
                "organisation or a part of it, an office, or a project. Use no private account.",
                organisation=self._facts.organisation,
            )
        )
        if self._facts.accounts:
            yield from self.phrases.accounts(self._facts.accounts)
        else:
            yield self.phrases.to_decide(
                "welke accounts de organisatie heeft; het overzicht is leeg.",
                "which accounts the organisation has; the register is empty.",
            )
        personal = self._facts.in_scenario(Scenario.C)
        if personal:
            yield Paragraph(
                self._say(
                    "Hybride of persoonlijk en nog in gebruik: {n}. Daarvoor geldt ook "
                    "onderdeel 9.",
                    "Hybrid or personal and still in use: {n}. Part 9 holds for those too.",
                    n=len(personal),
                ),
                Tone.NOTE,
            )
        without = self._facts.office_holders.without_account
        if without:
            yield self.phrases.to_decide(
                "een corporate account voor wie een ambt heeft en er geen heeft: {who}.",
                "a corporate account for who holds an office and has none: {who}.",
                who=", ".join(dict.fromkeys(one.name for one in without)),
            )
        yield self.phrases.source(Concern.OVERVIEW, Concern.CORPORATE, whitepaper="2.3, 5, 7.2.1")

    def _changes(self) -> Iterator[Block]:
        yield Bullets(
            (
                self.phrases.report_changes(),
                self.phrases.review(),
                self._say(
                    "Een account dat stopt, wordt eerst nog één keer helemaal bewaard. Het blijft "
                    "daarna in het overzicht staan (nu opgeheven: {n}).",
                    "An account that stops is first kept whole once more. After that it stays in "
                    "the register (closed now: {n}).",
                    n=self._facts.closed,
                ),
            )
        )
        yield self.phrases.source(Concern.OVERVIEW)

    def _platforms(self) -> Iterator[Block]:
        used = self._facts.platforms_in_use
        if used:
            yield Table(
                caption=self._say("Platforms in gebruik", "Platforms in use"),
                head=(
                    self._say("platform", "platform"),
                    self._say("besluit", "decision"),
                    self._say("afspraak over archiveren", "agreement on archiving"),
                ),
                rows=tuple((TITLES[one], self._decided(one), self._agreed(one)) for one in used),
                widths=(2, 3, 5),
            )
        yield Paragraph(
            self._say(
                "Begin niet op een platform waarover niet is besloten. Ook wat op een niet "
                "toegestaan platform staat, wordt geregistreerd en bewaard.",
                "Do not begin on a platform that was not decided on. What is on a platform that "
                "is not allowed is registered and kept all the same.",
            )
        )
        yield self.phrases.source(Concern.AGREEMENTS, whitepaper="2.3, 3")

    def _decided(self, platform: Platform) -> str:
        found = self._facts.platforms.get(platform)
        if found is None:
            return self.phrases.decide(
                "of {platform} een aangewezen platform is.",
                "whether {platform} is a designated platform.",
                platform=TITLES[platform],
            )
        state = PLATFORM_STATES[found.status].say(self._language)
        return f"{state} ({day(found.decided, self._language)})"

    def _agreed(self, platform: Platform) -> str:
        found = self._facts.agreements.get(platform)
        if found is None:
            return self.phrases.decide(
                "een afspraak met {platform}, of dat de Archiefwet zwaarder weegt.",
                "an agreement with {platform}, or that the Archiefwet weighs more.",
                platform=TITLES[platform],
            )
        kind = AGREEMENT_KINDS[found.kind.value].say(self._language)
        if found.party:
            return f"{kind}: {found.party}"
        if found.decided is None:
            return kind
        return self._say(
            "{kind}; {who} besloot op {day} dat de Archiefwet zwaarder weegt",
            "{kind}; {who} decided on {day} that the Archiefwet weighs more",
            kind=kind,
            who=found.decided_by or "-",
            day=day(found.decided, self._language),
        )

    def _posts(self) -> Iterator[Block]:
        yield Bullets(
            (
                self._say(
                    "Plaats alleen informatie van de organisatie: niets van uzelf, niets van een "
                    "politieke partij.",
                    "Post information of the organisation alone: nothing private, nothing of a "
                    "political party.",
                ),
                self._say(
                    "Doe niets van een wettelijke procedure op sociale media, zoals een bezwaar, "
                    "aanvraag of Woo-verzoek. ",
                    "Do nothing of a legal procedure on social media, such as an objection, "
                    "application or Woo request. ",
                )
                + self.phrases.contact(),
                self._say(
                    "Gebruik alleen tekst, beeld en geluid dat vrij is, een licentie heeft of is "
                    "overgedragen. Leg vast van wie het is, en of wie erop staat het goed vindt.",
                    "Use only text, pictures and sound that are free, licensed or transferred. "
                    "Record whose it is, and whether who is in it agrees.",
                ),
                self._say(
                    "Lever bestanden in een vorm die lang leesbaar blijft. Bewaar het origineel.",
                    "Use files in a form that stays readable for long. Keep the original.",
                ),
                self._say(
                    "Deel geen persoonsgegevens van anderen.",
                    "Share no personal data of others.",
                ),
            )
        )
        yield self.phrases.source(
            Concern.GOVERNMENT_ALONE,
            Concern.NO_FORMAL,
            Concern.COPYRIGHT,
            Concern.FORMATS,
            whitepaper="4.1.1",
        )

    def _profile(self) -> Iterator[Block]:
        yield Paragraph(
            self._say(
                "Elk profiel krijgt deze tekst, met de eigen naam van het account. Past hij niet, "
                "dan staat de korte vorm in het profiel en deze tekst op een pagina.",
                "Every profile gets this text, with the name of the account itself. It is Dutch. "
                "Where it does not fit, the short form stands in the profile and this text on a "
                "page.",
            )
        )
        text = full_text(NAME, self._facts.organisation, self._facts.pages)
        yield Bullets(tuple(text.split("\n\n")))
        yield self.phrases.paragraph(self.phrases.privacy_page())
        yield self.phrases.paragraph(self.phrases.contact())
        yield self.phrases.source(Concern.NO_FORMAL, Concern.PERSONAL_DATA)

    def _kept(self) -> Iterator[Block]:
        yield Bullets((*self.phrases.kept(), self.phrases.no_messages(), self.phrases.interval()))
        yield Paragraph(
            self._say(
                "Een bericht dat u later wijzigt of weghaalt, blijft bewaard zoals het er stond.",
                "A post that you change or delete later stays kept as it was.",
            )
        )
        yield self.phrases.source(whitepaper="2.1, 4.1, 5, 7.2.1")

    def _personal(self) -> Iterator[Block]:
        yield Paragraph(
            self._say(
                "Wie reageert, wordt bij het archiveren een pseudoniem. Hieronder staat wat er "
                "met elk soort gegeven gebeurt (beleid versie {n}).",
                "Who replies becomes a pseudonym while archiving. Below is what is done with each "
                "kind of data (policy version {n}).",
                n=self._facts.policy.version,
            )
        )
        yield policy_table(
            self._facts.policy,
            [self._facts.scenario(one) for one in self._facts.accounts],
            self._language,
        )
        yield self.phrases.paragraph(self.phrases.originals())
        yield Paragraph(
            self._say(
                "Wie wat inzag, blijft {n} maanden bekend bij de privacy officer. Iemand die wil "
                "weten wat er over hem is bewaard, kan dat vragen. Laten vernietigen kan niet "
                "zomaar, omdat bewaren een wettelijke plicht is.",
                "Who looked at what stays known to the privacy officer for {n} months. A person "
                "who wants to know what is kept about them can ask. Erasure is not simply "
                "possible, as keeping is a legal duty.",
                n=self._facts.access_months,
            )
        )
        yield self.phrases.source(Concern.PERSONAL_DATA, whitepaper="4.3, 4.4, 5")

    def _hand_ins(self) -> Iterator[Block]:
        yield Paragraph(
            self._say(
                "Zo'n account wordt nooit in zijn geheel bewaard. Wie er iets van het werk op "
                "plaatst, levert dat bericht aan en zegt bij welk werkproces het hoort. Of zegt "
                "dat er in die tijd niets was.",
                "Such an account is never kept as a whole. Who posts something of work on it "
                "hands that post in and says to which work process it belongs. Or says that "
                "there was nothing in that time.",
            )
        )
        terms = self.phrases.hand_in_terms()
        if terms:
            yield Bullets(terms)
        else:
            yield Paragraph(self._say("Er zijn er nu geen.", "There are none now."))
        yield self.phrases.source(Concern.CORPORATE, whitepaper="4.1.3")

    def _terms(self) -> Iterator[Block]:
        yield self.phrases.paragraph(self.phrases.selection())
        rows = self.phrases.rows_in_force()
        if rows:
            yield Table(
                caption=self._say("Rijen die gelden", "Rows in force"),
                head=(
                    self._say("voor", "for"),
                    self._say("werkproces", "work process"),
                    self._say("waardering", "outcome"),
                ),
                rows=tuple(
                    (
                        SERVES[serves].say(self._language),
                        f"{row.code}: {row.process}",
                        self.phrases.outcome(row),
                    )
                    for serves, row in rows
                ),
                widths=(3, 5, 3),
            )
        if self._facts.list_in_force:
            for finding in self._facts.selection_open:
                said = finding.message.say(self._language)
                yield self.phrases.to_decide(said, said)
        yield Paragraph(self.phrases.transfer())
        yield Paragraph(
            self._say(
                "Bij een gebeurtenis met grote invloed op de samenleving (hotspot) blijft alles "
                "bewaard. Vernietigen doen drie personen samen.",
                "At an event with great impact on society (hotspot) everything is kept. "
                "Destruction takes three persons.",
            )
        )
        yield self.phrases.source(whitepaper="4.2")

    def _tasks(self) -> Iterator[Block]:
        yield Table(
            caption=self._say("Rollen", "Roles"),
            head=(
                self._say("rol", "role"),
                self._say("doet", "does"),
                self._say("wie", "who"),
            ),
            rows=tuple(
                (
                    ROLES[role].say(self._language),
                    task.say(self._language),
                    self.phrases.who(role),
                )
                for role, task in _TASKS.items()
                if role is not Role.MAKER or self._has_makers()
            ),
            widths=(3, 5, 4),
        )
        yield self.phrases.source(Concern.OVERVIEW, whitepaper="4.1.3, 5")

    def _has_makers(self) -> bool:
        """Tell whether there is anything for a maker to hand in, or anybody who would."""
        return bool(self._facts.in_scenario(Scenario.C) or self._facts.holders[Role.MAKER])

    def _upkeep(self) -> Iterator[Block]:
        yield Paragraph(
            self._say(
                "Wie een account beheert of er iets op plaatst, krijgt de handleiding van de "
                "eigen groep. Wat nog niet volledig wordt bewaard, komt in het verbeterplan.",
                "Who runs an account or posts on it gets the guide of their own group. What is "
                "not kept completely yet goes into the improvement plan.",
            )
        )
        yield self.phrases.to_decide(
            "wie mensen opleidt, en hoe vaak dit beleid wordt bijgesteld.",
            "who trains people, and how often this policy is revised.",
        )
        yield self.phrases.source(whitepaper="4.4, 6.2")

    def _annex(self) -> Table:
        return Table(
            caption=self._say(
                "De aanbevelingen van module 3, in onze woorden; het nummer is de volgorde daar.",
                "The recommendations of module 3, in our words; the number is their order there.",
            ),
            head=(
                self._say("nr.", "no."),
                self._say("aanbeveling", "recommendation"),
                self._say("waar u het doet", "where you do it"),
            ),
            rows=tuple(
                (str(one.number), one.short.say(self._language), one.screen.say(self._language))
                for one in RECOMMENDATIONS
            ),
            widths=(1, 7, 3),
        )
