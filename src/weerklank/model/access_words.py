"""How people say what stands of access."""

from weerklank.model.access import Apart, Looked, RequestState
from weerklank.model.special import SPECIAL
from weerklank.model.text import Text

LOOKED: dict[Looked, Text] = {
    Looked.POST: Text("bericht", "post"),
    Looked.MEDIUM: Text("mediabestand", "media file"),
    Looked.PROOF: Text("bewijs", "proof"),
    Looked.PAGE: Text("pagina zoals toen", "page as it was"),
    Looked.ORIGINAL: Text("verzegeld origineel", "sealed original"),
    Looked.JOURNAL: Text("inzagejournaal", "access journal"),
    Looked.PERSON: Text("wat er van een persoon is", "what is held about a person"),
}
WHY: dict[Apart, Text] = {
    Apart.SHIELDED: Text("alleen voor volgers", "followers only"),
    Apart.SPECIAL: SPECIAL,
    Apart.RESTRICTED: Text("beperkt bij besluit", "restricted by decision"),
}
STATES: dict[RequestState, Text] = {
    RequestState.WAITING: Text("wacht", "waits"),
    RequestState.GRANTED: Text("gegeven", "granted"),
    RequestState.REFUSED: Text("afgewezen", "refused"),
}
