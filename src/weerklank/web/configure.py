"""Everything that Django is told, in one place; what a site may choose stands in `Site`."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from weerklank.services.people.screens_address import note_address
from weerklank.web.site import Site, hold

#: Seconds that someone stays signed in without doing anything: a working day.
SIGNED_IN = 10 * 60 * 60
_SECRET = 48
#: Bytes of a form without files; more is none of ours.
_LARGEST_FORM = 1 << 20


def configure(site: Site) -> None:
    """Set Django up for a site and make its database; a later call moves to another site."""
    import django
    from django.core.management import call_command

    hold(site)
    site.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if site.address:
        note_address(site.keys, site.address)
    # Made beforehand: what lies in the key folder is readable for its owner alone.
    os.close(os.open(_database(site), os.O_WRONLY | os.O_CREAT, 0o600))
    if not settings.configured:
        settings.configure(**_settings(site))
        django.setup()
    elif not _move(site):
        return
    call_command("migrate", verbosity=0, interactive=False)


def _move(site: Site) -> bool:
    """Turn to another site; tells whether it is another."""
    from django.db import connections

    moved = _settings(site)
    if all(getattr(settings, name) == value for name, value in moved.items()):
        return False
    connections.close_all()
    for name, value in moved.items():
        setattr(settings, name, value)
    connections.settings["default"]["NAME"] = _database(site)
    with suppress(AttributeError):  # this thread asked nothing of the one before yet
        del connections["default"]
    return True


def _settings(site: Site) -> dict[str, object]:
    hosts = ["localhost", "127.0.0.1", "[::1]"]
    return {
        "ALLOWED_HOSTS": [*hosts, *(one for one in (site.host, site.portal_host) if one)],
        "AUTH_PASSWORD_VALIDATORS": [],  # passwords are drawn, never thought up
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_NAME": site.cookie("weerklank-form"),
        "CSRF_COOKIE_SAMESITE": "Strict",
        "CSRF_COOKIE_SECURE": site.is_secure,
        "CSRF_FAILURE_VIEW": "weerklank.web.views.errors.stale_form",
        "CSRF_TRUSTED_ORIGINS": [site.address] if site.address else [],
        "DATABASES": {
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": _database(site),
                "OPTIONS": {
                    "init_command": "PRAGMA journal_mode=WAL; PRAGMA secure_delete=ON;",
                    "transaction_mode": "IMMEDIATE",
                },
            }
        },
        "DATA_UPLOAD_MAX_MEMORY_SIZE": _LARGEST_FORM,
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        # The one way in which a file comes in: nothing of it reaches a disk in the clear.
        "FILE_UPLOAD_HANDLERS": ["weerklank.web.upload.MemoryFile"],
        "INSTALLED_APPS": [
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "django.contrib.sessions",
            "weerklank.web",
        ],
        # A log may hold what someone typed; the journal tells what was done.
        "LOGGING": {
            "version": 1,
            "handlers": {"none": {"class": "logging.NullHandler"}},
            "loggers": {"django": {"handlers": ["none"], "propagate": False}},
        },
        "MIDDLEWARE": [
            "weerklank.web.traced.Traced",  # around all the rest
            "weerklank.web.replay.host.ReplayHost",  # before anything of the application
            "weerklank.web.middleware.SecureHeaders",
            "weerklank.web.portal.gate.PortalGate",  # before a session or cookie is looked at
            "django.middleware.common.CommonMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "weerklank.web.middleware.Gate",  # before the form is read
            "django.middleware.csrf.CsrfViewMiddleware",
        ],
        "PASSWORD_HASHERS": ["weerklank.web.hasher.DrawnPasswordHasher"],
        "ROOT_URLCONF": "weerklank.web.urls",
        "SECRET_KEY": _secret(site),
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https") if site.is_secure else None,
        "SESSION_COOKIE_AGE": SIGNED_IN,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_NAME": site.cookie("weerklank"),
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": site.is_secure,
        "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
        "SESSION_SAVE_EVERY_REQUEST": False,
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {"builtins": ["weerklank.web.templatetags.weerklank"]},
            }
        ],
        "TIME_ZONE": "Europe/Amsterdam",
        "USE_I18N": False,  # every text is a pair of ours (docs/adr/0028)
        "USE_TZ": True,
    }


def _database(site: Site) -> Path:
    return site.folder / "sign-in.sqlite3"


def _secret(site: Site) -> str:
    """Give the key that signs cookies; drawn when there is none."""
    path = site.folder / "session.key"
    try:
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(made, "w") as file:
        file.write(secrets.token_urlsafe(_SECRET))
    return path.read_text()
