import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('photos', '0007_sizes_stamped'),
    ]

    operations = [
        migrations.AlterField(
            model_name='photo',
            name='look',
            field=models.CharField(blank=True, db_index=True, editable=False, max_length=32),
        ),
        migrations.CreateModel(
            name='Glimpse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.PositiveIntegerField()),
                ('photo', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='glimpses', to='photos.photo')),
            ],
            options={
                'indexes': [models.Index(fields=['value', 'photo'], name='photos_by_glimpse')],
            },
        ),
    ]
