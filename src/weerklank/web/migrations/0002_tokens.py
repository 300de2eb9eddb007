"""Tokens of the API."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Make the table of tokens."""

    dependencies = (("web", "0001_provider_person"),)
    operations = (
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=12, unique=True)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("person", models.CharField(max_length=300, db_index=True)),
                ("role", models.CharField(max_length=30)),
                ("purpose", models.CharField(max_length=300)),
                ("made", models.DateField()),
                ("until", models.DateField()),
                ("revoked", models.DateField(null=True)),
                ("used", models.DateField(null=True)),
            ],
        ),
    )
