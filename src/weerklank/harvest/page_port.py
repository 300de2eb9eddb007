"""What a connector offers that reads an account from the pages of its platform."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from weerklank.harvest.browser.page_exchange import PageExchange
from weerklank.harvest.port import Held, NotesAnswers
from weerklank.model.change_report import Reported
from weerklank.model.raw import Broken, Passed, RawItem, RawPerson, Scanned
from weerklank.model.raw_page import ReadsBodies, SeenPage
from weerklank.model.run import Shortfall


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What one visit to a page showed, and what the page asked and got for it."""

    address: str
    #: None where the page could not be looked at: then nothing was seen to be there.
    page: SeenPage | None
    exchanges: tuple[PageExchange, ...]
    bodies: ReadsBodies


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPost:
    """A post of the account that one of its pages lists."""

    native_id: str
    #: Address of its own page.
    page: str
    #: RFC 3339, UTC, as the platform says it; empty where it doesn't.
    created_at: str
    edited_at: str | None = None


class ReadsPages(Protocol):
    """Reads the pages of one account, one visit after another."""

    #: By what the platform knows the account for good.
    number: str
    owner: RawPerson
    #: What a list is called where a record of it can't be read.
    items_file: str
    #: Posts that the platform says the account has; None when it does not say.
    stated_items: int | None
    #: Posts of the account that pages showed, by the platform's own id.
    seen: set[str]
    #: Ids of what was scanned and a server shows elsewhere, by the one form of that address.
    natives: dict[str, str]

    @property
    def standing(self) -> tuple[Reported, ...]:
        """Give what the account tells of itself, such as that it moved."""
        ...

    def lists(self) -> tuple[str, ...]:
        """Give the addresses of further pages that list what the account has."""
        ...

    def scan(self, shown: Shown) -> Iterator[Scanned | Passed | Broken]:
        """Give what a visit showed and did not come by before: posts, and replies below them."""
        ...

    def listed(self) -> list[ListedPost]:
        """Give the posts of the account that its lists showed, newest first."""
        ...

    def post(self, address: str) -> ListedPost | None:
        """Give a post by any address of it; None where that is of no post of the account."""
        ...

    def named(self, shown: Shown) -> Iterator[RawPerson]:
        """Give everyone else whom the answers to a page name, so that it can be looked for."""
        ...

    def read(self, content: bytes) -> RawItem:
        """Read one scanned item whole; Unreadable when it is not as it should be."""
        ...

    def profile(self) -> RawItem:
        """Give the profile."""
        ...

    def findings(self) -> list[Shortfall]:
        """Tell what did not come in besides."""
        ...


@runtime_checkable
class OffersPages(Protocol):
    """A connector that reads an account from the pages of its platform."""

    def page_steps(self) -> bytes:
        """Give what is pressed on those pages, and what is no page but a wall (TOML)."""
        ...

    def page_map(self) -> bytes:
        """Give what of those pages is ours, and so is kept (TOML)."""
        ...

    def profile_page(self, url: str) -> str:
        """Give the page of an account by its registered address."""
        ...

    def open_pages(
        self, url: str, handle: str, shown: Shown, answers: NotesAnswers, held: Held
    ) -> ReadsPages:
        """Find an account on what its own page showed.

        NotNow when the page does not tell whose it is; AccountGone when it is of another account.
        """
        ...
