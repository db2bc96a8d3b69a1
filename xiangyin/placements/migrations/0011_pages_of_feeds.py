
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('placements', '0010_tiers_of_the_offices_own'),
    ]

    operations = [
        migrations.AddField(
            model_name='outlet',
            name='feed_is_whole',
            field=models.BooleanField(default=False, help_text='Otherwise the page of an entry that is short or breaks off is read for its text.', verbose_name='the feed carries whole texts'),
        ),
        migrations.CreateModel(
            name='WantedText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('next_try_at', models.DateTimeField(db_index=True, null=True)),
                ('problem', models.CharField(blank=True, max_length=300)),
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='wanted_text', to='placements.article')),
            ],
            options={
                'verbose_name': 'page to be read',
                'verbose_name_plural': 'pages to be read',
            },
        ),
    ]
