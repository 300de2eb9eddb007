"""What of the work that is due is put in the queue now: a pure function.

A queue that holds all that is due lets one slow server keep every worker busy, and is out of date
before its end is reached. So little is put at a time, and never much for one server: what is not
put is due still, and comes with the next look.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from weerklank.model.ids import AccountId
from weerklank.services.schedule.due_work import Work

#: Pieces of work of one archive that wait or are being done, at most.
MOST = 64
#: The same for accounts on one server: they share what it allows, and wait for one another.
MOST_OF_SERVER = 4


def to_put(
    due: Iterable[Work], known: Collection[Work], servers: Mapping[AccountId, str]
) -> list[Work]:
    """Give what is put now, in order; `known` waits already or is being done.

    Of one account only one thing at a time.
    """
    accounts = {one.account for one in known if one.account is not None}
    of_server = Counter(servers.get(one, "") for one in accounts)
    chosen: list[Work] = []
    for work in due:
        if len(known) + len(chosen) >= MOST:
            break
        if work.account is None:
            if work not in known:
                chosen.append(work)
            continue
        server = servers.get(work.account, "")
        if work.account not in accounts and of_server[server] < MOST_OF_SERVER:
            accounts.add(work.account)
            of_server[server] += 1
            chosen.append(work)
    return chosen
