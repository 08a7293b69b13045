import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
import tracker.dates
import tracker.migrating
import tracker.refs
import tracker.sealed
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('tracker', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=250, unique=True)),
                ('abbreviation', models.CharField(blank=True, max_length=20)),
                ('kind', models.CharField(choices=[('party', 'party'), ('court', 'court'), ('police', 'police'), ('prosecutor', 'prosecutor'), ('security_service', 'security service'), ('ministry', 'ministry'), ('executive', 'executive power'), ('outlet', 'media outlet'), ('ngo', 'non-governmental organisation'), ('company', 'company'), ('other', 'other')], default='other', max_length=20)),
                ('sentence_forms', models.JSONField(blank=True, default=dict)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='people.organisation')),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_organisationevent" ("abbreviation", "id", "kind", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sentence_forms") SELECT new_values."abbreviation", new_values."id", new_values."kind", new_values."name", new_values."parent_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."sentence_forms" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e57ae59a1c1489619362110459ca5828fb637529', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_d087f', referencing='REFERENCING NEW TABLE AS new_values ', table='people_organisation', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_organisationevent" ("abbreviation", "id", "kind", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sentence_forms") SELECT new_values."abbreviation", new_values."id", new_values."kind", new_values."name", new_values."parent_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."sentence_forms" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='af0e313c2e2f87cbd66d6b0fa06355b8c3ed94d3', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_c3fee', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='people_organisation', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_organisationevent" ("abbreviation", "id", "kind", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sentence_forms") SELECT old_values."abbreviation", old_values."id", old_values."kind", old_values."name", old_values."parent_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."sentence_forms" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='637c8be5041ff931a50ea8e3030402e5bbc44aeb', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_637d9', referencing='REFERENCING OLD TABLE AS old_values ', table='people_organisation', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=tracker.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(choices=[('individual', 'individual'), ('group', 'group')], default='individual', max_length=12)),
                ('group_size', models.PositiveIntegerField(blank=True, null=True)),
                ('group_qualifier', models.CharField(blank=True, choices=[('exactly', 'exactly'), ('approximately', 'approximately'), ('at_least', 'at least'), ('at_most', 'at most'), ('unknown', 'unknown number')], max_length=14)),
                ('sex', models.CharField(blank=True, choices=[('female', 'female'), ('male', 'male'), ('other', 'other')], max_length=8)),
                ('born', tracker.dates.PartialDateField(blank=True, verbose_name='born')),
                ('died', tracker.dates.PartialDateField(blank=True, verbose_name='died')),
                ('citizenship', models.CharField(blank=True, max_length=80)),
                ('residence', models.CharField(blank=True, help_text='the place as it would stand in a sentence', max_length=200)),
                ('region', models.CharField(blank=True, max_length=80)),
                ('occupation', models.CharField(blank=True, help_text="in the source's words: satirical poet", max_length=200)),
                ('categories', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('journalist', 'journalist or blogger'), ('writer', 'writer or poet'), ('rights_defender', 'human rights defender'), ('lawyer', 'lawyer'), ('youth_activist', 'youth activist'), ('politician', 'politician or party member'), ('activist', 'political or social activist'), ('trade_unionist', 'trade unionist'), ('scholar', 'scholar or economist'), ('diplomat', 'former diplomat'), ('religious_activist', 'religious activist'), ('war_veteran', 'war veteran'), ('military', 'military'), ('student', 'student'), ('relative', 'relative of a target'), ('official', 'official'), ('other', 'other')], max_length=20), blank=True, default=list, size=None)),
                ('name_exposure', models.PositiveSmallIntegerField(choices=[(0, 'public'), (1, 'partner'), (2, 'team'), (3, 'restricted')], default=2, help_text='the lowest audience that sees the name; others see “Name withheld” and the ref')),
                ('is_public_role', models.BooleanField(default=False, help_text='an official or a lawyer, named in that role: needs no consent')),
                ('born_possible', tracker.dates.ImpliedRangeField(kind='possible', source='born')),
                ('born_certain', tracker.dates.ImpliedRangeField(kind='certain', source='born')),
                ('died_possible', tracker.dates.ImpliedRangeField(kind='possible', source='died')),
                ('died_certain', tracker.dates.ImpliedRangeField(kind='certain', source='died')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind', 'group'), models.Q(('group_qualifier', ''), ('group_size', None)), _connector='OR'), name='person_count_only_of_group', violation_error_message='Only a group has a count.')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_personevent" ("born", "born_certain", "born_possible", "categories", "citizenship", "died", "died_certain", "died_possible", "group_qualifier", "group_size", "id", "is_public_role", "kind", "name_exposure", "occupation", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ref", "region", "residence", "sex") SELECT new_values."born", new_values."born_certain", new_values."born_possible", new_values."categories", new_values."citizenship", new_values."died", new_values."died_certain", new_values."died_possible", new_values."group_qualifier", new_values."group_size", new_values."id", new_values."is_public_role", new_values."kind", new_values."name_exposure", new_values."occupation", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."ref", new_values."region", new_values."residence", new_values."sex" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='4b501ab68e57093efff6601ff175c788b587cd53', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_65688', referencing='REFERENCING NEW TABLE AS new_values ', table='people_person', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_personevent" ("born", "born_certain", "born_possible", "categories", "citizenship", "died", "died_certain", "died_possible", "group_qualifier", "group_size", "id", "is_public_role", "kind", "name_exposure", "occupation", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ref", "region", "residence", "sex") SELECT new_values."born", new_values."born_certain", new_values."born_possible", new_values."categories", new_values."citizenship", new_values."died", new_values."died_certain", new_values."died_possible", new_values."group_qualifier", new_values."group_size", new_values."id", new_values."is_public_role", new_values."kind", new_values."name_exposure", new_values."occupation", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."ref", new_values."region", new_values."residence", new_values."sex" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='4b69451602f25e21d93f1e76966614fa62ba90ce', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_de829', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='people_person', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_personevent" ("born", "born_certain", "born_possible", "categories", "citizenship", "died", "died_certain", "died_possible", "group_qualifier", "group_size", "id", "is_public_role", "kind", "name_exposure", "occupation", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ref", "region", "residence", "sex") SELECT old_values."born", old_values."born_certain", old_values."born_possible", old_values."categories", old_values."citizenship", old_values."died", old_values."died_certain", old_values."died_possible", old_values."group_qualifier", old_values."group_size", old_values."id", old_values."is_public_role", old_values."kind", old_values."name_exposure", old_values."occupation", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."ref", old_values."region", old_values."residence", old_values."sex" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='d617032824ec8c0ac81ec278b8d409b107d0a9df', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_2ca2d', referencing='REFERENCING OLD TABLE AS old_values ', table='people_person', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Affiliation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('branch', models.CharField(blank=True, max_length=200)),
                ('role', models.CharField(blank=True, max_length=120)),
                ('since', tracker.dates.PartialDateField(blank=True, verbose_name='since')),
                ('until', tracker.dates.PartialDateField(blank=True, verbose_name='until')),
                ('visibility', models.PositiveSmallIntegerField(choices=[(0, 'public'), (1, 'partner'), (2, 'team'), (3, 'restricted')], default=1)),
                ('since_possible', tracker.dates.ImpliedRangeField(kind='possible', source='since')),
                ('since_certain', tracker.dates.ImpliedRangeField(kind='certain', source='since')),
                ('until_possible', tracker.dates.ImpliedRangeField(kind='possible', source='until')),
                ('until_certain', tracker.dates.ImpliedRangeField(kind='certain', source='until')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='affiliations', to='people.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='affiliations', to='people.person')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('organisation__isnull', False), models.Q(('role', ''), _negated=True), _connector='OR'), name='affiliation_says_something', violation_error_message='Name an organisation or a role.')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_affiliationevent" ("branch", "id", "organisation_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "since", "since_certain", "since_possible", "until", "until_certain", "until_possible", "visibility") SELECT new_values."branch", new_values."id", new_values."organisation_id", new_values."person_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."role", new_values."since", new_values."since_certain", new_values."since_possible", new_values."until", new_values."until_certain", new_values."until_possible", new_values."visibility" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='afdce66ca21195a9a0599a052d4068fd3915380e', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_c56b9', referencing='REFERENCING NEW TABLE AS new_values ', table='people_affiliation', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_affiliationevent" ("branch", "id", "organisation_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "since", "since_certain", "since_possible", "until", "until_certain", "until_possible", "visibility") SELECT new_values."branch", new_values."id", new_values."organisation_id", new_values."person_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."role", new_values."since", new_values."since_certain", new_values."since_possible", new_values."until", new_values."until_certain", new_values."until_possible", new_values."visibility" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='cd9154a72f1868c78cf3c620dd5882d932b17ae2', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_61e51', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='people_affiliation', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_affiliationevent" ("branch", "id", "organisation_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "since", "since_certain", "since_possible", "until", "until_certain", "until_possible", "visibility") SELECT old_values."branch", old_values."id", old_values."organisation_id", old_values."person_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."role", old_values."since", old_values."since_certain", old_values."since_possible", old_values."until", old_values."until_certain", old_values."until_possible", old_values."visibility" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='41e68579c586ce5cf520919ff5a26fa5e31ddf9c', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_011e1', referencing='REFERENCING OLD TABLE AS old_values ', table='people_affiliation', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='AffiliationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('branch', models.CharField(blank=True, max_length=200)),
                ('role', models.CharField(blank=True, max_length=120)),
                ('since', tracker.dates.PartialDateField(blank=True, verbose_name='since')),
                ('until', tracker.dates.PartialDateField(blank=True, verbose_name='until')),
                ('visibility', models.PositiveSmallIntegerField(choices=[(0, 'public'), (1, 'partner'), (2, 'team'), (3, 'restricted')], default=1)),
                ('since_possible', tracker.dates.ImpliedRangeField(kind='possible', source='since')),
                ('since_certain', tracker.dates.ImpliedRangeField(kind='certain', source='since')),
                ('until_possible', tracker.dates.ImpliedRangeField(kind='possible', source='until')),
                ('until_certain', tracker.dates.ImpliedRangeField(kind='certain', source='until')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='people.affiliation')),
                ('organisation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.organisation')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='61201b399dad73f0beaf17731f1655e92c8ee280', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_01ced', table='people_affiliationevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('audience', models.PositiveSmallIntegerField(choices=[(0, 'public'), (1, 'partner'), (2, 'team')], help_text='the widest audience it covers; narrower ones are covered with it')),
                ('subjects', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('name', 'name'), ('health', 'health'), ('family', 'family'), ('treatment', 'treatment')], max_length=12), size=None)),
                ('basis', models.CharField(choices=[('person', 'given by the person'), ('family', 'given by the family'), ('lawyer', 'given by the lawyer'), ('already_public', 'already public')], max_length=16)),
                ('given_by', tracker.sealed.SealedTextField(blank=True)),
                ('given_on', models.DateField()),
                ('expires_on', models.DateField(blank=True, null=True)),
                ('withdrawn_on', models.DateField(blank=True, null=True)),
                ('note', models.TextField(blank=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='people.person')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_on', None), ('expires_on__gte', models.F('given_on')), _connector='OR'), name='consent_expires_after_given', violation_error_message="A consent can't expire before it was given.")],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_consentevent" ("audience", "basis", "expires_on", "given_by", "given_on", "id", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "subjects", "withdrawn_on") SELECT new_values."audience", new_values."basis", new_values."expires_on", new_values."given_by", new_values."given_on", new_values."id", new_values."note", new_values."person_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."subjects", new_values."withdrawn_on" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='ce10fb09cf14e5bc1b0ae261220963d264b75083', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_91c75', referencing='REFERENCING NEW TABLE AS new_values ', table='people_consent', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_consentevent" ("audience", "basis", "expires_on", "given_by", "given_on", "id", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "subjects", "withdrawn_on") SELECT new_values."audience", new_values."basis", new_values."expires_on", new_values."given_by", new_values."given_on", new_values."id", new_values."note", new_values."person_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."subjects", new_values."withdrawn_on" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='eb9cbe63ac10ecb0efa852dbd857106f7efb57fb', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_8387f', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='people_consent', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_consentevent" ("audience", "basis", "expires_on", "given_by", "given_on", "id", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "subjects", "withdrawn_on") SELECT old_values."audience", old_values."basis", old_values."expires_on", old_values."given_by", old_values."given_on", old_values."id", old_values."note", old_values."person_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."subjects", old_values."withdrawn_on" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='492697c46e48f5c08dda9b04df65af9258dff90d', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_ee4b6', referencing='REFERENCING OLD TABLE AS old_values ', table='people_consent', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='ConsentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('audience', models.PositiveSmallIntegerField(choices=[(0, 'public'), (1, 'partner'), (2, 'team')], help_text='the widest audience it covers; narrower ones are covered with it')),
                ('subjects', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('name', 'name'), ('health', 'health'), ('family', 'family'), ('treatment', 'treatment')], max_length=12), size=None)),
                ('basis', models.CharField(choices=[('person', 'given by the person'), ('family', 'given by the family'), ('lawyer', 'given by the lawyer'), ('already_public', 'already public')], max_length=16)),
                ('given_by', tracker.sealed.SealedTextField(blank=True)),
                ('given_on', models.DateField()),
                ('expires_on', models.DateField(blank=True, null=True)),
                ('withdrawn_on', models.DateField(blank=True, null=True)),
                ('note', models.TextField(blank=True)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='people.consent')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='bdc9faf295805134d4eb8e91f64cb67de798a38b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_20ef5', table='people_consentevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Name',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('legal', 'legal name'), ('birth', 'name at birth'), ('pseudonym', 'pseudonym'), ('patronymic', 'form with patronymic'), ('spelling', 'spelling'), ('nickname', 'nickname'), ('previous', 'previous name')], default='legal', max_length=12)),
                ('script', models.CharField(choices=[('latin', 'Latin'), ('cyrillic', 'Cyrillic'), ('arabic', 'Arabic'), ('other', 'other')], default='latin', max_length=10)),
                ('language', models.CharField(blank=True, max_length=8)),
                ('is_main', models.BooleanField(default=False)),
                ('visibility', models.PositiveSmallIntegerField(choices=[(0, 'public'), (1, 'partner'), (2, 'team'), (3, 'restricted')], default=0, help_text="narrower than the person's own exposure for a name that must not travel with the others")),
                ('keys', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), default=list, editable=False, size=None)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='people.person')),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['keys'], name='name_keys')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_main', True)), fields=('person',), name='name_one_main'), models.UniqueConstraint(fields=('person', 'text'), name='name_once')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_nameevent" ("id", "is_main", "keys", "kind", "language", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "script", "text", "visibility") SELECT new_values."id", new_values."is_main", new_values."keys", new_values."kind", new_values."language", new_values."person_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."script", new_values."text", new_values."visibility" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='11b693605b6682677b458adbea348107426d983e', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_3a427', referencing='REFERENCING NEW TABLE AS new_values ', table='people_name', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_nameevent" ("id", "is_main", "keys", "kind", "language", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "script", "text", "visibility") SELECT new_values."id", new_values."is_main", new_values."keys", new_values."kind", new_values."language", new_values."person_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."script", new_values."text", new_values."visibility" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='74d6cadeae56cbcd2e5a65fbd8d028dabbf9beee', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_46d6a', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='people_name', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_nameevent" ("id", "is_main", "keys", "kind", "language", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "script", "text", "visibility") SELECT old_values."id", old_values."is_main", old_values."keys", old_values."kind", old_values."language", old_values."person_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."script", old_values."text", old_values."visibility" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='d15018a9a7889d00ef6437df058f420943f3bbae', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_d6851', referencing='REFERENCING OLD TABLE AS old_values ', table='people_name', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='NameEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('text', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('legal', 'legal name'), ('birth', 'name at birth'), ('pseudonym', 'pseudonym'), ('patronymic', 'form with patronymic'), ('spelling', 'spelling'), ('nickname', 'nickname'), ('previous', 'previous name')], default='legal', max_length=12)),
                ('script', models.CharField(choices=[('latin', 'Latin'), ('cyrillic', 'Cyrillic'), ('arabic', 'Arabic'), ('other', 'other')], default='latin', max_length=10)),
                ('language', models.CharField(blank=True, max_length=8)),
                ('is_main', models.BooleanField(default=False)),
                ('visibility', models.PositiveSmallIntegerField(choices=[(0, 'public'), (1, 'partner'), (2, 'team'), (3, 'restricted')], default=0, help_text="narrower than the person's own exposure for a name that must not travel with the others")),
                ('keys', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), default=list, editable=False, size=None)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='people.name')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='799f7cb9bcf9efc0da91b8299ac6994a322948a2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a6284', table='people_nameevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='OrganisationAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=250)),
                ('language', models.CharField(blank=True, max_length=8)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='people.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'text'), name='organisation_alias_once')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_organisationaliasevent" ("id", "language", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") SELECT new_values."id", new_values."language", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."text" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='da8a3449b172808d6c909227e8ea881454e1af8f', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_607c1', referencing='REFERENCING NEW TABLE AS new_values ', table='people_organisationalias', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_organisationaliasevent" ("id", "language", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") SELECT new_values."id", new_values."language", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."text" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='125aee22cf960e87df1e95c60f58a4b8502d3e4c', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_54ca8', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='people_organisationalias', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_organisationaliasevent" ("id", "language", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") SELECT old_values."id", old_values."language", old_values."organisation_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."text" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='550aca0c0bf95b6733d498e824ce940bd293d92d', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_29a53', referencing='REFERENCING OLD TABLE AS old_values ', table='people_organisationalias', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='OrganisationAliasEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('text', models.CharField(max_length=250)),
                ('language', models.CharField(blank=True, max_length=8)),
                ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.organisation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='people.organisationalias')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6d976eef4b59445c7c7d0b0e2d3b7930aa7aa98a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5d10e', table='people_organisationaliasevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='OrganisationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=250)),
                ('abbreviation', models.CharField(blank=True, max_length=20)),
                ('kind', models.CharField(choices=[('party', 'party'), ('court', 'court'), ('police', 'police'), ('prosecutor', 'prosecutor'), ('security_service', 'security service'), ('ministry', 'ministry'), ('executive', 'executive power'), ('outlet', 'media outlet'), ('ngo', 'non-governmental organisation'), ('company', 'company'), ('other', 'other')], default='other', max_length=20)),
                ('sentence_forms', models.JSONField(blank=True, default=dict)),
                ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.organisation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='people.organisation')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8da11a354c83f15e5ef964fde62ec1d848564852', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_2ea3f', table='people_organisationevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='PersonEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('ref', models.CharField(default=tracker.refs.new_ref, editable=False, max_length=12)),
                ('kind', models.CharField(choices=[('individual', 'individual'), ('group', 'group')], default='individual', max_length=12)),
                ('group_size', models.PositiveIntegerField(blank=True, null=True)),
                ('group_qualifier', models.CharField(blank=True, choices=[('exactly', 'exactly'), ('approximately', 'approximately'), ('at_least', 'at least'), ('at_most', 'at most'), ('unknown', 'unknown number')], max_length=14)),
                ('sex', models.CharField(blank=True, choices=[('female', 'female'), ('male', 'male'), ('other', 'other')], max_length=8)),
                ('born', tracker.dates.PartialDateField(blank=True, verbose_name='born')),
                ('died', tracker.dates.PartialDateField(blank=True, verbose_name='died')),
                ('citizenship', models.CharField(blank=True, max_length=80)),
                ('residence', models.CharField(blank=True, help_text='the place as it would stand in a sentence', max_length=200)),
                ('region', models.CharField(blank=True, max_length=80)),
                ('occupation', models.CharField(blank=True, help_text="in the source's words: satirical poet", max_length=200)),
                ('categories', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('journalist', 'journalist or blogger'), ('writer', 'writer or poet'), ('rights_defender', 'human rights defender'), ('lawyer', 'lawyer'), ('youth_activist', 'youth activist'), ('politician', 'politician or party member'), ('activist', 'political or social activist'), ('trade_unionist', 'trade unionist'), ('scholar', 'scholar or economist'), ('diplomat', 'former diplomat'), ('religious_activist', 'religious activist'), ('war_veteran', 'war veteran'), ('military', 'military'), ('student', 'student'), ('relative', 'relative of a target'), ('official', 'official'), ('other', 'other')], max_length=20), blank=True, default=list, size=None)),
                ('name_exposure', models.PositiveSmallIntegerField(choices=[(0, 'public'), (1, 'partner'), (2, 'team'), (3, 'restricted')], default=2, help_text='the lowest audience that sees the name; others see “Name withheld” and the ref')),
                ('is_public_role', models.BooleanField(default=False, help_text='an official or a lawyer, named in that role: needs no consent')),
                ('born_possible', tracker.dates.ImpliedRangeField(kind='possible', source='born')),
                ('born_certain', tracker.dates.ImpliedRangeField(kind='certain', source='born')),
                ('died_possible', tracker.dates.ImpliedRangeField(kind='possible', source='died')),
                ('died_certain', tracker.dates.ImpliedRangeField(kind='certain', source='died')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='people.person')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='35abda29df77c17d89d5efdc2f5d2acf63e59c13', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1d49f', table='people_personevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Relationship',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('parent', 'parent of'), ('child', 'child of'), ('spouse', 'spouse of'), ('sibling', 'sibling of'), ('colleague', 'colleague of'), ('co_accused', 'co-accused of'), ('lawyer', 'lawyer of')], max_length=12)),
                ('visibility', models.PositiveSmallIntegerField(choices=[(0, 'public'), (1, 'partner'), (2, 'team'), (3, 'restricted')], default=3)),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='related_to', to='people.person')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='relationships', to='people.person')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('person', models.F('other')), _negated=True), name='relationship_of_two'), models.UniqueConstraint(fields=('person', 'other', 'kind'), name='relationship_once')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_relationshipevent" ("id", "kind", "other_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "visibility") SELECT new_values."id", new_values."kind", new_values."other_id", new_values."person_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."visibility" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='19e3807d672520c97f213bb4e5b0c72a5774b813', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_07fb7', referencing='REFERENCING NEW TABLE AS new_values ', table='people_relationship', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_relationshipevent" ("id", "kind", "other_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "visibility") SELECT new_values."id", new_values."kind", new_values."other_id", new_values."person_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."visibility" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='07aad4d56dd55b9f75d1e84d85e7b25b67326dd4', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_4eff7', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='people_relationship', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_relationshipevent" ("id", "kind", "other_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "visibility") SELECT old_values."id", old_values."kind", old_values."other_id", old_values."person_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."visibility" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='ceb708fac9dc7237ab5d1f1105d5e372a186979d', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_feab3', referencing='REFERENCING OLD TABLE AS old_values ', table='people_relationship', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='RelationshipEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('parent', 'parent of'), ('child', 'child of'), ('spouse', 'spouse of'), ('sibling', 'sibling of'), ('colleague', 'colleague of'), ('co_accused', 'co-accused of'), ('lawyer', 'lawyer of')], max_length=12)),
                ('visibility', models.PositiveSmallIntegerField(choices=[(0, 'public'), (1, 'partner'), (2, 'team'), (3, 'restricted')], default=3)),
                ('other', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='people.relationship')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a99a069bd1b29afd10f7722b267dea43c9e16426', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_fc175', table='people_relationshipevent', when='BEFORE'))],
            },
        ),
        tracker.migrating.InstallTriggers(
        ),
    ]
