"""Pages of the portal as they were made last: they change only with what is public.

Those of a question are kept apart: there are as many as anyone likes to ask, and they push out
nothing but each other.
"""

import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from weerklank.services.disclose.public_items import PublicItems

#: Pages that are kept, those of questions, and bytes of one at most.
_MOST, _MOST_ASKED, _LARGEST = 500, 200, 1 << 18
#: Signs of a question of which the page is kept.
_LONGEST = 400
_Key = tuple[str, str, str]
_Pages = OrderedDict[_Key, tuple[bytes, dict[str, str]]]


class KeptPages:
    """The pages that were asked last, for all threads of the process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._public: PublicItems | None = None
        self._pages: _Pages = OrderedDict()
        self._asked: _Pages = OrderedDict()
        #: Of pages that are being made, and how many wait for each or make it.
        self._making: dict[_Key, threading.Lock] = {}
        self._waiting: Counter[_Key] = Counter()

    def answer(
        self, request: HttpRequest, public: PublicItems, make: Callable[[], HttpResponseBase]
    ) -> HttpResponseBase:
        """Give a page as it is kept, or make it; of many who ask for it at once one makes it."""
        known = self.page(request, public)
        if known is not None:
            return known
        with self._alone(_key(request)):
            known = self.page(request, public)
            if known is not None:
                return known
            made = make()
            self.keep(request, public, made)
            return made

    @contextmanager
    def _alone(self, key: _Key) -> Iterator[None]:
        with self._lock:
            making = self._making.setdefault(key, threading.Lock())
            self._waiting[key] += 1
        try:
            with making:
                yield
        finally:
            with self._lock:
                self._waiting[key] -= 1
                if not self._waiting[key]:
                    del self._waiting[key], self._making[key]

    def page(self, request: HttpRequest, public: PublicItems) -> HttpResponse | None:
        """Give a page that was made while this was public; None where it has to be made."""
        key = _key(request)
        with self._lock:
            if self._public is not public:
                self._public = public
                self._pages.clear()
                self._asked.clear()
            pages = self._asked if request.GET else self._pages
            found = pages.get(key)
            if found is None:
                return None
            pages.move_to_end(key)
        content, headers = found
        return HttpResponse(content, headers=headers)

    def keep(self, request: HttpRequest, public: PublicItems, answer: object) -> None:
        """Keep a page that was made now."""
        key = _key(request)
        if not isinstance(answer, HttpResponse) or answer.status_code != 200:
            return
        if len(answer.content) > _LARGEST or len(key[2]) > _LONGEST:
            return
        with self._lock:
            if self._public is public:
                pages, most = self._pages, _MOST
                if request.GET:
                    pages, most = self._asked, _MOST_ASKED
                pages[key] = answer.content, dict(answer.items())
                while len(pages) > most:
                    pages.popitem(last=False)


def _key(request: HttpRequest) -> _Key:
    """Name a page by its address and by the host that it leads back to."""
    return request.get_host(), request.path, request.META.get("QUERY_STRING", "")


PAGES = KeptPages()
