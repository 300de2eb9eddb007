"""Refuse direct messages: who asks for one by name gets none, and it is not opened."""

from weerklank.model.errors import Refused, fault
from weerklank.model.text import Text

DIRECT_ASKED = fault(
    "IMPORT-008",
    Text(
        nl="Onder de genoemde berichten zijn privéberichten ({count}); die vallen buiten sociale "
        "media-archivering, want ze zijn niet (semi-)openbaar (whitepaper 2.1).",
        en="Among the posts that were named are direct messages ({count}); they fall outside "
        "social media archiving, as they are not (semi-)public (whitepaper 2.1).",
    ),
    Text(
        nl="Laat die bij --post weg; er is niets opgenomen en geen privébericht is gelezen.",
        en="Leave those out of --post; nothing was taken in and no direct message was read.",
    ),
)


def refuse_direct_messages(asked: int) -> None:
    """Refuse when direct messages were asked for; `asked` is how many."""
    if asked:
        raise Refused(DIRECT_ASKED, count=asked)
