"""Who may do what on the screens: one matrix, of every address and every role.

Rows are names of `urls.py`; a page that has no row is shown to nobody. The services refuse by
themselves what a role may not do; this only decides which pages there are for whom. Source:
`screens.md` 2, requirement F3: need to know. The operator sees no content; who keeps the register
needs none; what is opened of the vault is for who asked, alone.
"""

from collections.abc import Iterable

from weerklank.model.person import Role
from weerklank.model.question import Sight

_R = Role
_EVERYONE = frozenset(Role)
#: Who reads what accounts and citizens wrote.
_READ = frozenset(
    {_R.COMMUNICATION, _R.ARCHIVIST, _R.REVIEWER, _R.PRIVACY, _R.WOO, _R.READER, _R.INSPECTOR}
)
_KEEP_REGISTER = frozenset({_R.REGISTER_OWNER, _R.COMMUNICATION})
#: Who decides what the organisation holds to on platforms, and what becomes of reports.
_OWN_REGISTER = frozenset({_R.REGISTER_OWNER})
#: Who sees how the register is kept, and may have it as a file.
_LOOK_AFTER = _KEEP_REGISTER | {_R.ARCHIVIST, _R.INSPECTOR}
_TAKE_IN = frozenset({_R.COMMUNICATION, _R.ARCHIVIST})
#: Who gives posts of a hybrid or personal account to the archive: the maker, or their office. Who
#: keeps the register may by the services too, but sees no content here.
_HAND_IN = frozenset({_R.MAKER, _R.COMMUNICATION})
_REQUEST = frozenset({_R.PRIVACY, _R.ARCHIVIST, _R.WOO})
#: Who proposes that something goes. Who keeps the register may by the services too, but sees no
#: content here.
_PROPOSE = frozenset({_R.ARCHIVIST, _R.PRIVACY, _R.COMMUNICATION})
_LISTS = _PROPOSE | {_R.REVIEWER, _R.INSPECTOR}
_TRANSFER = frozenset({_R.ARCHIVIST, _R.PRIVACY})
_WOO = frozenset({_R.WOO})
_DISCLOSE = _WOO | {_R.REVIEWER}
_ANSWER_FOR = frozenset({_R.ARCHIVIST, _R.PRIVACY, _R.INSPECTOR, _R.OPERATOR})
_APPRAISE = frozenset({_R.ARCHIVIST, _R.REVIEWER, _R.INSPECTOR})

#: Pages for who has not signed in; the API and the figures ask for a token by themselves.
OPEN = frozenset(
    {"sign-in", "sign-in-back", "sign-in-provider", "static", "language", "api", "metrics"}
)

MATRIX: dict[str, frozenset[Role]] = {
    "home": _EVERYONE,
    # The first hour: each step for who does it, as the service says too.
    "hour-organisation": _OWN_REGISTER,
    "hour-keys": frozenset({_R.OPERATOR, _R.PRIVACY}),
    "hour-report": frozenset({_R.PRIVACY, _R.ARCHIVIST, _R.INSPECTOR}),
    "hour-skip": _KEEP_REGISTER | {_R.ARCHIVIST, _R.PRIVACY, _R.OPERATOR, _R.INSPECTOR},
    "sign-out": _EVERYONE,
    "me": _EVERYONE,
    "keys": _EVERYONE,
    "tokens": _EVERYONE,
    "token-revoke": _EVERYONE,
    "accounts": _EVERYONE,
    "account": _EVERYONE,
    "account-posts": _READ,
    "account-techniques": _READ,
    "account-runs": _READ | _KEEP_REGISTER | {_R.OPERATOR},
    "account-history": _READ | _KEEP_REGISTER | {_R.OPERATOR},
    "account-profile": _READ | _KEEP_REGISTER,
    "account-profile-check": _KEEP_REGISTER | {_R.ARCHIVIST},
    "account-profile-text": _READ | _KEEP_REGISTER,
    "profile-pages": _KEEP_REGISTER,
    "account-add": _KEEP_REGISTER,
    "account-edit": _KEEP_REGISTER,
    "account-connect": _KEEP_REGISTER,
    "account-consent": _KEEP_REGISTER,
    "account-connect-check": _KEEP_REGISTER,
    "account-trial": _KEEP_REGISTER,
    "account-disconnect": _KEEP_REGISTER,
    "connect-back": _KEEP_REGISTER,
    "account-report": _EVERYONE,
    "report-other": _EVERYONE,
    "account-review": _KEEP_REGISTER,
    "register-export": _LOOK_AFTER,
    "register-import": _KEEP_REGISTER,
    "register-preview": _KEEP_REGISTER,
    "reviews": _LOOK_AFTER,
    "review-term": _OWN_REGISTER,
    "reports": _LOOK_AFTER,
    "report-settle": _OWN_REGISTER,
    "platforms": _READ | _KEEP_REGISTER | {_R.OPERATOR},
    "platform": _READ | _KEEP_REGISTER | {_R.OPERATOR},
    "platform-decide": _OWN_REGISTER,
    "platform-agree": _OWN_REGISTER,
    "agreement-end": _OWN_REGISTER,
    "handin": _READ | _HAND_IN,
    "handin-nothing": _HAND_IN,
    "handin-undo": _HAND_IN,
    "handin-file": _HAND_IN,
    "handin-pick": _HAND_IN,
    "runs": _READ | _KEEP_REGISTER | {_R.OPERATOR},
    "runs-now": _READ | _KEEP_REGISTER | {_R.OPERATOR},
    "harvest-ask": _TAKE_IN,
    "pages-ask": _TAKE_IN,
    "pages-ask-of": _TAKE_IN,
    "harvest-interval": _TAKE_IN,
    "harvest-stop": _TAKE_IN | {_R.OPERATOR},
    "run": _READ | _KEEP_REGISTER | {_R.OPERATOR},
    "drift-acknowledge": frozenset({_R.ARCHIVIST}),
    "drift-report": _TAKE_IN,
    "remap": _TAKE_IN | {_R.OPERATOR},
    "import": _TAKE_IN,
    "search": _READ,
    # Who manages accounts, and whom such a message may concern (B3).
    "formal": frozenset({_R.COMMUNICATION, _R.ARCHIVIST, _R.WOO}),
    "formal-settle": frozenset({_R.COMMUNICATION}),
    # How complete the archive is and by which bars: numbers alone, for who answers for it or can
    # mend it (I1). The posts behind them are shown to who may read those.
    "completeness": _LOOK_AFTER | {_R.PRIVACY},
    # What there was in a period, in numbers; each block for who has the page behind it.
    "dashboard": _LOOK_AFTER | {_R.PRIVACY, _R.OPERATOR},
    # How archives of several organisations stand: for who runs the machine of all of them (J2).
    "organisations": frozenset({_R.OPERATOR}),
    "completeness-check": _LOOK_AFTER | {_R.PRIVACY},
    "yardstick": _LOOK_AFTER | {_R.PRIVACY},
    "yardstick-change": frozenset({_R.ARCHIVIST}),
    "measure": frozenset({_R.ARCHIVIST, _R.INSPECTOR}),
    "plan": _LOOK_AFTER | {_R.PRIVACY},
    "plan-add": frozenset({_R.ARCHIVIST}),
    "plan-change": frozenset({_R.ARCHIVIST}),
    "plan-limit": frozenset({_R.ARCHIVIST}),
    # What may go when, and what stays: numbers alone, for who decides, reviews or checks (G1-G3).
    "retention": _APPRAISE,
    "retention-law": frozenset({_R.ARCHIVIST}),
    "hotspots": _APPRAISE | _KEEP_REGISTER,
    "hotspot": _APPRAISE | _KEEP_REGISTER,
    "hotspot-propose": _KEEP_REGISTER | {_R.ARCHIVIST},
    "hotspot-adopt": frozenset({_R.ARCHIVIST}),
    "hotspot-withdraw": frozenset({_R.ARCHIVIST}),
    "holds": _APPRAISE,
    "hold-add": frozenset({_R.ARCHIVIST}),
    "hold-lift": frozenset({_R.ARCHIVIST}),
    # Of what the organisation made itself: ids and kinds, no words (E4).
    "rights": _KEEP_REGISTER | {_R.ARCHIVIST, _R.WOO, _R.INSPECTOR},
    "rights-set": _KEEP_REGISTER | {_R.ARCHIVIST},
    "rights-file": _KEEP_REGISTER | {_R.ARCHIVIST},
    "rights-missing": _KEEP_REGISTER | {_R.ARCHIVIST, _R.WOO, _R.INSPECTOR},
    "rights-rule": frozenset({_R.ARCHIVIST, _R.REGISTER_OWNER}),
    "rights-end": frozenset({_R.ARCHIVIST, _R.REGISTER_OWNER}),
    # Of files: what they are, how fit to be kept, and what a virus scan said; no words.
    "formats": frozenset({_R.ARCHIVIST, _R.INSPECTOR}),
    "formats-table": frozenset({_R.ARCHIVIST, _R.INSPECTOR}),
    "formats-load": frozenset({_R.ARCHIVIST}),
    "formats-scan": frozenset({_R.ARCHIVIST}),
    "selection": _APPRAISE,
    "selection-one": _APPRAISE,
    "selection-file": _APPRAISE,
    "selection-draft": _APPRAISE,
    "selection-load": frozenset({_R.ARCHIVIST}),
    "selection-preview": frozenset({_R.ARCHIVIST}),
    "selection-assign": frozenset({_R.ARCHIVIST}),
    "selection-end": frozenset({_R.ARCHIVIST}),
    # What is done with personal data: who answers for it; the privacy officer decides (D2).
    "privacy-policy": frozenset({_R.PRIVACY, _R.ARCHIVIST, _R.INSPECTOR}),
    "policy-proposal": frozenset({_R.PRIVACY, _R.ARCHIVIST, _R.INSPECTOR}),
    "policy-propose": frozenset({_R.PRIVACY, _R.ARCHIVIST}),
    "policy-approve": frozenset({_R.PRIVACY}),
    "policy-sealed": frozenset({_R.PRIVACY}),
    # What is processed and where it falls short: who answers for that (D5).
    # For who works with accounts or records; it names colleagues by role, and holds no content.
    "guides": _EVERYONE - {_R.RESEARCHER},
    # What is not in order, of the register and of records, in numbers (J3).
    "recommendations": _LOOK_AFTER | {_R.PRIVACY},
    "privacy-report": frozenset({_R.PRIVACY, _R.ARCHIVIST, _R.INSPECTOR}),
    # Who stays recognisable by decision (ADR 0108): who decides, and who answers for that.
    "named": frozenset({_R.PRIVACY, _R.ARCHIVIST, _R.INSPECTOR}),
    "named-add": frozenset({_R.PRIVACY}),
    "named-end": frozenset({_R.PRIVACY}),
    "named-withdraw": frozenset({_R.PRIVACY}),
    # What a detector doubts is a name in the words of a third party (ADR 0106).
    "words": frozenset({_R.PRIVACY}),
    "word-judge": frozenset({_R.PRIVACY}),
    # What probably holds special, criminal or children's data: who may see it decides (ADR 0113).
    "special": frozenset({_R.PRIVACY, _R.ARCHIVIST}),
    "special-one": frozenset({_R.PRIVACY, _R.ARCHIVIST}),
    "special-mark": frozenset({_R.PRIVACY, _R.ARCHIVIST, _R.COMMUNICATION}),
    # Where the archive shows somebody it should not (ADR 0111).
    "scan": frozenset({_R.PRIVACY}),
    "scan-ask": frozenset({_R.PRIVACY}),
    "scan-one": frozenset({_R.PRIVACY}),
    # Who asks for what lies in the vault; another privacy officer decides (ADR 0109). The
    # inspector sees the log, and never what was opened.
    "vault": _REQUEST | {_R.INSPECTOR},
    "vault-one": _REQUEST | {_R.INSPECTOR},
    "vault-request": _REQUEST,
    "vault-decide": frozenset({_R.PRIVACY}),
    "vault-open": _REQUEST,
    "vault-extend": _REQUEST,
    "vault-end": _REQUEST,
    # A person asks; what is held about them is for one reader (D5).
    "person-requests": frozenset({_R.PRIVACY}),
    "person-request": frozenset({_R.PRIVACY}),
    "person-request-letter": frozenset({_R.PRIVACY}),
    # What goes for ever (G4): who proposes it, who reviews, who authorises; the inspector sees.
    "destruction": _LISTS,
    "destruction-one": _LISTS,
    "destruction-certificate": _LISTS,
    "destruction-add": _PROPOSE,
    "destruction-answer": _PROPOSE,
    "destruction-except": _PROPOSE | {_R.REVIEWER},
    "destruction-review": frozenset({_R.REVIEWER}),
    "destruction-approve": frozenset({_R.ARCHIVIST}),
    "destruction-execute": frozenset({_R.ARCHIVIST}),
    "destruction-certify": frozenset({_R.ARCHIVIST}),
    # What goes to an archive for ever (G5): two decide on originals, the archivist does it.
    "dossiers": _DISCLOSE,
    "dossier": _DISCLOSE,
    "dossier-document": _DISCLOSE,
    "dossier-twins": _DISCLOSE,
    "dossier-rights": _DISCLOSE,
    "dossier-leaks": _DISCLOSE,
    "dossier-disagreements": _DISCLOSE,
    "dossier-disagree": _DISCLOSE,
    "dossier-agree": _DISCLOSE,
    "dossier-answer": _WOO,
    "dossier-read": _DISCLOSE,
    "dossier-freeze": _DISCLOSE,
    "dossier-give": _DISCLOSE,
    "dossier-fetch": _DISCLOSE,
    "dossier-twins-judge": _WOO,
    "dossier-new": _WOO,
    "dossier-add": _WOO,
    "dossier-term": _WOO,
    "dossier-redact": _WOO,
    "dossier-undo": _WOO,
    "dossier-film": _WOO,
    "dossier-hide": _WOO,
    "dossier-picture": _DISCLOSE,
    "dossier-picture-shown": _DISCLOSE,
    "dossier-allow": _WOO,
    "dossier-judge": _WOO,
    "dossier-judge-many": _WOO,
    "dossier-remove": _WOO,
    # What everyone may see (H2): who answers for it looks; two roles decide (ADR 0142).
    "portal": frozenset({_R.ARCHIVIST, _R.PRIVACY, _R.INSPECTOR}),
    "portal-switch": frozenset({_R.ARCHIVIST}),
    "portal-replies": frozenset({_R.PRIVACY}),
    "transfer": _TRANSFER | {_R.INSPECTOR},
    "transfer-new": _TRANSFER | {_R.INSPECTOR},
    "transfer-one": _TRANSFER | {_R.INSPECTOR},
    "transfer-decide": _TRANSFER,
    "transfer-make": frozenset({_R.ARCHIVIST}),
    "transfer-receipt": frozenset({_R.ARCHIVIST}),
    "post": _READ,
    "post-techniques": _READ,
    "post-life": _READ,
    "medium": _READ,
    # Whole, with what it carries besides what it shows (ADR 0116): who keeps it, who looks after
    # personal data in it, and who checks that it is what was kept.
    "medium-original": frozenset({_R.ARCHIVIST, _R.PRIVACY, _R.INSPECTOR}),
    "kept-page": _READ,
    # Who marks that something is no government information never decides on it (D6).
    "mark": frozenset({_R.COMMUNICATION}),
    "mark-decide": frozenset({_R.ARCHIVIST}),
    "proof": _READ,
    "verification": _ANSWER_FOR,
    "verify": _ANSWER_FOR - {_R.PRIVACY},
    # Copies: who keeps the archive, and who runs it, brings them up to date and mends from them.
    "copies": _ANSWER_FOR,
    "copies-refresh": frozenset({_R.ARCHIVIST, _R.OPERATOR}),
    "copies-mend": frozenset({_R.ARCHIVIST, _R.OPERATOR}),
    "journal": _ANSWER_FOR | {_R.REGISTER_OWNER},
    # Queues, budgets, room and versions: for who keeps the machines.
    "operation": frozenset({_R.OPERATOR}),
    # Who looked at what is personal data of colleagues: one reader (requirement D7).
    "access": frozenset({_R.PRIVACY}),
    "access-requests": frozenset({_R.REGISTER_OWNER}),
    "access-ask": _EVERYONE,
    "work": _TAKE_IN | _HAND_IN | _ANSWER_FOR | _KEEP_REGISTER | _DISCLOSE,
    "work-stop": _TAKE_IN | _HAND_IN | _ANSWER_FOR | _KEEP_REGISTER | _DISCLOSE,
}

#: Who is told what kinds of traces a medium carries.
SEE_TRACES = frozenset({_R.ARCHIVIST, _R.PRIVACY})
#: Who sees what was said and decided of whether something is government information.
SEE_MARKS = frozenset({_R.COMMUNICATION, _R.ARCHIVIST, _R.PRIVACY, _R.INSPECTOR})
#: Who sees also what was restricted by decision.
_SEE_RESTRICTED = frozenset({_R.ARCHIVIST, _R.PRIVACY, _R.INSPECTOR})

#: Who sees also what probably holds special, criminal or children's data: not the inspector, who
#: checks that it is kept so (requirement D7).
SEE_SPECIAL = frozenset({_R.ARCHIVIST, _R.PRIVACY})


def sight_of(roles: Iterable[Role]) -> Sight:
    """Give what someone with these roles may see of what they may search."""
    held = frozenset(roles)
    return Sight(
        restricted=not _SEE_RESTRICTED.isdisjoint(held),
        special=not SEE_SPECIAL.isdisjoint(held),
    )


def may(roles: Iterable[Role], page: str) -> bool:
    """Tell whether one of these roles may use a page, by its name in `urls.py`."""
    return not MATRIX.get(page, frozenset()).isdisjoint(roles)


def who_may(page: str) -> list[Role]:
    """Give the roles that may use a page, in the order of the contract."""
    allowed = MATRIX.get(page, frozenset())
    return [role for role in Role if role in allowed]


def least_first(roles: Iterable[Role]) -> list[Role]:
    """Put roles in order of how many pages they open; last the one that gives out roles."""

    def opens(role: Role) -> tuple[bool, int]:
        return role is Role.REGISTER_OWNER, sum(role in allowed for allowed in MATRIX.values())

    return sorted(roles, key=opens)
