"""Write guides: the policy draft or the guide of a user group, as ODT or PDF by the file's end."""

from dataclasses import dataclass

from weerklank.documents.document import Document
from weerklank.model.text import Language
from weerklank.services.guide.guide_facts import guide_facts
from weerklank.services.guide.one_page import one_page
from weerklank.services.guide.policy_draft import policy_draft
from weerklank.services.guide.user_group import POLICY, UserGroup, group_of
from weerklank.services.workplace import Workplace


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """A policy draft or guide that was made of the settings of now."""

    name: str
    document: Document
    #: What is still to be decided, in the language of the document.
    open: tuple[str, ...]


#: All that can be asked for, by name.
NAMES = (POLICY, *(one.value for one in UserGroup))


def guide(workplace: Workplace, name: str, language: Language) -> Guide:
    """Make the policy draft (`policy`) or the guide of a user group; WrongUse for another name."""
    if name.strip().lower() == POLICY:
        document, still = policy_draft(guide_facts(workplace), language)
        return Guide(name=POLICY, document=document, open=still)
    group = group_of(name, POLICY)
    document, still = one_page(guide_facts(workplace), group, language)
    return Guide(name=group.value, document=document, open=still)
