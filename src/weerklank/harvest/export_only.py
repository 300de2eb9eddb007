"""A connector of a platform of which nothing but exports is read."""

from weerklank.harvest.connecting import Sends, SignsIn
from weerklank.harvest.port import Asks, Held, LiveAccount, NotesAnswers


class ExportOnly:
    """What a connector answers where it asks no server."""

    def sign_in(self, endpoint: str, sends: Sends) -> SignsIn | None:  # noqa: ARG002 - of the port
        """Give None: there is no way to ask a server for permission."""
        return None

    def open_live(
        self,
        url: str,  # noqa: ARG002 - of the port
        handle: str,  # noqa: ARG002 - of the port
        asks: Asks,  # noqa: ARG002 - of the port
        answers: NotesAnswers,  # noqa: ARG002 - of the port
        held: Held,  # noqa: ARG002 - of the port
        endpoint: str | None = None,  # noqa: ARG002 - of the port
    ) -> LiveAccount | None:
        """Give None: no account is read live."""
        return None
