"""All checks of an installation, in the order in which they are told."""

from weerklank.model.text import Text
from weerklank.services.diagnose import (
    care,
    environment,
    key_folder,
    machine,
    places,
    programs,
    shared_work,
    signing_in,
    state,
)
from weerklank.services.diagnose.finding import Check, Needs

#: Those that are quick, and of which whoever starts a service is to hear at once.
AT_START = frozenset(
    {
        "libraries",
        "encoding",
        "environment",
        "temporary",
        "serving",
        "space",
        "file-system",
        "rights",
    }
    | {"key-folder", "vault-key", "keys", "clock", "sign-in"}
)
CHECKS = (
    Check(
        id="python",
        what=Text("versie van Python", "version of Python"),
        why=Text("Een oudere kent niet wat Weerklank vraagt.", "An older one lacks what is used."),
        look=machine.look_at_python,
    ),
    Check(
        id="libraries",
        what=Text("versies van bibliotheken", "versions of libraries"),
        why=Text(
            "Op andere versies is Weerklank niet getest.",
            "Weerklank was not tested on other versions.",
        ),
        look=machine.look_at_libraries,
    ),
    Check(
        id="program-files",
        what=Text("lettertypen en vormgeving van het programma", "fonts and style of the program"),
        why=Text("Zonder zijn er geen PDF's en kale schermen.", "Without: no PDFs, bare screens."),
        look=machine.look_at_program_files,
    ),
    Check(
        id="programs",
        what=Text("programma's ernaast", "programs beside it"),
        why=Text("Elk doet iets wat anders niet kan.", "Each does what can't be done otherwise."),
        look=programs.look_at_programs,
    ),
    Check(
        id="signatures",
        what=Text("leeftijd van virusdefinities", "age of virus signatures"),
        why=Text("Oude definities kennen nieuwe virussen niet.", "Old ones know no new viruses."),
        look=programs.look_at_signatures,
    ),
    Check(
        id="chromium",
        what=Text("Chromium, voor pagina's", "Chromium, for pages"),
        why=Text("Zonder worden pagina's niet vastgelegd.", "Without it no pages are recorded."),
        look=programs.look_at_chromium,
    ),
    Check(
        id="encoding",
        what=Text("hoe namen van bestanden worden gelezen", "how names of files are read"),
        why=Text("Namen met een trema gaan anders stuk.", "Names with accents would break."),
        look=machine.look_at_encoding,
    ),
    Check(
        id="environment",
        what=Text("omgevingsvariabelen", "variables of the environment"),
        why=Text("Een verschreven naam doet niets.", "A name that is misspelt does nothing."),
        look=environment.look_at_environment,
    ),
    Check(
        id="user",
        what=Text("als wie Weerklank draait", "as whom Weerklank runs"),
        why=Text("Als root heeft Chromium geen zandbak.", "As root Chromium has no sandbox."),
        look=machine.look_at_user,
    ),
    Check(
        id="memory",
        what=Text("werkgeheugen en wisselruimte", "memory and swap space"),
        why=Text(
            "Wat in het geheugen blijft, kan in wisselruimte op schijf komen.",
            "What stays in memory may come to lie on disk in swap space.",
        ),
        look=machine.look_at_memory,
    ),
    Check(
        id="temporary",
        what=Text("tijdelijke map", "folder of temporary files"),
        why=Text("Media worden er bekeken en omgezet.", "Media are looked at and derived there."),
        look=machine.look_at_temporary,
    ),
    Check(
        id="clock-kept",
        what=Text("of de klok gelijk wordt gezet", "whether the clock is kept right"),
        why=Text("Termijnen en bewijzen rusten op de tijd.", "Terms and proofs rest on the time."),
        look=machine.look_at_clock_keeping,
    ),
    Check(
        id="proxy",
        what=Text("proxy", "proxy"),
        why=Text("Een oogst gaat er niet langs.", "A harvest does not go by it."),
        look=machine.look_at_proxies,
    ),
    Check(
        id="serving",
        what=Text("adres van de schermen die nu draaien", "address of the screens that run now"),
        why=Text("Zonder TLS leest het netwerk mee.", "Without TLS the network reads along."),
        look=care.look_at_serving,
    ),
    Check(
        id="archive",
        what=Text("of het archief opengaat", "whether the archive opens"),
        why=Text("Anders kan er niets.", "Else nothing can be done."),
        look=state.look_at_archive,
        needs=Needs.NAMED,
    ),
    Check(
        id="space",
        what=Text("ruimte op schijven", "room on disks"),
        why=Text("Een run zonder ruimte breekt af.", "A run without room breaks off."),
        look=places.look_at_space,
        needs=Needs.NAMED,
    ),
    Check(
        id="file-system",
        what=Text("soort bestandssysteem", "kind of file system"),
        why=Text(
            "Sloten, verwijzingen en hernoemen moeten zeker zijn.",
            "Locks, links and renaming must be sure.",
        ),
        look=places.look_at_file_systems,
        needs=Needs.NAMED,
    ),
    Check(
        id="rights",
        what=Text("wie in het archief mag", "who may enter the archive"),
        why=Text("Het bevat persoonsgegevens.", "It holds personal data."),
        look=places.look_at_rights,
        needs=Needs.NAMED,
    ),
    Check(
        id="key-folder",
        what=Text("wie bij de sleutels mag", "who may reach the keys"),
        why=Text("Met de sleutels zijn pseudoniemen te raden.", "Keys let pseudonyms be guessed."),
        look=key_folder.look_at_key_folder,
        needs=Needs.NAMED,
    ),
    Check(
        id="vault-key",
        what=Text("geheime sleutel van de kluis", "secret key of the vault"),
        why=Text("Die hoort hier niet te liggen.", "It should not lie here."),
        look=key_folder.look_for_vault_key,
        needs=Needs.NAMED,
    ),
    Check(
        id="keys",
        what=Text(
            "of de sleutels heel en van dit archief zijn",
            "whether the keys are whole, and of this archive",
        ),
        why=Text("Zonder kan er niets meer bij.", "Without them nothing can be added."),
        look=key_folder.look_at_keys,
        needs=Needs.OPEN,
    ),
    Check(
        id="key-backup",
        what=Text("back-up van de sleutels", "back-up of the keys"),
        why=Text("Wat weg is, maakt niemand opnieuw.", "What is lost nobody makes anew."),
        look=care.look_for_key_backup,
        needs=Needs.NAMED,
    ),
    Check(
        id="log",
        what=Text("register, besluiten en logboek", "register, decisions and log"),
        why=Text("Elke run sluit af in het logboek.", "Each run ends in the log."),
        look=state.look_at_log,
        needs=Needs.OPEN,
    ),
    Check(
        id="clock",
        what=Text("klok tegenover het archief", "clock against the archive"),
        why=Text("Wat wordt vastgelegd, houdt die tijd.", "What is recorded keeps that time."),
        look=state.look_at_clock,
        needs=Needs.OPEN,
    ),
    Check(
        id="unfinished",
        what=Text("wat niet af is", "what is not finished"),
        why=Text("Het zegt dat iets afbrak.", "It tells that something broke off."),
        look=state.look_at_unfinished,
        needs=Needs.OPEN,
    ),
    Check(
        id="outputs",
        what=Text("uitvoer die niet af is", "output that is not finished"),
        why=Text("Er staan gegevens in die niemand ziet.", "It holds data that nobody looks at."),
        look=state.look_at_outputs,
        needs=Needs.OPEN,
    ),
    Check(
        id="catalogue",
        what=Text("catalogus tegenover het logboek", "catalogue against the log"),
        why=Text("Zoeken wacht tot zij bij is.", "Search waits until it is up to date."),
        look=state.look_at_catalogue,
        needs=Needs.OPEN,
    ),
    Check(
        id="schedule",
        what=Text("of de planning loopt", "whether the schedule runs"),
        why=Text("Anders wordt er niet geoogst.", "Else nothing is harvested."),
        look=care.look_at_schedule,
        needs=Needs.OPEN,
    ),
    Check(
        id="machines",
        what=Text("werk dat machines delen", "work that machines share"),
        why=Text("Zonder worker wordt er niet geoogst.", "Without a worker nothing is harvested."),
        look=shared_work.look_at_shared_work,
    ),
    Check(
        id="replicas",
        what=Text("replica's", "replicas"),
        why=Text("Van één kopie is niets te herstellen.", "One copy can't be mended."),
        look=care.look_at_replicas,
        needs=Needs.OPEN,
    ),
    Check(
        id="audits",
        what=Text("gespreide controle", "spread audit"),
        why=Text("Schade die niemand ziet, groeit.", "Damage that nobody sees grows."),
        look=care.look_at_audits,
        needs=Needs.OPEN,
    ),
    Check(
        id="stamps",
        what=Text("tijdstempeldienst", "time-stamp authority"),
        why=Text("Zij verklaart als derde wanneer iets er was.", "A third party states when."),
        look=care.look_at_stamps,
        needs=Needs.OPEN,
    ),
    Check(
        id="mail",
        what=Text("mailserver", "mail server"),
        why=Text("Beheerders krijgen anders geen bericht.", "Owners get no message without."),
        look=care.look_at_mail,
        needs=Needs.OPEN,
    ),
    Check(
        id="sign-in",
        what=Text("aanmelden via de organisatie", "signing in by the organisation"),
        why=Text("Wie er niet bij hoort, komt er anders in.", "Else strangers may get in."),
        look=signing_in.look_at_sign_in,
        needs=Needs.NAMED,
    ),
    Check(
        id="tooi",
        what=Text("TOOI-code van de organisatie", "TOOI code of the organisation"),
        why=Text("Andere systemen kennen de organisatie daaraan.", "Others know the body by it."),
        look=care.look_at_tooi,
        needs=Needs.OPEN,
    ),
)
