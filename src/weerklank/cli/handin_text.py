"""Hand-ins in words for people: what can be picked, what was handed in, what is due."""

from collections.abc import Iterable

from weerklank.cli.language import language, say
from weerklank.cli.output import echo
from weerklank.cli.shortfall_text import show_shortfalls
from weerklank.model.account import PROCESSES
from weerklank.model.clock import civil_day
from weerklank.model.hand_in import WORDS, HandInState
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.run import Shortfall
from weerklank.model.text import Text

_FOLLOWERS = "followers"
_STATES: dict[str, Text] = {
    **{str(state): words for state, words in WORDS.items()},
    "destroyed": Text("vernietigd", "destroyed"),
}


def show_choice(choice: JsonObject) -> None:
    """Show one post that can be picked: day, address, start of the text."""
    marks = []
    if choice["visibility"] == _FOLLOWERS:
        marks.append(say("alleen voor volgers", "followers only"))
    if choice["state"]:
        marks.append(_STATES[str(choice["state"])].say(language()))
    mark = f"  [{', '.join(marks)}]" if marks else ""
    echo(f"{civil_day(str(choice['created_at']))}  {choice['url']}{mark}")
    echo(f"            {choice['text']}")


def show_passed(messages: int, broken: int, gaps: list[Shortfall]) -> None:
    """Show what was passed by, and how to go on."""
    echo()
    echo(
        say(
            "{count} {count:privébericht is|privéberichten zijn} niet geopend. Niets hiervan "
            "is opgeslagen.",
            "{count} direct messages were not opened. Nothing of this was stored.",
            count=messages,
        )
    )
    if broken:
        echo(
            say(
                "{count} {count:record is|records zijn} onleesbaar.",
                "{count} {count:record is|records are} unreadable.",
                count=broken,
            )
        )
    show_shortfalls(say("Gaten in de export", "Gaps in the export"), gaps)
    echo(
        say(
            "Lever aan met --post ADRES (herhaalbaar) en --process CODE ({codes}, of een eigen "
            "code).",
            "Hand in with --post URL (repeatable) and --process CODE ({codes}, or a code of your "
            "own).",
            codes=", ".join(PROCESSES),
        )
    )


def show_hand_in(found: JsonObject) -> None:
    """Show one hand-in: number, day, account, state, who, process and its posts."""
    state = HandInState(str(found["state"]))
    what = found["period"] or found["process"] or ""
    echo(
        f"{found['handin']}  {civil_day(str(found['at']))}  {found['account']}  "
        f"{WORDS[state].say(language())}  {what}".rstrip()
    )
    by = found["by"]
    if isinstance(by, dict):
        for step, name in by.items():
            label = WORDS[HandInState(step)].say(language())
            echo(f"  {label:<24} {name}")
    posts = found["posts"]
    for post in posts if isinstance(posts, list) else []:
        echo(f"  {_post(post)}")


def _post(post: Json) -> str:
    if not isinstance(post, dict) or post["id"] is None:
        return say("een bericht dat niet is opgenomen", "a post that was not taken in")
    if post["destroyed_by"]:
        return say(
            "{item}  vernietigd bij besluit {list}",
            "{item}  destroyed by decision {list}",
            item=post["id"],
            list=post["destroyed_by"],
        )
    return f"{post['id']}  {post['url'] or ''}".rstrip()


def show_reminder(account: str, reminder: Json) -> None:
    """Show what was handed in of an account, when the next is due, and what is amiss."""
    if not isinstance(reminder, dict):
        return
    echo(
        say(
            "  Aangeleverde berichten: {posts}. Termijn in maanden: {term}. Laatst aangeleverd of "
            "'niets' gemeld: {last}. Uiterlijk weer: {due}.",
            "  Posts handed in: {posts}. Term in months: {term}. Last handed in or said "
            "'nothing': {last}. Next by: {due}.",
            posts=reminder["posts"],
            term=reminder["term"],
            last=reminder["last"] or say("nooit", "never"),
            due=reminder["due"] or "-",
        )
    )
    tell_what_is_amiss([(account, reminder)])


def tell_what_is_amiss(reminders: Iterable[tuple[str, Json]]) -> None:
    """Tell of each account that waits for its maker."""
    for account, reminder in reminders:
        if not isinstance(reminder, dict):
            continue
        if reminder["missed"]:
            text = say(
                "{account}: twee termijnen zonder aanlevering of 'niets aan te leveren'.",
                "{account}: two terms without a hand-in or 'nothing to hand in'.",
                account=account,
            )
        elif reminder["overdue"]:
            text = say(
                "{account}: aanleveren had gemoeten voor of op {due}.",
                "{account}: a hand-in was due by {due}.",
                account=account,
                due=reminder["due"],
            )
        else:
            text = ""
        if text:
            echo(say("Let op: {message}", "Note: {message}", message=text))
        waiting = reminder["waiting"]
        if isinstance(waiting, list) and waiting:
            echo(
                say(
                    "Let op: {account}: wacht op bevestiging: {numbers}.",
                    "Note: {account}: waits for confirmation: {numbers}.",
                    account=account,
                    numbers=", ".join(map(str, waiting)),
                )
            )
