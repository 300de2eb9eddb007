"""What the Instagram connector offers, and what each technique can never give."""

from weerklank.connectors.instagram.api import VERSION
from weerklank.harvest.meta_changes import graph_ends
from weerklank.harvest.meta_limits import (
    ADDRESSES_NOT_IN_EXPORT,
    ALT_NOT_IN_EXPORT,
    AUTHORS_WITHHELD,
    COUNTS_NOT_IN_EXPORT,
    DELETIONS_NOT_IN_API,
    DELETIONS_RECENT_ONLY,
    EDITS_NOT_IN_API,
)
from weerklank.harvest.port import Manifest
from weerklank.harvest.usual_limits import LAST_VERSION, NO_REPLIES
from weerklank.model.platform import Platform
from weerklank.model.run import Technique
from weerklank.model.text import Text

#: Origin of the API with Instagram Login; no page of Facebook is needed for it.
API = "https://graph.instagram.com"

MANIFEST = Manifest(
    platform=Platform.INSTAGRAM,
    title="Instagram",
    techniques=(Technique.API, Technique.EXPORT),
    counts_replies=(Technique.API,),
    api=API,
    needs_app=True,
    announced=(graph_ends(VERSION),),
    limits=(
        (
            Technique.API,
            "professional_only",
            Text(
                "de API geeft alleen professionele accounts (bedrijf of maker)",
                "the API gives professional accounts only (business or creator)",
            ),
        ),
        EDITS_NOT_IN_API,
        DELETIONS_NOT_IN_API,
        (
            Technique.API,
            "stories_for_a_day",
            Text(
                "verhalen zijn er 24 uur; wat tussen twee oogsten kwam en ging, is er niet, en of "
                "een verhaal eerder is verwijderd, is niet te zien",
                "stories are there for 24 hours; what came and went between two harvests is not "
                "there, and whether a story was deleted before can't be seen",
            ),
        ),
        (
            Technique.API,
            "own_replies_elsewhere",
            Text(
                "reacties van het account bij berichten van anderen geeft de API niet",
                "the API does not give replies of the account to posts of others",
            ),
        ),
        AUTHORS_WITHHELD,
        (
            Technique.API,
            "mentions_without_sign",
            Text(
                "wie geen rol heeft in de app van de organisatie krijgt teksten zonder het teken "
                "@ voor namen; die namen zijn dan niet te herkennen",
                "who has no role in the app of the organisation gets texts without the sign @ "
                "before names; those names can't be recognised then",
            ),
        ),
        (
            Technique.API,
            "not_joined_with_export",
            Text(
                "een bericht uit een export en uit de API is één record waar het bestand in de "
                "export hetzelfde nummer heeft, en anders zijn het er twee",
                "a post of an export and of the API is one record where the file in the export "
                "has the same number, and else there are two",
            ),
        ),
        NO_REPLIES,
        (
            Technique.EXPORT,
            "answered_not_in_export",
            Text(
                "bij eigen reacties zegt de export alleen op wiens bericht, niet op welk",
                "of own replies the export says on whose post only, not on which",
            ),
        ),
        LAST_VERSION,
        DELETIONS_RECENT_ONLY,
        ADDRESSES_NOT_IN_EXPORT,
        COUNTS_NOT_IN_EXPORT,
        ALT_NOT_IN_EXPORT,
        (
            Technique.EXPORT,
            "close_friends_not_told",
            Text(
                "of een verhaal alleen voor goede vrienden was, staat er niet bij",
                "whether a story was for close friends only is not told",
            ),
        ),
    ),
)
