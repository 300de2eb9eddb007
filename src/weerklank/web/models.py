"""What Django's database keeps besides its own: who at the provider is which person here."""

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
