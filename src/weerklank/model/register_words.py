"""Facts of the register that are of no account, in words for people: labels and values."""

from weerklank.model.text import Text

#: What a fact of a person, platform, agreement or report is called.
LABELS: dict[str, Text] = {
    "account": Text("account", "account"),
    "by": Text("gemeld door", "told by"),
    "decided": Text("besloten op", "decided on"),
    "decided_by": Text("besloten door", "decided by"),
    "document": Text("document", "document"),
    "email": Text("e-mailadres", "e-mail address"),
    "kind": Text("soort", "kind"),
    "measures": Text("bij opschorting", "on suspension"),
    "months": Text("maanden", "months"),
    "note": Text("toelichting", "note"),
    "offices": Text("ambten", "offices"),
    "party": Text("partij", "party"),
    "platform": Text("platform", "platform"),
    "reason": Text("reden", "reason"),
    "roles": Text("rollen", "roles"),
    "scope": Text("wat mag", "scope"),
    "since": Text("sinds", "since"),
    "state": Text("afgehandeld als", "settled as"),
    "status": Text("besluit", "decision"),
    "until": Text("laatste dag van rollen", "last day of roles"),
    "valid_from": Text("eerste dag", "first day"),
    "valid_until": Text("laatste dag", "last day"),
    "what": Text("wat", "what"),
    "without_harvest": Text("zonder laatste oogst, omdat", "without a last harvest, because"),
}
#: What was decided on a platform.
PLATFORM_STATES: dict[str, Text] = {
    "designated": Text("aangewezen", "designated"),
    "experimental": Text("experimenteel", "experimental"),
    "not-allowed": Text("niet toegestaan", "not allowed"),
    "ended": Text("beëindigd", "ended"),
}
AGREEMENT_KINDS: dict[str, Text] = {
    "coordinating-party": Text("coördinerende partij", "coordinating party"),
    "service-provider": Text("dienstverlener", "service provider"),
    "none": Text("geen overeenkomst", "no agreement"),
}
AGREEMENT_STATES: dict[str, Text] = {
    "coming": Text("nog niet in werking", "not in force yet"),
    "in-force": Text("geldt", "in force"),
    "expired": Text("verlopen", "expired"),
    "withdrawn": Text("ingetrokken", "withdrawn"),
}
REPORT_STATES: dict[str, Text] = {
    "waiting": Text("wacht", "waiting"),
    "done": Text("verwerkt", "done"),
    "rejected": Text("afgewezen", "rejected"),
}
#: What was reported.
REPORTED: dict[str, Text] = {
    "managers": Text("andere beheerders", "other managers"),
    "address": Text("andere naam of ander adres", "another handle or address"),
    "profile": Text("ander profiel", "another profile"),
    "unused": Text("wordt niet meer gebruikt", "is not used any more"),
    "closed": Text("is opgeheven", "was closed"),
    "suspended": Text("is geschorst door het platform", "was suspended by the platform"),
    "silent": Text("is al lang stil", "has been silent for long"),
    "kind": Text("is van iemand anders geworden", "now belongs to someone else"),
    "process": Text("dient een ander werkproces", "serves another process"),
    "replies": Text("reacties gingen aan of uit", "replies were switched on or off"),
    "office-holder": Text("andere ambtsdrager", "another office holder"),
    "new-account": Text("nieuw account", "new account"),
    "other": Text("iets anders", "something else"),
}
_CONTACT = {
    "set": Text("opgegeven", "given"),
    "removed": Text("weggehaald", "taken out"),
}
#: Values in words, by the fact that they belong to.
VALUES: dict[str, dict[str, Text]] = {
    "email": _CONTACT,
    "kind": AGREEMENT_KINDS,
    "state": REPORT_STATES,
    "status": PLATFORM_STATES,
    "what": REPORTED,
}
