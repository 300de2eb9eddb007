"""The contract of the command line as tables, and what the developers' guide lists beyond it."""

import re
from dataclasses import dataclass, field
from pathlib import Path

GUIDE = Path(__file__).parents[2] / "docs" / "ontwikkelaar" / "README.md"


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Options of `account add` that `account edit` takes as well.
_FACTS = words(
    "--kind --named-after --replies --manager --process --unit --group --openness --intention "
    "--status --tenure --platform"
)
_SHOWN = words("--thread --versions")
#: Options that the contract names, by command; it has more commands, which come later.
OPTIONS: dict[str, frozenset[str]] = {
    "weerklank": words("--archive --keys --as --json"),
    "init": words("--organisation --tooi --sealed"),
    "demo": words("--port --no-serve"),
    "serve": words("--host --port"),
    "worker": words(""),
    "account add": _FACTS,
    "account list": words(""),
    "account show": words(""),
    "account edit": _FACTS,
    "account close": words(""),
    "account history": words(""),
    "account report": words(""),
    "account import": words(""),
    "account export": words(""),
    "account review": words(""),
    "agreement add": words(""),
    "agreement list": words(""),
    "connect": words("--token-file --base-url"),
    "harvest": words("--technique --since --post"),
    "schedule": words("--once"),
    "status": words(""),
    "import": words("--account --post"),
    "export": words(
        "--format --account --platform --kind --from --to --process --scenario --technique --media"
        " --captions --state"
    ),
    "search": words(
        "--account --platform --kind --from --to --process --hotspot --scenario --technique "
        "--media --captions --state --limit --sort --stem"
    ),
    "post show": _SHOWN,
    "show": _SHOWN,
    "verify": words("--deep"),
    "replicate": words(""),
    "repair": words(""),
    "prove": words("-o"),
    "catalogue rebuild": words(""),
    "privacy policy": words("--sealed"),
    "vault request": words("--ground --case"),
    "vault approve": words(""),
    "vault open": words("--identity"),
    "privacy report": words("-o"),
    "guide": words("-o"),
    "doctor": words(""),
    "overview": words(""),
    "plan list": words(""),
    "plan add": words(""),
    "plan report": words("-o"),
    "privacy scan": words(""),
    "selection load": words(""),
    "retention due": words("--on"),
    "completeness": words("--from --to"),
    "destroy propose": words("--id --ground --reason"),
    "destroy review": words(""),
    "destroy approve": words(""),
    "destroy execute": words(""),
    "destroy certificate": words("-o"),
    "transfer decide": words("--sealed --account --from --to"),
    "transfer make": words("--account --from --to"),
    "transfer receipt": words(""),
    "dossier new": words("--request --received"),
    "dossier add": words("--id --query"),
    "dossier redact": words("--id --text --ground"),
    "dossier review": words(""),
    "dossier freeze": words(""),
    "dossier export": words(""),
    # `handin A` in the contract; the word `add` may be left out.
    "handin add": words("--post --file --process --nothing"),
    "handin undo": words(""),
    "platform status": words("--decided"),
    # `mark ID` in the contract; the word `add` may be left out.
    "mark add": words("--not-government --special --reason"),
    "mark decide": words(""),
    "formal list": words(""),
    "privacy review list": words(""),
    "privacy person": words("--platform"),
    "request new": words(""),
    "request decide": words(""),
    "person add": words("--role"),
    "profile check": words(""),
    "profile template": words(""),
}

_RUN = words("run account technique items new_versions deletions skipped gaps limits complete")
#: 'The account': its facts by requirements A1 and A4, and what the contract has of `account add`.
_ACCOUNT = words(
    "account platform handle scenario url kind kinds named_after unit status status_since "
    "openness managers processes replies replies_received_since answered_since intention "
    "intention_since tenures managed_by registered"
)
#: 'The post': a hit of `search`, and the fields of a record by the format, section 3.1.
_POST = words(
    "id account platform kind author created_at text url state captured_at counts edited_at key "
    "deletion "
    "language media policy poll process refs run scenario sealed technique thread title version "
    "visibility"
)
_HAND_IN = words("handin account process posts period state")
_LIST = words("list state items")
_DOSSIER = words("dossier documents redactions")
#: Keys of `--json` that the contract names: of each answer, and of the runs and accounts in one.
KEYS: dict[str, frozenset[str]] = {
    "each run": _RUN,
    "each account": _ACCOUNT,
    # Of these the contract names none.
    "each account of status": words(""),
    # Without `--post` it shows what can be picked, of which the contract says nothing.
    "handin add, to pick from": words(""),
    "init": words("archive organisation keys"),
    "demo": words("archive url users"),
    "account list": words("accounts"),
    "account import": words("accounts"),
    "account export": words("accounts"),
    "account review": words("account"),
    "account report": words("account state"),
    "agreement add": words("agreement state"),
    "connect": words("account ok findings"),
    # The reverse in the same style, as the contract asks.
    "disconnect": words("account ok findings"),
    # Only where it ends well.
    "connect, when connected": words(""),
    "harvest": words("runs"),
    "schedule": words("runs"),
    # The contract names none.
    "worker": words(""),
    "status": words("accounts"),
    "import": words("runs"),
    "handin add": _HAND_IN,
    "handin undo": _HAND_IN,
    "search": words("total hits"),
    "export": words("files records"),
    "post show": _POST | words("replies versions"),
    "show": _POST | words("replies versions"),
    "verify": words("ok checked not_checked findings"),
    "replicate": words("objects bytes"),
    "repair": words("repaired"),
    "prove": words("proof leaf checkpoint"),
    "catalogue rebuild": words("records seconds"),
    "privacy policy": words("findings items"),
    "vault request": words("request state"),
    "vault approve": words("request state"),
    "vault open": words("request state"),
    "privacy person": words("items"),
    "request new": words("state"),
    "request decide": words("state"),
    "privacy report": words("findings items"),
    "guide": words(""),
    "doctor": words(""),
    "overview": words(""),
    "plan list": words(""),
    "plan add": words(""),
    "privacy scan": words("findings"),
    "retention due": words("due"),
    "completeness": words("accounts"),
    "destroy propose": _LIST,
    "destroy except": _LIST,
    "destroy answer": _LIST,
    "destroy review": _LIST,
    "destroy approve": _LIST,
    "destroy execute": _LIST,
    "destroy certificate": _LIST,
    "transfer decide": words(""),
    "transfer make": words("sip objects files bytes"),
    "transfer receipt": words("sip objects files bytes"),
    "dossier new": _DOSSIER,
    "dossier add": _DOSSIER,
    "dossier redact": _DOSSIER,
    "dossier review": _DOSSIER,
    "dossier freeze": _DOSSIER,
    "dossier export": _DOSSIER,
    "platform status": words("platform decided state"),
    "profile check": words("ok findings"),
    "profile template": words("text"),
    "mark add": words("id state"),
    "mark decide": words("id state"),
}
#: Commands whose answer is an account.
ACCOUNTS = frozenset({"account add", "account show", "account edit", "account close"})


@dataclass
class Beyond:
    """What a section of the guide lists: options and keys by command, and exit codes."""

    options: dict[str, set[str]] = field(default_factory=dict)
    keys: dict[str, set[str]] = field(default_factory=dict)
    exit_codes: set[int] = field(default_factory=set)


def beyond() -> Beyond:
    """Read the section of the guide."""
    text = GUIDE.read_text(encoding="utf-8")
    section = text.partition("\n## Commands beyond the contract\n")[2].partition("\n## ")[0]
    found = Beyond()
    table = ""
    for row in section.splitlines():
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        if not row.startswith("|"):
            table = ""
        elif not table:
            table = cells[0]
        elif not set(row) <= set("|- "):
            _take(found, table, cells)
    return found


def _take(found: Beyond, table: str, cells: list[str]) -> None:
    names = re.findall(r"`([^`]+)`", cells[0])
    if table == "exit code":
        found.exit_codes |= set(map(int, names))
        return
    listed = found.options if table == "command" else found.keys
    for name in names or [cells[0]]:
        assert name not in listed, f"{name} is listed twice"
        listed[name] = set(re.findall(r"`([^`]+)`", cells[1]))
