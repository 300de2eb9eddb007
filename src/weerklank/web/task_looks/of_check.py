"""How the tasks of checks and completeness look."""

from weerklank.model.text import Text
from weerklank.services.waits.task import Ask
from weerklank.web.task_looks.ways import Ways

_CHECK = "verification"
LOOKS: dict[Ask, Ways] = {
    Ask.DAMAGE: Ways(
        Text("De controle vond schade", "The check found damage"),
        Text(
            "{count} {count:bevinding|bevindingen}. Verander niets en vergelijk met een kopie.",
            "{count} {count:finding|findings}. Change nothing and compare with a copy.",
        ),
        "alert-triangle",
        Text("Bekijken", "Look"),
        _CHECK,
        is_red=True,
    ),
    Ask.PLAN_OVERDUE: Ways(
        Text("Maatregel {subject} is over tijd", "Measure {subject} is overdue"),
        Text(
            "{measure}. De archivaris meet opnieuw als het gedaan is, of wijzigt de dag met een "
            "reden.",
            "{measure}. The archivist measures again when it is done, or changes the day with a "
            "reason.",
        ),
        "clock",
        Text("Bekijken", "Look"),
        "plan",
    ),
    Ask.PLAN_UNOWNED: Ways(
        Text("Niemand zorgt voor maatregel {subject}", "Nobody sees to measure {subject}"),
        Text(
            "{measure}. Wie ervoor zorgde, heeft geen rol meer. Wijs een ander aan.",
            "{measure}. Who saw to it has no role any more. Name another.",
        ),
        "users",
        Text("Bekijken", "Look"),
        "plan",
    ),
    Ask.BELOW_MINIMUM: Ways(
        Text("Onder het minimum, zonder maatregel", "Below the minimum, without a measure"),
        Text(
            "Bij {count} {count:controle|controles} haalt het archief het minimum niet. Zet "
            "{count:een maatregel|maatregelen} in het verbeterplan.",
            "At {count} {count:check|checks} the archive does not reach the minimum. Put "
            "{count:a measure|measures} in the improvement plan.",
        ),
        "alert-triangle",
        Text("Bekijken", "Look"),
        "completeness",
    ),
    Ask.NEVER_CHECKED: Ways(
        Text("Controleer het archief voor het eerst", "Check the archive for the first time"),
        Text(
            "Daarna weet u dat alles is zoals het werd opgenomen.",
            "After that you know that all is as it was taken in.",
        ),
        "shield-check",
        Text("Controleren", "Check"),
        _CHECK,
    ),
    Ask.CHECK_OLD: Ways(
        Text("De laatste controle is ouder dan een maand", "The last check is over a month old"),
        Text("Controleer het archief opnieuw.", "Check the archive again."),
        "shield-check",
        Text("Controleren", "Check"),
        _CHECK,
    ),
}
