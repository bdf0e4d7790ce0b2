from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('sections', '0004_front_first_arrangements'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='front',
            name='lead',
        ),
        migrations.DeleteModel(
            name='Pin',
        ),
    ]
