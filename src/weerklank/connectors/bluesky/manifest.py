"""What the Bluesky connector offers, and what it can never give."""

from weerklank.harvest.port import Manifest
from weerklank.harvest.usual_limits import NO_REPLIES
from weerklank.model.platform import Platform
from weerklank.model.run import Technique
from weerklank.model.text import Text

#: The AppView that Bluesky runs for who is not signed in.
APPVIEW = "https://public.api.bsky.app"

MANIFEST = Manifest(
    platform=Platform.BLUESKY,
    title="Bluesky",
    techniques=(Technique.API, Technique.EXPORT),
    counts_replies=(Technique.API,),
    api=APPVIEW,
    is_open=True,
    limits=(
        (
            Technique.API,
            "deletions_not_in_api",
            Text(
                "de API zegt niet wanneer een bericht is verwijderd, alleen dat het er niet is",
                "the API does not say when a post was deleted, only that it is not there",
            ),
        ),
        (
            Technique.API,
            "edits_between_looks",
            Text(
                "een record kan worden vervangen; de server geeft alleen de versie van nu, en "
                "wat er tussen twee keer kijken stond is niet te zien",
                "a record can be replaced; the server gives the version of now alone, and what "
                "stood there between two looks can't be seen",
            ),
        ),
        (
            Technique.API,
            "not_in_the_open",
            Text(
                "reacties van wie aan apps vraagt die alleen aan ingelogde lezers te tonen, "
                "worden geteld en niet opgenomen",
                "replies of who asks apps to show those to signed-in readers alone are counted "
                "and not taken in",
            ),
        ),
        (
            Technique.API,
            "quotes_are_counted",
            Text(
                "wie een bericht citeerde, wordt niet opgevraagd; alleen hoe vaak",
                "who quoted a post is not asked for; only how often it was",
            ),
        ),
        (
            Technique.API,
            "captions_not_kept_live",
            Text(
                "ondertitels bij video's zijn woorden van mensen in een apart bestand, en worden "
                "niet opgenomen",
                "captions of films are words of people in a file of their own, and are not taken "
                "in",
            ),
        ),
        (
            Technique.API,
            "moments_are_claimed_live",
            Text(
                "het moment van een bericht is dat wat de app van de schrijver opgaf",
                "the moment of a post is the one that the writer's app stated",
            ),
        ),
        NO_REPLIES,
        (
            Technique.EXPORT,
            "media_not_in_export",
            Text(
                "het CAR-bestand noemt foto's en video's en bevat ze niet: de server van het "
                "account geeft ze (getBlob); lever ze mee in een zip, elk met zijn CID als "
                "bestandsnaam",
                "repo.car names pictures and films and does not hold them: the server of the "
                "account gives them (getBlob); hand them in along with it in a zip, each with "
                "its CID as its file name",
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
