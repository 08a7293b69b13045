import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import tracker.migrating
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('tracker', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('masthead', models.CharField(max_length=200)),
                ('language', models.CharField(default='en', max_length=8)),
                ('audience', models.PositiveSmallIntegerField(choices=[(0, 'public'), (1, 'partner')], default=0)),
                ('weekdays', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(6)]), blank=True, default=list, help_text='days on which an issue is compiled, Monday is 0; empty: only by hand', size=None)),
                ('hour', models.PositiveSmallIntegerField(default=6, validators=[django.core.validators.MaxValueValidator(23)])),
                ('time_zone', models.CharField(default='UTC', max_length=40)),
                ('needs_second_approver', models.BooleanField(default=True)),
            ],
            options={
                'verbose_name_plural': 'series',
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_seriesevent" ("audience", "hour", "id", "language", "masthead", "name", "needs_second_approver", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "time_zone", "weekdays") SELECT new_values."audience", new_values."hour", new_values."id", new_values."language", new_values."masthead", new_values."name", new_values."needs_second_approver", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."slug", new_values."time_zone", new_values."weekdays" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='d45760572fd008ac19c1bb9ff048f5ab7367c985', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_6071e', referencing='REFERENCING NEW TABLE AS new_values ', table='reports_series', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_seriesevent" ("audience", "hour", "id", "language", "masthead", "name", "needs_second_approver", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "time_zone", "weekdays") SELECT new_values."audience", new_values."hour", new_values."id", new_values."language", new_values."masthead", new_values."name", new_values."needs_second_approver", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."slug", new_values."time_zone", new_values."weekdays" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b3ca4ab21ab114bb6db1294670c2279fe880690f', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_679d9', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='reports_series', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_seriesevent" ("audience", "hour", "id", "language", "masthead", "name", "needs_second_approver", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "time_zone", "weekdays") SELECT old_values."audience", old_values."hour", old_values."id", old_values."language", old_values."masthead", old_values."name", old_values."needs_second_approver", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."slug", old_values."time_zone", old_values."weekdays" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='ded9a5e3b92113e4ba85b7a76ef293f93db43164', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_1350b', referencing='REFERENCING OLD TABLE AS old_values ', table='reports_series', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Issue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dated', models.DateField()),
                ('window_from', models.DateField(blank=True, null=True)),
                ('window_to', models.DateField()),
                ('state', models.CharField(choices=[('claimed', 'being compiled'), ('draft', 'draft'), ('frozen', 'frozen')], default='claimed', max_length=8)),
                ('seq_from', models.PositiveBigIntegerField(default=0)),
                ('seq_to', models.PositiveBigIntegerField(null=True)),
                ('masthead', models.CharField(blank=True, max_length=200)),
                ('epigraph', models.TextField(blank=True)),
                ('claimed_at', models.DateTimeField(auto_now_add=True)),
                ('compiled_at', models.DateTimeField(null=True)),
                ('frozen_at', models.DateTimeField(null=True)),
                ('edited_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('frozen_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('series', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='issues', to='reports.series')),
            ],
            options={
                'ordering': ['-dated'],
                'constraints': [models.UniqueConstraint(fields=('series', 'dated'), name='issue_once'), models.CheckConstraint(condition=models.Q(('window_from', None), ('window_from__lte', models.F('window_to')), _connector='OR'), name='issue_window_in_order', violation_error_message='The window ends before it begins.'), models.CheckConstraint(condition=models.Q(models.Q(('frozen_at__isnull', False), ('state', 'frozen')), models.Q(models.Q(('state', 'frozen'), _negated=True), ('frozen_at', None)), _connector='OR'), name='issue_frozen_at_a_moment')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_issueevent" ("claimed_at", "compiled_at", "dated", "edited_by_id", "epigraph", "frozen_at", "frozen_by_id", "id", "masthead", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seq_from", "seq_to", "series_id", "state", "window_from", "window_to") SELECT new_values."claimed_at", new_values."compiled_at", new_values."dated", new_values."edited_by_id", new_values."epigraph", new_values."frozen_at", new_values."frozen_by_id", new_values."id", new_values."masthead", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."seq_from", new_values."seq_to", new_values."series_id", new_values."state", new_values."window_from", new_values."window_to" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='65cc5899f90e7cc3bcf45973383225d52a28dfe0', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_178cf', referencing='REFERENCING NEW TABLE AS new_values ', table='reports_issue', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_issueevent" ("claimed_at", "compiled_at", "dated", "edited_by_id", "epigraph", "frozen_at", "frozen_by_id", "id", "masthead", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seq_from", "seq_to", "series_id", "state", "window_from", "window_to") SELECT new_values."claimed_at", new_values."compiled_at", new_values."dated", new_values."edited_by_id", new_values."epigraph", new_values."frozen_at", new_values."frozen_by_id", new_values."id", new_values."masthead", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."seq_from", new_values."seq_to", new_values."series_id", new_values."state", new_values."window_from", new_values."window_to" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='882adefd47b9f941e081ccf0ce2183a8c602c3c8', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_1e30b', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='reports_issue', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_issueevent" ("claimed_at", "compiled_at", "dated", "edited_by_id", "epigraph", "frozen_at", "frozen_by_id", "id", "masthead", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seq_from", "seq_to", "series_id", "state", "window_from", "window_to") SELECT old_values."claimed_at", old_values."compiled_at", old_values."dated", old_values."edited_by_id", old_values."epigraph", old_values."frozen_at", old_values."frozen_by_id", old_values."id", old_values."masthead", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."seq_from", old_values."seq_to", old_values."series_id", old_values."state", old_values."window_from", old_values."window_to" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='055b30ff980d4bfbad1126a4b22509c96f2d5143', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_8b47d', referencing='REFERENCING OLD TABLE AS old_values ', table='reports_issue', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Section',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('heading', models.CharField(max_length=120)),
                ('position', models.PositiveSmallIntegerField()),
                ('issue', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='reports.issue')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_sectionevent" ("heading", "id", "issue_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") SELECT new_values."heading", new_values."id", new_values."issue_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."position" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='8c8de7ff013f01bf3e0b839775ac061faff041eb', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_71f64', referencing='REFERENCING NEW TABLE AS new_values ', table='reports_section', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_sectionevent" ("heading", "id", "issue_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") SELECT new_values."heading", new_values."id", new_values."issue_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."position" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a8fd190537d826f54755fb0dbf57f4f42f0dd3b9', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_2c9b4', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='reports_section', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_sectionevent" ("heading", "id", "issue_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") SELECT old_values."heading", old_values."id", old_values."issue_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."position" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='967531ede93280e194be3c3a9e9299cb562f7196', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_a8a47', referencing='REFERENCING OLD TABLE AS old_values ', table='reports_section', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('case', 'case'), ('note', 'note'), ('correction', 'correction')], max_length=10)),
                ('state', models.CharField(choices=[('included', 'included'), ('held', 'held back for the next issue'), ('dropped', 'dropped')], default='included', max_length=8)),
                ('position', models.PositiveSmallIntegerField()),
                ('why', models.CharField(blank=True, help_text='why the compiler chose it', max_length=200)),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='reports.section')),
            ],
            options={
                'verbose_name_plural': 'entries',
                'ordering': ['position', 'pk'],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_entryevent" ("id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "section_id", "state", "why") SELECT new_values."id", new_values."kind", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."position", new_values."section_id", new_values."state", new_values."why" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='73fcb88fd02d4dc56987a4dfc2f5096fd3106de4', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_d87df', referencing='REFERENCING NEW TABLE AS new_values ', table='reports_entry', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_entryevent" ("id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "section_id", "state", "why") SELECT new_values."id", new_values."kind", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."position", new_values."section_id", new_values."state", new_values."why" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='3b01c0c51caeb932b8e5d647a738f406abfb29b5', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_bf408', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='reports_entry', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_entryevent" ("id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "section_id", "state", "why") SELECT old_values."id", old_values."kind", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."position", old_values."section_id", old_values."state", old_values."why" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='ba70fb72afab893b01953818eb98834cf83e654a', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_3b253', referencing='REFERENCING OLD TABLE AS old_values ', table='reports_entry', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='EntryEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('case', 'case'), ('note', 'note'), ('correction', 'correction')], max_length=10)),
                ('state', models.CharField(choices=[('included', 'included'), ('held', 'held back for the next issue'), ('dropped', 'dropped')], default='included', max_length=8)),
                ('position', models.PositiveSmallIntegerField()),
                ('why', models.CharField(blank=True, help_text='why the compiler chose it', max_length=200)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reports.entry')),
                ('section', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reports.section')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='74e333cc7c577f03a8232d0a255390f2f8003391', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ed318', table='reports_entryevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='IssueEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('dated', models.DateField()),
                ('window_from', models.DateField(blank=True, null=True)),
                ('window_to', models.DateField()),
                ('state', models.CharField(choices=[('claimed', 'being compiled'), ('draft', 'draft'), ('frozen', 'frozen')], default='claimed', max_length=8)),
                ('seq_from', models.PositiveBigIntegerField(default=0)),
                ('seq_to', models.PositiveBigIntegerField(null=True)),
                ('masthead', models.CharField(blank=True, max_length=200)),
                ('epigraph', models.TextField(blank=True)),
                ('claimed_at', models.DateTimeField(auto_now_add=True)),
                ('compiled_at', models.DateTimeField(null=True)),
                ('frozen_at', models.DateTimeField(null=True)),
                ('edited_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('frozen_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reports.issue')),
                ('series', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reports.series')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f6852efc394d9318a4db6e889419cfaeec3c8be7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_16269', table='reports_issueevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='IssueForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('txt', 'text'), ('json', 'JSON')], max_length=5)),
                ('content', models.BinaryField()),
                ('sha256', models.CharField(max_length=64)),
                ('issue', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='forms', to='reports.issue')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('issue', 'kind'), name='issue_form_once')],
            },
        ),
        migrations.CreateModel(
            name='Passage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('text', models.TextField()),
                ('compiled_text', models.TextField(blank=True)),
                ('voice', models.CharField(choices=[('record', 'from the record'), ('editor', "the editor's voice")], default='record', max_length=6)),
                ('records', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, size=None)),
                ('citations', models.ManyToManyField(blank=True, related_name='passages', to='cases.citation')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passages', to='reports.entry')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_passageevent" ("compiled_text", "entry_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "records", "text", "voice") SELECT new_values."compiled_text", new_values."entry_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."position", new_values."records", new_values."text", new_values."voice" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='7a2dae8b7e49257e2cd52ea3c06a302fa4c57c80', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_16133', referencing='REFERENCING NEW TABLE AS new_values ', table='reports_passage', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_passageevent" ("compiled_text", "entry_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "records", "text", "voice") SELECT new_values."compiled_text", new_values."entry_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."position", new_values."records", new_values."text", new_values."voice" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='916539bad08c5b9dc64985598b432aafed998170', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_7e1b3', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='reports_passage', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_passageevent" ("compiled_text", "entry_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "records", "text", "voice") SELECT old_values."compiled_text", old_values."entry_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."position", old_values."records", old_values."text", old_values."voice" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='0143086445326127aea97fc3d22ae6cdb3c5f17f', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_0213a', referencing='REFERENCING OLD TABLE AS old_values ', table='reports_passage', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='PassageEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('position', models.PositiveSmallIntegerField()),
                ('text', models.TextField()),
                ('compiled_text', models.TextField(blank=True)),
                ('voice', models.CharField(choices=[('record', 'from the record'), ('editor', "the editor's voice")], default='record', max_length=6)),
                ('records', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, size=None)),
                ('entry', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reports.entry')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reports.passage')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a5042eadc613e43d50e713bfff7fcd7148e5de62', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7c9a6', table='reports_passageevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='SectionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('heading', models.CharField(max_length=120)),
                ('position', models.PositiveSmallIntegerField()),
                ('issue', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reports.issue')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reports.section')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6ccb63edc0e5f7dc2a2920abde1be03179ffe3a2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7ebb1', table='reports_sectionevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='SeriesEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('slug', models.SlugField(db_index=False, max_length=40)),
                ('name', models.CharField(max_length=120)),
                ('masthead', models.CharField(max_length=200)),
                ('language', models.CharField(default='en', max_length=8)),
                ('audience', models.PositiveSmallIntegerField(choices=[(0, 'public'), (1, 'partner')], default=0)),
                ('weekdays', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(6)]), blank=True, default=list, help_text='days on which an issue is compiled, Monday is 0; empty: only by hand', size=None)),
                ('hour', models.PositiveSmallIntegerField(default=6, validators=[django.core.validators.MaxValueValidator(23)])),
                ('time_zone', models.CharField(default='UTC', max_length=40)),
                ('needs_second_approver', models.BooleanField(default=True)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reports.series')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e65fb767f0583dd804099bd0e315b579204f2c15', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8a298', table='reports_seriesevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='SeriesSection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('heading', models.CharField(max_length=120)),
                ('position', models.PositiveSmallIntegerField()),
                ('fills', models.CharField(choices=[('cases', 'changes of cases'), ('nothing', 'notes only')], default='cases', max_length=10)),
                ('series', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='reports.series')),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('series', 'heading'), name='series_section_once')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_seriessectionevent" ("fills", "heading", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "series_id") SELECT new_values."fills", new_values."heading", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."position", new_values."series_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f325f21882b36fb0cb90d4a0464cb1730433930d', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_c66c5', referencing='REFERENCING NEW TABLE AS new_values ', table='reports_seriessection', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_seriessectionevent" ("fills", "heading", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "series_id") SELECT new_values."fills", new_values."heading", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."position", new_values."series_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a18371f93cedf3d772b4111a56f11a41d98d59b8', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_5c863', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='reports_seriessection', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_seriessectionevent" ("fills", "heading", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "series_id") SELECT old_values."fills", old_values."heading", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."position", old_values."series_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='b3dc55e38a1b527ff01d490be4ff5a81d392f59e', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_8e766', referencing='REFERENCING OLD TABLE AS old_values ', table='reports_seriessection', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='SeriesSectionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('heading', models.CharField(max_length=120)),
                ('position', models.PositiveSmallIntegerField()),
                ('fills', models.CharField(choices=[('cases', 'changes of cases'), ('nothing', 'notes only')], default='cases', max_length=10)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reports.seriessection')),
                ('series', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reports.series')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ed461effad7cbd8a34ba952ac95e0d1435a8beb2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c1e0f', table='reports_seriessectionevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Told',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='told', to='cases.case')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='told', to='reports.entry')),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='told', to='cases.publication')),
            ],
            options={
                'verbose_name_plural': 'told',
                'ordering': ['position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('entry', 'case'), name='told_once')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_toldevent" ("case_id", "entry_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "publication_id") SELECT new_values."case_id", new_values."entry_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."position", new_values."publication_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='04e73e0c4b1733f5639776da477f006d41b70716', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_67c24', referencing='REFERENCING NEW TABLE AS new_values ', table='reports_told', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_toldevent" ("case_id", "entry_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "publication_id") SELECT new_values."case_id", new_values."entry_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."position", new_values."publication_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a1ed464d9e8c9619088f31d9a44963261d1120df', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_0cc92', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='reports_told', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_toldevent" ("case_id", "entry_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "publication_id") SELECT old_values."case_id", old_values."entry_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."position", old_values."publication_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='811b7bc59e16f387dc6bd19a0ac3bc46af0dcaf9', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_9d3a8', referencing='REFERENCING OLD TABLE AS old_values ', table='reports_told', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='ToldEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('case', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.case')),
                ('entry', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reports.entry')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reports.told')),
                ('publication', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.publication')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f7898e162f8026af2c9c8b8f315dfcea7265e1e2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_fe438', table='reports_toldevent', when='BEFORE'))],
            },
        ),
        tracker.migrating.InstallTriggers(
        ),
    ]
