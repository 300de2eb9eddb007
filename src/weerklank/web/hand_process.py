"""A process that does the work of a worker, one piece after another.

It is begun with its first piece, and begun anew after many. It ends with whoever started it,
however that ends, as its standard input is closed then.
"""

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from weerklank import bootstrap
from weerklank.model.errors import INTERRUPTED
from weerklank.services.machines.run_worker import Outcome, Station
from weerklank.services.schedule.due_work import Work

#: Seconds that it gets to close what it wrote.
_GRACE = 30.0
#: Seconds after which is tried again what ended without a word.
_LATER = 60.0
#: Pieces of work after which it is begun anew, so that no memory grows for ever.
_MOST = 200
#: What it has no use for: where the queue is, and who is at the keyboard.
_OURS = ("WEERKLANK_DATABASE_URL", "WEERKLANK_ACTOR", "PGPASSWORD")


class HandProcess:
    """One such process; `keys` says where those of each archive are."""

    def __init__(self, keys: Mapping[str, Path]) -> None:
        self._keys = keys
        self._process: asyncio.subprocess.Process | None = None
        self._done = 0
        self._over = asyncio.Event()

    async def do(self, station: Station, work: Work) -> Outcome:
        """Have a piece of work done."""
        if self._over.is_set():
            return Outcome((INTERRUPTED,))
        process = await self._begun()
        assert process.stdin is not None  # noqa: S101 - it was asked for
        assert process.stdout is not None  # noqa: S101 - it was asked for
        asked = {"archive": station.name, "keys": str(self._keys[station.name])}
        with bootstrap.followed("worker", part=work.part) as span:
            carried = {"trace": span.carried} if span else {}
            told = {**asked, **carried, "work": str(work)}
            process.stdin.write(json.dumps(told).encode() + b"\n")
            outcome = await self._heard(process, process.stdout)
            if span and outcome.codes:
                span.fail(*outcome.codes)
        return outcome

    async def _heard(
        self, process: asyncio.subprocess.Process, said_by: asyncio.StreamReader
    ) -> Outcome:
        said = await said_by.readline()
        self._done += 1
        try:
            told = json.loads(said)
            later = told["later"]
            codes = tuple(str(one) for one in told["codes"])
            runs = tuple(str(one) for one in told["runs"])
            return Outcome(codes, None if later is None else float(later), runs)
        except (ValueError, TypeError, LookupError):
            self._process = None
            code = await process.wait()
            return Outcome((f"exit {code}",), None if self._over.is_set() else _LATER)

    async def stop(self) -> None:
        """End it and wait for it; what it closed stays. It does nothing after that."""
        self._over.set()
        await self._end()

    async def _begun(self) -> asyncio.subprocess.Process:
        if self._done >= _MOST:
            await self._end()
        if self._process is None or self._process.returncode is not None:
            self._done = 0
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "weerklank.web.hand"),
                stdin=asyncio.subprocess.PIPE,  # it ends when this is closed
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env={name: value for name, value in os.environ.items() if name not in _OURS},
                start_new_session=True,  # Ctrl-C reaches it through `stop` alone
            )
        return self._process

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is None or process.returncode is not None:
            return
        with suppress(ProcessLookupError):
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), _GRACE)
        except TimeoutError:
            with suppress(ProcessLookupError):
                process.kill()  # the archive survives that: it is recovered by the next run
            await process.wait()
