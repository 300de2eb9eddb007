"""Stays named: by which decisions someone who asks stands in the archive by name (D1, D5)."""

from collections.abc import Collection

from weerklank.minimise.blind_epochs import Blind
from weerklank.model.named_party import NamedFacts, NamedParty
from weerklank.services.seal.open_blind import open_blind
from weerklank.services.seal.read_named import read_named
from weerklank.services.workplace import Workplace


def named_as(
    workplace: Workplace, persons: Collection[str]
) -> list[tuple[NamedParty, NamedFacts]]:
    """Give who of those on the list has one of these pseudonyms, and by what they are recognised.

    Also whose last day is over: what was published until then is held by name. Not who was taken
    back, since of those nothing is.
    """
    listed = [one for one in read_named(workplace) if one.facts and not one.withdrawn]
    if not listed or not persons:
        return []
    blind = open_blind(workplace, writes=False)
    try:
        return [
            (one, one.facts)
            for one in listed
            if one.facts and not _tags_of(blind, one, one.facts).isdisjoint(persons)
        ]
    finally:
        blind.close()


def _tags_of(blind: Blind, party: NamedParty, facts: NamedFacts) -> set[str]:
    found = [
        tag
        for one in blind.epochs
        for tag in (
            one.called(party.platform, facts.handle),
            one.at(party.platform, facts.url),
            one.with_id(party.platform, facts.user_id) if facts.user_id else None,
        )
    ]
    return {one.tag for one in found if one}
