"""Signing in by the organisation: whether its settings are sound, and what they leave open."""

from weerklank.model.errors import fault
from weerklank.model.text import Text
from weerklank.services.diagnose.finding import Found, Scene, Told, Unseen, Weight
from weerklank.services.people.provider import Provider
from weerklank.services.people.sign_in_settings import (
    read_client_secret,
    read_settings,
    settings_file,
)
from weerklank.store.keys import KEYS_OPEN

EMERGENCY_ON = fault(
    "DOCTOR-072",
    Text(
        nl="Een noodaccount ({name}) mag met een wachtwoord aanmelden, buiten de organisatie om.",
        en="An emergency account ({name}) may sign in with a password, past the organisation.",
    ),
    Text(
        nl="Haal 'emergency' uit sign-in.toml als het niet meer nodig is. Elk gebruik staat in "
        "het logboek.",
        en="Take 'emergency' out of sign-in.toml when it is needed no more. Each use stands in "
        "the journal.",
    ),
)
NO_FACTOR = fault(
    "DOCTOR-073",
    Text(
        nl="Weerklank gaat niet na of wie zich aanmeldt een tweede factor gebruikte.",
        en="Weerklank does not look whether who signs in used a second factor.",
    ),
    Text(
        nl="Noem in sign-in.toml onder [second_factor] welke acr of amr dat bewijst.",
        en="Name in sign-in.toml under [second_factor] which acr or amr proves it.",
    ),
)


def look_at_sign_in(scene: Scene) -> Told:
    """Look whether the settings can be used and are closed and, where servers may be asked, work.

    Nothing is looked at where there are none: people have a password of ours then.
    """
    if scene.keys is None:
        return
    settings = read_settings(scene.keys, scene.environment)
    if settings is None:
        return
    file = settings_file(scene.keys, scene.environment)
    if file.stat().st_mode & 0o022:
        yield Found(KEYS_OPEN, path=file, values={"name": file})
    read_client_secret(settings, scene.keys)
    if settings.emergency is not None:
        yield Found(EMERGENCY_ON, Weight.NOTE, values={"name": settings.emergency})
    if settings.second_factor is None:
        yield Found(NO_FACTOR, Weight.NOTE)
    if scene.network:
        Provider(settings, scene.keys).places()
    else:
        yield Unseen(
            Text(
                "Of de aanmelddienst antwoordt is niet geprobeerd: geef --network.",
                "Whether the sign-in service answers was not tried: give --network.",
            )
        )
