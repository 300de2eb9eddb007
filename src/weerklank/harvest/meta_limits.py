"""Limits that Instagram, Facebook and Threads have in common, in the same words for each."""

from weerklank.model.run import Technique
from weerklank.model.text import Text

#: As a manifest has them: by which technique, its word, and what to say.
AUTHORS_WITHHELD = (
    Technique.API,
    "authors_withheld",
    Text(
        "van sommige reacties zegt de API niet wie ze schreef; elk heeft dan een "
        "pseudoniem voor zich alleen",
        "of some replies the API does not say who wrote them; each then has a pseudonym "
        "of its own",
    ),
)
DELETIONS_NOT_IN_API = (
    Technique.API,
    "deletions_not_in_api",
    Text(
        "de API zegt niet wanneer een bericht is verwijderd, alleen dat het er niet is",
        "the API does not say when a post was deleted, only that it is not there",
    ),
)
EDITS_NOT_IN_API = (
    Technique.API,
    "edits_not_in_api",
    Text(
        "de API zegt niet dat of wanneer een bericht is bewerkt; een andere tekst bij een "
        "volgende oogst telt als bewerking",
        "the API does not say that or when a post was edited; another text at a later "
        "harvest counts as an edit",
    ),
)
ADDRESSES_NOT_IN_EXPORT = (
    Technique.EXPORT,
    "addresses_not_in_export",
    Text(
        "de export noemt van geen bericht het adres of het nummer",
        "the export names the address or number of no post",
    ),
)
ALT_NOT_IN_EXPORT = (
    Technique.EXPORT,
    "alt_not_in_export",
    Text(
        "alternatieve teksten en ondertitels worden niet geleverd of niet gelezen",
        "alternative texts and subtitles are not delivered or not read",
    ),
)
COUNTS_NOT_IN_EXPORT = (
    Technique.EXPORT,
    "counts_not_in_export",
    Text(
        "aantallen weergaven, likes en reacties staan niet bij de berichten",
        "numbers of views, likes and replies do not stand with the posts",
    ),
)
DELETIONS_RECENT_ONLY = (
    Technique.EXPORT,
    "deletions_recent_only",
    Text(
        "de export noemt alleen wat nog in de prullenbak ligt, niet wat eerder verdween",
        "the export names only what still lies in the bin, not what went before",
    ),
)
