"""Show request: a request with what is held about who asks; that somebody looks is recorded."""

from weerklank.model.person import Role
from weerklank.model.person_request import PersonRequest
from weerklank.services.people.access import note_asked
from weerklank.services.requests.held_about import HeldAbout, WhoAsks, held_about
from weerklank.services.requests.take_request import find_request
from weerklank.services.workplace import Workplace


def show_request(
    workplace: Workplace, name: str, *, limit: int = 50, offset: int = 0
) -> tuple[PersonRequest, HeldAbout]:
    """Give a request and what is held; to the privacy officer alone."""
    workplace.require(Role.PRIVACY)
    request = find_request(workplace, name)
    for shown in request.shown:
        note_asked(workplace, shown)
    who = WhoAsks(request.shown, request.persons)
    return request, held_about(workplace, who, limit=limit, offset=offset)
