"""What the YouTube connector offers, and what each technique can never give."""

from weerklank.harvest.port import Manifest
from weerklank.model.platform import Platform
from weerklank.model.run import Technique
from weerklank.model.text import Text

MANIFEST = Manifest(
    platform=Platform.YOUTUBE,
    title="YouTube",
    techniques=(Technique.EXPORT,),
    counts_replies=(),
    limits=(
        (
            Technique.EXPORT,
            "replies_not_in_export",
            Text(
                "de export bevat geen reacties van anderen, alleen die van het kanaal zelf",
                "the export holds no replies by others, only those of the channel itself",
            ),
        ),
        (
            Technique.EXPORT,
            "counts_not_in_export",
            Text(
                "de export zegt niet hoe vaak een video is bekeken of gewaardeerd",
                "the export does not say how often a video was watched or liked",
            ),
        ),
        (
            Technique.EXPORT,
            "edits_not_in_export",
            Text(
                "de export bevat alleen de laatste titel en beschrijving en zegt niet of die "
                "zijn bewerkt",
                "the export holds the last title and description only and does not say whether "
                "they were edited",
            ),
        ),
        (
            Technique.EXPORT,
            "deletions_not_in_export",
            Text("de export noemt geen verwijderde video's", "the export names no deleted videos"),
        ),
        (
            Technique.EXPORT,
            "subtitles_not_in_export",
            Text(
                "de export bevat geen ondertiteling, geen omslagbeelden en geen profielfoto",
                "the export holds no subtitles, no cover pictures and no picture of the channel",
            ),
        ),
        (
            Technique.EXPORT,
            "film_as_youtube_keeps_it",
            Text(
                "YouTube levert een film meestal zoals het hem zelf bewerkte, niet zoals hij is "
                "geüpload",
                "YouTube mostly gives a film as it was processed there, not as it was uploaded",
            ),
        ),
    ),
)
