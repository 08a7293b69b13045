
import datetime
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models


# What the documents say stays as it is; it only moves into one column.
FILL = """
UPDATE cases_document d SET person_id = c.person_id, codes = ARRAY(
    SELECT DISTINCT told COLLATE "C" FROM unnest(
        ARRAY['status:' || d.status]
        || CASE WHEN d.sex <> '' THEN ARRAY['sex:' || d.sex] END
        || CASE WHEN d.region <> '' THEN ARRAY['region:' || d.region] END
        || ARRAY(SELECT 'category:' || v FROM unnest(d.categories) v)
        || ARRAY(SELECT 'facility:' || v FROM unnest(d.facilities) v)
        || ARRAY(SELECT 'custody_type:' || v FROM unnest(d.custody_types) v)
        || ARRAY(SELECT 'article:' || v FROM unnest(d.articles) v)
        || ARRAY(SELECT 'charge_group:' || v FROM unnest(d.charge_groups) v)
        || ARRAY(SELECT 'health:' || v FROM unnest(d.health) v)
        || ARRAY(SELECT 'treatment:' || v FROM unnest(d.treatment) v)
    ) told ORDER BY 1
) FROM cases_case c WHERE c.id = d.case_id;
UPDATE cases_spell s SET audience = d.audience, case_id = d.case_id, newest_began = d.newest_began, codes = ARRAY(
    SELECT DISTINCT told COLLATE "C" FROM unnest(
        ARRAY['custody_type:' || s.custody_type]
        || CASE WHEN s.facility <> '' THEN ARRAY['facility:' || s.facility] END
        || ARRAY(SELECT 'article:' || v FROM unnest(s.articles) v)
        || ARRAY(SELECT 'charge_group:' || v FROM unnest(s.charge_groups) v)
    ) told ORDER BY 1
) FROM cases_document d WHERE d.id = s.document_id;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0002_ledger_counter'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='document',
            name='document_detained',
        ),
        migrations.RemoveIndex(
            model_name='document',
            name='document_updated',
        ),
        migrations.RemoveIndex(
            model_name='document',
            name='document_name',
        ),
        migrations.RemoveIndex(
            model_name='document',
            name='document_status',
        ),
        migrations.RemoveIndex(
            model_name='document',
            name='document_name_keys',
        ),
        migrations.RemoveIndex(
            model_name='document',
            name='document_articles',
        ),
        migrations.RemoveIndex(
            model_name='document',
            name='document_facilities',
        ),
        migrations.RemoveIndex(
            model_name='document',
            name='document_words',
        ),
        migrations.RemoveIndex(
            model_name='spell',
            name='spell_held',
        ),
        migrations.AddField(
            model_name='document',
            name='codes',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
        ),
        migrations.AddField(
            model_name='document',
            name='person',
            field=models.ForeignKey(default=0, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='spell',
            name='audience',
            field=models.PositiveSmallIntegerField(choices=[(0, 'public'), (1, 'partner'), (2, 'team'), (3, 'restricted')], default=0),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='spell',
            name='case',
            field=models.ForeignKey(default=0, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='spell',
            name='codes',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
        ),
        migrations.AddField(
            model_name='spell',
            name='newest_began',
            field=models.DateField(null=True),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name='document',
            name='articles',
        ),
        migrations.RemoveField(
            model_name='document',
            name='categories',
        ),
        migrations.RemoveField(
            model_name='document',
            name='charge_groups',
        ),
        migrations.RemoveField(
            model_name='document',
            name='custody_types',
        ),
        migrations.RemoveField(
            model_name='document',
            name='facilities',
        ),
        migrations.RemoveField(
            model_name='document',
            name='health',
        ),
        migrations.RemoveField(
            model_name='document',
            name='person_ref',
        ),
        migrations.RemoveField(
            model_name='document',
            name='region',
        ),
        migrations.RemoveField(
            model_name='document',
            name='sex',
        ),
        migrations.RemoveField(
            model_name='document',
            name='status',
        ),
        migrations.RemoveField(
            model_name='document',
            name='treatment',
        ),
        migrations.RemoveField(
            model_name='spell',
            name='articles',
        ),
        migrations.RemoveField(
            model_name='spell',
            name='charge_groups',
        ),
        migrations.RemoveField(
            model_name='spell',
            name='custody_type',
        ),
        migrations.RemoveField(
            model_name='spell',
            name='facility',
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(models.F('audience'), django.db.models.functions.comparison.Coalesce(models.F('newest_began'), models.Value(datetime.date(1, 1, 1), models.DateField()), output_field=models.DateField()), models.F('case'), name='document_newest'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(models.F('audience'), django.db.models.functions.comparison.Coalesce(models.F('newest_began'), models.Value(datetime.date(9999, 12, 31), models.DateField()), output_field=models.DateField()), models.F('case'), name='document_oldest'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(models.F('audience'), django.db.models.functions.comparison.Coalesce(models.Func(models.F('ends_possible'), function='lower', output_field=models.DateField()), models.Value(datetime.date(9999, 12, 31), models.DateField()), output_field=models.DateField()), models.F('case'), name='document_ends_soonest'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(models.F('audience'), django.db.models.functions.comparison.Coalesce(models.Func(models.F('ends_possible'), function='lower', output_field=models.DateField()), models.Value(datetime.date(1, 1, 1), models.DateField()), output_field=models.DateField()), models.F('case'), name='document_ends_last'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(models.F('audience'), models.F('updated_at'), models.F('case'), name='document_updated'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(models.F('audience'), models.F('name_sort'), models.F('case'), name='document_name'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(fields=['audience', 'last_news_on'], name='document_news'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('audience', 0)), fields=['codes'], name='document_codes_public'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('audience', 1)), fields=['codes'], name='document_codes_partner'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('audience', 2)), fields=['codes'], name='document_codes_team'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('audience', 0)), fields=['name_keys'], name='document_keys_public'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('audience', 1)), fields=['name_keys'], name='document_keys_partner'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('audience', 2)), fields=['name_keys'], name='document_keys_team'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('audience', 0)), fields=['words'], name='document_words_public'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('audience', 1)), fields=['words'], name='document_words_partner'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('audience', 2)), fields=['words'], name='document_words_team'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('audience', 0)), fields=['charge_words'], name='document_charge_public'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('audience', 1)), fields=['charge_words'], name='document_charge_partner'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('audience', 2)), fields=['charge_words'], name='document_charge_team'),
        ),
        migrations.AddIndex(
            model_name='spell',
            index=models.Index(models.F('audience'), django.db.models.functions.comparison.Coalesce(models.F('newest_began'), models.Value(datetime.date(1, 1, 1), models.DateField()), output_field=models.DateField()), models.F('case'), name='spell_newest'),
        ),
        migrations.AddIndex(
            model_name='spell',
            index=models.Index(models.F('audience'), django.db.models.functions.comparison.Coalesce(models.F('newest_began'), models.Value(datetime.date(9999, 12, 31), models.DateField()), output_field=models.DateField()), models.F('case'), name='spell_oldest'),
        ),
        migrations.AddIndex(
            model_name='spell',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('audience', 0)), fields=['codes'], name='spell_codes_public'),
        ),
        migrations.AddIndex(
            model_name='spell',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('audience', 1)), fields=['codes'], name='spell_codes_partner'),
        ),
        migrations.AddIndex(
            model_name='spell',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('audience', 2)), fields=['codes'], name='spell_codes_team'),
        ),
    ]
