from django.db import migrations, models
from django.db.migrations.exceptions import IrreversibleError
from django.db.models import Count


def refuse_pairs(apps, schema_editor):
    """Before, a tie could stand once only: which of two goes, with what is cited for it, is not decided here."""
    ties = apps.get_model("people", "Relationship").objects.order_by("person__ref")
    pairs = ties.values_list("person__ref", "other__ref", "kind").annotate(n=Count("pk")).filter(n__gt=1)
    if found := [f"{person} {kind} {other}" for person, other, kind, _n in pairs]:
        raise IrreversibleError(
            "These ties stand once for each of several audiences, which the version before does not know. Take all but"
            f" one of each away on the page of the person, then go back: {'; '.join(found)}"
        )


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
        # The last one is the first when going back: nothing is undone before it agrees.
        migrations.RunPython(migrations.RunPython.noop, refuse_pairs),
    ]
