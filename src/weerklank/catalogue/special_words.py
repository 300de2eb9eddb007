"""Special words: by which words a text may tell what the law protects more, a list a kind.

Written for the project by hand, from nobody's lists: names of illnesses, aids and benefits, faiths
and what belongs to them, parties in the Dutch parliament since 2010, unions, peoples and
countries. The invented posts that measure them (`testing/special_held_out.txt`) shaped none. A
word alone marks nothing: the rules (`special_rules`) ask who it is about.

A word that ends in `*` stands for all that begin so. All in small letters without accents.
"""

from weerklank.model.special import SpecialKind

_K = SpecialKind

#: Parties; also in `vvd-stemmer`.
PARTIES = (
    "vvd pvda cda d66 sp pvv groenlinks gl fvd volt ja21 bbb denk sgp christenunie pvdd "
    "50plus nsc bij1 forum"
)
#: Unions by name.
UNIONS = "fnv cnv vcp acp aob abvakabo unie nu91 vakbond vakbonden bond vakcentrale"

HEALTH = (
    "autis* asperger adhd reuma* kanker* borstkanker longkanker tumor* leukemie uitgezaaid* "
    "chemo* bestraling* diabet* suikerziekte insuline epilep* parkinson alzheimer* dement* "
    "dementie beroerte hartinfarct hartaanval herseninfarct hersenbloeding hersenletsel "
    "hersenschudding copd astma* longemfyseem covid ms depressie* depressief* psychose "
    "psychotisch* psychiatrisch* schizofre* borderline bipolair* anorexia* boulimia "
    "eetstoornis ptss burnout burn-out verslaafd* verslaving* alcoholist* alcoholverslaving "
    "drugsverslaving zwanger* miskraam abortus hiv aids soa handicap* gehandicapt* beperking* "
    "invalide rolstoel* rollator scootmobiel* blind* slechtziend* doof dove slechthorend* "
    "gehoorapparaat dyslexie dyscalculie syndroom chronisch* ongeneeslijk* terminaal "
    "terminale palliatie* antidepressiva medicijn* medicatie geopereerd dialyse* nierpatient "
    "transplantatie* geamputeerd* amputatie verlamd* spierziekte migraine fibromyalgie "
    "trombose hartpatient* hartfalen longziekte* longen hartkwaal ggz psycholoog* psychiater* "
    "therapie traum* afgekeurd wao wia wajong* ziektewet arbeidsongeschikt* crohn stoma "
    "angststoornis* stoornis* paniekaanval* zelfmoord* suicid* ziekte* patient opgenomen "
    "verpleeghuis zorgindicatie thuiszorg prothese hernia artrose"
)
#: Said also of who is well, or of things: 'blind voor', 'depressief van de regen'.
FIGURE = frozenset("blind blinde doof depressief verlamd verslaafd zwanger".split())

RELIGION = (
    "moslim* christen christenen christelijk* katholiek* protestant* gereformeerd* hervormd* "
    "jood joods* joden hindoe* boeddhist* sikh atheist* jehova evangelisch* islamiet* "
    "soenniet* sjiiet* aleviet* alevi salafist* gelovig* ongelovig* bekeerd* gedoopt* "
    "godsdienstig* humanist* mormoon*"
)
#: What somebody has or does that tells it.
FAITH_THINGS = (
    "geloof kerk moskee imam dominee pastoor rabbijn parochie synagoge tempel hoofddoek "
    "keppel nikab boerka tulband gebed gebeden bijbel koran islam christendom jodendom sabbat "
    "ramadan god allah bid bidden bidt vast vasten gebedsruimte doop communie"
)
POLITICS = (
    "socialist* communist* liberaal liberale anarchist* marxist* nationalist* fascist* links "
    "linkse rechts rechtse conservatief conservatieve sociaaldemocraat"
)
ETHNICITY = (
    "marokkaan* marokkan* turk turks* turken surinam* surinaam* antilliaan* antillian* "
    "arubaan* curacaos* moluk* indisch* indonesi* chine* pool pools* polen syrier* syrisch* "
    "eritre* somali* irak* iraans* iranier* afghaan* oekrai* rus russisch* bulgaar* roemeen* "
    "roemeens* ghane* nigeria* kaapverd* hindoestaan* javaan* koerd* armeen* armeens* "
    "vietname* roma sinti zigeuner* arabi* afrikaan* aziaat* aziatisch* zwart zwarte blank "
    "blanke donker donkere gekleurd* halfbloed vluchteling* asielzoeker* statushouder* "
    "allochtoon allochtone duits* belg belgisch* spaans* italiaan* portugees portugese "
    "grieks* griek"
)
ORIGIN = "afkomst huidskleur origine etniciteit"
COUNTRIES = (
    "marokko turkije suriname curacao aruba indonesie china polen syrie eritrea somalie irak "
    "iran afghanistan oekraine rusland bulgarije roemenie ghana nigeria vietnam pakistan "
    "india egypte ethiopie soedan jemen libie algerije tunesie kaapverdie venezuela colombia"
)
SEXUALITY = (
    "homo homo's homoman homoseksueel* lesbisch* lesbienne biseksueel* bi trans transman "
    "transvrouw transgender* queer non-binair* nonbinair* aseksueel* panseksueel* hetero "
    "heteroseksueel* travestiet* interseks* gay"
)
SEX_THINGS = (
    "geaardheid coming-out transitie kast prostitu* hoerenloper vreemd vreemdgaan seksleven "
    "overspel moeders vaders minnares escort"
)
BIOMETRIC = (
    "vingerafdruk* dna* irisscan* gezichtsherkenning gezichtsscan gezicht stemherkenning "
    "genetisch* gen* brca* mutatie erfelijk* draagster drager"
)
#: Of whoever has or was it, the writer too.
CRIMINAL = (
    "strafblad veroordeeld* gevangenis* cel vast vastgezeten vastzit taakstraf* enkelband "
    "verdachte opgepakt gearresteerd aangehouden reclassering tbs voorgekomen celstraf "
    "detentie bajes criminele justitiele gevangen voorwaardelijk invloed"
)
#: Of others alone: the writer says that somebody did it.
ACCUSED = (
    "dealt dealer drugsdealer drugs steelt stelen gestolen bestolen steel dief dieven "
    "mishandel* mishandeld slaat sloeg geslagen bedreig* bedreigd wietplantage hennep* wiet "
    "fraude* fraudeert oplicht* opgelicht wit witwas* pedo pedofiel* verkracht* aangerand* "
    "aanrand* inbreker inbraak ingebroken crimineel moordenaar stalkt stalker gestalkt "
    "dronken heler heelt gestoken steken vernielt vernield vandaal"
)
#: Children by what they are called.
CHILDREN = (
    "zoon dochter zoontje dochtertje kind kindje kinderen kleinkind kleinkinderen kleinzoon "
    "kleindochter neefje nichtje broertje zusje jongen jongetje meisje jongste oudste peuter "
    "kleuter baby tweeling pleegkind pleegzoon pleegdochter stiefzoon stiefdochter zoons "
    "dochters leerling"
)
#: Of these nobody is grown up.
SMALL = (
    "zoontje dochtertje kindje kleuter peuter baby jongetje broertje zusje neefje nichtje "
    "jongste babytje meisje dreumes"
)
SCHOOL = (
    "school basisschool juf klas brugklas kinderdagverblijf opvang creche peuterspeelzaal bso "
    "gepest gym spreekbeurt kinderopvang speelt"
)

#: Words near whom they are about.
NEAR: dict[SpecialKind, str] = {
    _K.HEALTH: HEALTH,
    _K.BIOMETRIC: BIOMETRIC,
    _K.CRIMINAL: CRIMINAL,
}
#: What somebody is.
IS: dict[SpecialKind, str] = {
    _K.RELIGION: RELIGION,
    _K.POLITICS: POLITICS,
    _K.ETHNICITY: ETHNICITY,
    _K.SEXUALITY: SEXUALITY,
}
#: By which words a sentence is looked at, besides those.
ALSO: dict[SpecialKind, str] = {
    _K.RELIGION: FAITH_THINGS,
    _K.POLITICS: (
        f"{PARTIES} partij blanco stem* fvd'er pvv'er vvd'er pvv-* vvd-* fvd-* sp-* cda-* "
        "d66-* pvda-* groenlinks-*"
    ),
    _K.UNION: f"{UNIONS} vakbonds* kaderlid fnv* cnv*",
    _K.ETHNICITY: f"{ORIGIN} {COUNTRIES}",
    _K.SEXUALITY: SEX_THINGS,
    _K.CRIMINAL: ACCUSED,
    _K.CHILD: f"{CHILDREN} groep klas brugklas havo vwo vmbo mavo jaar jarig* spreekbeurt ben "
    "basisschool",
}
