from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0015_bodies_uncompressed"),
        ("people", "0003_find_withheld_names"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("facets__length__lte", 2000)),
                fields=["audience"],
                include=("members_only", "case", "person", "facets"),
                name="document_counted",
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("facets__length__gt", 2000)),
                fields=["audience"],
                name="document_wide",
            ),
        ),
    ]
