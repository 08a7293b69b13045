"""The clocks that are shipped: the two limits that the design names, and no other number.

Whoever checks one against the law itself enters their name, the day and an address.
"""

from datetime import date

from django.db import migrations

TAKEN_FROM = {
    "checked_by": "taken from this product's design (model, “Clocks”); not yet checked by a lawyer",
    "checked_on": date(2026, 11, 24),
}
SHIPPED = [
    {
        "code": "police_custody_48_hours",
        "title": "48 hours of police custody",
        "starts_with": "police_custody",
        "length": 48,
        "unit": "hours",
        "stopped_by": ["release", "transfer"],
        "country": "AZ",
        "citation": "Criminal Procedure Code of Azerbaijan, 153.3.4",
    },
    {
        "code": "prolonged_solitary",
        "title": "15 days of solitary confinement, after which it is prolonged",
        "starts_with": "solitary",
        "length": 15,
        "unit": "days",
        "stopped_by": ["release", "transfer"],
        "citation": "Nelson Mandela Rules, 43–44",
    },
]
TEAM = 2


def ship(apps, schema_editor):
    rules = apps.get_model("cases", "ClockRule").objects
    for rule in SHIPPED:
        rules.get_or_create(code=rule["code"], defaults={**rule, **TAKEN_FROM})
    rebuild_team_documents(apps)


def rebuild_team_documents(apps):
    """Marked only: the job that rebuilds them gives the records of before their deadlines."""
    apps.get_model("cases", "Document").objects.filter(audience=TEAM).update(stale=True)


def take_back(apps, schema_editor):
    rebuild_team_documents(apps)
    apps.get_model("cases", "ClockRule").objects.filter(code__in=[rule["code"] for rule in SHIPPED]).delete()


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_deadlines")]

    operations = [migrations.RunPython(ship, take_back)]
