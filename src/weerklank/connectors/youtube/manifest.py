"""What the YouTube connector offers, and what each technique can never give."""

from dataclasses import replace

from weerklank.harvest.port import Manifest
from weerklank.model.platform import Platform
from weerklank.model.run import Technique
from weerklank.model.text import Text

#: Where the API is, as its discovery document says.
ORIGIN = "https://youtube.googleapis.com"

_BY_API_AND_EXPORT = Manifest(
    platform=Platform.YOUTUBE,
    title="YouTube",
    techniques=(Technique.API, Technique.EXPORT),
    counts_replies=(Technique.API,),
    api=ORIGIN,
    needs_app=True,
    limits=(
        (
            Technique.API,
            "films_not_in_api",
            Text(
                "de API geeft de film zelf niet, en geen ondertiteling; vraag daarvoor een Google "
                "Takeout aan",
                "the API gives neither the film itself nor its subtitles; ask for a Google "
                "Takeout for those",
            ),
        ),
        (
            Technique.API,
            "posts_not_in_api",
            Text(
                "de API geeft geen berichten van de pagina van het kanaal; die staan in een "
                "Google Takeout",
                "the API gives no posts of the page of the channel; those are in a Google Takeout",
            ),
        ),
        (
            Technique.API,
            "playlist_videos_of_then",
            Text(
                "van een afspeellijst komen de video's mee zoals zij er bij een nieuwe versie in "
                "staan: alleen een andere titel of omschrijving maakt een nieuwe versie",
                "the videos of a playlist come along as they are in it at a new version: only "
                "another title or description makes a new version",
            ),
        ),
        (
            Technique.API,
            "newest_20000",
            Text(
                "de API geeft van een kanaal hooguit de nieuwste 20.000 video's",
                "of a channel the API gives the newest 20,000 videos at most",
            ),
        ),
        (
            Technique.API,
            "edits_not_in_api",
            Text(
                "de API zegt niet of een titel of beschrijving is bewerkt, en geeft alleen de "
                "versie van nu; van een reactie zegt zij het wel",
                "the API does not say whether a title or description was edited, and gives the "
                "version of now alone; of a comment it does say so",
            ),
        ),
        (
            Technique.API,
            "deletions_not_in_api",
            Text(
                "de API zegt niet wanneer een video is verwijderd, alleen dat hij er niet is, en "
                "met een sleutel niet of hij weg of privé is",
                "the API does not say when a video was deleted, only that it is not there, and to "
                "a key not whether it is gone or private",
            ),
        ),
        (
            Technique.API,
            "held_comments",
            Text(
                "reacties die wachten op goedkeuring of zijn afgewezen, worden niet gelezen: dat "
                "kan alleen met een toestemming die ook schrijft",
                "comments that wait for approval or were rejected are not read: that needs a "
                "permission that writes too",
            ),
        ),
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

#: What is in a Takeout and not in what is asked for here.
_NOT_ASKED_FOR = Text(
    "privévideo's, livechats en reacties van anderen worden niet aangevraagd",
    "private videos, live chats and comments by others are not asked for",
)
MANIFEST = replace(
    _BY_API_AND_EXPORT,
    techniques=(*_BY_API_AND_EXPORT.techniques, Technique.PORTABILITY),
    limits=(
        *_BY_API_AND_EXPORT.limits,
        *(
            (Technique.PORTABILITY, kind, reason)
            for technique, kind, reason in _BY_API_AND_EXPORT.limits
            if technique is Technique.EXPORT
        ),
        (Technique.PORTABILITY, "not_asked_for", _NOT_ASKED_FOR),
    ),
)
