"""A visit that waits in the encrypted spool of a run until its page is made."""

import msgspec

from weerklank.harvest.browser.bodies import Bodies
from weerklank.harvest.browser.resources import resources_of
from weerklank.harvest.browser.visit import Stopped, Visit
from weerklank.model.raw_page import SeenPage, SeenResource
from weerklank.store.spool import Spool

_WRITE = msgspec.msgpack.Encoder()
_READ_PAGE = msgspec.msgpack.Decoder(SeenPage)
_READ_RESOURCE = msgspec.msgpack.Decoder(tuple[str, SeenResource])


class KeptVisit:
    """What is needed of a visit to make a page of it; nothing of it is held in memory."""

    def __init__(self, visit: Visit, spool: Spool, bodies: Bodies, name: str, *, at: str) -> None:
        """Put it into the spool under a name; RecursionError when its tree is too deep for that.

        `bodies` are those of this visit alone; `at` is the moment of it by the archive's clock
        (RFC 3339, UTC), by which its records are ordered.
        """
        self.address = visit.address
        self.stopped: Stopped = visit.stopped
        self.bodies = bodies
        self._spool = spool
        self._page, self._resources = f"{name}-page", f"{name}-resources"
        if visit.seen is not None:
            spool.add(self._page, _WRITE.encode(msgspec.structs.replace(visit.seen, at=at)))
        for place in resources_of(visit).items():
            spool.add(self._resources, _WRITE.encode(place))

    def page(self) -> SeenPage | None:
        """Give the page as it was seen."""
        content = next(iter(self._spool.read(self._page)), None)
        return None if content is None else _READ_PAGE.decode(content)

    def resources(self) -> dict[str, SeenResource]:
        """Give what the page got, by address."""
        return dict(map(_READ_RESOURCE.decode, self._spool.read(self._resources)))

    def forget(self) -> None:
        """Throw all of it away."""
        self.bodies.forget_all()
        self._spool.forget(self._page)
        self._spool.forget(self._resources)
