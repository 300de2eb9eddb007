"""Write guides: the policy draft, the recommendations or the guide of a group, as a document."""

from dataclasses import dataclass

from weerklank.documents.document import Block, Document, Heading, Paragraph, Table, Tone
from weerklank.model.day_words import moment
from weerklank.model.text import Language, Text
from weerklank.services.guide.check_recommendations import (
    ANSWERS,
    Checked,
    check_recommendations,
)
from weerklank.services.guide.guide_facts import guide_facts
from weerklank.services.guide.one_page import one_page
from weerklank.services.guide.policy_draft import policy_draft
from weerklank.services.guide.user_group import POLICY, UserGroup, group_of
from weerklank.services.workplace import Workplace


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """A document that was made of the settings of now."""

    name: str
    document: Document
    #: What is still to be decided, in the language of the document.
    open: tuple[str, ...] = ()
    #: Of the list of recommendations: each with how it stands.
    checked: tuple[Checked, ...] = ()


RECOMMENDED = "recommendations"
#: All that can be asked for, by name.
NAMES = (POLICY, RECOMMENDED, *(one.value for one in UserGroup))


_TITLE = Text("Aanbevelingen van module 3", "Recommendations of module 3")


def guide(workplace: Workplace, name: str, language: Language) -> Guide:
    """Make the policy draft (`policy`), the list of recommendations, or the guide of a group.

    WrongUse for another name.
    """
    asked = name.strip().lower()
    if asked == POLICY:
        document, still = policy_draft(guide_facts(workplace), language)
        return Guide(name=POLICY, document=document, open=still)
    if asked == RECOMMENDED:
        checked = check_recommendations(workplace)
        document = _recommended(workplace, checked, language)
        return Guide(name=RECOMMENDED, document=document, checked=checked)
    group = group_of(name, POLICY, RECOMMENDED)
    document, still = one_page(guide_facts(workplace), group, language)
    return Guide(name=group.value, document=document, open=still)


def guides(workplace: Workplace, language: Language) -> tuple[Guide, ...]:
    """Make the policy draft and the guide of every group, of the same settings."""
    facts = guide_facts(workplace)
    made = [(POLICY, policy_draft(facts, language))]
    made += [(group.value, one_page(facts, group, language)) for group in UserGroup]
    return tuple(Guide(name=name, document=one, open=still) for name, (one, still) in made)


def _recommended(
    workplace: Workplace, checked: tuple[Checked, ...], language: Language
) -> Document:
    """Set the recommendations as a document: each with where it is done and how it stands."""
    at = workplace.clock.now()
    blocks: list[Block] = [
        Paragraph(
            Text(
                "Wat hieronder staat, zijn onze woorden; het nummer is de volgorde in module 3. "
                "Wat er over uw organisatie staat, is op dit moment nagegaan. Wat niet is "
                "nagegaan, heet niet gecontroleerd, nooit in orde.",
                "These are our words; the number is the order in module 3. What is said of your "
                "organisation was looked at just now. What was not looked at is called not "
                "checked, never in order.",
            ).say(language),
            Tone.NOTE,
        ),
        Heading(1, Text("Hoe het ervoor staat", "How it stands").say(language)),
        Table(
            caption=Text("Per aanbeveling", "By recommendation").say(language),
            head=(
                Text("nr.", "no.").say(language),
                Text("aanbeveling", "recommendation").say(language),
                Text("oordeel", "verdict").say(language),
                Text("wat is gezien", "what was seen").say(language),
            ),
            rows=tuple(
                (
                    str(one.recommendation.number),
                    one.recommendation.short.say(language),
                    ANSWERS[one.answer].say(language),
                    " ".join(seen.said.say(language) for seen in one.seen),
                )
                for one in checked
            ),
            widths=(1, 5, 3, 6),
        ),
        Heading(1, Text("Waarom, en waar u het doet", "Why, and where it is done").say(language)),
        Table(
            caption=Text("Uitleg per aanbeveling", "Explanation by recommendation").say(language),
            head=(
                Text("nr.", "no.").say(language),
                Text("waarom", "why").say(language),
                Text("scherm", "screen").say(language),
                Text("whitepaper", "whitepaper").say(language),
            ),
            rows=tuple(
                (
                    str(one.recommendation.number),
                    one.recommendation.why.say(language),
                    one.recommendation.screen.say(language),
                    one.recommendation.whitepaper,
                )
                for one in checked
            ),
            widths=(1, 7, 4, 3),
        ),
    ]
    return Document(
        title=_TITLE.say(language),
        organisation=workplace.organisation.name,
        language=language,
        made=at,
        facts=((Text("Nagegaan op", "Looked at").say(language), moment(at, language)),),
        blocks=tuple(blocks),
    )
