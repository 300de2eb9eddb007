"""Work that machines share by PostgreSQL, where that is set; elsewhere there is nothing to see."""

from datetime import timedelta

from weerklank.model.errors import fault
from weerklank.model.text import Text
from weerklank.services.diagnose.finding import Found, Scene, Told, Unseen
from weerklank.services.machines.database import NO_LIBRARY, VARIABLE, has_library, host_of
from weerklank.services.machines.queue_state import queue_state

NO_WORKER = fault(
    "DOCTOR-076",
    Text(
        nl="Er werkt geen worker, en er {count:wacht|wachten} {count} {count:stuk|stukken} werk "
        "in PostgreSQL.",
        en="No worker is at work, and {count} {count:piece of work waits|pieces of work wait} in "
        "PostgreSQL.",
    ),
    Text(
        nl="Start 'weerklank worker' op een machine die bij de archieven kan.",
        en="Start 'weerklank worker' on a machine that reaches the archives.",
    ),
)
LONG_WAIT = fault(
    "DOCTOR-077",
    Text(
        nl="Werk wacht al {minutes} {minutes:minuut|minuten} op een worker die tijd heeft.",
        en="Work has waited {minutes} {minutes:minute|minutes} for a worker that has time.",
    ),
    Text(
        nl="Start meer workers, of geef ze meer handen (--hands).",
        en="Start more workers, or give them more hands (--hands).",
    ),
)
_LONG = timedelta(hours=1)


def look_at_shared_work(scene: Scene) -> Told:
    """Look whether the database answers, where servers may be asked, and whether work goes on."""
    address = scene.environment.get(VARIABLE)
    if not address:
        return
    if not has_library():
        yield Found(NO_LIBRARY)
        return
    host_of(address)
    if not scene.network:
        yield Unseen(
            Text(
                "Of PostgreSQL antwoordt is niet geprobeerd: geef --network.",
                "Whether PostgreSQL answers was not tried: give --network.",
            )
        )
        return
    state = queue_state(address)
    if state.workers == 0:
        yield Found(NO_WORKER, values={"count": state.waiting + state.doing})
    elif state.longest is not None and state.longest > _LONG:
        yield Found(LONG_WAIT, values={"minutes": int(state.longest.total_seconds() // 60)})
