from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0005_name_columns")]

    operations = [
        migrations.AlterField(
            model_name="relationship",
            name="kind",
            field=models.CharField(choices=[('parent', 'parent of'), ('child', 'child of'), ('spouse', 'spouse of'), ('sibling', 'sibling of'), ('colleague', 'colleague of'), ('co_accused', 'co-accused of'), ('lawyer', 'lawyer of'), ('client', 'has as lawyer')], max_length=12),
        ),
        migrations.AlterField(
            model_name="relationshipevent",
            name="kind",
            field=models.CharField(choices=[('parent', 'parent of'), ('child', 'child of'), ('spouse', 'spouse of'), ('sibling', 'sibling of'), ('colleague', 'colleague of'), ('co_accused', 'co-accused of'), ('lawyer', 'lawyer of'), ('client', 'has as lawyer')], max_length=12),
        ),
    ]
