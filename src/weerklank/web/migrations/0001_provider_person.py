"""The persons that sign in by a provider."""

from typing import ClassVar

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Make their table."""

    initial = True
    dependencies: ClassVar = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations: ClassVar = [
        migrations.CreateModel(
            name="ProviderPerson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("issuer", models.TextField()),
                ("subject", models.TextField()),
                (
                    "user",
                    models.OneToOneField(on_delete=models.CASCADE, to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "constraints": (
                    models.UniqueConstraint(
                        fields=("issuer", "subject"), name="one_person_a_subject"
                    ),
                )
            },
        )
    ]
