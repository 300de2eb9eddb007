"""*Uitleg* of the room *Volledigheid*."""

from weerklank.model.text import Text
from weerklank.web.help_shape import Help

_LAW = Text(
    "DUTO (het raamwerk van het Nationaal Archief) vraagt dat informatie vindbaar, beschikbaar, "
    "leesbaar, interpreteerbaar, betrouwbaar en toekomstbestendig is. Whitepaper 4.4 vraagt een "
    "band tussen een minimum en het volledige doel. Geen van beide noemt getallen.",
    "DUTO (the framework of the National Archives) asks that information is findable, available, "
    "readable, interpretable, reliable and future-proof. Whitepaper 4.4 asks for a band between a "
    "minimum and the full goal. Neither names numbers.",
)
_BAND = Help(
    see=Text(
        "Hoeveel controles onder hun minimum zijn, in de band, volledig, of niet gecontroleerd; "
        "eerst de zwakste. Er is geen gemiddelde: het zwakste punt telt. Van alle accounts samen "
        "telt per controle het account dat het zwakst is. Een gekozen periode heeft haar eigen "
        "metingen.",
        "How many checks are below their minimum, in the band, full, or not checked; the weakest "
        "first. There is no average: the weakest point counts. Of all accounts together the "
        "account counts that is weakest at a check. A period that is chosen has measurements of "
        "its own.",
    ),
    law=_LAW,
    check=Text(
        "Elke waarde komt uit de pakketten, het logboek, het register en de besluiten; niets is "
        "ingetypt. Wat niemand kon controleren, heet niet gecontroleerd, met de reden.",
        "Each value comes from packages, log, register and decisions; nothing was typed in. What "
        "nobody could check is called not checked, with the reason.",
    ),
    decides=Text(
        "Niemand besluit over een uitkomst. De archivaris besluit over de meetlat.",
        "Nobody decides on an outcome. The archivist decides on the yardstick.",
    ),
)
_DASHBOARD = Help(
    see=Text(
        "Van een periode: wat accounts plaatsten, wat terugkwam, welke dagen zijn geoogst, wat op "
        "een formeel bericht lijkt en wat platforms anders geven. Daarbij hoe het nu staat met "
        "termijnen, opslag en ambtsdragers zonder account. U ziet de blokken van uw rol.",
        "Of a period: what accounts posted, what came back, which days were harvested, what looks "
        "like a formal message and what platforms give otherwise. Beside it how terms, storage "
        "and office holders without an account stand now. You see the blocks of your role.",
    ),
    law=Text(
        "Whitepaper 4.4 en 5: wie verantwoordt dat het archief compleet is, heeft cijfers nodig. "
        "Module 3: bestuurders gebruiken een zakelijk account; formele berichten horen elders.",
        "Whitepaper 4.4 and 5: who answers for a complete archive needs numbers. Module 3: office "
        "holders use a corporate account; formal messages belong elsewhere.",
    ),
    check=Text(
        "Elk getal is geteld in catalogus, journaal, register en bestanden, op het moment dat "
        "bovenaan staat. Een getal met een streep eronder leidt naar wat het telt. Een dag heet "
        "bekeken als een oogst van het hele account zo ver kwam; wat nog komt telt niet mee, en "
        "na de opheffing van een account of het einde van zijn platform niets.",
        "Each number was counted in catalogue, journal, register and files, at the moment that "
        "stands at the top. A number that is underlined leads to what it counts. A day is looked "
        "at where a harvest of the whole account came that far; what is to come does not count, "
        "and nothing after an account was closed or its platform ended.",
    ),
    decides=Text("Niemand: dit is een telling.", "Nobody: this is a count."),
)
_ORGANISATIONS = Help(
    see=Text(
        "Per organisatie hoeveel accounts onder hun minimum zijn, in de band, volledig of niet "
        "gecontroleerd, en hoe het verbeterplan, de oogsten en de controle ervoor staan. Wat het "
        "meest vraagt, staat bovenaan.",
        "For each organisation how many accounts are below their minimum, in the band, full or "
        "not checked, and how plan, harvests and checks stand. What asks most stands first.",
    ),
    law=Text(
        "Whitepaper 6.3: een centrale voorziening ziet hoe organisaties ervoor staan, zonder hun "
        "inhoud te zien.",
        "Whitepaper 6.3: a central facility sees how organisations stand, without their content.",
    ),
    check=Text(
        "Geteld in elk archief zelf, ten hoogste tien minuten geleden. Er komt geen naam van een "
        "account, persoon of bericht mee. Wat niet te lezen is, staat er met de reden.",
        "Counted in each archive itself, at most ten minutes ago. No name of an account, person "
        "or post comes along. An archive that can't be read stands there with the reason.",
    ),
    decides=Text(
        "De technisch beheerder zet archieven op de lijst; over een archief besluit de "
        "organisatie.",
        "The operator lists archives; on an archive its organisation decides.",
    ),
)
_CHECK = Help(
    see=Text(
        "Waar een waarde op rust: per pakket, run of boek hoeveel van hoeveel, en de berichten "
        "waar het om gaat. Het bewijs wordt bij het openen opnieuw geteld en kan dus nieuwer zijn "
        "dan de meting.",
        "What a value rests on: by package, run or book how many of how many, and the posts that "
        "it is about. Evidence is counted anew when it is opened, so it may be newer than the "
        "measurement.",
    ),
    law=_LAW,
    check=Text(
        "Geteld in de bestanden van het archief zelf. U ziet alleen berichten die u mag lezen; "
        "hoeveel er niet te zien zijn, staat erbij.",
        "Counted in the files of the archive itself. You see only posts that you may read; it is "
        "said how many are not shown.",
    ),
    decides=Text("Niemand: dit is een telling.", "Nobody: this is a count."),
)
_YARDSTICK = Help(
    see=Text(
        "Wat elke controle vraagt: het minimum, wat volledig is, en de bron. Een lat die een tijd "
        "lager is, staat bovenaan met de laatste dag.",
        "What each check asks: the minimum, what full is, and the source. A bar that is lower for "
        "a while stands first, with its last day.",
    ),
    law=_LAW,
    check=Text(
        "Elke controle staat in elke meetlat: weglaten kan niet. Na de laatste dag geldt de "
        "gewone lat weer, zonder dat iemand iets doet.",
        "Every check stands in every yardstick: none can be left out. After the last day the "
        "usual bar holds again, without anybody's doing.",
    ),
    decides=Text(
        "De archivaris. Elk besluit maakt een nieuwe versie en blijft in het archief.",
        "The archivist. Each decision makes a new version and stays in the archive.",
    ),
)
_YARDSTICK_CHANGE = Help(
    see=Text(
        "Wat één controle minimaal vraagt en wat volledig is. Voordat u iets vastlegt, ziet u "
        "hoeveel accounts per oordeel er nu zijn en straks, en welke account anders wordt.",
        "What one check asks at least and what full is. Before you record anything you see how "
        "many accounts there are by verdict now and then, and which of them becomes otherwise.",
    ),
    law=_LAW,
    check=Text(
        "Wie minder vraagt dan de meetlat, noemt een laatste dag en een reden. Was er intussen "
        "een ander besluit, dan wordt niets vastgelegd.",
        "Who asks less than the yardstick names a last day and a reason. Where somebody decided "
        "meanwhile, nothing is recorded.",
    ),
    decides=Text(
        "De archivaris. Het besluit maakt een nieuwe versie en staat in het logboek.",
        "The archivist. The decision makes a new version and stands in the journal.",
    ),
)
_PLAN = Help(
    see=Text(
        "Wat er wordt gedaan waar volledig niet is gehaald: door wie, voor welke dag, en wat het "
        "intussen minder erg maakt. Daaronder wat een meting sloot, en tekorten zonder maatregel.",
        "What is done where full is not reached: by whom, by which day, and what makes it less "
        "bad meanwhile. Below it what a measurement closed, and shortfalls without a measure.",
    ),
    law=Text(
        "Whitepaper 4.4: waar het volledige doel niet is gehaald, hoort een verbeterplan met "
        "maatregelen en een eigenaar. Wat een platform niet kan geven, is een grens met reden.",
        "Whitepaper 4.4: where the full goal is not reached there is to be an improvement plan "
        "with measures and an owner. What a platform can't give is a limit with its reason.",
    ),
    check=Text(
        "Een maatregel sluit alleen door een meting van na de maatregel, volgens de lat van toen "
        "én die van de meting. Een verlaagde lat sluit niets.",
        "A measure closes only by a measurement made after it, by the bar of then and by that of "
        "the measurement. A bar that was lowered closes nothing.",
    ),
    decides=Text(
        "De archivaris voegt toe en wijzigt; wat er stond, blijft bekend.",
        "The archivist adds and changes; what it was stays known.",
    ),
)
COMPLETENESS_HELP: dict[str, Help] = {
    "completeness": _BAND,
    "completeness-check": _CHECK,
    "dashboard": _DASHBOARD,
    "organisations": _ORGANISATIONS,
    "measure": _BAND,
    "yardstick": _YARDSTICK,
    "yardstick-change": _YARDSTICK_CHANGE,
    "plan": _PLAN,
    "plan-add": _PLAN,
    "plan-change": _PLAN,
    "plan-limit": _PLAN,
}
