"""Words for what a check of a profile looks for, finds, and asks people to do."""

from weerklank.model.profile_check import ProfileAnswer, ProfilePlace, ProfileStatement
from weerklank.model.text import Text

LOOKS: dict[ProfileAnswer, Text] = {
    ProfileAnswer.FOUND: Text("gevonden", "found"),
    ProfileAnswer.NOT_FOUND: Text("niet gevonden", "not found"),
    ProfileAnswer.NOT_READ: Text("kon niet worden gelezen", "could not be read"),
}
STATEMENTS: dict[ProfileStatement, Text] = {
    ProfileStatement.OFFICIAL: Text(
        "Van wie het account is en wie de redactie doet",
        "Whose account it is and who edits it",
    ),
    ProfileStatement.FORMAL: Text("Niet voor formeel berichtenverkeer", "Not for formal messages"),
    ProfileStatement.PERSONAL_DATA: Text(
        "Reageren leidt tot verwerking van persoonsgegevens, ook voor archivering",
        "Replying leads to processing of personal data, archiving included",
    ),
    ProfileStatement.PRIVACY_LINK: Text(
        "Link naar de privacyverklaring", "Link to the privacy statement"
    ),
    ProfileStatement.CONTACT_LINK: Text(
        "Link naar de kanalen voor formele berichten",
        "Link to the channels for formal messages",
    ),
    ProfileStatement.NAME: Text(
        "Naam waaraan de organisatie te herkennen is",
        "Name by which the organisation is recognised",
    ),
    ProfileStatement.LOGO: Text(
        "Logo waaraan de organisatie te herkennen is",
        "Logo by which the organisation is recognised",
    ),
    ProfileStatement.VERIFIED: Text("Keurmerk van het platform", "Verified mark of the platform"),
    ProfileStatement.PRIVACY_RIGHTS: Text(
        "De privacyverklaring noemt iemands rechten",
        "The privacy statement names one's rights",
    ),
    ProfileStatement.PRIVACY_ERASURE: Text(
        "De privacyverklaring zegt dat het recht op gegevenswissing niet geldt voor archivering",
        "The privacy statement says that the right to erasure does not apply to archiving",
    ),
    ProfileStatement.CONTACT_CHANNELS: Text(
        "De andere pagina noemt de kanalen voor formele berichten",
        "The other page names the channels for formal messages",
    ),
}
WHERE: dict[ProfilePlace, Text] = {
    ProfilePlace.PROFILE: Text("in het profiel", "in the profile"),
    ProfilePlace.PINNED: Text("in een vastgezet bericht", "in a pinned post"),
    ProfilePlace.LANDING: Text("op de pagina achter de link", "on the page behind the link"),
    ProfilePlace.PRIVACY_PAGE: Text("op de pagina met privacyverklaring", "on the privacy page"),
    ProfilePlace.CONTACT_PAGE: Text("op de pagina met kanalen", "on the page with channels"),
}
_TEMPLATE = Text(
    "Neem de tekst over uit 'Profieltekst maken'.", "Take the text over from 'Make profile text'."
)
#: What to do where it was not found.
TO_DO: dict[ProfileStatement, Text] = {
    ProfileStatement.OFFICIAL: _TEMPLATE,
    ProfileStatement.FORMAL: _TEMPLATE,
    ProfileStatement.PERSONAL_DATA: _TEMPLATE,
    ProfileStatement.PRIVACY_LINK: Text(
        "Zet in het profiel een link naar de privacyverklaring van de organisatie.",
        "Put a link to the organisation's privacy statement into the profile.",
    ),
    ProfileStatement.CONTACT_LINK: Text(
        "Zet in het profiel een link naar de pagina met kanalen voor formele berichten.",
        "Put a link to the page with channels for formal messages into the profile.",
    ),
    ProfileStatement.NAME: Text(
        "Zet de naam van de organisatie in de weergavenaam.",
        "Put the organisation's name into the display name.",
    ),
    ProfileStatement.LOGO: Text(
        "Gebruik het logo van de organisatie als profielfoto.",
        "Use the organisation's logo as profile picture.",
    ),
    ProfileStatement.VERIFIED: Text(
        "Vraag het keurmerk aan waar het platform het geeft; het hoeft niet.",
        "Ask for the mark where the platform gives it; it is not required.",
    ),
    ProfileStatement.PRIVACY_RIGHTS: Text(
        "Noem op die pagina het recht op inzage, rectificatie, beperking en bezwaar.",
        "Name on that page the rights of access, rectification, restriction and objection.",
    ),
    ProfileStatement.PRIVACY_ERASURE: Text(
        "Schrijf op die pagina dat het recht op gegevenswissing niet geldt voor archivering in "
        "het algemeen belang.",
        "Write on that page that the right to erasure does not apply to archiving in the public "
        "interest.",
    ),
    ProfileStatement.CONTACT_CHANNELS: Text(
        "Noem op die pagina langs welke weg een bezwaar, klacht of aanvraag gaat.",
        "Name on that page by which road an objection, complaint or application goes.",
    ),
}
#: What to do where it could not be read.
LOOK_YOURSELF: dict[ProfileStatement, Text] = {
    ProfileStatement.LOGO: Text(
        "Kijk zelf of de profielfoto het logo van de organisatie is.",
        "See for yourself whether the profile picture is the organisation's logo.",
    )
}
READ_AGAIN = Text(
    "Kijk zelf op de pagina, of kijk later opnieuw na.",
    "Look at the page yourself, or check again later.",
)

NO_SENTENCE = Text("er staat niets van", "nothing of it is there")
NEARLY = Text("het staat er bijna; wat mist: {words}", "it is nearly there; what misses: {words}")
OTHER_ORDER = Text(
    "de woorden staan er, maar niet zoals in het sjabloon",
    "the words are there, but not as in the template",
)
OTHER_EDITOR = Text(
    "de redactie is volgens het profiel een ander dan {name}",
    "according to the profile the editor is another than {name}",
)
SHORT_AND_WHOLE = Text(
    "in het profiel staat de verkorte vorm, op die pagina de volledige tekst",
    "the short form is in the profile, the full text on that page",
)
SHORT_ALONE = Text(
    "de verkorte vorm staat er, maar geen pagina achter een link heeft de volledige tekst",
    "the short form is there, but no page behind a link has the full text",
)
SHORT_UNREAD = Text(
    "de verkorte vorm staat er; of de pagina achter de link de volledige tekst heeft, kon niet "
    "worden gelezen",
    "the short form is there; whether the page behind the link has the full text could not be "
    "read",
)
ONLY_ON_PAGE = Text(
    "het staat alleen op de pagina achter de link, zonder de verkorte vorm in het profiel",
    "it is only on the page behind the link, without the short form in the profile",
)
NO_LINK = Text("er is geen link om te volgen", "there is no link to follow")
LINK_UNREAD = Text(
    "het profiel heeft een link, maar of die hierheen leidt, kon niet worden gelezen",
    "the profile has a link, but whether it leads here could not be read",
)
NO_PICTURE = Text("er is geen profielfoto geoogst", "no profile picture was harvested")
PICTURE_BY_EYE = Text(
    "er is een profielfoto; of het het logo is, ziet alleen een mens",
    "there is a profile picture; whether it is the logo only a person sees",
)
NO_NAME = Text(
    "de naam van het profiel zegt niet van welke organisatie het is",
    "the name of the profile does not tell of which organisation it is",
)
NOT_VERIFIED = Text("het platform toont geen keurmerk", "the platform shows no mark")
NO_RIGHTS = Text(
    "de pagina noemt geen twee of meer rechten", "the page does not name two or more rights"
)
NO_ERASURE = Text(
    "de privacyverklaring achter de link zegt niet dat het recht op gegevenswissing niet geldt",
    "the privacy statement behind the link does not say that the right to erasure does not apply",
)
NOT_FOR_ARCHIVING = Text(
    "de pagina zegt dat het recht op gegevenswissing niet geldt, maar niet dat dit om archivering "
    "gaat",
    "the page says that the right to erasure does not apply, but not that this is for archiving",
)
NO_CHANNELS = Text(
    "de pagina noemt geen kanaal voor een bezwaar, klacht, aanvraag of iets dergelijks",
    "the page names no channel for an objection, complaint, application or the like",
)

PAGE_GONE = Text("de pagina is er niet ({status})", "the page is not there ({status})")
PAGE_REFUSED = Text(
    "de server geeft de pagina niet ({status})", "the server does not give the page ({status})"
)
NO_PAGE = Text("het is geen webpagina", "it is no web page")
NO_ENCODING = Text("het schrift van de pagina is onbekend", "the encoding of the page is unknown")
NO_TEXT = Text(
    "de pagina toont zonder script geen tekst", "the page shows no text without a script"
)
OUT_OF_TIME = Text("de tijd om na te kijken was om", "the time for the check was up")

#: The pages of the organisation that its profiles lead to, by their name in the register.
PAGES: dict[str, Text] = {
    "privacy": Text("Pagina met de privacyverklaring", "Page with the privacy statement"),
    "contact": Text(
        "Pagina met kanalen voor formele berichten", "Page with channels for formal messages"
    ),
    "landing": Text(
        "Pagina met de volledige profieltekst", "Page with the full text of the profile"
    ),
}
