"""How findings of a profile check are made, and the texts that they are made of."""

from dataclasses import dataclass

from weerklank.model.profile_check import (
    ProfileAnswer,
    ProfileFinding,
    ProfilePlace,
    ProfileStatement,
)
from weerklank.model.profile_words import NO_LINK
from weerklank.model.text import Text
from weerklank.services.profile.page_text import Shown
from weerklank.services.profile.read_page import Page
from weerklank.services.profile.seen_profile import Placed
from weerklank.services.profile.statements import Words, words_of


@dataclass(frozen=True, slots=True)
class Spot:
    """A text in which statements are looked for, with its words."""

    where: ProfilePlace
    shown: Shown
    words: Words
    post: str | None = None
    address: str | None = None


def spot_of(placed: Placed) -> Spot:
    """Give a text of a profile with its words."""
    return Spot(placed.where, placed.shown, words_of(placed.shown.text), placed.post)


def say_found(statement: ProfileStatement, spot: Spot) -> ProfileFinding:
    """Say that a text has it."""
    return ProfileFinding(
        statement=statement,
        look=ProfileAnswer.FOUND,
        where=spot.where,
        post=spot.post,
        address=spot.address,
    )


def say_missing(
    statement: ProfileStatement, why: Text, words: tuple[str, ...] = (), address: str | None = None
) -> ProfileFinding:
    """Say that it is not there, and why."""
    return ProfileFinding(
        statement=statement, look=ProfileAnswer.NOT_FOUND, reason=why, words=words, address=address
    )


def say_unread(
    statement: ProfileStatement, why: Text, where: ProfilePlace, page: Page
) -> ProfileFinding:
    """Say that the page on which it may stand could not be read."""
    told = (
        Text(f"{why.nl}: {page.reason.nl}", f"{why.en}: {page.reason.en}") if page.reason else why
    )
    return ProfileFinding(
        statement=statement,
        look=ProfileAnswer.NOT_READ,
        where=where,
        address=page.address,
        reason=told,
    )


def say_on_page(
    statement: ProfileStatement, where: ProfilePlace, page: Page, words: tuple[str, ...]
) -> ProfileFinding:
    """Say that a page has it, and by which words."""
    return ProfileFinding(
        statement=statement,
        look=ProfileAnswer.FOUND,
        where=where,
        address=page.address,
        words=words,
    )


def say_nowhere(
    statement: ProfileStatement, where: ProfilePlace, pages: list[Page], why: Text
) -> ProfileFinding:
    """Say that no page has it, or that one that may have it could not be read."""
    unread = next((page for page in pages if not page.was_read), None)
    if not pages or unread is not None:
        return ProfileFinding(
            statement=statement,
            look=ProfileAnswer.NOT_READ,
            where=where,
            address=unread.address if unread else None,
            reason=(unread.reason if unread else None) or NO_LINK,
        )
    return ProfileFinding(
        statement=statement,
        look=ProfileAnswer.NOT_FOUND,
        where=where,
        address=pages[0].address,
        reason=why,
    )
