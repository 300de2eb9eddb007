"""What is public: one rule for the portal, its search, feeds, sitemap and files (H2, ADR 0142).

Whatever is not known to be public is not. Nothing else decides on it: every page of the portal
asks these two functions.
"""

from dataclasses import dataclass

from weerklank.model.account import Account, AccountKind, Openness
from weerklank.model.dossier import Disclosure
from weerklank.model.item import ItemKind
from weerklank.model.licences import CopyrightStatus
from weerklank.model.portal import MediumWithheld, Withheld
from weerklank.model.rights import PartRights, Portrait

#: Kinds that are a message of whoever wrote them.
_MESSAGES = frozenset({ItemKind.POST, ItemKind.REPLY, ItemKind.STORY})
#: Of a text that the organisation itself published; what nobody recorded is of itself too.
_OWN_WORDS = frozenset(
    {
        None,
        CopyrightStatus.OWN,
        CopyrightStatus.TRANSFERRED,
        CopyrightStatus.LICENSED,
        CopyrightStatus.FREE,
    }
)
#: Of a file; what nobody recorded is not free.
_MAY_SHOW = frozenset({CopyrightStatus.OWN, CopyrightStatus.TRANSFERRED, CopyrightStatus.FREE})
_AGREED = frozenset({Portrait.NONE, Portrait.CONSENT})
_KEPT_BACK = frozenset({Disclosure.REFUSED, Disclosure.PARTLY})
#: What shows no face, by the first part of its type.
_UNSEEN = frozenset({"audio"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What is known of one item, by its newest version and by every decision on it."""

    kind: ItemKind
    #: Whether its account wrote it.
    is_own: bool
    #: As the register has its account now; None where it is not there.
    account: Account | None
    #: Whether the account was an office holder's, or a person's, when it was published.
    in_scenario_c: bool = False
    #: Whether any version was for followers only.
    shielded: bool = False
    on_list: bool = False
    special: bool = False
    restricted: bool = False
    #: Whether a mark on it waits for its decision.
    marked: bool = False
    #: What any Woo dossier decided on it.
    judgements: frozenset[Disclosure] = frozenset()
    deleted: bool = False
    #: Who has the rights on its words; None where nobody recorded it.
    text_status: CopyrightStatus | None = None
    #: Whether somebody in its media objects.
    objection: bool = False
    #: Whether it answers, at any remove, something that is not of its account.
    answers_other: bool = False
    #: Whether the privacy officer decided that replies at this account are read.
    replies_allowed: bool = False
    #: Of what another wrote: whether the post under which it stands is public.
    under_public: bool = True


def why_withheld(item: Candidate) -> Withheld | None:
    """Tell why an item is not public, by the first reason that holds; None for what is."""
    reasons = (
        (not _is_public(item.account) or item.in_scenario_c, Withheld.ACCOUNT),
        (item.kind not in _MESSAGES, Withheld.NOT_OURS),
        (item.shielded, Withheld.FOLLOWERS),
        (item.on_list, Withheld.DESTRUCTION),
        (item.special, Withheld.SPECIAL),
        (item.restricted, Withheld.RESTRICTED),
        (item.marked, Withheld.MARKED),
        (not _KEPT_BACK.isdisjoint(item.judgements), Withheld.DOSSIER),
        (item.deleted, Withheld.DELETED),
        (item.is_own and item.text_status not in _OWN_WORDS, Withheld.RIGHTS),
        (item.objection, Withheld.PORTRAIT),
        (item.is_own and item.answers_other and not item.replies_allowed, Withheld.ANSWER),
        (not item.is_own and not (item.replies_allowed and item.under_public), Withheld.REPLY),
    )
    return next((why for holds, why in reasons if holds), None)


def why_no_medium(right: PartRights | None, kind: str) -> MediumWithheld | None:
    """Tell why the file of a medium of a public post is not public; None for one that is.

    `kind` is the first part of the type that its bytes have; empty where there is no clean copy.
    """
    if not kind:
        return MediumWithheld.NO_COPY
    if right is None or not _may_be_shown(right):
        return MediumWithheld.RIGHTS
    if kind not in _UNSEEN and right.of_portrait not in _AGREED:
        return MediumWithheld.PORTRAIT
    return None


def is_official(account: Account) -> bool:
    """Tell whether an account stands in the public list of official accounts."""
    return _is_public(account)


def _is_public(account: Account | None) -> bool:
    return (
        account is not None
        and account.kind is AccountKind.CORPORATE
        and account.openness is Openness.PUBLIC
    )


def _may_be_shown(right: PartRights) -> bool:
    if right.status is CopyrightStatus.LICENSED:
        # A licence for everybody, and not leave for one use that nobody described.
        return right.licence is not None and right.licence.commercial is not None
    return right.status in _MAY_SHOW
