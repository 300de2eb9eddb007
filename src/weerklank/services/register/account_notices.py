"""Account notices: what to mind of an account, by what the register says today."""

from datetime import date

from weerklank.model.account import Account, NamedAfter, Replies
from weerklank.model.day_words import day_said
from weerklank.model.notice import Notice
from weerklank.model.platform import REPLIES_ALWAYS_OPEN
from weerklank.model.text import Text
from weerklank.register.book import Register

PLATFORM_NOT_ALLOWED = Text(
    nl="Het platform {platform} is sinds {decided} niet toegestaan; het account wordt wel "
    "geregistreerd en gearchiveerd.",
    en="The platform {platform} is not allowed since {decided}; the account is registered and "
    "archived all the same.",
)
PLATFORM_ENDED = Text(
    nl="Het gebruik van {platform} is beëindigd op {decided}; oogst dit account nog één keer "
    "volledig.",
    en="The use of {platform} was ended on {decided}; harvest this account once more in full.",
)
NO_TENURE = Text(
    nl="Niemand bekleedt nu het ambt waar dit account naar heet; noem de ambtsdrager met "
    "--tenure NAAM:VAN.",
    en="Nobody is in the office that this account is named after; name the office holder with "
    "--tenure NAME:FROM.",
)
NEVER_ONE_WAY = Text(
    nl="Op {platform} kunnen reacties niet voor het hele account uit; het blijft tweerichting.",
    en="On {platform} replies can't be switched off for the whole account; it stays two-way.",
)


def platform_notices(register: Register, account: Account) -> list[Notice]:
    """Give what was decided against the platform of an account, which is archived all the same."""
    decision = register.platforms.get(account.platform)
    if decision is None or decision.status not in {"not-allowed", "ended"}:
        return []
    text = PLATFORM_ENDED if decision.status == "ended" else PLATFORM_NOT_ALLOWED
    told = text.filled(platform="{platform}", decided=day_said(decision.decided))
    return [Notice(f"platform-{decision.status}", told, {"platform": account.platform.value})]


def notices(register: Register, account: Account, today: date) -> tuple[Notice, ...]:
    """Give what to mind about an account today (requirements A1, A4 and A7)."""
    found = platform_notices(register, account)
    platform = account.platform.value
    in_office = any(
        t.start <= today and (t.end is None or today <= t.end) for t in account.tenures
    )
    if account.named_after is NamedAfter.OFFICE and not in_office:
        found.append(Notice("no-tenure", NO_TENURE))
    closed = account.replies_on(today) is Replies.CLOSED
    if closed and account.platform in REPLIES_ALWAYS_OPEN:
        found.append(Notice("replies-always-open", NEVER_ONE_WAY, {"platform": platform}))
    return tuple(found)
