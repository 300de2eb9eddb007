"""What the X connector offers, and what the archive of X can never give."""

from datetime import date

from weerklank.harvest.port import Manifest
from weerklank.harvest.usual_limits import NO_REPLIES
from weerklank.model.platform import Platform
from weerklank.model.run import Technique
from weerklank.model.text import Text

API = "https://api.x.com"
MANIFEST = Manifest(
    platform=Platform.X,
    title="X",
    techniques=(Technique.API, Technique.EXPORT),
    counts_replies=(Technique.API,),
    api=API,
    needs_app=True,
    needs_decision=Text(
        "De voorwaarden van X staan gebruik van de API door en voor een overheid niet toe zonder "
        "een Enterprise-abonnement en een melding vooraf.",
        "The terms of X do not allow use of its API by and for a government without an Enterprise "
        "plan and notice beforehand.",
    ),
    changed=(
        (
            date(2026, 5, 4),
            Text(
                "zoeken op woorden geeft in de API geen retweets meer (bron: documentatie van X "
                "voor ontwikkelaars, 22 augustus 2026)",
                "searching for words no longer gives retweets in the API (source: documentation "
                "of X for developers, 22 August 2026)",
            ),
        ),
        (
            date(2026, 8, 22),
            Text(
                "de beschrijving van de API noemt velden anders, met 'post' in de naam; Weerklank "
                "leest oude en nieuwe namen (bron: OpenAPI 2.167 van X, gezien op deze dag)",
                "the description of the API names fields anew, with 'post' in the name; Weerklank "
                "reads old and new names (source: OpenAPI 2.167 of X, as seen on this day)",
            ),
        ),
    ),
    limits=(
        (
            Technique.API,
            "newest_posts_only",
            Text(
                "X geeft alleen de nieuwste 3.200 berichten van een account; oudere komen uit het "
                "archief dat de eigenaar opvraagt",
                "X gives only the newest 3,200 posts of an account; older ones come from the "
                "archive that its owner asks for",
            ),
        ),
        (
            Technique.API,
            "replies_of_a_week_only",
            Text(
                "X geeft reacties van anderen alleen van de laatste zeven dagen; hoeveel er zijn "
                "zegt het van elk bericht, dus ook hoeveel ouder er ontbreken",
                "X gives replies by others of the last seven days only; how many there are it "
                "says of each post, so also how many older ones are missing",
            ),
        ),
        (
            Technique.API,
            "old_replies_not_looked_at",
            Text(
                "of een reactie van meer dan een week oud er nog staat, is niet te zien, behalve "
                "als X er geen meer telt dan het geeft",
                "whether a reply of more than a week ago is still there can't be seen, unless X "
                "counts no more than it gives",
            ),
        ),
        (
            Technique.API,
            "replies_of_protected_accounts",
            Text(
                "reacties van afgeschermde accounts worden geteld en niet bewaard",
                "replies of protected accounts are counted and not kept",
            ),
        ),
        (
            Technique.API,
            "hidden_replies",
            Text(
                "of een reactie verborgen is, zegt de API niet",
                "whether a reply was hidden the API does not say",
            ),
        ),
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
            "articles_not_read",
            Text(
                "Spaces, uitzendingen en de afbeeldingen in artikelen worden niet gelezen",
                "Spaces, broadcasts and pictures in articles are not read",
            ),
        ),
        NO_REPLIES,
        (
            Technique.EXPORT,
            "deletions_of_weeks_only",
            Text(
                "de export noemt alleen berichten die in de laatste weken zijn verwijderd",
                "the export names only posts that were deleted in the last weeks",
            ),
        ),
        (
            Technique.EXPORT,
            "shared_posts_by_author_only",
            Text(
                "van een gedeeld bericht zegt de export wie het schreef, en meestal niet welk het "
                "is",
                "of a post that was shared the export says who wrote it, and mostly not which it "
                "is",
            ),
        ),
        (
            Technique.EXPORT,
            "polls_not_in_export",
            Text(
                "peilingen en voorvertoningen van links staan niet in de export",
                "polls and previews of links are not in the export",
            ),
        ),
        (
            Technique.EXPORT,
            "protection_not_in_export",
            Text(
                "de export zegt niet van een bericht of het account toen was afgeschermd",
                "the export does not say of a post whether the account was protected then",
            ),
        ),
    ),
)
