"""The set of a frozen dossier: made by a work of its own, and downloaded as one ZIP.

It lies in a file without a name, which is gone with the server and when others were made since.
"""

import atexit
import os
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Iterator
from typing import BinaryIO

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from weerklank.model.dossier import Dossier, DossierState
from weerklank.model.errors import Refused, WrongUse
from weerklank.model.text import Text
from weerklank.services.disclose.export_dossier import refuse_to_give
from weerklank.services.disclose.list_dossiers import show_dossier
from weerklank.web import site
from weerklank.web.error_words import message_of, next_of
from weerklank.web.shell import page
from weerklank.web.views.dossiers import dossier_page
from weerklank.web.visit import Visit, the_visit
from weerklank.web.work import WORKS, Work

#: Sets that wait to be downloaded; the oldest goes first.
_MOST = 4
_BLOCK = 256 * 1024
_NO_SET = Text(
    "Deze set is er niet meer: de server is opnieuw gestart, of er zijn sindsdien andere gemaakt. "
    "Zet de stukken opnieuw klaar.",
    "This set is gone: the server was started anew, or others were made since. Make it again.",
)
_GIVE = Text("Uitgeven", "Give out")


class _Made:
    """The files of the sets that were made, by the work that made each."""

    def __init__(self) -> None:
        self._files: OrderedDict[str, BinaryIO] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, name: str, file: BinaryIO) -> None:
        """Keep a file, and let go of the oldest of more than a few."""
        with self._lock:
            self._files[name] = file
            while len(self._files) > _MOST:
                self._files.popitem(last=False)[1].close()

    def drop(self, name: str) -> None:
        """Let go of one: it is half, or may not go out any more."""
        with self._lock:
            found = self._files.pop(name, None)
        if found is not None:
            found.close()

    def let_go(self) -> None:
        """Let go of all, as the server does when it ends."""
        with self._lock:
            while self._files:
                self._files.popitem()[1].close()

    def open(self, name: str) -> BinaryIO | None:
        """Open a file to be read from its beginning, whatever becomes of it meanwhile."""
        with self._lock:
            found = self._files.get(name)
            return None if found is None else os.fdopen(os.dup(found.fileno()), "rb")


MADE = _Made()
atexit.register(MADE.let_go)


_BEGIN = threading.Lock()


def begin_set(visit: Visit, found: Dossier) -> Work:
    """Begin to make the set of a frozen dossier; what makes it already is given instead."""
    with _BEGIN:  # two who ask at one moment get one set
        for one in WORKS.running():
            if one.kind == "dossier" and one.about == found.id:
                return one
        run = visit.workplace.new_run()
        work = Work(
            id=run,
            kind="dossier",
            by=visit.name,
            about=found.id,
            started=visit.workplace.clock.now(),
            onward=reverse("dossier-fetch", args=[found.id, run]),
        )
        file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - kept until others were made
        own = os.dup(file.fileno())  # without the flag that would close it at the start
        MADE.keep(work.id, file)
        try:
            arguments = ["--dossier", found.id, "--file", str(own)]
            WORKS.start(site.current(), work, arguments, own, after=_drop_half)
        except OSError:
            MADE.drop(work.id)
            raise
        finally:
            os.close(own)
        return work


def _drop_half(work: Work) -> None:
    """Give back the room of a set that was not finished: the disk may be full by it."""
    if not work.result.get("ok"):
        MADE.drop(work.id)


def made_set(visit: Visit, found: Dossier, name: str) -> StreamingHttpResponse | None:
    """Give the ZIP that a work made of a dossier; None where there is none (any more).

    Refused or WrongUse, and gone for good, when something in it may not go out any more.
    """
    made = WORKS.find(name)
    is_it = made is not None and made.kind == "dossier" and made.about == found.id
    is_whole = made is not None and made.ended and bool(made.result.get("ok"))
    file = MADE.open(name) if is_it and is_whole else None
    if file is None:
        return None
    try:
        refuse_to_give(visit.workplace, found)
    except (Refused, WrongUse):
        file.close()
        MADE.drop(name)
        raise
    size = os.fstat(file.fileno()).st_size
    answer = StreamingHttpResponse(_blocks(file, size), content_type="application/zip")
    answer["Content-Length"] = str(size)
    answer["Content-Disposition"] = f'attachment; filename="woo-{found.id}.zip"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def give(request: HttpRequest, number: str) -> HttpResponse:
    """Begin to make the set; what is being made of this dossier already is shown instead."""
    visit = the_visit(request)
    found = _find(visit, number)
    if found.state is not DossierState.FROZEN:
        return redirect("dossier", number=found.id)
    return redirect("work", begin_set(visit, found).id)


def _find(visit: Visit, number: str) -> Dossier:
    try:
        return show_dossier(visit.workplace, number)
    except WrongUse as error:
        raise Http404 from error


@require_safe
def fetch(request: HttpRequest, number: str, name: str) -> HttpResponseBase:
    """Send the ZIP that was made; where there is none any more, say so on the dossier."""
    visit = the_visit(request)
    found = _find(visit, number)
    try:
        made = made_set(visit, found, name)
        return made or dossier_page(request, visit, found.id, _NO_SET, status=404)
    except (Refused, WrongUse) as error:
        told = {
            "title": _GIVE,
            "what": message_of(error),
            "next": next_of(error) or "",
            "code": error.code,
        }
        return page(request, "error/error.html", told, status=422)


def _blocks(file: BinaryIO, size: int) -> Iterator[bytes]:
    """Read by place: two who download at once share one file."""
    with file:
        for at in range(0, size, _BLOCK):
            yield os.pread(file.fileno(), min(_BLOCK, size - at), at)
