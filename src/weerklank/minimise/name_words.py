"""Words that matter in names: tussenvoegsels, ordinary words, greetings."""

_SHORTEST_NAME = 3
#: Figures alone are a name only from this length: a year or a house number is none.
_SHORTEST_NUMBER = 7


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DE = _words("de den der d het t ten ter")
_VAN = _words("van v von")
_VAN_DE = frozenset(("vd", "vdr"))
#: Each tussenvoegsel with those that are written for it.
TUSSENVOEGSELS = (
    {word: frozenset((word,)) for word in _words("el al la le du da di dos bin ben")}
    | dict.fromkeys(_DE, _DE)
    | dict.fromkeys(_VAN, _VAN | _VAN_DE)
    | dict.fromkeys(_VAN_DE, _DE | _VAN | _VAN_DE)
)
#: Tussenvoegsels that are a first name when a name begins with them.
ALSO_FIRST_NAMES = frozenset(("al", "ben"))

#: Dutch words that are also first names or surnames, and words that display names are strewn
#: with: alone they say nothing about who is meant.
ORDINARY = _words(
    """
    aarde adelaar akker appel arend baan baas bakker balk beek beer ben berg beuk bever
    bies blauw bloem blok boer bont boom boon boot bos bot brand breed brink brood broek brouwer
    brug bruin buis burg burger buur cent dag dam dekker dijk donker doorn
    dorp draak duif duin duivel eik engel engels geel goud
    graaf graf gras groen groot haag haan haar haas hamer hart haven heer heide held
    hemel herder hert heuvel hof hond hoop horst huis hulst iris ivoor jager jong joy
    kamp kanter kapper kat keizer kers kerk kind klaver klein knop koe kok koning kool
    koper korf koster kraan krijger kroon kruis kuiper laan land lang lam leeuw lente lief liefde
    lieve loper maan maas madelief man mark markt marter meer mees mei melk merel
    meester mol molen molenaar morgen mus muis nacht nagel noord olijf oost otter paard palm parel
    paus peer pen pier pijl pijn plas poel polder pool post pot prins raaf rank rein rem
    ridder rijk ring robijn rood roos ruiter rust schaap schilder schipper slager sluis
    smid snoek spin staal stam star steen ster sterk sterre storm straat stroom tak
    timmerman tuin tulp vaart veer veld ven vink vis visser vlam vlieger vogel vos vrede vreugde
    vriend vrij waard wal water weide west wiel wijn wil wind winter wit wolf
    wolk zaal zand zee zeeman zilver zoet zomer zon zuid zwaan zwart
    aan ander als altijd app archief bent bij blij bot dan dat deze die dit doe door doet echt een
    eens elk en fan geen gek geldt goed graag had heb hebben heeft hem hen hier hij hun iets iemand
    ik info jaar jij jou jouw jullie kan komt kon krijg kunnen laat later lees leuk maar maak mag
    mama me meer meisje mens met mij mijn moet mooi naar namens nee net niemand niet niets nieuw
    nieuws nog nooit nou nu of official officieel om omdat onder ons ook oma opa op over papa per
    rond samen steeds te team tegen toch toen tot uit vader vaak van veel voor vrouw waar wat weer
    wel werk wie wij worden wordt zal ze zeg zelf zich zie zijn zij zo zoals zou
    and are for from her him not she that the them they this who with you your
    """
)
GREETINGS = _words(
    "hoi hallo beste dag hi hey he dear hello goedemorgen goedemiddag goedenavond bedankt "
    "dankjewel dankuwel geachte"
)
THANKED = frozenset(("je", "u", "jullie"))
SALUTATIONS = _words("mevrouw meneer mevr mw dhr heer de")


def says_little(word: str) -> bool:
    """Say whether a word is no name by itself: ordinary, short, or a number."""
    if len(word) < _SHORTEST_NAME or word in ORDINARY:
        return True
    return len(word) < _SHORTEST_NUMBER and word.isdigit()
