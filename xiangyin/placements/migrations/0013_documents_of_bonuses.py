
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0008_pictures_on_pages'),
        ('placements', '0012_length_is_kept'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BonusPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(max_length=200, upload_to='bonuses/%Y/%m', verbose_name='file')),
                ('size', models.PositiveBigIntegerField(verbose_name='size')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('taken_at', models.DateTimeField(db_index=True, verbose_name='taken')),
                ('bonus', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='placements.bonus', verbose_name='bonus')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.unit', verbose_name='county')),
            ],
            options={
                'verbose_name': 'document of a bonus',
                'verbose_name_plural': 'documents of bonuses',
                'ordering': ['taken_at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('bonus', 'sha256'), name='a_paper_is_kept_once', violation_error_message='This file is here already.')],
            },
        ),
    ]
