"""Why a page is not kept: a gap that is told, never a page with too much in it."""

from weerklank.model.text import Text

NO_KIND = Text(
    nl="De kaart van dit platform kent geen pagina op dit adres.",
    en="The map of this platform knows no page at this address.",
)
NOT_OURS = Text(
    nl="Dit adres is niet van het account.",
    en="This address is not of the account.",
)
NOT_HELD = Text(
    nl="Het bericht van deze pagina staat niet in het archief, of is op de pagina niet te vinden.",
    en="The post of this page is not in the archive, or is not to be found on the page.",
)
OTHER_FORM = Text(
    nl="De pagina is anders gebouwd dan de kaart van dit platform zegt.",
    en="The page is built otherwise than the map of this platform says.",
)
OTHER_PAGE = Text(
    nl="De server gaf een andere pagina dan die van dit bericht of account.",
    en="The server gave another page than that of this post or account.",
)
NOT_COVERED = Text(
    nl="Op de pagina staat tekst waarover de kaart van dit platform niets zegt.",
    en="On the page stands text of which the map of this platform says nothing.",
)
TOO_LARGE = Text(
    nl="De pagina is te groot om uit te kiezen.",
    en="The page is too large to choose from.",
)
STILL_NAMED = Text(
    nl="Na het kiezen stond er nog iemand in de pagina die er niet in hoort.",
    en="After choosing, somebody was left in the page who does not belong there.",
)


class NotChosen(ValueError):
    """Nothing of a page is kept; `reason` says why, and names nobody."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason
