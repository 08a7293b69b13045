from django.db import migrations

TEAM = 2


def rebuild(apps, schema_editor):
    """The job that rebuilds documents brings the ties that others have with a person to the team's; outsiders get them
    with the next version of each case."""
    tied = apps.get_model("people", "Relationship").objects.filter(kind__in=["lawyer", "colleague", "co_accused"])
    documents = apps.get_model("cases", "Document").objects.filter(audience=TEAM)
    documents.filter(person_id__in=tied.values("other_id")).update(stale=True)


class Migration(migrations.Migration):
    dependencies = [("cases", "0018_name_columns"), ("people", "0006_ties_of_both_sides")]

    operations = [migrations.RunPython(rebuild, rebuild)]
