"""Measure how much of what is special in replies the rules mark, and write the report (D7).

`python tools/measure_special.py`: on the invented posts that come with the program.
"""

import sys
import time
from pathlib import Path

from weerklank.catalogue.special_rules import CONFIDENCE, specials_in
from weerklank.model.special import KINDS, SpecialKind
from weerklank.testing.free_text_score import Share
from weerklank.testing.special_score import SpecialScore, special_posts, special_score

ROOT = Path(__file__).parents[1]
REPORT = ROOT / "docs" / "toezicht" / "herkenning-van-bijzondere-gegevens.md"
_HEAD = """# Welke bijzondere gegevens worden herkend

Gemaakt door `python tools/measure_special.py`; verander dit bestand niet met de hand.

Regels markeren reacties van anderen die mogelijk bijzondere persoonsgegevens (AVG art. 9) of
strafrechtelijke gegevens (art. 10) bevatten, of van of over een kind zijn. Alleen de archivaris
en de privacy officer zien die. **Dat lukt niet volledig:** wat een regel mist, ziet wie
reacties mag zien. De cijfers zijn van bedachte berichten; echte zijn slordiger.

- **gevonden**: het aandeel van de berichten met zo'n gegeven dat als die soort is gemarkeerd.
- **terecht**: het aandeel van de markeringen dat klopt.
- tussen haakjes: het interval van 95% (Wilson) en het aantal. Elke zin staat er één keer in; de
  aantallen per soort zijn klein, de intervallen dus breed.

"""
_TAIL = """
## Wat u van deze cijfers moet weten

- Wie de regels maakte kende de berichten van de ontwikkelset: haar cijfers zeggen weinig over
  andere. De telset is van dezelfde hand, geschreven nadat de regels klaar waren en één keer
  gemeten; er is geen regel of woord voor veranderd. Zij zegt het met opzet anders, en is klein.
- **Wat in andere woorden wordt gezegd wordt dus meestal gemist.** Reken er niet op dat alles wat
  bijzonder is, is gemarkeerd; wat gemarkeerd is, is het bijna altijd.
- De woordenlijsten zijn met de hand geschreven voor dit programma
  (`src/weerklank/catalogue/special_words.py`), uit geen lijst van anderen.
- Alleen Nederlands. Niet gezien wordt: wat in beeld of geluid staat, wat tussen de regels staat
  ("mijn vrouw" zegt iets over wie het schrijft), wat pas samen met andere berichten iets zegt,
  en een ziekte, geloof of volk dat in geen lijst staat.
- Een mens besluit. `weerklank mark ID --special` markeert wat de regels missen.
"""


def shown(share: Share | None) -> str:
    """Write a share with its interval; `-` for none."""
    if share is None or not share.of:
        return "-"
    low, high = share.interval
    return f"{share.value:.3f} ({low:.3f}-{high:.3f}; {share.of})".replace(".", ",")


def set_part(title: str, result: SpecialScore) -> list[str]:
    """Give the rows of a set by kind."""
    lines = [f"## {title}", "", f"{result.posts} berichten.", ""]
    lines += ["| soort | gevonden | terecht |", "|---|---|---|"]
    for kind in SpecialKind:
        recall, precision = result.recall.get(kind), result.precision.get(kind)
        lines.append(f"| {KINDS[kind].nl} | {shown(recall)} | {shown(precision)} |")
    lines += [
        "",
        f"Van de berichten met zo'n gegeven is niet getoond: {shown(result.withheld)};",
        f"van de berichten zonder is ten onrechte niet getoond: {shown(result.too_many)}.",
        "",
    ]
    return lines


def speed() -> float:
    """Give how many posts a second of processor time are looked at."""
    texts = [post.text for name in ("dev", "held_out") for post in special_posts(name)]
    start = time.process_time()
    for _ in range(20):
        specials_in.cache_clear()
        for text in texts:
            specials_in(text)
    return 20 * len(texts) / (time.process_time() - start)


def main() -> int:
    """Measure, print and write."""
    dev = special_score(specials_in, special_posts("dev"))
    lines = set_part("Telset", special_score(specials_in, special_posts("held_out")))
    lines += set_part("Ontwikkelset", dev)
    lines += ["## Zekerheid per regel", "", "| regel | zekerheid | gemeten |", "|---|---|---|"]
    for rule, confidence in sorted(CONFIDENCE.items()):
        told = f"{confidence:.3f}".replace(".", ",")
        lines.append(f"| `{rule}` | {told} | {shown(dev.by_rule.get(rule))} |")
    text = _HEAD + "\n".join(lines) + "\n" + _TAIL
    REPORT.write_text(text, encoding="utf-8")
    print(text)
    print(f"{speed():,.0f} posts per second of processor time", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
