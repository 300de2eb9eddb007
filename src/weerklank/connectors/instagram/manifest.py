"""What the Instagram connector offers, and what its export can never give."""

from weerklank.harvest.port import Manifest
from weerklank.harvest.usual_limits import LAST_VERSION, NO_REPLIES
from weerklank.model.platform import Platform
from weerklank.model.run import Technique
from weerklank.model.text import Text

MANIFEST = Manifest(
    platform=Platform.INSTAGRAM,
    title="Instagram",
    techniques=(Technique.EXPORT,),
    counts_replies=(),
    limits=(
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
        (
            Technique.EXPORT,
            "deletions_recent_only",
            Text(
                "de export noemt alleen wat nog in de prullenbak ligt, niet wat eerder verdween",
                "the export names only what still lies in the bin, not what went before",
            ),
        ),
        (
            Technique.EXPORT,
            "addresses_not_in_export",
            Text(
                "de export noemt van geen bericht het adres of het nummer",
                "the export names the address or number of no post",
            ),
        ),
        (
            Technique.EXPORT,
            "counts_not_in_export",
            Text(
                "aantallen weergaven, likes en reacties staan niet bij de berichten",
                "numbers of views, likes and replies do not stand with the posts",
            ),
        ),
        (
            Technique.EXPORT,
            "alt_not_in_export",
            Text(
                "alternatieve teksten en ondertitels worden niet geleverd of niet gelezen",
                "alternative texts and subtitles are not delivered or not read",
            ),
        ),
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
