import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

from people.misspelling import clues, name_words


def fill(apps, schema_editor):
    """The words of names, from the names that the documents already hold."""
    Document, NameWord = apps.get_model("cases", "Document"), apps.get_model("cases", "NameWord")
    seen = set()
    for document in Document.objects.only("audience", "names").iterator(1000):
        document.name_words = sorted({word for name in document.names for word in name_words(name)})
        document.save(update_fields=["name_words"])
        seen |= {(document.audience, word) for word in document.name_words}
    NameWord.objects.bulk_create(
        [NameWord(audience=audience, word=word, clues=list(clues(word))) for audience, word in sorted(seen)],
        batch_size=1000,
    )


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0006_ship_clocks'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='NameWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('audience', models.PositiveSmallIntegerField(choices=[(0, 'public'), (1, 'partner'), (2, 'team'), (3, 'restricted')])),
                ('word', models.TextField()),
                ('clues', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
            ],
        ),
        migrations.RemoveIndex(
            model_name='document',
            name='document_keys_public',
        ),
        migrations.RemoveIndex(
            model_name='document',
            name='document_keys_partner',
        ),
        migrations.RemoveIndex(
            model_name='document',
            name='document_keys_team',
        ),
        migrations.RemoveField(
            model_name='document',
            name='name_keys',
        ),
        migrations.AddField(
            model_name='document',
            name='name_words',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
        ),
        migrations.AddIndex(
            model_name='document',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('audience', 0)), fastupdate=False, fields=['name_words'], name='document_name_words_public'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('audience', 1)), fastupdate=False, fields=['name_words'], name='document_name_words_partner'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('audience', 2)), fastupdate=False, fields=['name_words'], name='document_name_words_team'),
        ),
        migrations.AddIndex(
            model_name='nameword',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['clues'], name='name_word_clues'),
        ),
        migrations.AddConstraint(
            model_name='nameword',
            constraint=models.UniqueConstraint(fields=('audience', 'word'), name='name_word_once'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
