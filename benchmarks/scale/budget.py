"""What platforms allow: so many questions of whoever shares a credential, in each window."""

from collections import defaultdict
from dataclasses import dataclass, field

from benchmarks.scale.platforms import Limit

#: Seconds without an answer after which a harvest gives up (`harvest/patience.py`).
PATIENCE = 900


@dataclass(slots=True)
class Budgets:
    """How many questions went in each window of each credential."""

    used: defaultdict[tuple[tuple[str, int], int], int] = field(
        default_factory=lambda: defaultdict(int)
    )
    waits: int = 0
    given_up: int = 0

    def ask(
        self, limit: Limit, who: tuple[str, int], begin: float, questions: int, latency: float
    ) -> tuple[float, bool]:
        """Ask questions one after another; give when the last was answered, and whether all were.

        What a window has no room for waits for the next, if that is near enough.
        """
        if limit.questions is None:
            self.used[who, 0] += questions
            return begin + questions * latency, True
        now = begin
        while questions:
            window = int(now // limit.seconds)
            end = (window + 1) * limit.seconds
            left = limit.questions - self.used[who, window]
            # Until the window ends, or one at least: a question that was begun is answered.
            most = max(1, int((end - now) / latency))
            asked = min(questions, left, most)
            self.used[who, window] += asked
            questions -= asked
            now += asked * latency
            if questions and asked == left:
                if end - now > PATIENCE:
                    self.given_up += 1
                    return now, False
                self.waits += 1
                now = max(now, end)
        return now, True

    def fullest(self) -> dict[str, int]:
        """Give of each platform the most questions in one window of one credential."""
        found: dict[str, int] = {}
        for (who, _), count in self.used.items():
            found[who[0]] = max(found.get(who[0], 0), count)
        return found
