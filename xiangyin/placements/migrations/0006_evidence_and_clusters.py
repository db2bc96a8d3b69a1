
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0008_pictures_on_pages'),
        ('placements', '0005_intake_and_own_works'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('text', 'text of the page'), ('picture', 'picture of the page'), ('scan', 'scan'), ('recording', 'recording')], max_length=10, verbose_name='kind')),
                ('file', models.FileField(max_length=200, upload_to='evidence/%Y/%m', verbose_name='file')),
                ('size', models.PositiveBigIntegerField(verbose_name='size')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('taken_at', models.DateTimeField(db_index=True, verbose_name='taken')),
                ('address', models.URLField(blank=True, max_length=500, verbose_name='address')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
            ],
            options={
                'verbose_name': 'evidence',
                'verbose_name_plural': 'evidence',
                'ordering': ['taken_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='WantedEvidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('next_try_at', models.DateTimeField(db_index=True, null=True)),
                ('problem', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'verbose_name': 'evidence to be taken',
                'verbose_name_plural': 'evidence to be taken',
            },
        ),
        migrations.AddField(
            model_name='placement',
            name='cluster',
            field=models.PositiveBigIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='placement',
            name='has_evidence',
            field=models.BooleanField(default=False, editable=False, verbose_name='evidence is kept'),
        ),
        migrations.AddIndex(
            model_name='placement',
            index=models.Index(fields=['state', '-confidence', 'id'], name='placement_surest_first'),
        ),
        migrations.AddIndex(
            model_name='placement',
            index=models.Index(condition=models.Q(('has_evidence', False)), fields=['state'], name='placement_without_evidence'),
        ),
        migrations.AddField(
            model_name='evidence',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='placements.article', verbose_name='article'),
        ),
        migrations.AddField(
            model_name='evidence',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='evidence',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.unit', verbose_name='county'),
        ),
        migrations.AddField(
            model_name='wantedevidence',
            name='article',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='wanted_evidence', to='placements.article'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.UniqueConstraint(fields=('article', 'sha256'), name='evidence_is_kept_once', violation_error_message='This file is here already.'),
        ),
    ]
