"""What the rules of a delivery say, by their code, and what to do where one is broken."""

from weerklank.model.text import Text
from weerklank.transfer.mdto_rules import Finding

#: MDTO-D is of the tree and of what points at what, MDTO-B of the bytes, MDTO-P of the pakbon.
DELIVERY_RULES: dict[str, Text] = {
    "MDTO-D01": Text(
        "een identificatie ervan heeft {value} ook.", "{value} has an identifier of it too."
    ),
    "MDTO-D02": Text(
        "een naam heeft hoogstens 255 tekens, zonder spaties en tekens die de specificatie niet "
        "toestaat.",
        "a name has 255 characters at most, without spaces and signs that the specification does "
        "not allow.",
    ),
    "MDTO-D03": Text(
        "een ander bestand in de levering heet ook zo.",
        "another file of the delivery has that name too.",
    ),
    "MDTO-D04": Text(
        "het metagegevensbestand ligt niet op zijn plaats.",
        "the file with metadata is not in its place.",
    ),
    "MDTO-D05": Text(
        "er is geen metagegevensbestand bij dit bestand.",
        "there is no file with metadata beside this file.",
    ),
    "MDTO-D06": Text(
        "{value} noemt dit object niet terug.", "{value} does not name this object in return."
    ),
    "MDTO-D07": Text("het object is een onderdeel van zichzelf.", "the object is part of itself."),
    "MDTO-D08": Text(
        "een bestand hoort bij een informatieobject van de levering.",
        "a file belongs to an information object of the delivery.",
    ),
    "MDTO-D09": Text(
        "een bestand dat het object noemt, is niet in de levering.",
        "a file that the object names is not in the delivery.",
    ),
    "MDTO-D10": Text(
        "geen gewoon bestand: het is niet geopend.", "no ordinary file: it was not opened."
    ),
    "MDTO-B01": Text(
        "de omvang in {value} is een andere dan die van het bestand.",
        "the size in {value} is another than that of the file.",
    ),
    "MDTO-B02": Text(
        "de controlesom in {value} is een andere dan die van het bestand.",
        "the digest in {value} is another than that of the file.",
    ),
    "MDTO-B03": Text(
        "de controlesom in het manifest is een andere dan die van het bestand.",
        "the digest in the manifest is another than that of the file.",
    ),
    "MDTO-B04": Text("het manifest noemt het niet.", "the manifest does not name it."),
    "MDTO-B05": Text(
        "het manifest noemt een bestand dat er niet is.",
        "the manifest names a file that is not there.",
    ),
    "MDTO-B06": Text(
        "het manifest heeft een regel die geen controlesom en naam is.",
        "the manifest has a line that is no digest and name.",
    ),
    "MDTO-P01": Text("er is geen pakbon.", "there is no pakbon."),
    "MDTO-P02": Text(
        "{where} is {value}, en in de levering {number}.",
        "{where} is {value}, and in the delivery {number}.",
    ),
    "MDTO-P03": Text("{where} ontbreekt of is leeg.", "{where} is missing or empty."),
    "MDTO-P04": Text("de pakbon is geen leesbare XML.", "the pakbon is no XML that can be read."),
    "MDTO-A03": Text(
        "de controlesom is met een algoritme gemaakt dat niet in de lijst van MDTO staat, en is "
        "niet nagerekend.",
        "the digest was made by an algorithm that is not in the list of MDTO, and was not "
        "calculated again.",
    ),
    "MDTO-A04": Text(
        "de pakbon heeft een eigen vorm, en is niet vergeleken met de levering.",
        "the pakbon has a form of its own, and was not held against the delivery.",
    ),
}
_NEXT: dict[str, Text] = {
    "MDTO-X": Text(
        "Laat de maker het bestand aan schema 1.0.1 van MDTO aanpassen.",
        "Let the maker bring the file in line with schema 1.0.1 of MDTO.",
    ),
    "MDTO-R01": Text(
        "Gebruik een label van de lijst, of noem een eigen lijst bij zijn eigen naam.",
        "Use a label of the list, or name a list of one's own by its own name.",
    ),
    "MDTO-R": Text(
        "Laat de maker de metagegevens verbeteren en opnieuw leveren.",
        "Let the maker mend the metadata and deliver again.",
    ),
    "MDTO-A": Text("Een advies: het mag zo blijven.", "Advice: it may stay like this."),
    "MDTO-D": Text(
        "Laat de maker de levering inrichten zoals de MDTO-SIP-specificatie zegt.",
        "Let the maker lay the delivery out as the MDTO-SIP-specificatie says.",
    ),
    "MDTO-B": Text(
        "Vraag de maker om de levering opnieuw, en gebruik het bestand niet: het is een ander dan "
        "er is beschreven.",
        "Ask the maker for the delivery again, and do not use the file: it is another than was "
        "described.",
    ),
    "MDTO-P": Text(
        "Vraag de maker om een pakbon die bij de levering past.",
        "Ask the maker for a pakbon that fits the delivery.",
    ),
}


def found_in_delivery(code: str, **values: object) -> Finding:
    """Make a finding by one of the rules of a delivery."""
    return Finding(code, DELIVERY_RULES[code].filled(**values))


def next_step(code: str) -> Text:
    """Say what to do where a rule is broken."""
    return _NEXT.get(code) or _NEXT[code[:6]]
