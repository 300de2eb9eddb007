"""What Django's database keeps besides its own: who at the provider is whom, and tokens."""

from datetime import date
from typing import ClassVar

from django.contrib.auth.models import User
from django.db import models


class ProviderPerson(models.Model):
    """Somebody whom a provider knows by a subject, and the register by the name of a user.

    By the subject alone: an e-mail address or a name may pass to another, and is not looked at.
    """

    issuer: "models.TextField[str, str]" = models.TextField()
    subject: "models.TextField[str, str]" = models.TextField()
    user: "models.OneToOneField[User, User]" = models.OneToOneField(User, models.CASCADE)

    objects: "ClassVar[models.Manager[ProviderPerson]]" = models.Manager()

    class Meta:
        """Each subject of a provider once."""

        constraints = (
            models.UniqueConstraint(fields=("issuer", "subject"), name="one_person_a_subject"),
        )

    def __str__(self) -> str:
        return self.user.get_username()


class ApiToken(models.Model):
    """A token of the API; of its secret only a digest is kept."""

    number: "models.CharField[str, str]" = models.CharField(max_length=12, unique=True)
    digest: "models.CharField[str, str]" = models.CharField(max_length=64, unique=True)
    person: "models.CharField[str, str]" = models.CharField(max_length=300, db_index=True)
    role: "models.CharField[str, str]" = models.CharField(max_length=30)
    purpose: "models.CharField[str, str]" = models.CharField(max_length=300)
    made: "models.DateField[date, date]" = models.DateField()
    #: Last day on which it opens anything.
    until: "models.DateField[date, date]" = models.DateField()
    revoked: "models.DateField[date | None, date | None]" = models.DateField(null=True)
    #: Last day on which it opened anything.
    used: "models.DateField[date | None, date | None]" = models.DateField(null=True)

    objects: "ClassVar[models.Manager[ApiToken]]" = models.Manager()

    def __str__(self) -> str:
        return self.number
