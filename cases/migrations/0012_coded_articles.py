from django.db import migrations

# Articles with their code of law get numbers too: the list of articles is counted by them.
FILL = r"""
INSERT INTO cases_codenumber (code)
    SELECT DISTINCT told FROM cases_document, unnest(codes) told WHERE told ~ '^article:.*:' ORDER BY told
    ON CONFLICT DO NOTHING;
UPDATE cases_document d SET facets = coalesce((
    SELECT string_agg(decode(
        lpad(to_hex(n.id & 255), 2, '0') || lpad(to_hex(n.id >> 8 & 255), 2, '0')
        || lpad(to_hex(n.id >> 16 & 255), 2, '0') || lpad(to_hex(n.id >> 24 & 255), 2, '0'), 'hex'), '' ORDER BY n.id)
    FROM unnest(d.codes) told JOIN cases_codenumber n ON n.code = told), '')
    WHERE EXISTS (SELECT FROM unnest(d.codes) told WHERE told ~ '^article:.*:');
"""


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0011_spell_days"),
    ]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
