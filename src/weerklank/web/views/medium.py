"""Files of media: the clean copy for everyone who sees the post, the original for few."""

from pathlib import Path

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from weerklank.model.access import Looked
from weerklank.model.errors import Refused, WrongUse
from weerklank.services.find.clean_medium import CleanCopy, clean_copy
from weerklank.services.find.media_format import Kind, is_shown, kind_of, page_kind
from weerklank.services.find.show_item import ShownMedium, find_medium
from weerklank.services.people.access import note_seen, why_apart
from weerklank.web.permissions import sight_of
from weerklank.web.sent_file import FILE_POLICY, file_name, send
from weerklank.web.visit import the_visit


def medium(request: HttpRequest, name: str, medium: str) -> HttpResponseBase:
    """Send a clean copy of a medium; there is none of what can't be cleaned (decision 0116).

    Files of pages are ours, or stood on the own site for everyone: they are sent as they are.
    """
    found, path = _found_medium(request, name, medium)
    if found.medium.role is not None:
        kind = page_kind(found.medium.role) or kind_of(path)
        return _as_it_is(request, found, path, kind)
    copy = clean_copy(path)
    if not isinstance(copy, CleanCopy):
        raise Http404
    answer = send(request, copy.size, copy.kind.type, copy.blocks, copy.read)
    return _described(request, answer, file_name(found.item.id, copy.kind), copy.kind)


def original(request: HttpRequest, name: str, medium: str) -> HttpResponseBase:
    """Send a medium as it is kept, as what its bytes say it is."""
    found, path = _found_medium(request, name, medium)
    return _as_it_is(request, found, path, page_kind(found.medium.role) or kind_of(path))


def _found_medium(request: HttpRequest, name: str, medium: str) -> tuple[ShownMedium, Path]:
    """Find a medium that may be seen, and note that it is where that is to be noted."""
    visit = the_visit(request)
    try:
        found = find_medium(visit.workplace, name, medium, sight_of(visit.roles))
    except (WrongUse, Refused) as error:
        raise Http404 from error
    if found.path is None:
        raise Http404
    why = why_apart(found.state, shielded=found.shielded, special=found.special)
    if why is not None:
        note_seen(visit.workplace, Looked.MEDIUM, found.item.id, why)
    return found, found.path


def _as_it_is(
    request: HttpRequest, found: ShownMedium, path: Path, kind: Kind
) -> HttpResponseBase:
    def read(place: int, count: int) -> bytes:
        with path.open("rb") as file:
            file.seek(place)
            return file.read(count)

    answer = send(request, path.stat().st_size, kind.type, lambda: path.open("rb"), read)
    # What is made of a page is ours, and so is what its files are called.
    ours = (found.medium.file or "").rpartition(".")[2] if found.medium.role else ""
    name = file_name(found.item.id, kind, ours, is_original=not found.medium.role)
    return _described(request, answer, name, kind)


def _described(
    request: HttpRequest, answer: HttpResponseBase, name: str, kind: Kind
) -> HttpResponseBase:
    """Say how a file is to be treated: shown where it may be; nothing in it is to run."""
    how = "inline" if is_shown(kind) and "bewaren" not in request.GET else "attachment"
    answer["Content-Disposition"] = f'{how}; filename="{name}"'
    answer["Content-Security-Policy"] = FILE_POLICY
    answer["Cache-Control"] = "private, max-age=300"
    return answer
