"""Whose an account of X is, as its API has it now, and its profile.

Names go to others once they are free; the number by which X knows an account goes to nobody else.
"""

from weerklank.connectors.x.account import persons_named
from weerklank.connectors.x.api_answer import PINNED, number_in, told
from weerklank.connectors.x.api_post import addresses_of
from weerklank.connectors.x.api_problems import is_missing, is_withheld
from weerklank.connectors.x.api_questions import BY_NAME, ME, Questions
from weerklank.connectors.x.api_shape import ACCOUNT, MAPPING
from weerklank.connectors.x.withheld import withheld_in
from weerklank.harvest.exchange import (
    IN_TROUBLE,
    NO_SENSE,
    NOT_THERE,
    SIGN_IN_REFUSED,
    NoAnswer,
)
from weerklank.harvest.json_fields import Fields, object_within, objects_within, text_of
from weerklank.harvest.moment import moment
from weerklank.harvest.plain_text import html_of, spelling_of
from weerklank.harvest.port import (
    AccountGone,
    AccountRenamed,
    AccountTaken,
    Held,
    NotesAnswers,
    Unreadable,
)
from weerklank.model.change_report import Reported
from weerklank.model.errors import NotNow, fault
from weerklank.model.item import Counts, ItemKind, RefType, Visibility
from weerklank.model.json_value import JsonObject
from weerklank.model.platform import Platform
from weerklank.model.raw import RawItem, RawMedium, RawPerson, RawPlace, RawRef
from weerklank.model.text import Text

NOT_ANSWERED = fault(
    "HARVEST-861",
    Text(
        nl="X gaf over {account} geen bruikbaar antwoord: {reason}.",
        en="X gave no usable answer on {account}: {reason}.",
    ),
    Text(nl="Probeer het later opnieuw.", en="Try again later."),
)
SIGN_IN_ASKED = fault(
    "HARVEST-862",
    Text(
        nl="X laat van {account} niets lezen zonder toestemming van het account.",
        en="X lets nothing of {account} be read without permission of the account.",
    ),
    Text(
        nl="Koppel het account met 'weerklank connect {account}', of vraag bij X het archief van "
        "het account aan en neem dat op met 'weerklank import'.",
        en="Connect the account with 'weerklank connect {account}', or ask X for the archive of "
        "the account and take it in with 'weerklank import'.",
    ),
)
NOT_KNOWN = fault(
    "HARVEST-863",
    Text(
        nl="X kent geen account {account} (meer) onder de geregistreerde naam.",
        en="X knows no account {account} (any more) by the registered name.",
    ),
    Text(
        nl="Open het profiel in een browser. Heet het account nu anders, leg dat dan vast met "
        "'weerklank account edit {account} --url ADRES'.",
        en="Open the profile in a browser. If the account has another name now, record that by "
        "'weerklank account edit {account} --url URL'.",
    ),
)
ANOTHER_ACCOUNT = fault(
    "HARVEST-864",
    Text(
        nl="Onder de naam van {account} staat op X nu een ander account dan toen het voor het "
        "laatst werd gelezen. Er is niets van opgenomen, en niets van wat er is geldt als "
        "verwijderd.",
        en="By the name of {account} stands another account on X now than when it was last read. "
        "Nothing of it was taken in, and nothing of what is held counts as deleted.",
    ),
    Text(
        nl="Open het profiel in een browser. Is het van een ander, leg dan vast dat het uwe is "
        "gesloten: 'weerklank account edit {account} --status closed'.",
        en="Open the profile in a browser. If it is somebody else's, record that yours is closed: "
        "'weerklank account edit {account} --status closed'.",
    ),
)
RENAMED = fault(
    "HARVEST-865",
    Text(nl="{account} heet op X nu {handle}.", en="{account} is now called {handle} on X."),
    Text(
        nl="Leg het nieuwe adres vast met 'weerklank account edit {account} --url ADRES' en oogst "
        "daarna nog eens.",
        en="Record the new address by 'weerklank account edit {account} --url URL' and then "
        "harvest once more.",
    ),
)
SHUT_OFF = fault(
    "HARVEST-866",
    Text(
        nl="X geeft {account} niet: het account is opgeschort of afgesloten.",
        en="X does not give {account}: the account was suspended or shut off.",
    ),
    Text(
        nl="Wat er is, blijft en geldt niet als verwijderd. Volg wat bij het besluit over X is "
        "vastgelegd voor opschorting.",
        en="What is held stays and does not count as deleted. Follow what the decision on X has "
        "on suspension.",
    ),
)

_OK = 200
_REFUSED = frozenset({401, 403})


class AccountSuspended(AccountGone):
    """X knows the account and shows nothing of it: the register must hear of it."""

    reported = Reported.SUSPENDED


class Whose:
    """The account of the register, as X has it now."""

    def __init__(
        self, handle: str, questions: Questions, answers: NotesAnswers, held: Held
    ) -> None:
        self._handle = handle
        self._questions = questions
        self._answers = answers
        self._held = held

    def find(self) -> tuple[JsonObject, int]:
        """Give the account and the number of the answer; says whether who asks is it itself.

        AccountGone when X has it no more or another by its name; NotNow when it gives nothing.
        """
        own, number = self._signed_in_as()
        if own is not None:
            self._held.is_owner = True
            return own, number
        return self._by_name()

    def _signed_in_as(self) -> tuple[JsonObject | None, int]:
        """Ask whose permission it is; None when it is of no account, or not of this one."""
        if not self._questions.is_signed_in:
            return None, 0
        try:
            exchange, body = self._questions.account("users/me")
        except NoAnswer as none:
            if none.reason == SIGN_IN_REFUSED:
                raise NotNow(SIGN_IN_ASKED, account=self._handle) from None
            raise NotNow(NOT_ANSWERED, account=self._handle, reason=none.reason) from None
        account = object_within(body, "data")
        if exchange.status != _OK or not _is_account(account):  # as of an app alone
            return None, 0
        answer = self._answers.note(ME, exchange, {"accounts": 1})
        self._demand_the_name(account)
        if _name(account) != self._handle.lower():
            return None, 0
        self._demand_the_same(account)
        return account, answer

    def _by_name(self) -> tuple[JsonObject, int]:
        try:
            exchange, body = self._questions.account(f"users/by/username/{self._handle}")
        except NoAnswer as none:
            raise NotNow(NOT_ANSWERED, account=self._handle, reason=none.reason) from None
        account = object_within(body, "data")
        if exchange.status in _REFUSED:
            raise NotNow(SIGN_IN_ASKED, account=self._handle)
        if not _is_account(account):
            raise self._absent(body, is_answered=exchange.status == _OK)
        if _name(account) != self._handle.lower():
            raise AccountGone(NOT_KNOWN, account=self._handle)
        self._demand_the_same(account)
        return account, self._answers.note(BY_NAME, exchange, {"accounts": 1})

    def _absent(self, body: JsonObject, *, is_answered: bool) -> NotNow:
        """Tell of an account that was not given what X says of it: only that counts."""
        errors = objects_within(body, "errors")
        if is_answered and any(map(is_missing, errors)):
            self._demand_gone()
            return AccountGone(NOT_KNOWN, account=self._handle)
        if is_answered and any(map(is_withheld, errors)):
            return AccountSuspended(SHUT_OFF, account=self._handle)
        reason = (IN_TROUBLE if errors else NO_SENSE) if is_answered else NOT_THERE
        return NotNow(NOT_ANSWERED, account=self._handle, reason=reason)

    def _demand_gone(self) -> None:
        """Look by its number for an account that its name no longer leads to.

        AccountRenamed when it has another one; NotNow when nobody can tell.
        """
        if self._held.number is None:
            return
        try:
            exchange, body = self._questions.account(f"users/{self._held.number}")
        except NoAnswer as none:
            raise NotNow(NOT_ANSWERED, account=self._handle, reason=none.reason) from None
        account = object_within(body, "data")
        if _is_account(account):
            self._demand_the_name(account)
        if not any(map(is_missing, objects_within(body, "errors"))):
            told = IN_TROUBLE if exchange.status == _OK else NOT_THERE
            raise NotNow(NOT_ANSWERED, account=self._handle, reason=told)

    def _demand_the_name(self, account: JsonObject) -> None:
        """Refuse the account of the last harvest under another name, and tell that name."""
        name = _name(account)
        if name != self._handle.lower() and account.get("id") == self._held.number:
            renamed = AccountRenamed(RENAMED, account=self._handle, handle=name)
            renamed.handle = name
            raise renamed

    def _demand_the_same(self, account: JsonObject) -> None:
        """Refuse an account that took the name since it was last read."""
        if self._held.number not in (None, account["id"]):
            raise AccountTaken(ANOTHER_ACCOUNT, account=self._handle)


def owner_of(account: JsonObject) -> RawPerson:
    """Give whose account it is, as an archive of it would say."""
    name = text_of(account.get("username")) or ""
    return RawPerson(
        platform=Platform.X,
        user_id=number_in(account.get("id")),
        handle=name.lower(),
        spelling=spelling_of(name),
        addresses=addresses_of(name),
        display_name=text_of(account.get("name")),
    )


def posts_of(account: JsonObject) -> int | None:
    """Give how many posts X says that an account has."""
    metrics = Fields(object_within(account, "public_metrics"))
    found = metrics.number("post_count")
    return metrics.number("tweet_count") if found is None else found


def profile_of(account: JsonObject, owner: RawPerson, answer: int) -> RawItem:
    """Read the profile, in the words in which an archive has it."""
    fields = Fields(account)
    bio, place = fields.text("description") or "", fields.text("location")
    texts = [bio, *filter(None, (place, fields.text("url")))]
    pictures = [fields.text(name) for name in ("profile_image_url", "profile_banner_url")]
    metrics = Fields(object_within(account, "public_metrics"))
    pinned = number_in(told(account, PINNED))
    is_protected = account.get("protected") is True
    return RawItem(
        platform=Platform.X,
        native_id=f"user:{account['id']}",
        kind=ItemKind.PROFILE,
        created_at=_moment(account),
        author=owner,
        persons=persons_named(owner, [*texts, owner.display_name or "", *_led_to(account)]),
        html=html_of("\n".join(texts)) if any(texts) else None,
        title=owner.display_name,
        url=owner.addresses[0],
        visibility=Visibility.PUBLIC,
        refs=(RawRef(type=RefType.PINNED, native_id=pinned),) if pinned else (),
        media=tuple(RawMedium(source=_whole(one)) for one in pictures if one),
        counts=Counts(
            followers=metrics.number("followers_count"),
            following=metrics.number("following_count"),
            posts=posts_of(account),
        ),
        withheld=withheld_in(account),
        source=account,
        shape=ACCOUNT,
        mapping=MAPPING,
        place=RawPlace(number=answer, pointer="/data"),
        broken=tuple(
            [f"/{name}" for name in fields.broken]
            + [f"/public_metrics/{name}" for name in metrics.broken]
            + ["/protected"] * (not isinstance(account.get("protected", is_protected), bool))
        ),
    )


def _is_account(account: JsonObject) -> bool:
    is_named = text_of(account.get("username")) is not None
    return is_named and number_in(account.get("id")) is not None


def _name(account: JsonObject) -> str:
    return str(account["username"]).lower()


def _moment(account: JsonObject) -> str:
    """Give when the account was made; before all of X where that is not told."""
    try:
        return moment(account.get("created_at"))
    except Unreadable:
        return "2006-03-21T00:00:00Z"


def _whole(address: str) -> str:
    """Give a picture of a profile as it was put there: X names a small one (`_normal`)."""
    head, dot, end = address.rpartition(".")
    return f"{head.removesuffix('_normal')}{dot}{end}"


def _led_to(account: JsonObject) -> list[str]:
    """Give where the short links of a profile lead."""
    entities = object_within(account, "entities")
    links = [
        *objects_within(entities, "description", "urls"),
        *objects_within(entities, "url", "urls"),
    ]
    return [address for one in links if (address := text_of(one.get("expanded_url")))]
