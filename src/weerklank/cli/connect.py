"""`weerklank connect`, `weerklank disconnect`: permission to read an account, and its end."""

import os
import sys
import webbrowser
from pathlib import Path

import click

from weerklank import bootstrap
from weerklank.cli.connect_browser import give_browser
from weerklank.cli.language import language, say
from weerklank.cli.loopback import loopback
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.cli.trial_text import tell_trial
from weerklank.model.connection import Finding, Purpose, Weight
from weerklank.model.connection_words import words_of
from weerklank.model.errors import WeerklankError, WrongUse
from weerklank.model.ids import AccountId
from weerklank.model.json_value import JsonObject
from weerklank.model.run import Technique
from weerklank.model.secret import Secret
from weerklank.services.harvest import organisation_app
from weerklank.services.harvest.browser_profile import FILE_ALONE, forget_profile
from weerklank.services.harvest.connect_account import (
    ANSWER_WITHIN,
    PASTED,
    Begun,
    Connecting,
    Looked,
)
from weerklank.services.harvest.connection_json import looked_json
from weerklank.services.harvest.pasted_answer import read_pasted
from weerklank.services.harvest.token_file import read_token
from weerklank.services.harvest.trial_json import trial_json
from weerklank.services.harvest.try_reading import Trial, try_reading
from weerklank.services.workplace import Workplace

_MINUTES = int(ANSWER_WITHIN.total_seconds() // 60)


_FOR_WHAT = (Technique.API, Technique.BROWSER, Technique.PORTABILITY)
#: Of an account there may be three of these, and each is got and let go by itself.
for_what = click.option(
    "--technique",
    type=click.Choice([one.value for one in _FOR_WHAT]),
    default=Technique.API.value,
    help=say(
        "Waarvoor: lezen langs de API, archieven aanvragen (portability), of pagina's bekijken "
        "met een aangemelde browser (browser). Elk staat op zichzelf.",
        "For what: to read by the API, to ask for archives (portability), or to look at pages "
        "with a signed-in browser (browser). Each stands by itself.",
    ),
)


@click.command(
    "connect",
    help=say(
        "Koppel account A: wie het beheert geeft in de browser toestemming om het te lezen. "
        "Daarna wordt nagekeken of die toestemming klopt, en worden tien berichten als proef "
        "gelezen en getoond; daarvan wordt niets bewaard.",
        "Connect account A: whoever manages it permits reading it in the browser. Then the "
        "permission is looked at, and ten posts are read and shown as a trial; nothing of those "
        "is kept.",
    ),
)
@click.argument("name", metavar="A")
@click.option(
    "--token-file",
    metavar="F",
    type=click.Path(path_type=Path),
    help=say(
        "Bestand met een token dat bij de server zelf is gemaakt; zonder browser. Met "
        "--technique browser: de storage state van een aangemelde browser (JSON van Playwright).",
        "File with a token that was made at the server itself; without a browser. With "
        "--technique browser: the storage state of a signed-in browser (JSON of Playwright).",
    ),
)
@click.option(
    "--base-url",
    metavar="URL",
    help=say(
        "Server waarop het account gelezen wordt, als dat niet die van zijn adres is.",
        "Server at which the account is read, where that is not the one of its address.",
    ),
)
@click.option(
    "--paste",
    is_flag=True,
    help=say(
        "Plak de code die de server toont, of het adres waar de browser op uitkomt; voor een "
        "browser op een andere machine.",
        "Paste the code that the server shows, or the address at which the browser ends; for a "
        "browser on another machine.",
    ),
)
@for_what
@common
def connect_command(
    given: Common,
    name: str,
    token_file: Path | None,
    base_url: str | None,
    technique: str,
    *,
    paste: bool,
) -> None:
    """Connect an account, and tell what the look at it found."""
    workplace = given.workplace()
    account = workplace.register().find(name)
    if technique == Technique.BROWSER:
        if token_file is None or base_url is not None or paste:
            raise WrongUse(FILE_ALONE)
        give_browser(given, workplace, account.id, token_file)
        return
    connecting = _connecting(workplace, technique)
    try:
        if token_file is not None:
            looked = connecting.with_token(account.id, read_token(token_file), base_url)
        elif paste:
            looked = _by_pasting(connecting, account.id, base_url)
        else:
            looked = _by_browser(connecting, account.id, base_url)
    except WeerklankError as error:
        error.answer = {"account": account.id, "ok": False, "findings": []}
        raise
    done = say("{account} is gekoppeld.", "{account} is connected.", account=account.id)
    not_done = say(
        "{account} is niet gekoppeld.", "{account} is not connected.", account=account.id
    )
    if looked.connection is None:
        _tell(given, account.id, looked, not_done)
    elif technique == Technique.PORTABILITY:  # nothing is to be read before it was asked for
        _tell(given, account.id, looked, done)
    else:
        _tell(given, account.id, looked, done, trial=_try(workplace, account.id))


def _connecting(workplace: Workplace, technique: str) -> Connecting:
    is_for_jobs = technique == Technique.PORTABILITY
    purpose = Purpose.PORTABILITY if is_for_jobs else Purpose.READING
    transport_for = bootstrap.transport_for(workplace)
    return Connecting(workplace, bootstrap.connectors(), transport_for, purpose)


def _try(workplace: Workplace, account: AccountId) -> JsonObject:
    """Read a few posts as a trial; one that fails takes nothing away from the connection."""
    connectors, transport_for = bootstrap.connectors(), bootstrap.transport_for(workplace)
    try:
        tried: Trial | WeerklankError = try_reading(workplace, connectors, account, transport_for)
    except WeerklankError as error:
        tried = error
    return trial_json(tried, language())


def _by_browser(connecting: Connecting, account: AccountId, base_url: str | None) -> Looked:
    # To an app of the organisation no other address is led back than one that it registered.
    connecting.demand_ready(account)
    port = organisation_app.REDIRECT_PORT if connecting.needs_app(account) else 0
    with loopback(port) as page:
        begun = connecting.begin(account, page.redirect, base_url)
        _ask(begun, begun.address)
        if _has_windows():
            webbrowser.open(begun.address)
        code = page.wait(begun.state, _MINUTES)
        return connecting.finish(begun.state, code, page.redirect)


def _has_windows() -> bool:
    """Tell whether a browser would open in a window: one in the terminal would take that over."""
    named = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    return named or sys.platform in {"darwin", "win32"}


def _by_pasting(connecting: Connecting, account: AccountId, base_url: str | None) -> Looked:
    if connecting.needs_app(account):
        return _by_pasting_the_address(connecting, account, base_url)
    begun = connecting.begin(account, PASTED, base_url)
    _ask(begun, begun.address)
    code = _hidden(say("Code die de server toont", "Code that the server shows"))
    return connecting.finish(begun.state, Secret(code.strip()), PASTED)


def _by_pasting_the_address(
    connecting: Connecting, account: AccountId, base_url: str | None
) -> Looked:
    back = organisation_app.loopback_redirect()
    begun = connecting.begin(account, back, base_url)
    _ask(begun, begun.address)
    told = say(
        "Daarna komt de browser uit op een adres dat met {back} begint; op een andere machine "
        "verschijnt daar geen pagina. Plak het hele adres uit de adresbalk.",
        "Then the browser ends at an address that begins with {back}; on another machine no page "
        "appears there. Paste the whole address of the address bar.",
        back=back,
    )
    echo(told, err=True)
    pasted = _hidden(say("Adres in de adresbalk", "Address in the address bar"))
    return connecting.finish(begun.state, read_pasted(pasted, begun.state), back)


def _hidden(question: str) -> str:
    return str(click.prompt(question, hide_input=True, err=True))


def _ask(begun: Begun, address: str) -> None:
    """Say what is asked of whoever manages the account, and where it is given."""
    echo(say("Gevraagd wordt:", "This is asked:"), err=True)
    for one in begun.permissions:
        echo(f"  {one.scope}: {one.purpose.say(language())}", err=True)
    echo(
        say(
            "Privéberichten worden nooit gelezen. Meld u bij de server aan als dit account, of "
            "als wie het beheert, en geef toestemming op:",
            "Direct messages are never read. Sign in at the server as this account, or as whoever "
            "manages it, and permit it at:",
        ),
        err=True,
    )
    echo(f"  {address}", err=True)


@click.command(
    "disconnect",
    help=say(
        "Trek de toestemming van account A in bij de server, en gooi haar hier weg.",
        "Withdraw the permission of account A at its server, and throw it away here.",
    ),
)
@click.argument("name", metavar="A")
@for_what
@common
def disconnect_command(given: Common, name: str, technique: str) -> None:
    """Disconnect an account."""
    workplace = given.workplace()
    account = workplace.register().find(name)
    if technique == Technique.BROWSER:
        looked = forget_profile(workplace, account.id)
    else:
        looked = _connecting(workplace, technique).disconnect(account.id)
    done = say("{account} is ontkoppeld.", "{account} is disconnected.", account=account.id)
    _tell(given, account.id, looked, done, is_ok=not looked.findings)


def _tell(
    given: Common,
    account: AccountId,
    looked: Looked,
    done: str,
    *,
    is_ok: bool | None = None,
    trial: JsonObject | None = None,
) -> None:
    told = looked_json(account, looked, language())
    if trial is not None:
        told["trial"] = trial
    if is_ok is not None:
        told["ok"] = is_ok

    def text() -> None:
        echo(done)
        if looked.connection and looked.connection.granted.scopes is not None:
            scopes = ", ".join(looked.connection.granted.scopes)
            echo(say("Mag: {scopes}", "May: {scopes}", scopes=scopes))
        for finding in looked.findings:
            _tell_finding(finding)
        if trial is not None:
            tell_trial(trial)

    answer(told, as_json=given.json, text=text)
    click.get_current_context().exit(0 if told["ok"] else 1)


_MARKS = {Weight.WRONG: "✗", Weight.NOT_CHECKED: "-", Weight.NOTE: "·"}


def _tell_finding(finding: Finding) -> None:
    words = words_of(finding)
    echo(f"{_MARKS[words.weight]} {words.message.say(language())}")
    echo(f"  → {words.next.say(language())}")
