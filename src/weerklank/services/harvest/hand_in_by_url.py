"""Hand in by address: fetch single posts of a hybrid or personal account (requirement A5)."""

from functools import partial

from weerklank.harvest.port import Connector
from weerklank.model.run import RunReport
from weerklank.services.harvest.harvest_account import Wanted, harvest_account
from weerklank.services.harvest.harvest_noted import harvest_noted
from weerklank.services.harvest.server_signing import TransportFor
from weerklank.services.intake.hand_in import HandedIn, demand_by_hand
from weerklank.services.intake.single_posts import demand_posts
from weerklank.services.register.account_facts import require_code
from weerklank.services.register.read_hand_ins import find_hand_in
from weerklank.services.workplace import Workplace


def hand_in_by_url(
    workplace: Workplace,
    connectors: list[Connector],
    name: str,
    transport_for: TransportFor,
    *,
    posts: tuple[str, ...],
    process: str,
) -> HandedIn:
    """Hand in posts as their server shows them now, with the replies below them, and confirm them.

    Who acts judges them government information. Refused for what is no address of a single post,
    and for an account that was never of scenario C; else as `harvest_account` refuses and fails.
    """
    account = demand_by_hand(workplace, name)
    require_code(process)
    demand_posts(posts)
    wanted = Wanted(posts=posts, process=process)

    def harvest(seen: Workplace, asked: Wanted) -> RunReport:
        return harvest_account(seen, connectors, account.id, transport_for, asked)

    report = harvest_noted(workplace, account.id, partial(harvest, asked=wanted))
    number = report.hand_in
    return HandedIn(find_hand_in(workplace, number) if number else None, report)
