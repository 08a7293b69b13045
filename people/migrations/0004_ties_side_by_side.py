from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0003_find_withheld_names")]

    operations = [
        migrations.RemoveConstraint(model_name="relationship", name="relationship_once"),
        migrations.AddConstraint(
            model_name="relationship",
            constraint=models.UniqueConstraint(
                fields=["person", "other", "kind", "visibility"], name="relationship_once"
            ),
        ),
    ]
