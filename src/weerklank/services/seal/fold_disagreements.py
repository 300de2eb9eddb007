"""Fold disagreements: what the events of one dossier say of its second readers and the answers."""

from collections.abc import Collection
from dataclasses import replace

from weerklank.model.disagreement import Disagreement, DisagreementState
from weerklank.model.event import Event
from weerklank.model.span import Span, listed_span, overlap


class DisagreementsFold:
    """The disagreements of one dossier while events come in."""

    def __init__(self) -> None:
        self._every: dict[int, Disagreement] = {}
        #: Of each place of each document the number of the one that stands, or stood last.
        self._last: dict[str, dict[Span | None, int]] = {}

    def result(self) -> tuple[Disagreement, ...]:
        """Give them in the order in which they were said."""
        return tuple(self._every.values())

    def said(self, event: Event, document: int) -> None:
        """Take what a second reader does not agree with; it takes the place of what stood.

        Records from before a place could be pointed at have none.
        """
        name, number = str(event.data["id"]), len(self._every) + 1
        span = listed_span(event.data["span"]) if "span" in event.data else None
        last = self._last.setdefault(name, {})
        before = self._every.get(last.get(span, 0))
        if before is not None and before.stands:
            self._end(before, event, DisagreementState.REPEATED)
        last[span] = number
        self._every[number] = Disagreement(
            number=number,
            id=name,
            document=document,
            reason=str(event.data["reason"]),
            by=event.actor.known_as,
            at=event.at,
            span=span,
        )

    def changed(self, event: Event, item: str, spans: Collection[Span] | None = None) -> None:
        """Take a change of a document for an answer to who did not agree with it.

        Of what changed at some spans alone, it is none to who pointed at another place.
        """
        for place, number in self._last.get(item, {}).items():
            one = self._every[number]
            is_there = place is None or spans is None or any(overlap(place, at) for at in spans)
            if is_there and one.state is DisagreementState.OPEN:
                self._answer(one, event, "")

    def explained(self, event: Event) -> None:
        """Take the words of who worked on it."""
        one = self._every.get(int(str(event.data["number"])))
        if one is not None and one.stands:
            self._answer(one, event, str(event.data["reason"]))

    def agreed(self, event: Event) -> None:
        """Note that a second reader agrees now."""
        one = self._every.get(int(str(event.data["number"])))
        if one is not None and one.stands:
            self._end(one, event, DisagreementState.AGREED)

    def _answer(self, one: Disagreement, event: Event, words: str) -> None:
        self._every[one.number] = replace(
            one,
            state=DisagreementState.ANSWERED,
            answer=words,
            answered_by=event.actor.known_as,
            answered_at=event.at,
        )

    def _end(self, one: Disagreement, event: Event, state: DisagreementState) -> None:
        self._every[one.number] = replace(
            one, state=state, ended_by=event.actor.known_as, ended_at=event.at
        )
