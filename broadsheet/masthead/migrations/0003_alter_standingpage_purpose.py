from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('masthead', '0002_full_paper'),
    ]

    operations = [
        migrations.AlterField(
            model_name='standingpage',
            name='purpose',
            field=models.CharField(blank=True, choices=[('about', 'About the paper'), ('ethics', 'Ethics'), ('corrections', 'Corrections policy'), ('privacy', 'Privacy'), ('accessibility', 'Accessibility statement'), ('software', 'How we use software'), ('security', 'Reporting a security hole')], help_text='Search engines are told which page says this. Empty for any other page.', max_length=15),
        ),
    ]
