from django.db import migrations


def begin(apps, schema_editor):
    apps.get_model("cases", "LedgerCounter").objects.create(pk=1, last=0)


def end(apps, schema_editor):
    apps.get_model("cases", "LedgerCounter").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [migrations.RunPython(begin, end)]
