"""What the Facebook connector offers, and what each technique can never give."""

from weerklank.connectors.facebook.api import VERSION
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
from weerklank.harvest.usual_limits import NO_REPLIES
from weerklank.model.platform import Platform
from weerklank.model.run import Technique
from weerklank.model.text import Text

#: Origin of the Graph API.
API = "https://graph.facebook.com"

MANIFEST = Manifest(
    platform=Platform.FACEBOOK,
    title="Facebook",
    techniques=(Technique.API, Technique.EXPORT),
    counts_replies=(Technique.API,),
    api=API,
    needs_app=True,
    announced=(graph_ends(VERSION),),
    limits=(
        (
            Technique.API,
            "pages_only",
            Text(
                "de API geeft alleen pagina's; van een persoonlijk profiel is er de export",
                "the API gives pages only; of a personal profile there is the export",
            ),
        ),
        EDITS_NOT_IN_API,
        DELETIONS_NOT_IN_API,
        (
            Technique.API,
            "visitor_posts_gone_unseen",
            Text(
                "dat iets weg is wat een bezoeker op de pagina zette, wordt niet gemerkt",
                "that something is gone which a visitor put on the page is not noticed",
            ),
        ),
        (
            Technique.API,
            "posts_of_a_year",
            Text(
                "van een jaar of maand geeft de API ongeveer 600 berichten; wat daardoor "
                "ontbreekt, telt als ontbrekend",
                "of a year or month the API gives about 600 posts; what is missing by that "
                "counts as missing",
            ),
        ),
        (
            Technique.API,
            "stories_live_only",
            Text(
                "verhalen geeft de API een dag lang, of zolang de pagina ze in haar eigen archief "
                "bewaart, en zonder woorden",
                "the API gives stories for a day, or as long as the page keeps them in its own "
                "archive, and without words",
            ),
        ),
        (
            Technique.API,
            "own_replies_elsewhere",
            Text(
                "reacties van de pagina bij berichten van anderen geeft de API niet",
                "the API does not give replies of the page to posts of others",
            ),
        ),
        AUTHORS_WITHHELD,
        (
            Technique.API,
            "alt_not_in_api",
            Text(
                "alternatieve teksten en ondertitels geeft de API niet bij de berichten",
                "the API does not give alternative texts and subtitles with the posts",
            ),
        ),
        (
            Technique.API,
            "not_joined_with_export",
            Text(
                "een bericht dat uit een export en uit de API kwam, zijn twee records: niets in "
                "de export zegt zeker welk bericht het is",
                "a post that came by an export and by the API is two records: nothing in the "
                "export says for sure which post it is",
            ),
        ),
        NO_REPLIES,
        (
            Technique.EXPORT,
            "answered_not_in_export",
            Text(
                "bij eigen reacties zegt de export niet op welk bericht",
                "of own replies the export does not say on which post",
            ),
        ),
        (
            Technique.EXPORT,
            "edits_partly_in_export",
            Text(
                "van bewerkingen zegt de export niet altijd bij welk bericht ze horen",
                "of edits the export does not always say of which post they are",
            ),
        ),
        DELETIONS_RECENT_ONLY,
        ADDRESSES_NOT_IN_EXPORT,
        COUNTS_NOT_IN_EXPORT,
        ALT_NOT_IN_EXPORT,
        (
            Technique.EXPORT,
            "audience_not_in_export",
            Text(
                "de export van een persoonlijk profiel zegt niet voor wie een bericht was; die "
                "berichten zijn afgeschermd",
                "the export of a personal profile does not say for whom a post was; those posts "
                "are shielded",
            ),
        ),
        (
            Technique.EXPORT,
            "events_not_read",
            Text(
                "evenementen en wat in groepen is geplaatst, worden niet gelezen",
                "events, and what was put into groups, are not read",
            ),
        ),
    ),
)
