from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0003_front_page_and_offers'),
    ]

    operations = [
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.CharField(max_length=300)),
                ('at', models.DateTimeField(db_index=True)),
            ],
        ),
    ]
