"""Words that tell what stands behind them: somebody who is addressed, an office, a firm."""

from weerklank.minimise.free_text.words import Words


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words(
    "mevrouw mevr mw dhr meneer heer heren mr mrs ms miss mister madam dr drs ing ir prof "
    "professor dokter juf juffrouw mevrouwtje zuster dominee ds pastoor pater rabbi imam sir "
    "lord lady tante oom oma opa aunt uncle familie fam gezin echtpaar weduwe doctor tandarts "
    "huisarts"
)
GREETINGS = _words(
    "hoi hallo hai hey hee hi hello dear beste geachte lieve dag bedankt dankjewel dankuwel "
    "dank thanks thankyou thx goedemorgen goedemiddag goedenavond welkom gefeliciteerd sterkte "
    "succes proficiat gecondoleerd heej yo goeiemorgen goedendag morning congrats sorry"
)
#: What may stand between a greeting and a name.
_AFTER_GREETING = _words("je jullie u wel you to so much aan voor")
SIGNATURES = _words(
    "groet groeten groetjes gr grt grts mvg hgr vrgr liefs hartelijks regards cheers greetings "
    "sincerely xx xxx kusjes hoogachtend afz afzender getekend wishes"
)
#: Who somebody is to whoever writes.
RELATIONS = _words(
    "buurman buurvrouw buurjongen buurmeisje vrouw man zoon zoontje dochter dochtertje moeder "
    "vader zus zusje broer broertje collega vriend vriendin oma opa schoonmoeder schoonvader "
    "schoonzoon schoondochter zwager schoonzus neef nicht kleinzoon kleindochter partner "
    "echtgenoot echtgenote kind medewerker medewerkster ambtenaar consulent begeleider "
    "begeleidster leraar lerares juf onze mantelzorger verhuurder huisbaas bewoner bewoonster "
    "inwoner inwoonster eigenaar neighbour neighbor wife husband son daughter mother father "
    "sister brother friend colleague boss teacher mum dad mom grandma grandpa cousin nephew "
    "niece"
)
#: What somebody does or is known for: a name of two words or more follows.
ROLES = _words(
    "acteur actrice zanger zangeres schrijver schrijfster schilder componist dichter dichteres "
    "regisseur wielrenner voetballer voetbalster keeper trainer coach architect historicus "
    "filosoof wiskundige natuurkundige bioloog presentator presentatrice journalist journaliste "
    "politicus politica gitarist drummer pianist violist dirigent beeldhouwer fotograaf "
    "producer bassist zanger-gitarist schaatser schaatsster tennisser tennisster coureur bokser "
    "turner atleet bisschop paus kardinaal keizer koning koningin prins prinses hertog hertogin "
    "graaf gravin generaal admiraal kolonel kapitein president advocaat ondernemer arts rapper "
    "dj actor actress singer writer author painter composer poet director footballer player "
    "captain pope king queen prince princess general senator governor economist astronoom "
    "ontdekkingsreiziger ingenieur uitvinder theoloog heilige meester leider oprichter "
    "voorzitter gitariste zoon dochter echtgenote broer auteur scenarist psycholoog socioloog "
    "hoogleraar medicus botanicus zoologe entomoloog piloot astronaut zwemmer zwemster judoka "
    "aanvaller verdediger middenvelder doelman spits scheidsrechter manager"
)
#: A name is said right behind these.
SAYS = (
    ("ik", "ben"), ("naam", "is"), ("ik", "heet"), ("heet",), ("genaamd",), ("namens",),
    ("genoemd",), ("vraag", "naar"), ("vragen", "naar"), ("gesproken", "met"), ("gebeld", "met"),
    ("contact", "met"), ("volgens",), ("name", "is"), ("i", "am"), ("i'm",), ("called",),
    ("named",),
    ("ligt", "aan"), ("gemeld", "bij"), ("bij", "ene"), ("ene",), ("zekere",), ("groeten", "aan"),
    ("groetjes", "aan"), ("vraag", "het", "aan"), ("dank", "aan"), ("complimenten", "voor"),
    ("spoke", "to"), ("spoke", "with"), ("talked", "to"), ("ask", "for"), ("schuld", "van"),
    ("getrouwd", "met"), ("trouwde", "met"), ("huwde", "met"), ("zoon", "van"), ("dochter", "van"),
    ("married",), ("gemaakt", "door"), ("geschreven", "door"), ("opgevolgd", "door"),
    ("geregisseerd", "door"), ("gespeeld", "door"), ("gezongen", "door"), ("ontdekt", "door"),
    ("written", "by"), ("interview", "met"), ("taken", "by"), ("t.n.v", ), ("tnv",),
)  # fmt: skip
#: Who holds these is meant in office: that is a matter of the register, not of this search.
OFFICES = _words(
    "minister minister-president staatssecretaris premier burgemeester wethouder "
    "loco-burgemeester gedeputeerde dijkgraaf kamerlid raadslid fractievoorzitter fractieleider "
    "kamervoorzitter vicepremier bewindspersoon bewindsman bewindsvrouw lijsttrekker mayor "
    "alderman oud-burgemeester oud-minister oud-wethouder waarnemend burgervader ministers "
    "eurocommissaris"
)
#: Behind these stands no person, whatever it looks like.
FIRMS_BEFORE = _words(
    "stichting vereniging restaurant cafe hotel winkel supermarkt firma bedrijf merk school "
    "basisschool club voetbalclub fc sc sv vv partij universiteit hogeschool museum theater "
    "kasteel kerk fractie sporthal zwembad bureau uitgeverij station metrostation halte camping "
    "gemeente provincie stad dorp eiland rivier berg graafschap departement district wijk buurt "
    "film album single serie roman schip orkaan storm planeet krater sint speeltuin buurthuis "
    "buurtcentrum wijkcentrum dorpshuis zorgcentrum verpleeghuis kinderopvang apotheek molen "
    "ziekenhuis bibliotheek voedselbank sportpark bakkerij slagerij garage brug sluis gemaal "
    "polder natuurgebied pont boerderij zalencentrum cultuurcentrum kinderboerderij"
)
#: What stands before these is no person but something that is called after one.
FIRMS_BEHIND = _words(
    "arena stadion college school lyceum universiteit university museum ziekenhuis hal brug "
    "tunnel prijs award awards bv nv inc ltd llc group foundation fonds stichting partij cup "
    "park street road avenue airport station church kerk hotel theater centrum instituut "
    "institute hospital huis plein straat laan kazerne fm tv records band orchestra county city "
    "river lake island islands bay valley hall bridge beach square center centre festival day "
    "toernooi trofee supermarkt company corporation media times news united fc university's "
    "academy tower orkest kwartet trio ensemble mountains hills falls creek springs stadium "
    "society press"
)
#: What has the name of somebody in it and means nobody.
PHRASES = (
    "jan en alleman", "jan met de pet", "jan modaal", "klaas vaak", "pietje precies",
    "jip en janneke", "albert heijn", "jan linders", "douwe egberts", "jack daniels",
    "jan soldaat",
    "johnnie walker", "anne frank huis", "johan cruijff arena", "jantje beton", "jan splinter",
    "henk en ingrid", "piet snot", "hans worst", "jan salie", "tante pos", "vrouwe justitia",
    "rolls royce", "harley davidson", "tommy hilfiger", "calvin klein", "louis vuitton",
    "hugo boss", "ben jerry", "ben en jerry", "dirk van den broek", "miss nederland",
    "merry christmas", "zwarte piet", "onze lieve heer",
)  # fmt: skip
ARTICLES = _words("de het een 't the a an deze die dit dat elke ieder geen this that")


#: Ends of words for what is called after somebody.
_BUILT = ("school", "straat", "plein", "park", "laan", "stadion", "college", "museum", "lyceum")


def greeted(words: Words, at: int) -> bool:
    """Tell whether a word is addressed by a greeting."""
    before, sure = at - 1, False
    if "." in words.gaps[at] or "?" in words.gaps[at] or "\n" in words.gaps[at]:
        return False
    while before >= 0 and at - before <= 3 and words.keys[before] in _AFTER_GREETING:
        if words.keys[before - 1 : before] == ["thank"]:
            sure = True
        before -= 1
    return sure or (before >= 0 and words.keys[before] in GREETINGS)


def signed(words: Words, at: int) -> bool:
    """Tell whether a word stands where a letter is signed."""
    before = words.keys[max(0, at - 2) : at]
    return bool(before) and (
        before[-1] in SIGNATURES
        or (len(before) > 1 and before[-2] in SIGNATURES and before[-1] in {"van", "en", "from"})
    )


def titled(words: Words, at: int) -> bool:
    """Tell whether a title stands before a word."""
    return at > 0 and words.keys[at - 1] in TITLES and words.gaps[at].strip(" ") in {"", "."}


def said(words: Words, at: int) -> bool:
    """Tell whether a word stands where a name is told: `ik ben`, `vraag naar`, `my wife`."""
    if at == 0 or words.gaps[at].strip(" \",':") or words.gaps[at] == "":
        return False
    if words.keys[at - 1] in RELATIONS:
        return True
    last = words.keys[at - 1]
    return any(
        how[-1] == last and tuple(words.keys[at - len(how) : at]) == how
        for how in SAYS
        if at >= len(how)
    )


def has_role(words: Words, at: int) -> bool:
    """Tell whether a word for what somebody does stands before a word."""
    return at > 0 and words.keys[at - 1] in ROLES and words.gaps[at].strip(" ,") == ""


def in_office(words: Words, at: int) -> bool:
    """Tell whether a word for an office stands before a word."""
    return at > 0 and words.keys[at - 1] in OFFICES and not words.gaps[at].strip(" ")


def no_person(words: Words, first: int, last: int) -> bool:
    """Tell whether words name something that is called after somebody, or a firm."""
    keys = words.keys
    if (
        last + 1 < len(keys)
        and words.gaps[last + 1] in {" ", "-"}
        and keys[last + 1] in FIRMS_BEHIND
    ):
        return words.caps[last + 1] or keys[last + 1] in {"bv", "nv", "prijs", "arena", "stadion"}
    if first and words.gaps[first] == " " and keys[first - 1] in FIRMS_BEFORE:
        return True
    if keys[first] in FIRMS_BEFORE or keys[last].endswith(_BUILT):
        return True
    near = " ".join(keys[max(0, first - 2) : last + 4])
    return any(phrase in near for phrase in PHRASES)
