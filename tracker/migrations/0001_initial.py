import django.contrib.postgres.fields
import django.contrib.postgres.operations
import django.db.models.deletion
import django.utils.timezone
import tracker.migrating
import tracker.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        django.contrib.postgres.operations.BtreeGinExtension(
        ),
        django.contrib.postgres.operations.BtreeGistExtension(
        ),
        django.contrib.postgres.operations.TrigramExtension(
        ),
        django.contrib.postgres.operations.UnaccentExtension(
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('username', models.CharField(max_length=60, unique=True, verbose_name='sign-in name')),
                ('display_name', models.CharField(blank=True, max_length=120, verbose_name='name shown to colleagues')),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('role', models.CharField(choices=[('researcher', 'researcher'), ('advocate', 'advocate'), ('editor', 'editor'), ('reviewer', 'reviewer'), ('admin', 'admin'), ('partner', 'partner')], max_length=20)),
                ('is_active', models.BooleanField(default=True)),
                ('joined_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('digest', models.CharField(max_length=128, primary_key=True, serialize=False)),
                ('token_key', models.CharField(db_index=True, max_length=25)),
                ('created', models.DateTimeField(auto_now_add=True)),
                ('expiry', models.DateTimeField(blank=True, null=True)),
                ('audience', models.PositiveSmallIntegerField(choices=[(0, 'public'), (1, 'partner')], default=1)),
                ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('cases', 'cases, people, facilities, changes'), ('bulletins', 'bulletins')], max_length=20), default=tracker.models.all_scopes, size=None)),
                ('last_used_at', models.DateTimeField(editable=False, null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='auth_token_set', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('audience__lte', 1)), name='token_audience_published', violation_error_message='A token reads what is published: public or partner.')],
            },
        ),
        migrations.CreateModel(
            name='ReadLog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('token_key', models.CharField(blank=True, max_length=25)),
                ('audience', models.PositiveSmallIntegerField(choices=[(0, 'public'), (1, 'partner'), (2, 'team'), (3, 'restricted')])),
                ('door', models.CharField(max_length=120)),
                ('what', models.CharField(max_length=300)),
                ('case_ref', models.CharField(blank=True, max_length=12)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('case_ref', ''), _negated=True), fields=['case_ref', '-at'], name='read_log_case'), models.Index(fields=['-at'], name='read_log_at')],
            },
        ),
        migrations.CreateModel(
            name='SignInLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(editable=False, null=True)),
                ('reusable', models.BooleanField(default=False)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sign_in_links', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        tracker.migrating.InstallTriggers(
        ),
    ]
