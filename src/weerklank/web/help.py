"""*Uitleg*: per screen what you see, what the law asks, what we check of it, who decides."""

from weerklank.model.text import Text
from weerklank.model.woo_grounds import TERM
from weerklank.web.help_archive import ARCHIVE_HELP
from weerklank.web.help_completeness import COMPLETENESS_HELP
from weerklank.web.help_first_hour import FIRST_HOUR_HELP
from weerklank.web.help_shape import Help

_ACCOUNTS = Help(
    see=Text(
        "Alle accounts van de organisatie, ook ongebruikte en opgeheven. Het vak met A, B of C "
        "zegt "
        "wat er gearchiveerd mag worden; het volgt uit de feiten en wordt nooit met de hand "
        "gekozen.",
        "All accounts of the organisation, unused and closed ones too. The square with A, B or C "
        "tells what may be archived; it follows from the facts and is never chosen by hand.",
    ),
    law=Text(
        "Module 3 vraagt één overzicht van alle accounts, met wie ze beheert. Whitepaper 4.1 "
        "noemt "
        "de drie scenario's.",
        "Module 3 asks for one overview of all accounts, with who manages them. Whitepaper 4.1 "
        "names the three scenarios.",
    ),
    check=Text(
        "Of elk adres een account op een sociaal medium is, of het er niet al staat, en of wat "
        "wij "
        "oogsten klopt met wat is vastgelegd.",
        "Whether each address is an account on a social medium, whether it is not there already, "
        "and whether what we harvest agrees with what was recorded.",
    ),
    decides=Text(
        "De beheerder van het accountoverzicht. Iedereen mag een wijziging melden.",
        "The register owner. Anyone may report a change.",
    ),
)
_TOKENS = Help(
    see=Text(
        "Uw tokens voor programma's, met rol, laatste dag en wanneer zij voor het laatst zijn "
        "gebruikt. Een nieuw token staat één keer in beeld; bewaren doet u het zelf.",
        "Your tokens for programs, with role, last day and when they were last used. A new token "
        "is shown once; you keep it yourself.",
    ),
    law=Text(
        "BIO2 vraagt toegang per persoon, niet ruimer dan nodig en met een einde.",
        "BIO2 asks for access by person, no wider than needed and with an end.",
    ),
    check=Text(
        "Bij elk verzoek: of het token geldt en of u de rol nog hebt. Van het token bewaren wij "
        "alleen een controlegetal.",
        "At each request: whether the token holds and whether you still hold the role. Of the "
        "token we keep a digest alone.",
    ),
    decides=Text(
        "U maakt tokens voor uw eigen rollen en trekt ze in. Eindigt uw rol, dan opent het token "
        "niets meer.",
        "You make tokens for your own roles and revoke them. When your role ends, the token opens "
        "nothing any more.",
    ),
)
_CONNECTING = Help(
    see=Text(
        "Of het account is gekoppeld, wat daarvoor aan de server wordt gevraagd en waarom, en wat "
        "wij nakeken. Toestemming geeft u bij de server zelf; uw wachtwoord komt hier nooit. Waar "
        "pagina's worden vastgelegd staat ook of daarvoor een browser is aangemeld.",
        "Whether the account is connected, what the server is asked for that and why, and what we "
        "looked at. You give permission at the server itself; your password never comes here. "
        "Where pages are recorded it also says whether a browser is signed in for that.",
    ),
    law=Text(
        "Whitepaper 4.4 vraagt langs welke weg u oogst vast te leggen; AVG artikel 5, lid 1c niet "
        "meer te lezen dan nodig. Privéberichten vallen buiten archivering (whitepaper 2.1).",
        "Whitepaper 4.4 asks to record by which road you harvest; GDPR article 5(1)(c) to read no "
        "more than is needed. Direct messages are out of scope (whitepaper 2.1).",
    ),
    check=Text(
        "Of de toestemming van dit account is, of zij genoeg geeft om te lezen, en of zij niet "
        "meer geeft dan dat.",
        "Whether the permission is of this account, whether it gives enough to read, and whether "
        "it gives no more than that.",
    ),
    decides=Text(
        "Wie het account beheert geeft toestemming en kan die altijd intrekken. Koppelen doet "
        "communicatie of de beheerder van het accountoverzicht; het logboek noemt wie.",
        "Whoever manages the account gives permission and can withdraw it at any time. "
        "Communication or the register owner connects; the journal tells who.",
    ),
)
_FILE = Help(
    see=Text(
        "Het accountoverzicht als bestand. Bij inlezen ziet u per rij wat er zou gebeuren: nieuw, "
        "gewijzigd, gelijk of fout. Pas als u kiest voor inlezen, wordt er iets vastgelegd.",
        "The register as a file. When you take one in you see for each row what would happen: "
        "new, changed, unchanged or wrong. Nothing is recorded before you choose to take it in.",
    ),
    law=Text(
        "Module 3 vraagt één overzicht van alle accounts. Houdt u dat nu in een rekenblad bij, "
        "dan hoeft u het niet over te typen.",
        "Module 3 asks for one overview of all accounts. If you keep it in a spreadsheet now, you "
        "need not type it over.",
    ),
    check=Text(
        "Elke cel. Een rij die niet klopt wordt genoemd met de reden en blijft buiten; de rest "
        "gaat erin. Veranderde het overzicht intussen, dan ziet u eerst een nieuw voorbeeld.",
        "Each cell. A row that is wrong is named with its reason and stays out; the rest goes in. "
        "If the register changed meanwhile, you first see a new preview.",
    ),
    decides=Text(
        "Wie het register bijhoudt: de beheerder van het accountoverzicht en communicatie.",
        "Who keeps the register: the register owner and communication.",
    ),
)
_REVIEWS = Help(
    see=Text(
        "Welke accounts nagelopen moeten worden, het langst over tijd eerst. Klopt alles, druk "
        "dan op Klopt nog. Klopt er iets niet, wijzig het dan eerst.",
        "Which accounts are to be reviewed, the longest overdue first. If all is right, press "
        "Still right. If something is wrong, edit it first.",
    ),
    law=Text(
        "Module 3 vraagt dat wijzigingen meteen in het overzicht staan. Nalopen vindt wat niemand "
        "meldde.",
        "Module 3 asks that changes stand in the register at once. A review finds what nobody "
        "reported.",
    ),
    check=Text(
        "Of elk account binnen de termijn is nagelopen, sinds de vorige keer of sinds de "
        "registratie. Een opgeheven account verandert niet meer.",
        "Whether each account was reviewed within the term, since the last time or since it was "
        "registered. A closed account changes no more.",
    ),
    decides=Text(
        "De beheerder van het accountoverzicht stelt de termijn; wie het register bijhoudt, loopt "
        "na.",
        "The register owner sets the term; who keeps the register reviews.",
    ),
)
_REPORTS = Help(
    see=Text(
        "Wat iemand meldde dat niet meer klopt, en wat een run anders vond dan het register zegt. "
        "Bij elke melding staat hoe lang zij wacht.",
        "What someone reported as no longer right, and what a run found that differs from the "
        "register. Each report says how long it waits.",
    ),
    law=Text(
        "Module 3 vraagt dat wijzigingen meteen bij de beheerder van het overzicht komen.",
        "Module 3 asks that changes reach the owner of the register at once.",
    ),
    check=Text(
        "Een melding verandert zelf niets. Zij blijft bewaard, met wie haar afhandelde en hoe.",
        "A report changes nothing by itself. It is kept, with who settled it and how.",
    ),
    decides=Text(
        "De beheerder van het accountoverzicht. Wie een melding afwijst, zegt waarom.",
        "The register owner. Who rejects a report says why.",
    ),
)
_PLATFORMS = Help(
    see=Text(
        "Per platform wat de organisatie besloot, en wat met de aanbieder is afgesproken over "
        "archiveren. Eerdere besluiten blijven staan.",
        "For each platform what the organisation decided, and what was agreed with its provider "
        "on archiving. Earlier decisions stay.",
    ),
    law=Text(
        "Whitepaper 2.3: wijs de platforms aan die u gebruikt. Module 3: streef naar afspraken "
        "met aanbieders. Is er geen, dan weegt de Archiefwet zwaarder dan hun voorwaarden.",
        "Whitepaper 2.3: designate the platforms that you use. Module 3: strive for agreements "
        "with providers. Where there is none, the Archiefwet weighs more than their terms.",
    ),
    check=Text(
        "Een techniek die voorwaarden schendt, begint pas als er een besluit is. Een account op "
        "een platform dat niet is toegestaan, wordt toch gearchiveerd, en gemeld.",
        "A technique that breaks terms starts only once there is a decision. An account on a "
        "platform that is not allowed is archived all the same, and reported.",
    ),
    decides=Text(
        "Uw organisatie besluit; de beheerder van het accountoverzicht legt het vast.",
        "Your organisation decides; the register owner records it.",
    ),
)
_ACCOUNT = Help(
    see=Text(
        "Boven de lijn staan de berichten van het account, eronder de reacties van anderen. "
        "Daaronder "
        "staat per techniek welke dagen zijn vastgelegd: A is API, E is export, B is browser.",
        "Above the line stand the posts of the account, below it the replies of others. Below "
        "that "
        "stands per technique which days were recorded: A is API, E is export, B is browser.",
    ),
    law=Text(
        "De Archiefwet (artikel 3) vraagt dat het archief in goede en geordende staat is. DUTO "
        "vraagt "
        "dat u weet wat ontbreekt en waarom.",
        "The Archiefwet (article 3) asks that the archive is in good and ordered state. DUTO asks "
        "that you know what is missing and why.",
    ),
    check=Text(
        "Elke run telt wat er hoort te zijn en wat er kwam. Wat ontbreekt heet een gat, met "
        "reden. "
        "Wat het platform nooit geeft heet een grens.",
        "Every run counts what should be there and what came. What is missing is a gap, with its "
        "reason. What the platform never gives is a limit.",
    ),
    decides=Text(
        "De archivaris beslist wat er met een gat gebeurt.",
        "The archivist decides what happens about a gap.",
    ),
)
_TECHNIQUES = Help(
    see=Text(
        "Wat API (A), export (E) en browser (B) van hetzelfde zagen. Elk bericht staat in één "
        "rij: die van wie het zag. Een verschil draagt ≠ en zegt of het meetelt.",
        "What API (A), export (E) and browser (B) saw of the same. Each post stands in one row: "
        "that of who saw it. A difference bears ≠ and says whether it counts.",
    ),
    law=Text(
        "Whitepaper 4.4 noemt de technieken met hun sterke en zwakke kanten. DUTO vraagt dat u "
        "weet wat ontbreekt en waarom.",
        "Whitepaper 4.4 names the techniques with their strong and weak sides. DUTO asks that you "
        "know what is missing and why.",
    ),
    check=Text(
        "Of de versies die elke techniek binnenbracht hetzelfde zeggen. Wat een techniek niet "
        "vertelt, is geen verschil. Aantallen lopen met de tijd mee: dat is geen gat.",
        "Whether the versions that each technique brought in say the same. What a technique does "
        "not tell is no difference. Numbers move with time: that is no gap.",
    ),
    decides=Text(
        "De archivaris kijkt welke van twee klopt. Het archief houdt beide versies.",
        "The archivist looks which of two is right. The archive keeps both versions.",
    ),
)
_LIFE = Help(
    see=Text(
        "Alles wat er met dit bericht gebeurde, van de plaatsing tot nu: opname, vervangen van "
        "persoonsgegevens, controle, kopie en wat erover is besloten. Wie het logboek mag lezen, "
        "ziet ook wie het deed en waarom.",
        "All that happened to this post, from its posting until now: capture, replacing of "
        "personal data, checks, copies and what was decided on it. Who may read the journal also "
        "sees who did it and why.",
    ),
    law=Text(
        "DUTO en MDTO vragen de geschiedenis van elk stuk. Bij overbrenging gaat deze mee.",
        "DUTO and MDTO ask for the history of each record. At a transfer it goes along.",
    ),
    check=Text(
        "Of een controle iets vond, en of een besluit nog geldt.",
        "Whether a check found anything, and whether a decision still holds.",
    ),
    decides=Text(
        "De archivaris besluit over waardering, bewaring en overbrenging.",
        "The archivist decides on appraisal, keeping and transfer.",
    ),
)
_HAND_IN = Help(
    see=Text(
        "Wat van dit account is aangeleverd, wat nog op bevestiging wacht, en voor wanneer u "
        "weer iets laat horen. U kiest berichten uit een export; die wordt alleen in het "
        "werkgeheugen gelezen.",
        "What was handed in of this account, what waits for confirmation, and when you are to be "
        "heard of again. You choose posts from an export; it is read in memory only.",
    ),
    law=Text(
        "Whitepaper 4.1.3: een hybride of persoonlijk account wordt nooit als geheel geoogst, "
        "want dat is niet evenredig. Overheidsinformatie erin valt wel onder de Archiefwet; de "
        "maker stelt die achteraf en periodiek veilig.",
        "Whitepaper 4.1.3: a hybrid or personal account is never harvested as a whole, as that is "
        "not proportionate. Government information in it falls under the Archiefwet all the same; "
        "its maker secures it afterwards and periodically.",
    ),
    check=Text(
        "Of wat is bevestigd nog zegt wat is voorgesteld, en of er elke termijn iets is gehoord. "
        "Twee termijnen stilte is een bevinding.",
        "Whether what is confirmed still says what was proposed, and whether something was heard "
        "each term. Two terms of silence are a finding.",
    ),
    decides=Text(
        "Wie aanlevert of bevestigt, verklaart dat het overheidsinformatie is; die naam staat "
        "erbij. Een vergissing is terug te nemen tot zij is bevestigd.",
        "Who hands in or confirms states that it is government information; that name is kept "
        "with it. A mistake can be taken back until it is confirmed.",
    ),
)
_RUNS = Help(
    see=Text(
        "Elke oogst en elke ingelezen export, met wat er kwam en wat niet. Een run met minder dan "
        "er "
        "hoort te zijn heet niet compleet.",
        "Every harvest and every export that was taken in, with what came and what did not. A run "
        "with less than there should be is called not complete.",
    ),
    law=Text(
        "Whitepaper 4.4: leg vast hoe is geoogst en wat is gemist. AVG artikel 25: "
        "persoonsgegevens "
        "van anderen gaan onder pseudoniem voordat er iets wordt opgeslagen.",
        "Whitepaper 4.4: record how was harvested and what was missed. GDPR article 25: personal "
        "data of others go under a pseudonym before anything is stored.",
    ),
    check=Text(
        "Privéberichten worden nooit geopend, alleen geteld. Velden die wij niet kennen gaan de "
        "kluis "
        "in en worden geteld.",
        "Direct messages are never opened, only counted. Fields that we do not know go into the "
        "vault and are counted.",
    ),
    decides=Text(
        "Communicatie vraagt een export aan en leest die in. De archivaris kijkt de gaten na, en "
        "zegt van wat een platform anders geeft dan eerst waarom dat zo mag zijn.",
        "Communication asks for an export and takes it in. The archivist looks after the gaps, "
        "and says of what a platform gives otherwise than before why it may be so.",
    ),
)
_GOING = Help(
    see=Text(
        "Wat nu wordt geoogst en hoe ver dat is, wat aan de beurt is en waarom, wat mislukte en "
        "wat u kunt doen, en elke run die er was. Nu oogsten geeft een account voorrang; Stoppen "
        "bewaart wat al was afgesloten. Pagina's vastleggen bezoekt de pagina's zelf met een "
        "browser en bewaart ze zoals een lezer ze ziet, zonder derden.",
        "What is being harvested and how far that is, what is due and why, what failed and what "
        "you can do, and every run that there was. Harvest now gives an account priority; Stop "
        "keeps what was closed already. Record pages visits the pages themselves with a browser "
        "and keeps them as a reader sees them, without third parties.",
    ),
    law=_RUNS.law,
    check=Text(
        "Of elk account op tijd aan de beurt kwam. Dat volgt uit het accountoverzicht en het "
        "logboek: niemand houdt een wachtrij bij. Alle accounts op één server blijven samen onder "
        "wat die server toestaat. Accounts van scenario C worden nooit als geheel geoogst.",
        "Whether each account was due in time. That follows from the register and the journal: "
        "nobody keeps a queue. All accounts on one server together stay under what it allows. "
        "Accounts of scenario C are never harvested as a whole.",
    ),
    decides=Text(
        "Communicatie en de archivaris vragen om een oogst. Stoppen mag ook de technisch "
        "beheerder. De archivaris kijkt de gaten na.",
        "Communication and the archivist ask for a harvest. The operator may stop one too. The "
        "archivist looks after the gaps.",
    ),
)
_VERIFICATION = Help(
    see=Text(
        "De laatste controle van het hele archief en alle eerdere. Een controle heeft drie "
        "antwoorden: klopt, klopt niet, of niet gecontroleerd.",
        "The last check of the whole archive and all earlier ones. A check has three answers: "
        "right, not right, or not checked.",
    ),
    law=Text(
        "De Archiefregeling (artikel 17) en DUTO vragen dat u kunt aantonen dat een stuk nog is "
        "wat "
        "het was.",
        "The Archiefregeling (article 17) and DUTO ask that you can show that a record still is "
        "what it was.",
    ),
    check=Text(
        "Elk bestand tegen zijn controlesom, elk record tegen het logboek, elke handtekening "
        "tegen de "
        "sleutel die is vastgezet.",
        "Each file against its digest, each record against the log, each signature against the "
        "key "
        "that was pinned.",
    ),
    decides=Text(
        "De archivaris. Verander bij een bevinding niets en vergelijk met een kopie.",
        "The archivist. At a finding change nothing and compare with a copy.",
    ),
)

_ACCESS = Help(
    see=Text(
        "Wie een bericht opende dat alleen voor volgers was of is beperkt, en in welke rol. In "
        "lijsten staat de tekst van zulke berichten niet, dus lezen is openen.",
        "Who opened a post that was for followers only or is restricted, and in which role. Lists "
        "do not show the text of such posts, so reading is opening.",
    ),
    law=Text(
        "AVG artikel 5 en 32 en BIO: kunnen nagaan wie wat inzag. Dit journaal bevat zelf "
        "persoonsgegevens van collega's, dus met een doel en een termijn.",
        "GDPR articles 5 and 32 and BIO: be able to see who looked at what. This journal itself "
        "holds personal data of colleagues, so with a purpose and a term.",
    ),
    check=Text(
        "Wat niet kan worden vastgelegd, wordt niet getoond. Elke regel heeft een "
        "echtheidskenmerk en komt in het ondertekende logboek.",
        "What can't be recorded is not shown. Each line has an authentication code and comes into "
        "the signed log.",
    ),
    decides=Text(
        "De privacy officer leest het. De beheerder van het accountoverzicht geeft rollen.",
        "The privacy officer reads it. The register owner gives roles.",
    ),
)
_REQUESTS = Help(
    see=Text(
        "Wie een scherm wilde zien dat niet bij zijn rol hoort, en wat daarop is geantwoord.",
        "Who wanted to see a screen that does not belong to their role, and what was answered.",
    ),
    law=Text(
        "AVG artikel 25 en BIO: niemand ziet meer dan zijn taak vraagt. Een rol geven is een "
        "besluit, dus het staat in het register.",
        "GDPR article 25 and BIO: nobody sees more than their task asks. To give a role is a "
        "decision, so it stands in the register.",
    ),
    check=Text(
        "Alleen rollen die het scherm mogen zien, zijn te kiezen. Wie afwijst, zegt waarom.",
        "Only roles that may see the screen can be chosen. Who refuses says why.",
    ),
    decides=Text(
        "De beheerder van het accountoverzicht.",
        "The register owner decides.",
    ),
)

_FORMAL = Help(
    see=Text(
        "Reacties van anderen die lijken op een bezwaar, klacht, aanvraag, ingebrekestelling, "
        "Woo-verzoek of iets dergelijks, zodra zij zijn opgenomen, met wat te doen is.",
        "Replies of others that look like an objection, complaint, application, notice of "
        "default, Woo request or the like, as soon as they are taken in, with what to do.",
    ),
    law=Text(
        "Module 3: voorkom formeel berichtenverkeer op sociale media. Awb 2:3: wat voor een ander "
        "bestuursorgaan is, gaat onverwijld door. Afdeling 2.3 Awb: formele berichten gaan langs "
        "het aangewezen kanaal.",
        "Module 3: prevent formal messages on social media. Awb 2:3: what is for another "
        "authority is forwarded without delay. Division 2.3 Awb: formal messages go by the "
        "designated channel.",
    ),
    check=Text(
        "Regels zoeken woorden waarmee iemand het nu doet. Zij missen er en zien er te veel: "
        "lees ook zelf de reacties.",
        "Rules look for words by which somebody does it now. They miss some and see too many: "
        "read the replies yourself as well.",
    ),
    decides=Text(
        "U, of de vakafdeling. Weerklank beantwoordt en beslist niets.",
        "You, or the department. Weerklank answers and decides nothing.",
    ),
)
_POLICY = Help(
    see=Text(
        "Per soort gegevens en per scenario wat ermee gebeurt als het binnenkomt: houden, onder "
        "pseudoniem, verzegelen of weglaten. Daaronder elk besluit, met wie en wanneer.",
        "Per class of fields and per scenario what is done with it when it comes in: keep, "
        "pseudonymise, seal or drop. Below it each decision, with who and when.",
    ),
    law=Text(
        "AVG artikel 5, lid 1c: niet meer persoonsgegevens dan nodig. Artikel 25: dat is zo "
        "ingesteld voordat er iets binnenkomt.",
        "GDPR article 5(1)(c): no more personal data than needed. Article 25: that is set before "
        "anything comes in.",
    ),
    check=Text(
        "Van een voorstel tellen wij hoeveel berichten anders waren behandeld. Wat eruit is "
        "gehaald, is niet na te tellen: daar staat 'ten hoogste'. Elk bericht zegt onder welke "
        "versie het binnenkwam.",
        "Of a proposal we count how many items would have been treated otherwise. What was taken "
        "out can't be counted: there it says 'at most'. Each item tells under which version it "
        "came in.",
    ),
    decides=Text(
        "De privacy officer. Een archivaris kan ook voorstellen. Een besluit geldt voor wat "
        "daarna binnenkomt; wat er al is, houdt het beleid van zijn dag.",
        "The privacy officer. An archivist can propose too. A decision goes for what comes in "
        "after it; what is held keeps the policy of its day.",
    ),
)
_NAMED = Help(
    see=Text(
        "Wie herkenbaar blijft naast de accounts van de organisatie zelf: overheidsorganisaties, "
        "ambtsdragers in functie, pers en bedrijven, elk van een eerste tot een laatste dag. "
        "Ieder ander staat er onder pseudoniem.",
        "Who stays recognisable besides the accounts of the organisation itself: public bodies, "
        "office holders in function, press and companies, each from a first to a last day. "
        "Everybody else stands under a pseudonym.",
    ),
    law=Text(
        "AVG artikel 5, lid 1c: niet meer persoonsgegevens dan nodig. Wat een overheid of "
        "ambtsdrager in functie zegt, is zonder naam niet te begrijpen; een burger blijft nooit "
        "zo herkenbaar.",
        "GDPR article 5(1)(c): no more personal data than needed. What a public body or office "
        "holder in function says can't be understood without a name; a citizen never stays "
        "recognisable so.",
    ),
    check=Text(
        "Wij herkennen aan het vaste id van het platform of aan het exacte adres, nooit aan een "
        "weergavenaam of een vinkje. Draagt een ander dezelfde accountnaam, dan telt alleen het "
        "id nog. Alleen de dag van plaatsing telt.",
        "We recognise by the lasting id of the platform or by the exact address, never by a "
        "display name or a badge. Where another bears the same handle only the id counts. Only "
        "the day of publication counts.",
    ),
    decides=Text(
        "De privacy officer, met een reden; de archivaris en de inspecteur zien de lijst. De naam "
        "ligt naast de sleutels en staat in geen besluit, zodat een vergissing echt weg kan.",
        "The privacy officer, with a reason; the archivist and the inspector see the list. The "
        "name lies beside the keys and stands in no decision, so that a mistake can really go.",
    ),
)
_WORDS = Help(
    see=Text(
        "Woorden in teksten van anderen waarvan een herkenner niet zeker is of zij een naam zijn. "
        "U ziet wat eromheen staat en hoe het woord eruitziet, nooit het woord zelf.",
        "Words in texts of others of which a detector is not sure whether they are a name. You "
        "see what stands around them and what the word looks like, never the word itself.",
    ),
    law=Text(
        "AVG artikel 5, lid 1c: niet meer persoonsgegevens dan nodig. Artikel 25: bij twijfel is "
        "het woord vervangen.",
        "GDPR article 5(1)(c): no more personal data than needed. Article 25: in doubt the word "
        "is replaced.",
    ),
    check=Text(
        "Het getal zegt hoe vaak de herkenner gelijk had in een proef met verzonnen berichten. "
        "Namen die niemand in twijfel trekt, mist hij soms ook: het is een hulpmiddel.",
        "The number says how often the detector was right in a test with invented posts. Names "
        "that nobody doubts it misses at times as well: it is an aid.",
    ),
    decides=Text(
        "U. 'Dit is niemand' geldt voor hetzelfde woord in wat vanaf nu binnenkomt; wat er al is, "
        "verandert niet. U kunt er later op terugkomen.",
        "You. 'This is nobody' goes for the same word in what comes in from now on; what is held "
        "does not change. You can change it later.",
    ),
)
_SPECIAL = Help(
    see=Text(
        "Reacties van anderen die misschien vertellen over gezondheid, geloof, politiek, afkomst, "
        "seksualiteit, een strafbaar feit of een kind. De tekst ziet u pas als u opent.",
        "Replies of others that may tell of health, religion, politics, origin, sexuality, an "
        "offence or a child. You see the text only when you open it.",
    ),
    law=Text(
        "AVG artikel 9 en 10: verboden te verwerken, tenzij een uitzondering geldt, zoals "
        "archivering in het algemeen belang (UAVG artikel 24). Overweging 38: kinderen verdienen "
        "bescherming.",
        "GDPR articles 9 and 10: processing is forbidden but for an exception, such as archiving "
        "in the public interest (UAVG article 24). Recital 38: children merit protection.",
    ),
    check=Text(
        "Regels zoeken een woord van zo'n soort én een persoon over wie het gaat. Het percentage "
        "zegt hoe vaak een regel in een proef gelijk had. De regels missen meer dan zij vinden.",
        "Rules look for a word of such a kind and a person it is said of. The percentage says how "
        "often a rule was right in a test. The rules miss more than they find.",
    ),
    decides=Text(
        "De privacy officer of de archivaris, en nooit wie het zelf markeerde.",
        "The privacy officer or the archivist, and never who marked it themselves.",
    ),
)
_SCAN = Help(
    see=Text(
        "Elke keer dat het archief is doorzocht op wie er onder een pseudoniem hoort te staan. "
        "Een bevinding noemt bestand en plaats, nooit het woord.",
        "Each time that the archive was looked through for who should be under a pseudonym. A "
        "finding names file and place, never the word.",
    ),
    law=Text(
        "AVG artikel 32, lid 1d: toets geregeld of de beveiliging werkt. Artikel 33: een datalek "
        "meldt u binnen 72 uur aan de Autoriteit Persoonsgegevens.",
        "GDPR article 32(1)(d): test regularly whether security works. Article 33: you report a "
        "data breach within 72 hours to the supervisory authority.",
    ),
    check=Text(
        "Alle bestanden, ook ingepakte, in veel schrijfwijzen. Verzegelde originelen blijven "
        "dicht. Wat niet is gelezen, staat erbij met de reden. Niets gevonden is geen bewijs dat "
        "er niemand staat.",
        "All files, packed ones too, in many ways of writing. Sealed originals stay closed. What "
        "was not read is listed with the reason. That nothing was found proves not that nobody "
        "is there.",
    ),
    decides=Text(
        "De privacy officer start en beoordeelt. Een bevinding is opgelost als een latere scan "
        "haar niet meer vindt.",
        "The privacy officer starts and judges. A finding is resolved when a later scan finds it "
        "no more.",
    ),
)
_VAULT = Help(
    see=Text(
        "Wie vroeg om een verzegeld origineel te openen, op welke grond en voor welke zaak, en "
        "wat daarvan kwam. Wat open is, ziet alleen wie het aanvroeg: één bericht, een kwartier "
        "lang, met de eigen naam erover.",
        "Who asked to open a sealed original, on what ground and for which case, and what came of "
        "it. What is open is shown only to who asked: one post, for a quarter of an hour, with "
        "their own name over it.",
    ),
    law=Text(
        "AVG artikel 5, lid 1b en 1c: alleen voor een doel dat is vastgelegd, en niet meer dan "
        "nodig. Artikel 32: wat tot een persoon leidt, ligt apart en beveiligd.",
        "GDPR article 5(1)(b) and (c): only for a purpose that was recorded, and no more than is "
        "needed. Article 32: what leads to a person lies apart and secured.",
    ),
    check=Text(
        "Dat een ander goedkeurt dan wie vraagt, dat het origineel is wat werd verzegeld, en dat "
        "een goedkeuring na zeven dagen vervalt. Er komt niets van op schijf, in een logboek of "
        "op papier.",
        "That another approves than who asks, that the original is what was sealed, and that an "
        "approval lapses after seven days. Nothing of it comes onto a disk, into a log or onto "
        "paper.",
    ),
    decides=Text(
        "Een privacy officer, en nooit wie het aanvroeg. Elke stap staat in het logboek.",
        "A privacy officer, and never who asked. Each step stands in the journal.",
    ),
)
_PERSON_REQUESTS = Help(
    see=Text(
        "Verzoeken van personen om te weten wat er van hen is, of om het te laten aanpassen, "
        "apart te houden of te vernietigen. U ziet wat de persoon schreef; van wat anderen "
        "schreven alleen dat het er is.",
        "Requests of persons to know what is held about them, or to have it put right, kept "
        "apart or destroyed. You see what the person wrote; of what others wrote only that it is "
        "there.",
    ),
    law=Text(
        "AVG artikel 12 en 15 tot en met 21: antwoord binnen een maand, met reden twee maanden "
        "langer. Voor archieven gelden uitzonderingen (artikel 17, lid 3; UAVG artikel 45).",
        "GDPR articles 12 and 15 to 21: answer within a month, with a reason two months longer. "
        "For archives there are exceptions (article 17(3); UAVG article 45).",
    ),
    check=Text(
        "Kijk van wie het account is voor u iets geeft. Lees de brief na en vul aan wat tussen "
        "haken staat. De gronden zijn niet alle in de wettekst nageslagen.",
        "See whose account it is before you give anything. Read the letter and fill in what "
        "stands in brackets. Not all grounds were looked up in the text of the law.",
    ),
    decides=Text(
        "U, met grond en motivering. Vernietigen beslissen daarna nog twee anderen. Apart houden "
        "heft u zelf weer op.",
        "You, with ground and motivation. On destruction two others decide after that. Keeping "
        "apart you lift yourself.",
    ),
)
_GUIDES = Help(
    see=Text(
        "Een concept van het aanvullend socialmediabeleid, een handleiding van één bladzijde per "
        "groep, en elke aanbeveling van module 3 met hoe het er nu voor staat.",
        "A draft of the supplementary social media policy, a guide of one page for each group, "
        "and each recommendation of module 3 with how it stands now.",
    ),
    law=Text(
        "Whitepaper 6.2: maak aanvullend beleid op het communicatiebeleid, en leid op wie "
        "accounts gebruikt. Module 3 geeft de aanbevelingen.",
        "Whitepaper 6.2: make policy that supplements the communication policy, and train who "
        "uses accounts. Module 3 gives the recommendations.",
    ),
    check=Text(
        "Wat een instelling zegt, komt uit die instelling. Wat nergens is ingesteld, heet nog te "
        "besluiten: wij vullen het nooit in.",
        "What a setting says is taken from it. What is set nowhere is called still to be decided: "
        "we never fill it in.",
    ),
    decides=Text(
        "De organisatie stelt haar beleid zelf vast; dit is een concept om verder te schrijven.",
        "The organisation adopts its policy itself; this is a draft to write on.",
    ),
)
_REPORT = Help(
    see=Text(
        "Welke persoonsgegevens er worden verwerkt, van één account of van alle, volgens de 17 "
        "punten van het Model DPIA Rijksdienst. Bij elk punt staat de bron.",
        "Which personal data is processed, of one account or of all, by the 17 points of the "
        "Model DPIA Rijksdienst. With each point stands its source.",
    ),
    law=Text(
        "AVG artikel 30 vraagt een register van verwerkingen, artikel 35 een beoordeling vooraf.",
        "GDPR article 30 asks for a register of processing, article 35 for an assessment.",
    ),
    check=Text(
        "Wat het programma kan tellen en meten. Wat alleen de organisatie weet, staat in vakken "
        "met een streepjesrand: wij vullen dat nooit in.",
        "What the program can count and measure. What only the organisation knows is in boxes "
        "with a dashed border: we never fill that in.",
    ),
    decides=Text(
        "De organisatie, met advies van de functionaris gegevensbescherming.",
        "The organisation, advised by its data protection officer.",
    ),
)
_MARKS = Help(
    see=Text(
        "Eén bericht of reactie die misschien geen overheidsinformatie is. Communicatie markeert "
        "met een reden; de archivaris besluit: houden, beperken of verwijderen.",
        "One post or reply that may be no government information. Communication marks it with a "
        "reason; the archivist decides: keep, restrict or remove.",
    ),
    law=Text(
        "Module 3: zorg dat corporate accounts enkel overheidsinformatie bevatten. Whitepaper "
        "4.1.1: geen privé- of partijpolitieke informatie ertussen.",
        "Module 3: see to it that corporate accounts hold government information only. Whitepaper "
        "4.1.1: no private or party-political information in between.",
    ),
    check=Text(
        "Dat nooit één persoon markeert én besluit. Elke stap wordt vastgelegd. Verwijderen maakt "
        "een vernietigingslijst; die voert niets uit zonder nog twee anderen.",
        "That never one person both marks and decides. Each step is recorded. Removing makes a "
        "destruction list, which executes nothing without two others.",
    ),
    decides=Text(
        "De archivaris besluit, en nooit wie het markeerde.",
        "The archivist decides, and never who marked it.",
    ),
)

_PROFILES = Help(
    see=Text(
        "Of het profiel zegt wat het sjabloon van module 3 vraagt, en of de pagina's achter de "
        "links zeggen wat zij moeten. Drie antwoorden: gevonden, niet gevonden, kon niet worden "
        "gelezen. Bij de profieltekst staat wat u in het profiel zet.",
        "Whether the profile says what the template of module 3 asks, and whether the pages "
        "behind its links say what they must. Three answers: found, not found, could not be "
        "read. The profile text is what you put into the profile.",
    ),
    law=Text(
        "Module 3 vraagt in het profiel of een bericht te zeggen van wie het account is, dat het "
        "niet voor formele berichten is, en dat reageren leidt tot verwerking van "
        "persoonsgegevens, met een link naar de privacyverklaring (AVG artikel 13 en 17, lid 3).",
        "Module 3 asks to say in the profile or a post whose account it is, that it is not for "
        "formal messages, and that replying leads to processing of personal data, with a link to "
        "the privacy statement (GDPR articles 13 and 17(3)).",
    ),
    check=Text(
        "Na elke oogst en op verzoek: elke uitspraak letterlijk in het profiel of een vastgezet "
        "bericht, of verkort met een link naar de volledige tekst; daarna de pagina's zelf. Van "
        "die pagina's bewaren wij alleen de uitkomst. Van eigen sites waarnaar berichten "
        "verwijzen komt bij een oogst met de browser mee wat hier is aangezet.",
        "After each harvest and when asked: each statement to the letter in the profile or a "
        "pinned post, or short with a link to the full text; then the pages themselves. Of those "
        "pages we keep the outcome alone. Of own sites to which posts lead comes along in a "
        "harvest by browser what is switched on here.",
    ),
    decides=Text(
        "Communicatie past het profiel aan op het platform; Weerklank plaatst niets. De pagina's "
        "legt communicatie of de beheerder van het accountoverzicht vast.",
        "Communication changes the profile on the platform; Weerklank publishes nothing. "
        "Communication or the register owner records the pages.",
    ),
)

#: What the screens are called for which somebody may ask access.
TITLES: dict[str, Text] = {
    "hour-organisation": Text("de code van de organisatie", "the code of the organisation"),
    "hour-keys": Text("de sleutel wegleggen", "put the key away"),
    "hour-report": Text("het eerste verslag", "the first report"),
    "hour-skip": Text("een stap van het eerste uur overslaan", "skip a step of the first hour"),
    "account-add": Text("account toevoegen", "add an account"),
    "account-edit": Text("account wijzigen", "edit an account"),
    "account-connect": Text("account koppelen", "connect an account"),
    "account-posts": Text("berichten van een account", "posts of an account"),
    "account-techniques": Text("technieken van een account", "techniques of an account"),
    "post-techniques": Text("technieken van een bericht", "techniques of a post"),
    "post-life": Text("wat er met een bericht gebeurde", "what happened to a post"),
    "account-runs": Text("oogsten van een account", "harvests of an account"),
    "account-history": Text("geschiedenis van een account", "history of an account"),
    "account-profile": Text("profielcheck van een account", "profile check of an account"),
    "account-profile-check": Text("profielen nakijken", "check profiles"),
    "account-profile-text": Text("profieltekst van een account", "profile text of an account"),
    "profile-pages": Text("pagina's voor profielen", "pages for profiles"),
    "handin": Text("wat is aangeleverd", "what was handed in"),
    "handin-file": Text("berichten aanleveren", "handing in posts"),
    "runs": Text("oogsten", "harvests"),
    "run": Text("oogsten", "harvests"),
    "drift-acknowledge": Text("gewijzigde platforms bekijken", "look at changed platforms"),
    "drift-report": Text("gewijzigde platforms melden", "report changed platforms"),
    "remap": Text("opnieuw lezen met nieuwe kaart", "read again by a new mapping"),
    "import": Text("export inlezen", "take in an export"),
    "search": Text("zoeken", "search"),
    "post": Text("berichten lezen", "read posts"),
    "medium": Text("mediabestanden zien", "see media files"),
    "medium-original": Text(
        "originelen van mediabestanden krijgen", "have the originals of media files"
    ),
    "kept-page": Text("pagina's zoals toen zien", "see pages as they were"),
    "formal": Text("reacties die formeel lijken", "replies that look formal"),
    "privacy-policy": Text("het privacybeleid", "the privacy policy"),
    "policy-propose": Text("privacybeleid voorstellen", "propose privacy policy"),
    "privacy-report": Text(
        "het verslag gegevensbescherming maken", "make the data protection report"
    ),
    "guides": Text("beleid en handleidingen", "policy and guides"),
    "recommendations": Text("aanbevelingen", "recommendations"),
    "named": Text("wie herkenbaar blijft", "who stays recognisable"),
    "named-add": Text("besluiten wie herkenbaar blijft", "decide who stays recognisable"),
    "words": Text("besluiten over woorden in twijfel", "decide on words in doubt"),
    "special": Text("bijzondere gegevens", "special data"),
    "special-mark": Text("als bijzonder markeren", "marking as special"),
    "scan": Text("de lekscan", "the leak scan"),
    "vault": Text("de kluis", "the vault"),
    "vault-request": Text("verzegelde originelen aanvragen", "requesting sealed originals"),
    "person-requests": Text("besluiten over verzoeken", "decide on requests"),
    "mark": Text("berichten markeren", "mark posts"),
    "mark-decide": Text("besluiten over markeringen", "decide on marks"),
    "proof": Text("bewijzen downloaden", "download proofs"),
    "verification": Text("echtheid en controle", "authenticity"),
    "journal": Text("logboek", "journal"),
    "operation": Text("beheer", "operation"),
    "access": Text("inzagejournaal", "access journal"),
    "access-requests": Text("vragen om toegang", "requests for access"),
}

HELP: dict[str, Help] = {
    **ARCHIVE_HELP,
    **COMPLETENESS_HELP,
    **FIRST_HOUR_HELP,
    "vault": _VAULT,
    "vault-decide": _VAULT,
    "vault-end": _VAULT,
    "vault-extend": _VAULT,
    "vault-one": _VAULT,
    "vault-open": _VAULT,
    "vault-request": _VAULT,
    "access": _ACCESS,
    "access-ask": _REQUESTS,
    "tokens": _TOKENS,
    "token-revoke": _TOKENS,
    "access-requests": _REQUESTS,
    "home": Help(
        see=Text(
            "Wat er van u wordt gevraagd, het dringendste eerst. Daaronder hoe het archief ervoor "
            "staat.",
            "What is asked of you, the most urgent first. Below it how the archive is doing.",
        ),
        law=Text(
            "De zorgplicht van de Archiefwet (artikel 3): iemand let erop dat het op orde is.",
            "The duty of care of the Archiefwet (article 3): someone sees to it that all is in "
            "order.",
        ),
        check=Text(
            "Elke regel volgt uit het register en het logboek; u hoeft niets bij te houden.",
            "Each line follows from the register and the journal; you need to keep nothing.",
        ),
        decides=Text(
            "U beslist over wat bij uw rol hoort. Wat bij een andere rol hoort, ziet die persoon.",
            "You decide what belongs to your role. What belongs to another role, that person "
            "sees.",
        ),
    ),
    "accounts": _ACCOUNTS,
    "account-add": _ACCOUNTS,
    "account-edit": _ACCOUNTS,
    "account-connect": _CONNECTING,
    "account-connect-check": _CONNECTING,
    "account-consent": _CONNECTING,
    "account-trial": _CONNECTING,
    "account-disconnect": _CONNECTING,
    "connect-back": _CONNECTING,
    "account-report": _ACCOUNTS,
    "report-other": _ACCOUNTS,
    "account": _ACCOUNT,
    "account-posts": _ACCOUNT,
    "account-techniques": _TECHNIQUES,
    "post-techniques": _TECHNIQUES,
    "post-life": _LIFE,
    "account-runs": _RUNS,
    "account-history": _ACCOUNTS,
    "account-profile": _PROFILES,
    "account-profile-check": _PROFILES,
    "account-profile-text": _PROFILES,
    "profile-pages": _PROFILES,
    "account-review": _REVIEWS,
    "register-export": _FILE,
    "register-import": _FILE,
    "register-preview": _FILE,
    "reviews": _REVIEWS,
    "review-term": _REVIEWS,
    "reports": _REPORTS,
    "report-settle": _REPORTS,
    "platforms": _PLATFORMS,
    "platform": _PLATFORMS,
    "platform-decide": _PLATFORMS,
    "platform-agree": _PLATFORMS,
    "agreement-end": _PLATFORMS,
    "handin": _HAND_IN,
    "handin-nothing": _HAND_IN,
    "handin-undo": _HAND_IN,
    "handin-file": _HAND_IN,
    "handin-pick": _HAND_IN,
    "runs": _GOING,
    "runs-now": _GOING,
    "harvest-ask": _GOING,
    "pages-ask": _GOING,
    "pages-ask-of": _GOING,
    "harvest-stop": _GOING,
    "harvest-interval": _GOING,
    "run": _RUNS,
    "drift-acknowledge": _RUNS,
    "drift-report": _RUNS,
    "remap": _RUNS,
    "import": _RUNS,
    "search": Help(
        see=Text(
            "Berichten van de organisatie en reacties erop. Zoek op woorden; tussen "
            "aanhalingstekens "
            "staan woorden naast elkaar. Filters staan in het adres, dus u kunt een zoekvraag "
            "bewaren.",
            "Posts of the organisation and replies to them. Search by words; in quotes words "
            "stand "
            "beside each other. Filters stand in the address, so you can keep a search.",
        ),
        law=Text(
            "De Woo (artikel 2.4) vraagt dat informatie vindbaar is. De AVG vraagt dat u niet "
            "verder "
            "kijkt dan uw taak vraagt.",
            "The Woo (article 2.4) asks that information can be found. The GDPR asks that you "
            "look no "
            "further than your task asks.",
        ),
        check=Text(
            "Namen van burgers staan er niet in: zij staan onder pseudoniem. Zoeken op een naam "
            "van een "
            "burger kan alleen via een verzoek van die persoon.",
            "Names of citizens are not in it: they stand under a pseudonym. To search a citizen's "
            "name "
            "takes a request of that person.",
        ),
        decides=Text(
            "De privacy officer beslist wat onder pseudoniem gaat.",
            "The privacy officer decides what goes under a pseudonym.",
        ),
    ),
    "formal": _FORMAL,
    "formal-settle": _FORMAL,
    "privacy-policy": _POLICY,
    "policy-approve": _POLICY,
    "policy-proposal": _POLICY,
    "policy-propose": _POLICY,
    "policy-sealed": _POLICY,
    "guides": _GUIDES,
    "recommendations": _GUIDES,
    "privacy-report": _REPORT,
    "named": _NAMED,
    "named-add": _NAMED,
    "named-end": _NAMED,
    "named-withdraw": _NAMED,
    "words": _WORDS,
    "word-judge": _WORDS,
    "special": _SPECIAL,
    "special-mark": _SPECIAL,
    "special-one": _SPECIAL,
    "scan": _SCAN,
    "scan-ask": _SCAN,
    "scan-one": _SCAN,
    "person-requests": _PERSON_REQUESTS,
    "person-request": _PERSON_REQUESTS,
    "person-request-letter": _PERSON_REQUESTS,
    "mark": _MARKS,
    "mark-decide": _MARKS,
    "kept-page": Help(
        see=Text(
            "De pagina van het platform waarop het bericht stond, zoals een browser haar toonde "
            "op het moment dat erboven staat. Wie antwoordde, staat er onder pseudoniem in; wat "
            "wij niet bewaren, is een grijs vlak. Knoppen werken niet. Ernaast staan de "
            "afbeelding, de tekst en de pdf van hetzelfde.",
            "The page of the platform on which the post stood, as a browser showed it at the "
            "moment told above it. Who replied stands in it under a pseudonym; what we don't keep "
            "is a grey area. Buttons don't work. Beside it are the picture, the text and the PDF "
            "of the same.",
        ),
        law=Text(
            "DUTO vraagt een stuk dat leesbaar en in zijn verband te begrijpen is. AVG artikel 5, "
            "lid 1c: van anderen bewaren wij niet meer dan het archief al van hen heeft.",
            "DUTO asks for a record that is readable and can be understood in its context. GDPR "
            "article 5(1)(c): of others we keep no more than the archive holds of them already.",
        ),
        check=Text(
            "Wat op de pagina staat, is gekozen en niet overgenomen: wat geen regel kent, komt er "
            "niet in. De bestanden horen bij een bewijs als bij elk bericht. Afspelen gebeurt op "
            "een adres apart, waar de pagina bij niets van deze toepassing kan.",
            "What stands on the page was chosen and not copied: what no rule knows does not come "
            "in. Its files belong to a proof as with each post. It is replayed at an address "
            "apart, where the page can reach nothing of this application.",
        ),
        decides=Text(
            "De archivaris, over de pagina met het bericht. Gaat iets weg dat erop staat, dan "
            "gaat de pagina mee.",
            "The archivist, on the page with the post. Where something that stands on it goes, "
            "the page goes along.",
        ),
    ),
    **dict.fromkeys(
        (
            "destruction",
            "destruction-one",
            "destruction-add",
            "destruction-except",
            "destruction-review",
            "destruction-approve",
            "destruction-answer",
            "destruction-execute",
            "destruction-certify",
            "destruction-certificate",
        ),
        Help(
            see=Text(
                "Vernietigingslijsten: wat erop staat, op welke grond, hoe ver elke lijst is en "
                "wie welke stap zette. Wat eruit is gehaald, blijft als uitzondering op de lijst "
                "staan, met de reden.",
                "Destruction lists: what is on them, on what ground, how far each list is and who "
                "took which step. What was taken off stays on the list as an exception, with the "
                "reason.",
            ),
            law=Text(
                "De Archiefwet vraagt te vernietigen wat de selectielijst daarvoor aanwijst, als "
                "de termijn om is. Artikel 8 Archiefbesluit 1995 vraagt een verklaring: wat, op "
                "welke grond en hoe. AVG artikel 17 kan eerder vernietigen vragen.",
                "The Archives Act asks to destroy what the selection list names for that once its "
                "term is over. Article 8 Archiefbesluit 1995 asks for a certificate: what, on "
                "what ground and how. GDPR article 17 may ask to destroy earlier.",
            ),
            check=Text(
                "Of een hotspot of bewaarplicht iets tegenhoudt, of elke stap van een ander is, "
                "en na afloop of in geen enkele byte van het archief nog iets staat.",
                "Whether a hotspot or legal hold keeps anything, whether each step is somebody "
                "else's, and afterwards whether any byte of the archive still holds anything.",
            ),
            decides=Text(
                "Wie de lijst maakt stelt voor, een beoordelaar kijkt na, een archivaris "
                "machtigt: drie mensen. Uitvoeren doet een archivaris die niet voorstelde of "
                "beoordeelde.",
                "Who makes the list proposes, a reviewer looks it over, an archivist authorises: "
                "three people. It is executed by an archivist who did not propose or review it.",
            ),
        ),
    ),
    **dict.fromkeys(
        (
            "transfer",
            "transfer-new",
            "transfer-one",
            "transfer-decide",
            "transfer-make",
            "transfer-receipt",
        ),
        Help(
            see=Text(
                "Wat naar een archiefinstelling gaat: de keuze, wat er nog aan ontbreekt, het "
                "besluit over de verzegelde originelen, de SIP en de bevestiging van het depot.",
                "What goes to an archival institution: the choice, what it still lacks, the "
                "decision on the sealed originals, the SIP and the receipt of the depot.",
            ),
            law=Text(
                "Artikel 12 Archiefwet 1995 vraagt blijvend te bewaren stukken over te brengen; "
                "artikel 15 laat beperkingen op de openbaarheid toe, met een termijn.",
                "Article 12 Archiefwet 1995 asks to transfer what is kept for ever; article 15 "
                "allows restrictions on openness, with a term.",
            ),
            check=Text(
                "Of elk bestand en elk metagegeven volgens MDTO meegaat, en of de bevestiging van "
                "het depot past bij wat is gemaakt.",
                "Whether each file and its metadata go along by MDTO, and whether the receipt of "
                "the depot fits what was made.",
            ),
            decides=Text(
                "De archivaris brengt over. Over de originelen besluiten archivaris en privacy "
                "officer samen; vernietigen gebeurt pas na de bevestiging.",
                "The archivist transfers. Archivist and privacy officer decide on the originals "
                "together; they are destroyed only after the receipt.",
            ),
        ),
    ),
    **dict.fromkeys(
        (
            "dossiers",
            "dossier",
            "dossier-new",
            "dossier-add",
            "dossier-term",
            "dossier-document",
            "dossier-twins",
            "dossier-rights",
            "dossier-leaks",
            "dossier-twins-judge",
            "dossier-disagreements",
            "dossier-disagree",
            "dossier-answer",
            "dossier-agree",
            "dossier-read",
            "dossier-freeze",
            "dossier-give",
            "dossier-fetch",
            "dossier-redact",
            "dossier-undo",
            "dossier-film",
            "dossier-picture",
            "dossier-picture-shown",
            "dossier-hide",
            "dossier-allow",
            "dossier-judge",
            "dossier-judge-many",
            "dossier-remove",
        ),
        Help(
            see=Text(
                "Woo-verzoeken met hun termijn, de stukken die zijn verzameld, en wat daarvan "
                "niet openbaar wordt en waarom. Het archief zelf blijft zoals het is.",
                "Woo requests with their term, the documents that were gathered, and what of them "
                "is not made public and why. The archive itself stays as it is.",
            ),
            law=TERM.source,
            check=Text(
                "Of wat gelakt is nog ergens anders te lezen is: in elk stuk, als hele woorden, "
                "hoe ook geschreven. Van een beeld of een deel daarvan: of hetzelfde beeld elders "
                "zonder die lakking meegaat. Wat op een ander beeld te zien is, ziet u zelf.",
                "Whether what is redacted can still be read elsewhere: in each document, as whole "
                "words, however written. Of a picture or a part of it: whether the same picture "
                "goes along elsewhere without it. What another picture shows, you see yourself.",
            ),
            decides=Text(
                "De Woo-behandelaar verzamelt en lakt. Een ander leest alles en stelt vast, of "
                "zegt waarmee hij niet akkoord gaat.",
                "The Woo officer gathers and redacts. Somebody else reads all of it and freezes, "
                "or says with what they do not agree.",
            ),
        ),
    ),
    "post": Help(
        see=Text(
            "Eén bericht zoals het in het archief staat, met zijn versies, wat erbij hoort en wie "
            "erop "
            "antwoordde. Schreefletters zijn van het bericht, schreefloze van ons.",
            "One post as it stands in the archive, with its versions, what belongs to it and who "
            "replied. Serif letters are of the post, sans are ours.",
        ),
        law=Text(
            "DUTO vraagt een authentiek, vindbaar en leesbaar stuk. AVG artikel 4(5): wie "
            "antwoordde "
            "staat onder pseudoniem.",
            "DUTO asks for a record that is authentic, findable and readable. GDPR article 4(5): "
            "who "
            "replied stands under a pseudonym.",
        ),
        check=Text(
            "Het bewijs laat zonder ons en zonder internet zien dat dit stuk niet is veranderd "
            "sinds "
            "het werd opgenomen.",
            "The proof shows without us and without a network that this record has not changed "
            "since "
            "it was taken in.",
        ),
        decides=Text(
            "De archivaris waardeert en vernietigt, altijd met twee anderen.",
            "The archivist appraises and destroys, always with two others.",
        ),
    ),
    **dict.fromkeys(
        ("copies", "copies-refresh", "copies-mend"),
        Help(
            see=Text(
                "Waar kopieën van het archief liggen, wanneer elk is bijgewerkt, wat er nog ligt "
                "dat hier weg is, en welk deel van het archief wanneer is bekeken.",
                "Where copies of the archive lie, when each was brought up to date, what still "
                "lies there that is gone here, and which part of it was looked at when.",
            ),
            law=Text(
                "DUTO en de Archiefregeling vragen dat stukken blijven zoals zij zijn; wat is "
                "vernietigd, moet ook uit de kopieën.",
                "DUTO and the Archiefregeling ask that records stay as they are; what was "
                "destroyed must go from the copies too.",
            ),
            check=Text(
                "Elk bestand dat naar een kopie gaat, wordt teruggelezen. Wat terugkomt, moet "
                "zijn zoals het ondertekende logboek zegt.",
                "Each file that goes to a copy is read back. What comes back must be as the "
                "signed log says.",
            ),
            decides=Text(
                "De technisch beheerder zet kopieën op de lijst; die en de archivaris werken ze "
                "bij en herstellen eruit.",
                "The operator puts copies on the list; operator and archivist bring them up to "
                "date and mend from them.",
            ),
        ),
    ),
    "verification": _VERIFICATION,
    "verify": _VERIFICATION,
    "work": Help(
        see=Text(
            "Werk dat doorloopt, stap voor stap, met hoe ver het is. U mag dit scherm sluiten; "
            "wat ervan kwam, staat daarna bij de oogsten of bij de controle.",
            "Work that goes on, step by step, with how far it is. You may close this screen; what "
            "came of it stands with the harvests or the checks afterwards.",
        ),
        law=Text(
            "DUTO vraagt dat u weet wat er is vastgelegd en wat er ontbreekt; ook werk dat is "
            "gestopt, mag dus niets stilzwijgend weglaten.",
            "DUTO asks that you know what was recorded and what is missing; so work that was "
            "stopped may leave nothing out in silence either.",
        ),
        check=Text(
            "Of elke stap af is. 'Klaar, compleet' staat er alleen als alles is gezien wat er "
            "hoort te zijn.",
            "Whether each step was finished. 'Done, complete' is said only when all was seen that "
            "should be there.",
        ),
        decides=Text(
            "Wie het werk begon, of wie dezelfde rol heeft, kan het stoppen. Wat is afgesloten, "
            "blijft.",
            "Whoever began the work, or has the same role, can stop it. What was closed stays.",
        ),
    ),
    "operation": Help(
        see=Text(
            "Hoe het werk loopt: wat aan de beurt is en hoe lang al, de wachtrij van meer "
            "machines, wat platforms nog toestaan, ruimte op schijven en versies. Geen inhoud.",
            "How the work goes: what is due and for how long, the queue of many machines, what "
            "platforms still allow, room on disks and versions. No content.",
        ),
        law=Text(
            "Wie alleen de machines beheert, hoeft geen persoonsgegevens te zien (AVG artikel 5, "
            "lid 1, onder c, en 25).",
            "Who only keeps the machines need see no personal data (GDPR articles 5(1)(c) and "
            "25).",
        ),
        check=Text(
            "Alles wordt bij het openen van dit scherm opnieuw bekeken. Wat een server zegt nog "
            "toe te staan, geldt tot het moment dat hij erbij noemt.",
            "All is looked at anew when this screen is opened. What a server says that it still "
            "allows holds until the moment that it names with it.",
        ),
        decides=Text(
            "De technisch beheerder zorgt voor machines, ruimte en nieuwe versies.",
            "The operator sees to machines, room and new versions.",
        ),
    ),
    "journal": Help(
        see=Text(
            "Wie wat deed, wanneer en in welke rol. Het logboek zelf kan niemand veranderen.",
            "Who did what, when and in which role. Nobody can change the journal itself.",
        ),
        law=Text(
            "AVG artikel 5, lid 2 en BIO vragen dat u verantwoording kunt afleggen.",
            "GDPR article 5(2) and BIO ask that you can account for what was done.",
        ),
        check=Text(
            "Elke gebeurtenis heeft een echtheidskenmerk en staat in het ondertekende logboek.",
            "Each event has an authentication code and stands in the signed log.",
        ),
        decides=Text(
            "De inspecteur en de privacy officer kijken na; niemand beslist hier iets.",
            "Inspector and privacy officer look it over; nobody decides anything here.",
        ),
    ),
}
