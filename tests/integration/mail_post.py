"""A mail server that keeps what comes in, on this machine alone."""

import email
import email.policy
import socket
from contextlib import contextmanager

from aiosmtpd.controller import Controller


class Post:
    """Keeps what comes in; refuses who is told to be refused."""

    def __init__(self):
        self.mails = []
        self.refused = set()

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's own name
        if address in self.refused:
            return "550 unknown"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's own name
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.mails.append((envelope.rcpt_tos, mail, session.ssl is not None))
        return "250 OK"

    def texts(self):
        return [mail.get_content() for _, mail, _ in self.mails]


@contextmanager
def server(post, **how):
    controller = Controller(post, hostname="127.0.0.1", port=0, ready_timeout=20, **how)
    # With port 0 the system chooses; the controller asks itself, so it is told which.
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        controller.port = free.getsockname()[1]
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()
