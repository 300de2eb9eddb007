"""What the mappings of now read in sources that earlier ones kept.

Version 3 of the API's reads articles, which version 2 sealed as a field that it did not know.
Version 2 reads where X withholds something of the account. Version 1 kept of that whether a claim
of rights is the reason, of an archive, and left out countries and scope; of the API all of it.
"""

from weerklank.connectors.x import api_shape, shape
from weerklank.connectors.x.api_article import names_article
from weerklank.connectors.x.withheld import withheld_in, withheld_of_tweet
from weerklank.harvest.json_fields import object_within
from weerklank.harvest.map_again import ReadAgain
from weerklank.model.item import ArchivalItem, ItemKind
from weerklank.model.json_value import JsonObject
from weerklank.model.run import Technique

_WITHHELD, _ARTICLE = "withheld", "article"
#: The first versions of the mappings that keep them whole.
_KEEPS_WITHHELD, _KEEPS_ARTICLE = 2, 3


def mapping_of(technique: Technique) -> int:
    """Give the version of the mapping of what comes by a technique."""
    return api_shape.MAPPING if technique == Technique.API else shape.MAPPING


def read_again(held: ArchivalItem, source: JsonObject) -> ReadAgain:
    """Read where X withholds an item of the account, as far as its source tells."""
    is_of_api = held.technique == Technique.API
    has_it = is_of_api or held.kind is not ItemKind.PROFILE
    if held.kind is ItemKind.BOOST or not has_it or not held.author.role.is_ours:
        return ReadAgain()
    lacks = [_WITHHELD] if held.mapping < _KEEPS_WITHHELD else []
    if is_of_api and held.mapping < _KEEPS_ARTICLE and names_article(source):
        lacks.append(_ARTICLE)
    return ReadAgain(
        withheld=withheld_in(source)
        if is_of_api
        else withheld_of_tweet(object_within(source, "tweet") or source),
        not_in_source=tuple(lacks),
    )
