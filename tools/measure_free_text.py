"""Measure how much of what tells who somebody is in running text is found, and write the report.

`python tools/measure_free_text.py [FOLDER]`: the folder holds sets of others as JSON lines; what
is not there is skipped, and said to be. Without a folder: `../shared/privacy`. What was measured
of names goes into the product as well, for the data protection report.
"""

import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from weerklank import __version__
from weerklank.minimise.free_text.confidence import CONFIDENCE
from weerklank.minimise.free_text.find import find_words
from weerklank.model.found_words import FoundKind
from weerklank.testing.free_text_posts import marked_posts
from weerklank.testing.free_text_pseudonyms import with_pseudonyms
from weerklank.testing.free_text_score import Score, Share, read_set, score

ROOT = Path(__file__).parents[1]
REPORT = ROOT / "docs" / "toezicht" / "herkenning-in-tekst.md"
FIGURES = ROOT / "src" / "weerklank" / "minimise" / "free_text" / "measured.toml"
OWN_POSTS = 6_000
#: Posts of ours in which names are replaced, and the rule that looks behind what came for them.
REPLACED_POSTS, BEHIND = 3_000, "name-after-pseudonym/1"
#: Set of others -> what it is, and floors of recall and precision of names; None: none asked.
SETS: dict[str, tuple[str, tuple[float, float] | None]] = {
    "nl-social-synthetic-dev": ("bedachte Nederlandse berichten, ontwikkelset", (0.90, 0.85)),
    "nl-wikineural-val-per": ("Nederlandse Wikipedia (WikiNEuRal)", (0.80, 0.70)),
    "en-btc-a-per": ("Engelse tweets (Broad Twitter, a)", None),
    "en-btc-e-per": ("Engelse tweets (Broad Twitter, e)", None),
    "en-wnut17-dev-per": ("Engelse reacties (WNUT 2017)", None),
}
#: Share of names to be found in English, which is not asked for.
AIM = 0.60
_WORDS = {
    FoundKind.NAME: "namen",
    FoundKind.EMAIL: "e-mailadressen",
    FoundKind.PHONE: "telefoonnummers",
    FoundKind.IBAN: "rekeningnummers (IBAN)",
    FoundKind.BSN: "burgerservicenummers",
    FoundKind.ADDRESS: "adressen met nummer",
    FoundKind.PLATE: "kentekens",
    FoundKind.BIRTH: "geboortedata",
    FoundKind.HANDLE: "accountnamen en profieladressen",
}
_HEAD = """# Wat in lopende tekst wordt herkend

Gemaakt door `python tools/measure_free_text.py`; verander dit bestand niet met de hand.

Weerklank zoekt in teksten van derden naar wat vertelt wie iemand is. **Dat lukt niet volledig.**
Voor accounts, die het platform zelf noemt, is de garantie dat ze nergens staan; voor lopende
tekst zijn dit de gemeten aandelen. Noem een archief dus nooit 'anoniem'.

- **gevonden**: het aandeel van wat gemarkeerd is dat tot de laatste letter en het laatste cijfer
  is gevonden.
- **terecht**: het aandeel van wat gevonden is dat iets raakt wat gemarkeerd is.
- tussen haakjes: het interval van 95% (Wilson) en het aantal.

"""
_TAIL = """
## Wat u van deze cijfers moet weten

- De lijsten met namen zijn geschreven vóór de eerste meting en daarna niet aangevuld: geen naam
  uit een meetset is erin gezet. Waar elk deel vandaan komt staat in
  `src/weerklank/minimise/free_text/lists/sources.toml`. Wel zijn vóór die tijd vijftig berichten
  van de ontwikkelset gezien, en is na metingen gekeken naar *soorten* fouten in alle sets om
  regels te verbeteren. De cijfers zijn daardoor gunstiger dan die voor teksten die niemand heeft
  gezien.
- Twee sets zijn bedacht. Mensen schrijven slordiger; echte Nederlandse reacties waarin namen
  zijn gemarkeerd zijn niet openbaar.
- In de eigen set staat de helft van de namen in geen enkele lijst: dat zijn de cijfers voor wie
  een naam heeft die het programma niet kent. Zo'n naam wordt alleen gevonden door wat eromheen
  staat.
- Ambtsdragers die met hun ambt worden genoemd (minister, burgemeester, wethouder) worden met
  opzet niet gezocht: dat regelt het accountoverzicht. In Wikipedia tellen zij als gemist.
- Accountnamen van organisaties (`@gemeente…`) en algemene adressen (`info@…`) blijven staan.
- Niet gezocht worden: leeftijd, woonplaats, functie ("de enige huisarts van het dorp") en alles
  wat iemand alleen samen met andere gegevens herkenbaar maakt.
- Een burgerservicenummer wordt gevonden als het de elfproef doorstaat én er staat wat het is;
  een getal dat er toevallig op lijkt blijft staan.
"""


def shown(share: Share) -> str:
    """Write a share with its interval."""
    low, high = share.interval
    return f"{share.value:.3f} ({low:.3f}-{high:.3f}; {share.of})"


def _dutch(text: str) -> str:
    return text.replace(".", ",")


def set_table(result: Score) -> list[str]:
    """Give the rows of one set by kind; `-` where nothing of a kind is marked or found."""
    rows = ["| soort | gevonden | terecht |", "|---|---|---|"]
    for kind, word in _WORDS.items():
        recall, precision = result.recall.get(kind), result.precision.get(kind)
        if recall:
            right = shown(precision) if precision else "-"
            rows.append(f"| {word} | {_dutch(shown(recall))} | {_dutch(right)} |")
    return rows


def _verdict(result: Score, floors: tuple[float, float]) -> str:
    recall, precision = result.recall[FoundKind.NAME], result.precision[FoundKind.NAME]
    reached = recall.value >= floors[0] and precision.value >= floors[1]
    asked = f"namen gevonden ten minste {floors[0]:.2f}, terecht ten minste {floors[1]:.2f}"
    return f"Gevraagd: {_dutch(asked)}. **{'Gehaald' if reached else 'Niet gehaald'}.**"


def own_part() -> tuple[list[str], Score]:
    """Measure on the posts of the project."""
    result = score(find_words, marked_posts(OWN_POSTS))
    lines = [
        "## Eigen set: bedachte berichten, andere namen en zinnen",
        "",
        f"{result.posts} berichten, steeds dezelfde.",
        "",
        *set_table(result),
        "",
        f"Van namen die in een lijst staan is gevonden: {_dutch(shown(result.of_names[True]))};",
        f"van namen die in geen lijst staan: {_dutch(shown(result.of_names[False]))}.",
        "",
    ]
    return lines, result


def replaced() -> Score:
    """Measure on posts of the project in which first names or whole names were replaced."""
    return score(find_words, with_pseudonyms(marked_posts(REPLACED_POSTS)))


def behind_part(own: Score, folder: Path) -> list[str]:
    """Tell what is found of a name behind a pseudonym, in our posts and in sets of others."""
    scores = {"eigen set": own}
    for name in SETS:
        path = folder / f"{name}.jsonl"
        if path.is_file():
            scores[f"`{name}`"] = score(find_words, with_pseudonyms(read_set(path)))
    lines = [
        "## Achternaam achter een pseudoniem",
        "",
        "Van elk bericht twee vormen: het eerste woord van elke naam vervangen door een",
        "pseudoniem (de rest moet worden gevonden), en elke naam en accountnaam geheel (er is",
        "niets te vinden).",
        "",
        "| set | namen gevonden | terecht | van deze regel terecht |",
        "|---|---|---|---|",
    ]
    for name, one in scores.items():
        shares = (
            one.recall[FoundKind.NAME],
            one.precision[FoundKind.NAME],
            one.by_rule.get(BEHIND, Share(0, 0)),
        )
        lines.append(f"| {name} | {' | '.join(_dutch(shown(share)) for share in shares)} |")
    return [*lines, ""]


def figures(name: str, result: Score) -> str:
    """Write what was measured of names in one set as a part of the table of the product."""
    recall, precision = result.recall[FoundKind.NAME], result.precision[FoundKind.NAME]
    told = [f'[[sets]]\nname = "{name}"\nposts = {result.posts}']
    for word, share in (("recall", recall), ("precision", precision)):
        low, high = share.interval
        told.append(f"{word} = [{share.value:.3f}, {low:.3f}, {high:.3f}]")
        told.append(f"{word}_of = {share.of}")
    return "\n".join(told) + "\n"


def figures_head() -> str:
    """Write when and by which version was measured."""
    return (
        "# What is found of names in running text: made by tools/measure_free_text.py.\n"
        f'date = "{datetime.now(UTC).date()}"\nversion = "{__version__}"\n'
    )


def other_part(folder: Path, name: str) -> list[str]:
    """Measure on a set of others; where it is not there, say so."""
    meaning, floors = SETS[name]
    lines = [f"## {meaning[0].upper()}{meaning[1:]}", ""]
    path = folder / f"{name}.jsonl"
    if not path.is_file():
        print(f"not there, so not measured: {name}", file=sys.stderr)
        return [*lines, "Niet gemeten: de set was er niet.", ""]
    result = score(find_words, read_set(path))
    lines += [f"{result.posts} berichten (`{name}`).", "", *set_table(result), ""]
    if floors:
        lines += [_verdict(result, floors), ""]
    else:
        reached = result.recall[FoundKind.NAME].value >= AIM
        aim = f"Gestreefd wordt naar {_dutch(f'{AIM:.2f}')} gevonden, zonder ondergrens."
        lines += [f"{aim} **{'Gehaald' if reached else 'Niet gehaald'}.**", ""]
    return lines


def rules_part(by_rule: Mapping[str, Share]) -> list[str]:
    """Give how often each rule is right on the posts of the project."""
    lines = [
        "## Zekerheid per regel",
        "",
        "Bij elke vindplaats horen de regel en zijn zekerheid: de ondergrens van het interval van",
        "het aandeel terechte vondsten in de eigen set. Hoe minder vondsten, hoe lager dus.",
        f"`{BEHIND}` is gemeten waar namen vervangen zijn.",
        "",
        "| regel | zekerheid | gemeten |",
        "|---|---|---|",
    ]
    for rule, confidence in sorted(CONFIDENCE.items()):
        share = by_rule.get(rule)
        measured = shown(share) if share else "-"
        lines.append(f"| `{rule}` | {_dutch(f'{confidence:.3f}')} | {_dutch(measured)} |")
    return lines


def main() -> int:
    """Measure, print and write."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "privacy"
    lines, result = own_part()
    for name in SETS:
        lines += other_part(folder, name)
    behind = replaced()
    lines += behind_part(behind, folder)
    by_rule = {**result.by_rule, BEHIND: behind.by_rule[BEHIND]}
    text = _HEAD + "\n".join([*lines, *rules_part(by_rule)]) + "\n" + _TAIL
    REPORT.write_text(text, encoding="utf-8")
    sets = [figures("own", result)]
    for name in SETS:
        path = folder / f"{name}.jsonl"
        if path.is_file():
            sets.append(figures(name, score(find_words, read_set(path))))
    FIGURES.write_text("\n".join([figures_head(), *sets]), encoding="utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
