"""Due pages: of which posts of an account a page is to be made, by what the archive holds."""

from weerklank.harvest.page_port import ListedPost
from weerklank.minimise.item_keys import ItemKeys
from weerklank.model.account import Account, Scenario
from weerklank.model.clock import civil_day, from_iso
from weerklank.model.item import ArchivalItem
from weerklank.services.catalogue.open_catalogue import open_catalogue
from weerklank.services.intake.held_versions import HeldVersions
from weerklank.services.seal.read_destructions import destroyed_keys
from weerklank.services.workplace import Workplace


class DuePages:
    """Tells of posts whether their page is new, or says something else than the one held."""

    def __init__(self, workplace: Workplace, account: Account) -> None:
        self._account = account
        self._keys = ItemKeys(workplace.keys.ids)
        self._catalogue = open_catalogue(workplace)
        self._held = HeldVersions(workplace, self._catalogue)
        self._destroyed = frozenset(destroyed_keys(workplace))

    def close(self) -> None:
        """Let go of the catalogue."""
        self._catalogue.close()

    def of(self, posts: list[ListedPost]) -> list[ListedPost]:
        """Give those of which a page is to be made, in their order.

        None of a day on which only a hand-in brings posts in.
        """
        return [one for one in posts if not self._is_by_hand(one) and self.is_due(one)]

    def _is_by_hand(self, post: ListedPost) -> bool:
        if not post.created_at:
            return False
        return self._account.scenario_on(civil_day(post.created_at)) is Scenario.C

    def is_due(self, post: ListedPost, *, may_be_cut: bool = False) -> bool:
        """Tell whether a post has no whole page, or says something else since the last one.

        With `may_be_cut` one of which not all was seen will do.
        """
        return not self.is_destroyed(post) and self._is_due(post, may_be_cut=may_be_cut)

    def is_destroyed(self, post: ListedPost) -> bool:
        """Tell whether a decision made a post go: no page of it is made."""
        return self._keys.key(self._account.platform, post.native_id) in self._destroyed

    def _is_due(self, post: ListedPost, *, may_be_cut: bool) -> bool:
        database = self._catalogue.database
        tag = self._keys.tag(self._account.platform, post.native_id)
        located = database.pages.newest_of(tag)
        item = database.places.newest_by_key(tag)
        if located is None or item is None:
            return True
        page = self._held.read(located)
        if not any(medium.file for medium in page.media):  # a correction took them away
            return True
        if page.page is not None and page.page.cut and not may_be_cut:
            return True
        since = from_iso(page.captured_at)
        is_edited = post.edited_at is not None and from_iso(post.edited_at) > since
        return is_edited or from_iso(self._said_since(self._held.read(item))) > since

    def _said_since(self, item: ArchivalItem) -> str:
        """Give when an item was first seen to say what it says."""
        if item.wording is None:
            return item.captured_at
        versions = self._held.earlier(item)
        found = (one.captured_at for one in versions if one.version == item.wording)
        return next(found, item.captured_at)
