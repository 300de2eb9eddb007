"""Answers of a run on their way to envelopes: in the order in which they came, in a spool."""

from collections.abc import Iterator

import msgspec

from weerklank.harvest.exchange import Exchange
from weerklank.model.clock import iso
from weerklank.model.raw import RawAnswer
from weerklank.store.spool import Spool

_STREAM = "answers"
_WRITE, _READ = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(RawAnswer)


class Answers:
    """Notes what came of each question to an API."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self.count = 0

    def note(
        self,
        asked: str,
        exchange: Exchange,
        counts: dict[str, int],
        *,
        page: int | None = None,
        more: bool = False,
    ) -> int:
        """Note an answer without its items; gives its number in the run, from 1."""
        answer = RawAnswer(
            asked=asked,
            at=iso(exchange.at),
            status=exchange.status,
            headers=exchange.named_headers(),
            counts=counts,
            page=page,
            more=more,
        )
        self._spool.add(_STREAM, _WRITE.encode(answer))
        self.count += 1
        return self.count

    def read(self) -> Iterator[RawAnswer]:
        """Give all answers in the order of their numbers."""
        return map(_READ.decode, self._spool.read(_STREAM))
