from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("photos", "0005_read_credits")]

    operations = [
        migrations.AddField(
            model_name="rendition",
            name="stamp",
            field=models.CharField(blank=True, editable=False, max_length=8),
        ),
    ]
