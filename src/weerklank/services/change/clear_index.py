"""Clear index: a certificate is not given before the search index holds no word of what went."""

from weerklank.catalogue.catalogue import Catalogue
from weerklank.model.destruction import DestructionList
from weerklank.model.errors import NotNow, fault
from weerklank.model.symbols import decode
from weerklank.model.text import Text
from weerklank.services.catalogue.consult_catalogue import consult
from weerklank.services.find.catalogue_anew import catalogue_anew
from weerklank.services.workplace import Workplace

INDEX_BEHIND = fault(
    "DESTROY-014",
    Text(
        nl="De zoekindex heeft nog iets dat op lijst {list} staat, of is niet volledig.",
        en="The search index still has something of list {list}, or is not whole.",
    ),
    Text(
        nl="Maak hem opnieuw met 'weerklank catalogue rebuild' en vraag de verklaring dan.",
        en="Make it anew with 'weerklank catalogue rebuild', and ask for the certificate then.",
    ),
)


def clear_index(workplace: Workplace, found: DestructionList) -> None:
    """See that catalogue and search index hold nothing of a list that was executed.

    A shard from which items were only taken out is made anew, since their words may lie in it
    still. NotNow when either has what went, such as one that was put back from a copy.
    """
    years = years_of(found)

    def look(catalogue: Catalogue) -> list[str]:
        places, texts = catalogue.database.places, catalogue.texts
        shards = texts.shards()
        is_there = any(places.newest_by_key(decode(key)) for key in found.keys)
        held = sum(map(texts.count, shards))
        if is_there or held != catalogue.database.items.count_indexed():
            raise NotNow(INDEX_BEHIND, list=found.id)
        return [year for year in years if year in shards and texts.holds_deleted(year)]

    behind = consult(workplace, look)
    if behind:
        with catalogue_anew(workplace, (), behind):
            pass


def years_of(found: DestructionList) -> list[str]:
    """Give the years of publication of a list; each stands in the permanent address."""
    return sorted({item.split("-")[-4] for item in found.items})
