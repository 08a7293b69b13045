from django.db import migrations

# Unpacking PostgreSQL's own compression took longer than reading twice the bytes. Rows that are there stay as they
# are until they are written again; both forms are read alike.
_TABLES = ("cases_document", "cases_publication")


def _storage(kind: str) -> str:
    return "; ".join(f"ALTER TABLE {table} ALTER COLUMN body SET STORAGE {kind}" for table in _TABLES)


class Migration(migrations.Migration):
    dependencies = [("cases", "0014_words_collected")]

    operations = [migrations.RunSQL(_storage("EXTERNAL"), _storage("EXTENDED"))]
