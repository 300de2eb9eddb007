"""`connect` with `--technique browser`: a browser that is signed in."""

from pathlib import Path

from weerklank import bootstrap
from weerklank.cli.language import say
from weerklank.cli.options import Common
from weerklank.cli.output import answer, echo
from weerklank.model.errors import WeerklankError
from weerklank.model.ids import AccountId
from weerklank.services.harvest.browser_profile import give_profile, profile_json
from weerklank.services.workplace import Workplace


def give_browser(given: Common, workplace: Workplace, account: AccountId, file: Path) -> None:
    """Keep the signed-in browser of an account, and say so."""
    try:
        held = give_profile(workplace, bootstrap.connectors(), account, file)
    except WeerklankError as error:
        error.answer = {"account": account, "ok": False, "findings": []}
        raise
    done = say(
        "De browser voor {account} is aangemeld. Gooi het bestand weg: het opent het account.",
        "The browser for {account} is signed in. Throw the file away: it opens the account.",
        account=account,
    )
    answer(profile_json(held), as_json=given.json, text=lambda: echo(done))
