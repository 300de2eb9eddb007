"""Commands: which there are, in the order of the work, and the module that holds each."""

from weerklank.model.text import Text

#: Commands and the module that holds each; loaded only when asked for, which keeps start-up short.
COMMANDS: dict[str, tuple[str, Text]] = {
    "init": ("archive", Text("Maak een archief en sleutels.", "Make an archive and keys.")),
    "demo": (
        "demo",
        Text(
            "Vul een archief van een verzonnen gemeente.",
            "Fill an archive of an invented municipality.",
        ),
    ),
    "account": ("account", Text("Het accountoverzicht.", "The register of accounts.")),
    "person": (
        "person",
        Text("Personen, hun rollen en ambten.", "Persons, their roles and offices."),
    ),
    "platform": (
        "platform",
        Text("Besluiten over platforms.", "Decisions on platforms."),
    ),
    "agreement": (
        "agreement",
        Text(
            "Overeenkomsten met platforms over archiveren.",
            "Agreements with platforms on archiving.",
        ),
    ),
    "access": (
        "access",
        Text(
            "Wie inzag wat niet voor iedereen is, en wie om toegang vraagt.",
            "Who looked at what is not for everyone, and who asks for access.",
        ),
    ),
    "report": ("report", Text("Meldingen van wijzigingen.", "Reports of changes.")),
    "mail": (
        "mail",
        Text("E-mail aan wie het overzicht beheert.", "Mail to the owners of the register."),
    ),
    "app": (
        "app",
        Text(
            "Apps van de organisatie bij platforms, om accounts te koppelen.",
            "Apps of the organisation at platforms, to connect accounts.",
        ),
    ),
    "connect": (
        "connect",
        Text(
            "Koppel een account: toestemming om het te lezen.",
            "Connect an account: permission to read it.",
        ),
    ),
    "disconnect": (
        "connect",
        Text("Trek de toestemming van een account in.", "Withdraw the permission of an account."),
    ),
    "privacy": ("privacy", Text("Privacybeleid.", "Privacy policy.")),
    "vault": (
        "vault",
        Text(
            "De kluis: open met twee personen één verzegeld origineel.",
            "The vault: open one sealed original, by two persons.",
        ),
    ),
    "keys": (
        "keys",
        Text(
            "De sleutelmap gesloten door een token (PKCS#11).",
            "The key folder, closed by a token (PKCS#11).",
        ),
    ),
    "harvest": (
        "harvest",
        Text(
            "Oogst accounts langs de API van hun platform.",
            "Harvest accounts by the API of their platform.",
        ),
    ),
    "drift": (
        "drift",
        Text("Wat platforms anders geven dan eerst.", "What platforms give otherwise."),
    ),
    "import": (
        "importing",
        Text(
            "Neem een officiële export van een platform op.",
            "Take in an official export of a platform.",
        ),
    ),
    "schedule": (
        "schedule",
        Text("Oogst wat aan de beurt is.", "Harvest what is due."),
    ),
    "status": (
        "status",
        Text(
            "Hoe elk account ervoor staat: laatste en volgende oogst, wat mislukte.",
            "How each account stands: last and next harvest, what failed.",
        ),
    ),
    "doctor": (
        "doctor",
        Text(
            "Wat er mis is met deze installatie.",
            "What is wrong with this installation.",
        ),
    ),
    "overview": (
        "overview",
        Text(
            "Hoe een of meer archieven ervoor staan, in aantallen.",
            "How one or more archives stand, in numbers.",
        ),
    ),
    "handin": (
        "handin",
        Text(
            "Lever losse berichten aan van een hybride of persoonlijk account.",
            "Hand in single posts of a hybrid or personal account.",
        ),
    ),
    "mark": (
        "mark",
        Text(
            "Wat geen overheidsinformatie is, en het besluit daarover.",
            "What is not government information, and the decision on it.",
        ),
    ),
    "hotspot": (
        "hotspot",
        Text(
            "Gebeurtenissen waarvan alles blijvend bewaard blijft.",
            "Events of which everything is kept for ever.",
        ),
    ),
    "portal": (
        "portal",
        Text(
            "Publieksportaal: wat iedereen kan zien zonder aanmelden.",
            "Public portal: what everyone can see without signing in.",
        ),
    ),
    "hold": (
        "hold",
        Text(
            "Bewaarplicht bij geschil: niets ervan wordt vernietigd.",
            "Legal hold: nothing of it is destroyed.",
        ),
    ),
    "rights": (
        "rights",
        Text(
            "Auteursrecht en portretrecht van berichten en media.",
            "Copyright and portrait rights of posts and media.",
        ),
    ),
    "formats": (
        "formats",
        Text(
            "Bestandsformaten van media, en hoe geschikt die zijn om te bewaren.",
            "File formats of media, and how fit those are to be kept.",
        ),
    ),
    "request": (
        "request",
        Text(
            "Verzoeken van personen: inzage, rectificatie, gegevenswissing, beperking, bezwaar.",
            "Requests of persons: access, rectification, erasure, restriction, objection.",
        ),
    ),
    "dossier": (
        "dossier",
        Text(
            "Woo-verzoeken: verzamelen, lakken, laten lezen, vaststellen en uitgeven.",
            "Woo requests: gather, redact, have read, freeze and give out.",
        ),
    ),
    "profile": (
        "profile",
        Text(
            "Het sjabloon voor profielen, en de profielcheck.",
            "The template for profiles, and the profile check.",
        ),
    ),
    "formal": (
        "formal",
        Text("Reacties die formeel lijken.", "Replies that look formal."),
    ),
    "search": ("search", Text("Zoek in het archief.", "Search the archive.")),
    "export": (
        "share",
        Text(
            "Schrijf een selectie in een vorm voor andere programma's.",
            "Write a selection in a form for other programs.",
        ),
    ),
    "post": ("post", Text("Eén bericht.", "One post.")),
    "show": ("post", Text("Toon één bericht.", "Show one post.")),
    "audit": (
        "audit",
        Text("Controleer elke dag een deel.", "Check a share each day."),
    ),
    "repair": (
        "repair",
        Text("Herstel schade uit replica's.", "Mend damage from replicas."),
    ),
    "restore": (
        "restore",
        Text("Oefen het terugzetten van een replica.", "Rehearse the restore of a replica."),
    ),
    "replicate": (
        "replicate",
        Text("Werk replica's bij.", "Bring replicas up to date."),
    ),
    "replica": ("replicate", Text("De lijst van replica's.", "The list of replicas.")),
    "completeness": (
        "completeness",
        Text(
            "Hoe volledig het archief is, met bewijs (DUTO).",
            "How complete the archive is, with evidence (DUTO).",
        ),
    ),
    "yardstick": (
        "yardstick",
        Text(
            "De meetlat waarmee volledigheid wordt gemeten.",
            "The yardstick by which completeness is measured.",
        ),
    ),
    "verify": (
        "verify",
        Text("Controleer of alles er nog is zoals het was.", "Check that all is as it was."),
    ),
    "prove": ("prove", Text("Maak een bewijs van één bericht.", "Make a proof of one post.")),
    "retention": (
        "retention",
        Text(
            "Bewaartermijnen: wat wanneer weg mag en waarom.",
            "Terms: what may be destroyed when, and why.",
        ),
    ),
    "selection": (
        "selection",
        Text(
            "Selectielijsten en besluiten daarover.",
            "Selection lists and decisions on them.",
        ),
    ),
    "destroy": (
        "destroy",
        Text("Vernietig met drie personen.", "Destroy, by three persons."),
    ),
    "transfer": (
        "transfer",
        Text("Breng over naar een archief (e-depot).", "Transfer to an archive (e-depot)."),
    ),
    "timestamp": (
        "timestamp",
        Text("Tijdstempels over het logboek.", "Time stamps over the log."),
    ),
    "month": ("month", Text("Maanden van opname.", "Months of capture.")),
    "remap": (
        "remap",
        Text(
            "Lees wat er is opnieuw, met een nieuwere kaart.",
            "Read what is held again, by a newer mapping.",
        ),
    ),
    "catalogue": ("catalogue", Text("De catalogus.", "The catalogue.")),
    "plan": (
        "plan",
        Text(
            "Het verbeterplan: maatregelen tot een meting ze sluit.",
            "The improvement plan: measures until a measurement closes them.",
        ),
    ),
    "guide": (
        "guide",
        Text(
            "Concept van beleid, en handleidingen van één bladzijde.",
            "Draft of a policy, and guides of one page.",
        ),
    ),
    "serve": (
        "serve",
        Text("Toon het archief in de browser.", "Show the archive in the browser."),
    ),
    "worker": (
        "worker",
        Text(
            "Doe mee met het werk dat machines via PostgreSQL verdelen.",
            "Take part in the work that machines share by PostgreSQL.",
        ),
    ),
}
