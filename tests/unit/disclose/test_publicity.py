"""The rule of what is public: each reason by itself, and that in doubt nothing is."""

from dataclasses import replace
from datetime import date

import pytest

from weerklank.disclose.publicity import Candidate, why_no_medium, why_withheld
from weerklank.model.account import Account, AccountKind, NamedAfter, Openness
from weerklank.model.dossier import Disclosure
from weerklank.model.ids import AccountId
from weerklank.model.item import ItemKind, Medium
from weerklank.model.licences import CopyrightStatus
from weerklank.model.platform import Platform
from weerklank.model.portal import MediumWithheld, Withheld
from weerklank.model.rights import Entry, Level, PartRights, Portrait, Recorded

ACCOUNT = Account(
    id=AccountId("a0001"),
    platform=Platform.MASTODON,
    handle="gemeente@dorp.example",
    url="https://dorp.example/@gemeente",
    kind=AccountKind.CORPORATE,
    registered=date(2026, 1, 2),
)
POST = Candidate(kind=ItemKind.POST, is_own=True, account=ACCOUNT)
ANSWER = replace(POST, kind=ItemKind.REPLY, answers_other=True)
REPLY = Candidate(kind=ItemKind.REPLY, is_own=False, account=ACCOUNT, replies_allowed=True)


@pytest.mark.parametrize(
    "item",
    [
        POST,
        replace(POST, kind=ItemKind.STORY),
        replace(POST, kind=ItemKind.REPLY),  # to a post of its own
        replace(POST, account=replace(ACCOUNT, named_after=NamedAfter.OFFICE)),
        replace(POST, text_status=CopyrightStatus.OWN),
        replace(POST, judgements=frozenset({Disclosure.PUBLIC, Disclosure.ALREADY_PUBLIC})),
        replace(ANSWER, replies_allowed=True),
        REPLY,
    ],
)
def test_what_is_public(item: Candidate) -> None:
    assert why_withheld(item) is None


@pytest.mark.parametrize(
    ("item", "why"),
    [
        (replace(POST, account=None), Withheld.ACCOUNT),
        (replace(POST, account=replace(ACCOUNT, kind=AccountKind.HYBRID)), Withheld.ACCOUNT),
        (replace(POST, account=replace(ACCOUNT, kind=AccountKind.PERSONAL)), Withheld.ACCOUNT),
        (replace(POST, account=replace(ACCOUNT, openness=Openness.SHIELDED)), Withheld.ACCOUNT),
        (replace(POST, in_scenario_c=True), Withheld.ACCOUNT),
        *(
            (replace(POST, kind=kind), Withheld.NOT_OURS)
            for kind in (ItemKind.BOOST, ItemKind.PROFILE, ItemKind.MEDIUM, ItemKind.PAGE)
        ),
        (replace(POST, shielded=True), Withheld.FOLLOWERS),
        (replace(POST, on_list=True), Withheld.DESTRUCTION),
        (replace(POST, special=True), Withheld.SPECIAL),
        (replace(POST, restricted=True), Withheld.RESTRICTED),
        (replace(POST, marked=True), Withheld.MARKED),
        (replace(POST, judgements=frozenset({Disclosure.REFUSED})), Withheld.DOSSIER),
        (
            replace(POST, judgements=frozenset({Disclosure.PARTLY, Disclosure.PUBLIC})),
            Withheld.DOSSIER,
        ),
        (replace(POST, deleted=True), Withheld.DELETED),
        (replace(POST, text_status=CopyrightStatus.THIRD_PARTY), Withheld.RIGHTS),
        (replace(POST, text_status=CopyrightStatus.UNKNOWN), Withheld.RIGHTS),
        (replace(POST, objection=True), Withheld.PORTRAIT),
        (ANSWER, Withheld.ANSWER),
        (replace(REPLY, replies_allowed=False), Withheld.REPLY),
        (replace(REPLY, under_public=False), Withheld.REPLY),
        # What is against a post is against a reply, whatever was decided on replies.
        (replace(REPLY, special=True), Withheld.SPECIAL),
        (replace(REPLY, restricted=True), Withheld.RESTRICTED),
        (replace(REPLY, shielded=True), Withheld.FOLLOWERS),
        (replace(REPLY, deleted=True), Withheld.DELETED),
        (replace(REPLY, kind=ItemKind.BOOST), Withheld.NOT_OURS),
    ],
)
def test_what_is_not(item: Candidate, why: Withheld) -> None:
    assert why_withheld(item) is why


def right(
    status: CopyrightStatus | None, portrait: Portrait | None, licence: str | None = None
) -> PartRights:
    """What holds for a medium: its copyright, its portraits."""

    def told(**entry: object) -> Recorded:
        return Recorded(id="r0001", entry=Entry(**entry), by="Ties", at=None)  # type: ignore[arg-type]

    return PartRights(
        medium=Medium(id="m"),
        copyright=told(status=status, licence=licence) if status else None,
        copyright_level=Level.ITEM if status else None,
        portrait=told(portrait=portrait) if portrait else None,
        portrait_level=Level.ITEM if portrait else None,
        lacks=(),
    )


@pytest.mark.parametrize(
    ("told", "kind", "why"),
    [
        (right(CopyrightStatus.OWN, Portrait.NONE), "image", None),
        (right(CopyrightStatus.LICENSED, Portrait.CONSENT, "CC-BY-4.0"), "video", None),
        (right(CopyrightStatus.OWN, None), "audio", None),
        (right(CopyrightStatus.OWN, Portrait.NONE), "", MediumWithheld.NO_COPY),
        (None, "image", MediumWithheld.RIGHTS),
        (right(None, Portrait.NONE), "image", MediumWithheld.RIGHTS),
        (right(CopyrightStatus.LICENSED, Portrait.NONE), "image", MediumWithheld.RIGHTS),
        (right(CopyrightStatus.THIRD_PARTY, Portrait.NONE), "audio", MediumWithheld.RIGHTS),
        (right(CopyrightStatus.OWN, None), "image", MediumWithheld.PORTRAIT),
        (right(CopyrightStatus.OWN, Portrait.UNKNOWN), "image", MediumWithheld.PORTRAIT),
        (right(CopyrightStatus.OWN, Portrait.OBJECTION), "video", MediumWithheld.PORTRAIT),
    ],
)
def test_of_which_media_the_file_is_public(
    told: PartRights | None, kind: str, why: MediumWithheld | None
) -> None:
    assert why_no_medium(told, kind) is why
