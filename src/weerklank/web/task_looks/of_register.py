"""How the tasks of the register look."""

from weerklank.model.text import Text
from weerklank.services.waits.task import Ask
from weerklank.web.task_looks.ways import Ways

_HAND_IN = "handin"
LOOKS: dict[Ask, Ways] = {
    Ask.HANDIN_MISSED: Ways(
        Text(
            "Twee termijnen niets aangeleverd: {account}",
            "Nothing handed in for two terms: {account}",
        ),
        Text(
            "De maker moet berichten met overheidsinformatie aanleveren, of melden dat er niets "
            "is.",
            "The maker must hand in posts with government information, or say that there is "
            "nothing.",
        ),
        "inbox",
        Text("Bekijken", "Look"),
        _HAND_IN,
        is_red=True,
    ),
    Ask.HANDIN_OVERDUE: Ways(
        Text("Aanleveren had gemoeten: {account}", "Hand-in is overdue: {account}"),
        Text(
            "Lever de berichten met overheidsinformatie aan, of meld dat er niets is.",
            "Hand in the posts with government information, or say that there is nothing.",
        ),
        "inbox",
        Text("Aanleveren", "Hand in"),
        _HAND_IN,
        is_red=True,
    ),
    Ask.HANDIN_WAITS: Ways(
        Text(
            "Aanlevering {subject} wacht op bevestiging",
            "Hand-in {subject} waits for confirmation",
        ),
        Text("Voorgesteld voor {account}.", "Proposed for {account}."),
        "clipboard-check",
        Text("Bekijken", "Look"),
        _HAND_IN,
    ),
    Ask.TASK_MAIL_WAITS: Ways(
        Text(
            "E-mail over Woo-verzoeken gaat niet weg",
            "Mail about Woo requests does not go out",
        ),
        Text(
            "{count} {count:persoon heeft|personen hebben} nog geen bericht van taken die "
            "wachten. Het wordt vanzelf opnieuw geprobeerd. De technisch beheerder kijkt naar de "
            "mailserver en naar de adressen.",
            "{count} {count:person was|people were} not told yet of tasks that wait. It is tried "
            "again by itself. The operator looks at the mail server and the addresses.",
        ),
        "alert-triangle",
        Text("", ""),
        "",
    ),
    Ask.MAIL_WAITS: Ways(
        Text(
            "E-mail over het accountoverzicht gaat niet weg",
            "Mail about the register does not go out",
        ),
        Text(
            "{count} {count:wijziging is|wijzigingen zijn} nog niet gemaild. Er gaat niets "
            "verloren: {count:zij gaat|ze gaan} mee met de volgende. De technisch beheerder kijkt "
            "naar de mailserver en naar de adressen.",
            "{count} {count:change was|changes were} not mailed yet. Nothing is lost: "
            "{count:it goes|they go} with the next. The operator looks at the mail server and the "
            "addresses.",
        ),
        "alert-triangle",
        Text("", ""),
        "",
    ),
    Ask.PLATFORM_NOT_ALLOWED: Ways(
        Text(
            "In gebruik op een niet toegestaan platform: {subject}",
            "In use on a platform that is not allowed: {subject}",
        ),
        Text(
            "{count} accounts. Zij worden toch geregistreerd en gearchiveerd. Sluit ze, of leg "
            "een ander besluit vast.",
            "{count} accounts. They are registered and archived all the same. Close them, or "
            "record another decision.",
        ),
        "alert-triangle",
        Text("Bekijken", "Look"),
        "platform",
    ),
    Ask.REPORTED: Ways(
        Text("Wijziging gemeld: {account}", "Change reported: {account}"),
        Text(
            "Gemeld: {subject}. Pas het register aan en vink de melding af.",
            "Reported: {subject}. Edit the register and tick the report off.",
        ),
        "message",
        Text("Wijzigen", "Edit"),
        "account-edit",
    ),
    Ask.ACCESS_ASKED: Ways(
        Text("{subject} vraagt toegang", "{subject} asks for access"),
        Text(
            "Geef een rol die dit mag, of zeg waarom niet.",
            "Give a role that may, or say why not.",
        ),
        "user",
        Text("Beantwoorden", "Answer"),
        "access-requests",
    ),
    Ask.PROFILE_MISSES: Ways(
        Text("Profiel mist iets: {account}", "Profile misses something: {account}"),
        Text(
            "{count} punten van het sjabloon zijn niet gevonden. Pas het profiel aan op het "
            "platform.",
            "{count} points of the template were not found. Change the profile on the platform.",
        ),
        "clipboard-check",
        Text("Bekijken", "Look"),
        "account-profile",
    ),
    Ask.HANDIN_DUE: Ways(
        Text("Berichten aanleveren: {account}", "Hand in posts: {account}"),
        Text(
            "Alleen berichten met overheidsinformatie. Is er niets, meld dat dan.",
            "Only posts with government information. Where there is nothing, say so.",
        ),
        "inbox",
        Text("Aanleveren", "Hand in"),
        _HAND_IN,
    ),
    Ask.REVIEW_DUE: Ways(
        Text("Accounts nalopen: {count}", "Accounts to review: {count}"),
        Text(
            "Kijk per account of nog klopt wat het register zegt.",
            "See for each account whether what the register says is still right.",
        ),
        "clipboard-check",
        Text("Nalopen", "Review"),
        "reviews",
    ),
}
