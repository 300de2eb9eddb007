"""A request as JSON: the same words on the command line everywhere."""

from weerklank.model.clock import iso
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.person_request import PersonRequest
from weerklank.model.request_grounds import grounds_of


def request_json(request: PersonRequest) -> JsonObject:
    """Write a request with the names of the command line."""
    said, seen, lifted = request.answered, request.identified, request.lifted
    return {
        "apart": request.keeps_apart,
        "by": request.by,
        "case": request.case,
        "decided": iso(said.at) if said else None,
        "decided_by": said.by if said else None,
        "due": request.due.isoformat(),
        "extended": request.extended or None,
        "ground": said.ground if said else None,
        "identified": seen.how if seen else None,
        "identified_by": seen.by if seen else None,
        "items": {a: len(keys) for a, keys in said.items.items()} if said else {},
        "kind": str(request.kind),
        "lifted": lifted.reason if lifted else None,
        "lifted_by": lifted.by if lifted else None,
        "list": said.list if said else None,
        "motivation": said.motivation if said else None,
        "note": (said.note or None) if said else None,
        "outcome": str(said.outcome) if said else None,
        "platform": str(request.platform),
        "pseudonyms": [*request.shown],
        "received": request.received.isoformat(),
        "request": request.id,
        "state": str(request.state),
    }


def grounds_json(request: PersonRequest) -> list[Json]:
    """Write the grounds on which a request can end, each with the text that is proposed."""
    return [
        {
            "checked": str(one.checked),
            "ground": one.code,
            "outcomes": [str(outcome) for outcome in one.outcomes],
            "proposal": one.proposal or None,
            "source": one.source,
            "text": one.text.nl,
        }
        for one in grounds_of(request.kind, nothing_held=not request.persons)
    ]
