"""What the Bluesky connector offers, and what it can never give."""

from weerklank.harvest.port import Manifest
from weerklank.harvest.usual_limits import NO_REPLIES
from weerklank.model.platform import Platform
from weerklank.model.run import Technique
from weerklank.model.text import Text

MANIFEST = Manifest(
    platform=Platform.BLUESKY,
    title="Bluesky",
    techniques=(Technique.EXPORT,),
    counts_replies=(),
    limits=(
        NO_REPLIES,
        (
            Technique.EXPORT,
            "media_not_in_export",
            Text(
                "het CAR-bestand noemt foto's en video's en bevat ze niet: de server van het "
                "account geeft ze (getBlob); lever ze mee in een zip, elk met zijn CID als "
                "bestandsnaam",
                "repo.car names pictures and films and does not hold them: the server of the "
                "account gives them (getBlob); hand them in along with it in a zip, each with its "
                "CID as its file name",
            ),
        ),
        (
            Technique.EXPORT,
            "captions_not_kept",
            Text(
                "ondertitels bij video's zijn woorden van mensen in een apart bestand, en worden "
                "niet opgenomen",
                "captions of films are words of people in a file of their own, and are not taken "
                "in",
            ),
        ),
        (
            Technique.EXPORT,
            "counts_not_in_export",
            Text(
                "de export zegt niet hoe vaak een bericht is geliked, gedeeld of beantwoord",
                "the export does not say how often a post was liked, shared or answered",
            ),
        ),
        (
            Technique.EXPORT,
            "edits_not_in_export",
            Text(
                "een record kan worden vervangen; de export bevat alleen de laatste versie en "
                "zegt niet of er eerdere waren",
                "a record can be replaced; the export holds the last version only and does not "
                "say whether there were earlier ones",
            ),
        ),
        (
            Technique.EXPORT,
            "moments_are_claimed",
            Text(
                "het moment van een bericht is dat wat de app van de schrijver opgaf; wanneer "
                "een server het ontving staat niet in de export",
                "the moment of a post is the one that the writer's app stated; when a server "
                "received it is not in the export",
            ),
        ),
    ),
)
