"""The PostgreSQL that work is shared through: reached, and made ready for it.

Its tables stand in a schema of their own, one for each version of Procrastinate: workers of two
versions never read each other's jobs. What is due follows from the files, so nothing has to move
from one to the other.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING

from weerklank.model.errors import NotNow, WrongUse, fault
from weerklank.model.text import Text

if TYPE_CHECKING:
    import psycopg

VARIABLE = "WEERKLANK_DATABASE_URL"
NOT_NAMED = fault(
    "WORKER-001",
    Text(nl="Er is geen PostgreSQL genoemd.", en="No PostgreSQL was named."),
    Text(
        nl="Noem haar in WEERKLANK_DATABASE_URL, als postgresql://weerklank@db.example/archief. "
        "Op één machine is geen worker nodig: daar doen 'serve' en 'schedule' alles.",
        en="Name it in WEERKLANK_DATABASE_URL, as postgresql://weerklank@db.example/archive. "
        "On one machine no worker is needed: there 'serve' and 'schedule' do it all.",
    ),
)
NO_LIBRARY = fault(
    "WORKER-002",
    Text(
        nl="Procrastinate is er niet: werk kan niet over machines worden verdeeld.",
        en="Procrastinate is not there: work can't be shared by machines.",
    ),
    Text(nl="Installeer weerklank[machines].", en="Install weerklank[machines]."),
)
WRONG_ADDRESS = fault(
    "WORKER-003",
    Text(
        nl="WEERKLANK_DATABASE_URL is geen adres van PostgreSQL.",
        en="WEERKLANK_DATABASE_URL is no address of PostgreSQL.",
    ),
    Text(
        nl="Schrijf het als postgresql://gebruiker@host:poort/database. Bijzondere tekens in een "
        "wachtwoord als %-code, of zet het wachtwoord in ~/.pgpass.",
        en="Write it as postgresql://user@host:port/database. Special characters in a password as "
        "%-codes, or put the password in ~/.pgpass.",
    ),
)
UNREACHED = fault(
    "WORKER-004",
    Text(
        nl="PostgreSQL op {host} is niet te bereiken of laat ons niet binnen.",
        en="PostgreSQL at {host} can't be reached or does not let us in.",
    ),
    Text(
        nl="Kijk of zij draait, en of naam, wachtwoord en database kloppen. Er gaat intussen "
        "niets verloren: wat aan de beurt is, volgt uit het archief.",
        en="See whether it runs, and whether name, password and database are right. Nothing is "
        "lost meanwhile: what is due follows from the archive.",
    ),
)
NO_RIGHTS = fault(
    "WORKER-005",
    Text(
        nl="PostgreSQL op {host} laat hier geen tabellen maken.",
        en="PostgreSQL at {host} lets no tables be made here.",
    ),
    Text(
        nl="Geef de gebruiker CREATE op de database: GRANT CREATE ON DATABASE … TO ….",
        en="Give the user CREATE on the database: GRANT CREATE ON DATABASE … TO ….",
    ),
)
#: Seconds to wait for an answer to the first question.
PATIENCE = 5
#: Seconds that a worker waits for one answer, such as where others hold what is asked for.
LONGEST = 30
#: By which a connection is known to be lost within half a minute when its host says nothing more.
_NOTICES = {
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 4,
    "tcp_user_timeout": 30_000,
}
#: Of the lock under which the tables are made, by whichever worker comes first.
_MAKING = 0x5765_6572


def demand_address(named: str | None) -> str:
    """Give the address; WrongUse when none is set, or when the library is missing."""
    if not named:
        raise WrongUse(NOT_NAMED)
    if not has_library():
        raise WrongUse(NO_LIBRARY)
    return named


def has_library() -> bool:
    """Tell whether what work is shared by is installed (`weerklank[machines]`)."""
    return all(find_spec(name) is not None for name in ("procrastinate", "psycopg"))


def schema() -> str:
    """Give the name of the schema in which the tables stand."""
    return f"weerklank_jobs_{version('procrastinate').replace('.', '_')}"


def host_of(address: str) -> str:
    """Give host and port of an address, for people; WrongUse when it is none."""
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    try:
        parts = conninfo_to_dict(address)
    except psycopg.Error:
        raise WrongUse(WRONG_ADDRESS) from None  # what it says may hold the password
    host = str(parts.get("host") or "localhost")
    return f"{host}:{parts['port']}" if parts.get("port") else host


@contextmanager
def asking(address: str, seconds: int) -> "Iterator[psycopg.Connection]":
    """Connect for one transaction, in which each answer may take so many seconds.

    psycopg.Error when it can't be reached, or answers too late.
    """
    import psycopg

    with psycopg.connect(conninfo(address), connect_timeout=PATIENCE) as connection:
        connection.execute("SELECT set_config('statement_timeout', %s, true)", [f"{seconds}s"])
        yield connection


def conninfo(address: str) -> str:
    """Give an address with what makes a lost connection known; psycopg.Error where it is none."""
    from psycopg.conninfo import make_conninfo

    return make_conninfo(address, **_NOTICES)


def prepare(address: str) -> None:
    """Reach the database, and make the tables where there are none.

    WrongUse for what is no address; NotNow when it can't be reached or lets no table be made.
    """
    import psycopg
    from procrastinate.schema import SchemaManager
    from psycopg import sql

    host, name = host_of(address), sql.Identifier(schema())
    try:
        with asking(address, LONGEST) as connection:
            connection.execute("SELECT pg_advisory_xact_lock(%s)", [_MAKING])
            found = connection.execute(
                "SELECT to_regclass(%s)", [f"{schema()}.procrastinate_jobs"]
            ).fetchone()
            if found is not None and found[0] is not None:
                return
            connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(name))
            connection.execute(sql.SQL("SET LOCAL search_path TO {}").format(name))
            connection.execute(SchemaManager.get_schema())
    except psycopg.errors.InsufficientPrivilege:
        raise NotNow(NO_RIGHTS, host=host) from None
    except psycopg.Error:
        raise NotNow(UNREACHED, host=host) from None
