"""Pages of the portal as they were made last: they change only with what is public.

Those of a question are not kept: there are as many as anyone likes to ask.
"""

import threading
from collections import OrderedDict

from django.http import HttpRequest, HttpResponse

from weerklank.services.disclose.public_items import PublicItems

#: Pages that are kept, and bytes of one at most.
_MOST, _LARGEST = 500, 1 << 18


class KeptPages:
    """The pages that were asked last, for all threads of the process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._public: PublicItems | None = None
        self._pages: OrderedDict[tuple[str, str], tuple[bytes, dict[str, str]]] = OrderedDict()

    def page(self, request: HttpRequest, public: PublicItems) -> HttpResponse | None:
        """Give a page that was made while this was public; None where it has to be made."""
        with self._lock:
            if self._public is not public:
                self._public = public
                self._pages.clear()
            found = None if request.GET else self._pages.get(_key(request))
            if found is None:
                return None
            self._pages.move_to_end(_key(request))
        content, headers = found
        return HttpResponse(content, headers=headers)

    def keep(self, request: HttpRequest, public: PublicItems, answer: object) -> None:
        """Keep a page that was made now."""
        if request.GET or not isinstance(answer, HttpResponse) or answer.status_code != 200:
            return
        if len(answer.content) > _LARGEST:
            return
        with self._lock:
            if self._public is public:
                self._pages[_key(request)] = answer.content, dict(answer.items())
                while len(self._pages) > _MOST:
                    self._pages.popitem(last=False)


def _key(request: HttpRequest) -> tuple[str, str]:
    """Name a page by its address and by the host that it leads back to."""
    return request.get_host(), request.path


PAGES = KeptPages()
