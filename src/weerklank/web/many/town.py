"""Which organisations the front leads to now, and which house belongs to a host.

The list may be read again while all is served: who stays as it was notices nothing of it.
"""

from dataclasses import replace
from pathlib import Path

from weerklank.services.machines.organisations import Organisation, Organisations
from weerklank.web.many.house import House
from weerklank.web.many.nest_process import NestProcess
from weerklank.web.many.order import Order


class Town:
    """Every house, by name and by host."""

    def __init__(self, folder: Path, nest: NestProcess) -> None:
        self._folder, self._nest = folder, nest
        self._houses: dict[str, House] = {}
        self._hosts: dict[str, House] = {}
        #: That nobody is led to any more, while answers of them are still under way.
        self._left: list[House] = []
        self._made = 0

    def of_host(self, host: str) -> House | None:
        """Give the house of a host; None for one that is not known here."""
        return self._hosts.get(host)

    def rounds(self) -> list[Order]:
        """Give the order for a round of each archive that lies here."""
        return [house.round for house in self._houses.values() if house.one.archive]

    def take(self, found: Organisations) -> None:
        """Lead from now on to what a list says.

        The server of an organisation that is gone from it, or of which a line changed, ends in
        good order; the next who asks wakes another, that knows what was changed.
        """
        before, self._houses, self._hosts = self._houses, {}, {}
        for one in found.organisation:
            house = before.pop(one.name, None)
            idle = found.idle_minutes * 60.0
            if house is not None and house.one == one:
                house.order = replace(house.order, idle=idle)
            else:
                if house is not None:
                    self._leave(house)
                house = House(one, self._own_folder(one), idle, self._nest)
            self._houses[one.name] = house
            self._hosts.update(dict.fromkeys(one.hosts, house))
        for house in before.values():
            self._leave(house)

    def _own_folder(self, one: Organisation) -> Path:
        """Make a folder that nobody had: in that of before a server may still be ending."""
        self._made += 1
        own = self._folder / f"{one.name}-{self._made}"
        own.mkdir(mode=0o700)
        return own

    def _leave(self, house: House) -> None:
        house.leave()
        self._left.append(house)

    async def close_left(self) -> None:
        """Close the ways to houses that were left and of which no answer is under way."""
        self._left, over = (
            [house for house in self._left if house.at_once],
            [house for house in self._left if not house.at_once],
        )
        for house in over:
            await house.close()

    async def close(self) -> None:
        """Close all ways."""
        for house in (*self._houses.values(), *self._left):
            await house.close()
