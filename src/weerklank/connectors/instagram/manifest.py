"""What the Instagram connector offers, and what each technique can never give."""

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
    limits=(
        (
            Technique.API,
            "professional_only",
            Text(
                "de API geeft alleen professionele accounts (bedrijf of maker)",
                "the API gives professional accounts only (business or creator)",
            ),
        ),
        (
            Technique.API,
            "edits_not_in_api",
            Text(
                "de API zegt niet dat of wanneer een bericht is bewerkt; een andere tekst bij een "
                "volgende oogst telt als bewerking",
                "the API does not say that or when a post was edited; another text at a later "
                "harvest counts as an edit",
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
        (
            Technique.API,
            "authors_withheld",
            Text(
                "van sommige reacties zegt de API niet wie ze schreef; elk heeft dan een "
                "pseudoniem voor zich alleen",
                "of some replies the API does not say who wrote them; each then has a pseudonym "
                "of its own",
            ),
        ),
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
