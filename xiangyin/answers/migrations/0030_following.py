"""A contact may follow a public answer."""
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('answers', '0023_day_on_which_a_reply_was_sent'),
    ]

    operations = [
        migrations.CreateModel(
            name='Follower',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sealed_contact', models.TextField(editable=False)),
                ('contact_key', models.CharField(db_index=True, editable=False, max_length=64)),
                ('way', models.CharField(choices=[('sms', 'text message'), ('mail', 'e-mail'), ('none', 'not at all')], max_length=4)),
                ('language', models.CharField(default='zh-hans', max_length=10)),
                ('page', models.CharField(editable=False, max_length=40, unique=True)),
                ('stop', models.CharField(editable=False, max_length=40, unique=True)),
                ('sealed_code', models.TextField(blank=True, editable=False)),
                ('sent_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('times', models.PositiveSmallIntegerField(default=1)),
                ('proven_at', models.DateTimeField(blank=True, null=True)),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='followers', to='answers.question')),
            ],
            options={
                'verbose_name': 'follower of an answer',
                'verbose_name_plural': 'followers of answers',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('proven_at__isnull', False)), fields=('question', 'contact_key'), name='a_contact_follows_once')],
            },
        ),
    ]
