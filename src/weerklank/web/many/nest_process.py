"""The nest as the front speaks with it."""

import asyncio
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import count

from weerklank.web.many.order import Ended, Order, Part, ended_of, line


class NestProcess:
    """One process, begun with the front and ended with it."""

    def __init__(self, told: Callable[[Ended], None]) -> None:
        self._told = told
        self._process: asyncio.subprocess.Process | None = None
        self._numbers = count(1)
        #: Number of the last server of each organisation that did not end well.
        self._failed: dict[str, int] = {}

    async def start(self) -> None:
        """Start it, and wait until it loaded the program."""
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "weerklank.web.many.nest"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env=dict(os.environ),
            start_new_session=True,  # Ctrl-C reaches it through `stop` alone
        )
        if self._process.stdout is not None:
            await self._process.stdout.readline()

    async def listen(self) -> None:
        """Note what ends, until the nest itself does."""
        lines = None if self._process is None else self._process.stdout
        while lines is not None and (told := await lines.readline()):
            ended = ended_of(told)
            if ended.code != 0 and ended.part is Part.SERVE:
                self._failed[ended.name] = max(ended.number, self._failed.get(ended.name, 0))
            self._told(ended)

    def ask(self, order: Order) -> int:
        """Have a process begin, or end; gives the number by which its end is known."""
        number = next(self._numbers)
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.write(line(replace(order, number=number)))
        return number

    def has_failed(self, name: str, number: int) -> bool:
        """Tell whether the server of a number, or one since, did not end well."""
        return self._failed.get(name, 0) >= number

    async def stop(self) -> None:
        """End it, and wait for it and all that it forked."""
        if self._process is None or self._process.stdin is None:
            return
        self._process.stdin.close()
        await self._process.wait()
