
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0008_pictures_on_pages'),
        ('placements', '0013_documents_of_bonuses'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Compiling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.CharField(max_length=7)),
                ('language', models.CharField(blank=True, max_length=10)),
                ('asked_at', models.DateTimeField()),
                ('done', models.PositiveSmallIntegerField(default=0)),
                ('problem', models.CharField(blank=True, max_length=300)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='kernel.unit')),
            ],
            options={
                'verbose_name': 'bulletin being compiled',
                'verbose_name_plural': 'bulletins being compiled',
                'constraints': [models.UniqueConstraint(fields=('county', 'period'), name='a_period_is_compiled_once')],
            },
        ),
    ]
