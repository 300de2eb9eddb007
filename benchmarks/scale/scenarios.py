"""The runs of the simulation that the page of the operator tells of."""

from dataclasses import dataclass
from functools import cached_property

from benchmarks.scale.arrivals import HOUR, Incident
from benchmarks.scale.plan import Plan
from benchmarks.scale.platforms import Limit
from benchmarks.scale.simulate import Simulation, Told
from benchmarks.scale.units import Units

#: Hands of which the lag is drawn.
HANDS = (1, 2, 3, 6, 12)
#: Replies of an incident, by the usual; twelve hours of the first day.
_TIMES, _BEGIN, _END = 100.0, 8 * HOUR, 20 * HOUR


@dataclass(frozen=True)
class Scenarios:
    """What is asked of a plan, each run once."""

    plan: Plan
    units: Units
    limits: list[Limit]

    def _run(self, **other: object) -> tuple[Plan, Told]:
        known = {name: getattr(self.plan, name) for name in self.plan.__slots__}
        plan = Plan(**{**known, **other})
        return plan, Simulation(plan, self.units, self.limits).run()

    @cached_property
    def usual(self) -> tuple[Plan, Told]:
        """Give a usual run."""
        return self._run()

    @cached_property
    def others(self) -> dict[str, tuple[Plan, Told]]:
        """Give what else may be."""
        incident = Incident(_BEGIN, _END, _TIMES)
        return {
            "incident: 12 uur 100 maal de reacties bij 1 op 20 archieven": self._run(
                days=2, incident=incident
            ),
            "archieven een dag onbereikbaar": self._run(days=2, outage=(6 * HOUR, 30 * HOUR)),
            "één app per platform voor allen": self._run(days=1, one_app=True),
            "elk account elk uur, twee uur lang": self._run(days=1 / 12, hours=1),
        }

    @cached_property
    def by_hands(self) -> list[tuple[int, Told]]:
        """Give half a day by the number of hands."""
        return [(hands, self._run(days=0.5, hands=hands)[1]) for hands in HANDS]
