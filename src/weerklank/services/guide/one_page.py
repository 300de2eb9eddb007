"""A guide of one page for a user group: what they do, what not, what is kept, and whom to ask."""

from collections.abc import Callable, Iterator

from weerklank.documents.document import Block, Bullets, Document, Heading, Paragraph
from weerklank.model.account import Account, Scenario
from weerklank.model.day_words import day
from weerklank.model.person import Role
from weerklank.model.text import Language, Text
from weerklank.services.guide.guide_facts import GuideFacts
from weerklank.services.guide.phrases import Phrases
from weerklank.services.guide.recommendations import Concern
from weerklank.services.guide.user_group import TITLES, UserGroup

_TITLE = Text("Sociale media: {group}", "Social media: {group}")
#: Accounts that fit on the page; of more it is said that they stand in the register.
_MOST = 6
#: Names that a sentence or a cell of it has.
_NAMED = 2
_G = UserGroup

_ONLY_GOVERNMENT = Text(
    "Plaats alleen informatie van de organisatie: niets van uzelf, niets van een partij.",
    "Post information of the organisation alone: nothing private, nothing of a party.",
)
_NO_FORMAL = Text(
    "Handel geen bezwaar, klacht, aanvraag of Woo-verzoek af op sociale media.",
    "Handle no objection, complaint, application or Woo request on social media.",
)
_RIGHTS = Text(
    "Gebruik alleen beeld, tekst en geluid dat mag. Leg vast van wie het is.",
    "Use only pictures, text and sound that you may use. Record whose it is.",
)
_ALT = Text(
    "Geef beeld een beschrijving en film ondertitels: dan is het te vinden en te begrijpen.",
    "Give pictures a description and films captions: then they can be found and understood.",
)
_EDITS = Text(
    "Wijzigen of weghalen mag; wat er stond, blijft bewaard.",
    "You may change or delete; what was there stays kept.",
)
_FORMAL_SEEN = Text(
    "Lijkt een reactie op een bezwaar, klacht of aanvraag? Wijs de schrijver de goede weg en meld "
    "het in het archief onder Formele reacties.",
    "Does a reply look like an objection, complaint or application? Show the writer the right way "
    "and say so in the archive under Formal replies.",
)
_NO_DATA = Text(
    "Vraag nooit om persoonsgegevens in een openbare reactie, en noem ze niet.",
    "Never ask for personal data in a public reply, and name none.",
)
_MESSAGES = Text(
    "Een gesprek in privéberichten is geen dossier: zet wat het werk raakt in het eigen "
    "werksysteem.",
    "A talk in direct messages is no file: put what concerns the work into the system of work.",
)
_WATCH = Text(
    "Meld een account dat de naam van de organisatie draagt en niet in het overzicht staat.",
    "Report an account that bears the name of the organisation and is not in the register.",
)
_NO_LISTS = Text(
    "Maak geen eigen lijsten van wie wat schreef: in het archief is wie reageert een pseudoniem.",
    "Make no lists of your own of who wrote what: in the archive who replies is a pseudonym.",
)
_WORK_APART = Text(
    "Gebruik voor het ambt het account van het ambt, en voor uzelf of de partij een ander.",
    "For the office use the account of the office, and another for yourself or the party.",
)
_OFFICE_PASSES = Text(
    "Het account van een ambt gaat met zijn geschiedenis naar de opvolger.",
    "The account of an office passes to the successor with its history.",
)
_HAND_IN = Text(
    "Stond er toch iets van het werk op een eigen account? Lever dat bericht aan, of laat het "
    "doen. Meer vragen wij niet.",
    "Was something of work on an account of your own after all? Hand that post in, or have it "
    "done. We ask no more than that.",
)
_BAND = Text(
    "Kijk per account of het binnen de bandbreedte is; zet wat ontbreekt in het verbeterplan, met "
    "een eigenaar en een datum.",
    "See of each account whether it is within the band; put what is missing into the improvement "
    "plan, with an owner and a date.",
)
_GAPS = Text(
    "Een gat is wat er had moeten zijn. Een grens is wat het platform nooit geeft. Noem ze apart.",
    "A gap is what should have been there. A limit is what the platform never gives. Name them "
    "apart.",
)
_THREE = Text(
    "Vernietigen vraagt drie personen: wie voorstelt, wie beoordeelt, wie machtigt.",
    "Destruction asks three persons: who proposes, who reviews, who authorises.",
)
_HOTSPOT = Text(
    "Meld een gebeurtenis met grote invloed op de samenleving als mogelijke hotspot.",
    "Report an event with great impact on society as a possible hotspot.",
)
_PROFILE = Text(
    "Zorg dat elk profiel zegt dat reageren persoonsgegevens verwerkt, ook voor het archief.",
    "See that every profile says that replying processes personal data, also for the archive.",
)
_DOUBT = Text(
    "Beoordeel elke week de woorden in twijfel en wat bijzondere gegevens kan zijn.",
    "Judge each week the words in doubt and what may be special data.",
)
_TWO = Text(
    "Een origineel uit de kluis open je nooit alleen: één vraagt, een ander keurt goed.",
    "An original from the vault is never opened alone: one asks, another approves.",
)
_PERSON = Text(
    "Vraagt iemand wat er over hem is bewaard? Zoek op, beantwoord binnen een maand, leg vast.",
    "Does a person ask what is kept about them? Search, answer within a month, record it.",
)

#: Of each group: what to do, what not to do, whom to ask, and on what it rests.
_TEXTS: dict[UserGroup, tuple[tuple[Text, ...], tuple[Text, ...]]] = {
    _G.COMMUNICATION: ((_RIGHTS, _ALT, _EDITS), (_ONLY_GOVERNMENT, _NO_FORMAL)),
    _G.WEBCARE: ((_FORMAL_SEEN, _MESSAGES), (_NO_DATA, _NO_FORMAL)),
    _G.CUSTOMER_CONTACT: ((_FORMAL_SEEN, _MESSAGES), (_NO_DATA, _NO_FORMAL)),
    _G.MONITORING: ((_WATCH, _HOTSPOT), (_NO_LISTS,)),
    _G.TOP: ((_WORK_APART, _HAND_IN, _OFFICE_PASSES), (_ONLY_GOVERNMENT,)),
    _G.INFORMATION: ((_BAND, _GAPS, _HOTSPOT), (_THREE,)),
    _G.PRIVACY: ((_PROFILE, _DOUBT, _PERSON), (_TWO,)),
}
_ASK: dict[UserGroup, tuple[Role, ...]] = {
    _G.INFORMATION: (Role.ARCHIVIST, Role.PRIVACY, Role.OPERATOR),
    _G.PRIVACY: (Role.PRIVACY, Role.ARCHIVIST, Role.WOO),
    _G.TOP: (Role.COMMUNICATION, Role.ARCHIVIST),
}
_USUAL_ASK = (Role.REGISTER_OWNER, Role.ARCHIVIST, Role.PRIVACY)
_RESTS: dict[UserGroup, tuple[tuple[Concern, ...], str]] = {
    _G.COMMUNICATION: (
        (
            Concern.OVERVIEW,
            Concern.GOVERNMENT_ALONE,
            Concern.NO_FORMAL,
            Concern.COPYRIGHT,
        ),
        "2.3, 6.2",
    ),
    _G.WEBCARE: ((Concern.NO_FORMAL, Concern.PERSONAL_DATA), "2.2, 6.2"),
    _G.CUSTOMER_CONTACT: ((Concern.NO_FORMAL, Concern.PERSONAL_DATA), "2.2, 6.2"),
    _G.MONITORING: ((Concern.OVERVIEW, Concern.PERSONAL_DATA), "2.2, 4.2, 6.2"),
    _G.TOP: ((Concern.CORPORATE, Concern.GOVERNMENT_ALONE), "4.1.3, 5, 6.2"),
    _G.INFORMATION: ((Concern.FORMATS, Concern.AGREEMENTS), "4.2, 4.4, 6.2"),
    _G.PRIVACY: ((Concern.PERSONAL_DATA,), "4.3, 4.4, 6.2"),
}


def one_page(
    facts: GuideFacts, group: UserGroup, language: Language
) -> tuple[Document, tuple[str, ...]]:
    """Give the guide of a group as a document, and what is still to be decided for it."""
    guide = _Guide(facts, group, language)
    blocks = tuple(guide.blocks())
    document = Document(
        title=_TITLE.say(language, group=TITLES[group]),
        organisation=facts.organisation,
        language=language,
        made=facts.at,
        facts=((guide.phrases.say("Stand van", "As set on"), day(facts.today, language)),),
        blocks=blocks,
    )
    return document, tuple(guide.phrases.open)


class _Guide:
    def __init__(self, facts: GuideFacts, group: UserGroup, language: Language) -> None:
        self._facts = facts
        self._group = group
        self._language = language
        self.phrases = Phrases(facts, language, _NAMED)

    def blocks(self) -> Iterator[Block]:
        """Give the page."""
        say, group = self.phrases.say, self._group
        do, do_not = _TEXTS[group]
        yield Paragraph(
            say(
                "Wat {organisation} op sociale media plaatst en ontvangt, is overheidsinformatie "
                "en wordt bewaard ({law}).",
                "What {organisation} posts and receives on social media is government "
                "information and is kept ({law}).",
                organisation=self._facts.organisation,
                law=self._facts.law.name.say(self._language),
            )
        )
        yield Heading(1, say("Doe dit", "Do this"))
        yield Bullets((*(one.say(self._language) for one in do), *self._set()))
        yield Heading(1, say("Let op", "Mind"))
        yield Bullets((*(one.say(self._language) for one in do_not), self.phrases.no_messages()))
        yield from self._accounts()
        yield Heading(1, say("Vragen", "Questions"))
        yield Paragraph(self.phrases.ask(*_ASK.get(group, _USUAL_ASK)))
        concerns, sections = _RESTS[group]
        yield self.phrases.source(*concerns, whitepaper=sections)

    def _set(self) -> Iterator[str]:
        """Say of the settings what concerns the group."""
        says: dict[UserGroup, tuple[Callable[[], str], ...]] = {
            _G.COMMUNICATION: (
                self.phrases.report_changes,
                self.phrases.contact,
                self.phrases.interval,
            ),
            _G.WEBCARE: (self.phrases.contact, self.phrases.privacy_page),
            _G.CUSTOMER_CONTACT: (self.phrases.contact, self.phrases.privacy_page),
            _G.MONITORING: (self.phrases.report_changes,),
            _G.TOP: (self.phrases.report_changes,),
            _G.INFORMATION: (
                self.phrases.interval,
                self.phrases.review,
                self.phrases.selection,
                self.phrases.transfer,
            ),
            _G.PRIVACY: (self.phrases.privacy_page, self.phrases.originals, self._journal),
        }
        for one in says[self._group]:
            yield one()

    def _journal(self) -> str:
        return self.phrases.say(
            "Wie wat inzag, is {n} maanden na te zien.",
            "Who looked at what can be seen for {n} months.",
            n=self._facts.access_months,
        )

    def _accounts(self) -> Iterator[Block]:
        say, found = self.phrases.say, self._concerned()
        if not found:
            if self._group.of_managers:
                yield Heading(1, say("Uw accounts", "Your accounts"))
                yield Paragraph(
                    say(
                        "In het overzicht staat geen account dat deze groep beheert.",
                        "The register has no account that this group runs.",
                    )
                )
            return
        yield Heading(1, say("Uw accounts", "Your accounts"))
        yield from self.phrases.accounts(found, _MOST)
        used = {self._facts.scenario(one) for one in found}
        yield Bullets(self.phrases.kept(used))
        if Scenario.C in used and self._group is _G.TOP:
            yield Bullets(self.phrases.hand_in_terms()[:_MOST])

    def _concerned(self) -> tuple[Account, ...]:
        """Give the accounts of the group; for the top also those named after an office, and C."""
        group = self._group.of_managers
        if group is None:
            return ()
        return tuple(
            one
            for one in self._facts.accounts
            if any(who.group is group for who in one.managers)
            or (self._group is _G.TOP and (one.tenures or self._facts.scenario(one) is Scenario.C))
        )
