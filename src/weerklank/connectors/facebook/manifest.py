"""What the Facebook connector offers, and what its export can never give."""

from weerklank.harvest.port import Manifest
from weerklank.harvest.usual_limits import NO_REPLIES
from weerklank.model.platform import Platform
from weerklank.model.run import Technique
from weerklank.model.text import Text

MANIFEST = Manifest(
    platform=Platform.FACEBOOK,
    title="Facebook",
    techniques=(Technique.EXPORT,),
    counts_replies=(),
    limits=(
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
