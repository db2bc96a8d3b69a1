import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def as_before(apps, schema_editor):
    """Schemes go on as they were: leads like front pages, doubles as they were told."""
    schemes = apps.get_model("placements", "Scheme").objects.using(
        schema_editor.connection.alias
    )
    schemes.update(lead_factor=models.F("front_page_factor"))
    schemes.filter(once_an_owner=True).update(once="owner")
    schemes.filter(once_an_owner=False).update(once="every")


def back_again(apps, schema_editor):
    schemes = apps.get_model("placements", "Scheme").objects.using(
        schema_editor.connection.alias
    )
    schemes.update(once_an_owner=True)
    schemes.filter(once="every").update(once_an_owner=False)


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0008_pictures_on_pages'),
        ('placements', '0004_candidates_name_their_engine'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Bonus',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('given_on', models.DateField(db_index=True, verbose_name='counts in the month of')),
                ('points', models.DecimalField(decimal_places=2, max_digits=7, verbose_name='points')),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
                ('document', models.CharField(help_text='Its number or title, such as 清委宣〔2026〕12号.', max_length=200, verbose_name='document')),
                ('is_withdrawn', models.BooleanField(default=False, editable=False, verbose_name='withdrawn')),
            ],
            options={
                'verbose_name': 'bonus',
                'verbose_name_plural': 'bonuses',
                'ordering': ['-given_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='KeptBulletin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(editable=False, max_length=24, verbose_name='number')),
                ('state', models.CharField(db_index=True, editable=False, max_length=20, verbose_name='state')),
                ('opened_on', models.DateField(editable=False, verbose_name='opened on')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='due on')),
                ('due_is_provisional', models.BooleanField(default=False, editable=False, verbose_name='due date is provisional')),
                ('period', models.CharField(max_length=7, verbose_name='period')),
                ('told', models.JSONField(default=dict, editable=False)),
                ('lines', models.JSONField(default=list, editable=False)),
                ('rules', models.JSONField(default=list, editable=False)),
                ('hash', models.CharField(blank=True, editable=False, max_length=64, verbose_name='hash')),
                ('compiled_at', models.DateTimeField(editable=False, null=True, verbose_name='compiled')),
                ('frozen_at', models.DateTimeField(editable=False, null=True, verbose_name='frozen')),
                ('audience', models.CharField(choices=[('nobody', 'nobody yet'), ('staff', 'the staff'), ('public', 'everybody')], default='nobody', editable=False, max_length=6, verbose_name='published to')),
            ],
            options={
                'verbose_name': 'kept bulletin',
                'verbose_name_plural': 'kept bulletins',
                'ordering': ['-period'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=2000, verbose_name='what is not right')),
                ('raised_at', models.DateTimeField(auto_now_add=True, verbose_name='raised')),
                ('outcome', models.CharField(choices=[('open', 'not answered yet'), ('accepted', 'agreed: it is put right'), ('declined', 'it stays as it is')], default='open', max_length=8, verbose_name='outcome')),
                ('answer', models.TextField(blank=True, max_length=2000, verbose_name='answer')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered')),
            ],
            options={
                'verbose_name': 'objection',
                'verbose_name_plural': 'objections',
                'ordering': ['raised_at', 'pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='scheme',
            name='a_front_page_never_counts_less',
        ),
        migrations.RemoveConstraint(
            model_name='schemerow',
            name='one_row_a_tier',
        ),
        migrations.RemoveConstraint(
            model_name='schemerow',
            name='points_are_never_negative',
        ),
        migrations.AddField(
            model_name='scheme',
            name='cap',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True, verbose_name='at most (points)'),
        ),
        migrations.AddField(
            model_name='scheme',
            name='cap_span',
            field=models.CharField(choices=[('month', 'a month'), ('quarter', 'a quarter'), ('year', 'a year')], default='quarter', max_length=7, verbose_name='at most, within'),
        ),
        migrations.AddField(
            model_name='scheme',
            name='digest_factor',
            field=models.DecimalField(decimal_places=2, default=1, help_text='Named in the headlines of a broadcast, without its own report.', max_digits=4, verbose_name='a digest multiplies by'),
        ),
        migrations.AddField(
            model_name='scheme',
            name='false_penalty',
            field=models.DecimalField(decimal_places=2, default=0, max_digits=7, verbose_name='a false report costs'),
        ),
        migrations.AddField(
            model_name='scheme',
            name='lead_factor',
            field=models.DecimalField(decimal_places=2, default=2, max_digits=4, verbose_name='a lead multiplies by'),
        ),
        migrations.AddField(
            model_name='scheme',
            name='long_characters',
            field=models.PositiveIntegerField(default=0, help_text='From this length the extra points are added. 0: no extra.', verbose_name='long from (characters)'),
        ),
        migrations.AddField(
            model_name='scheme',
            name='long_seconds',
            field=models.PositiveIntegerField(default=0, verbose_name='long from (seconds of broadcast)'),
        ),
        migrations.AddField(
            model_name='scheme',
            name='once',
            field=models.CharField(choices=[('every', 'every placement counts'), ('owner', 'one text counts once in outlets of one owner group'), ('work', 'one text counts once, at its highest')], default='owner', max_length=6, verbose_name='one text in several outlets'),
        ),
        migrations.AddField(
            model_name='scheme',
            name='quotas',
            field=models.JSONField(blank=True, default=dict, verbose_name='items a month, by kind of unit'),
        ),
        migrations.AddField(
            model_name='scheme',
            name='sharing',
            field=models.CharField(choices=[('split', 'they share the points'), ('each', 'each gets all points')], default='split', max_length=6, verbose_name='units that share a work'),
        ),
        migrations.AddField(
            model_name='scheme',
            name='short_cost',
            field=models.DecimalField(decimal_places=2, default=0, max_digits=7, verbose_name='each item short costs'),
        ),
        migrations.AddField(
            model_name='scheme',
            name='shows_ranks',
            field=models.BooleanField(default=False, help_text="Among units of one kind. Off: lines stand in the office's order.", verbose_name='show ranks'),
        ),
        migrations.AddField(
            model_name='scheme',
            name='version',
            field=models.PositiveIntegerField(default=1, editable=False, verbose_name='version'),
        ),
        migrations.RunPython(as_before, back_again),
        migrations.RemoveField(
            model_name='scheme',
            name='once_an_owner',
        ),
        migrations.AddField(
            model_name='schemerow',
            name='form',
            field=models.CharField(blank=True, choices=[('newspaper', 'newspaper'), ('television', 'television'), ('radio', 'radio'), ('site', 'site'), ('app', 'app'), ('account', 'account'), ('bulletin', 'internal bulletin')], default='', max_length=12, verbose_name='form'),
        ),
        migrations.AddField(
            model_name='schemerow',
            name='front',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=7, null=True, verbose_name='points, front page'),
        ),
        migrations.AddField(
            model_name='schemerow',
            name='lead',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=7, null=True, verbose_name='points, lead'),
        ),
        migrations.AddField(
            model_name='schemerow',
            name='long_extra',
            field=models.DecimalField(decimal_places=2, default=0, max_digits=7, verbose_name='extra, long'),
        ),
        migrations.AddField(
            model_name='work',
            name='false_on',
            field=models.DateField(editable=False, null=True, verbose_name='found false on'),
        ),
        migrations.AddField(
            model_name='work',
            name='shared_with',
            field=models.ManyToManyField(blank=True, help_text='Other units that wrote it too; the scheme says what each gets.', related_name='+', to='kernel.unit', verbose_name='shared with'),
        ),
        migrations.AlterField(
            model_name='placement',
            name='prominence',
            field=models.CharField(choices=[('lead', 'lead'), ('front', 'front page'), ('digest', 'digest'), ('ordinary', 'ordinary')], default='ordinary', max_length=10, verbose_name='prominence'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['unit', 'published_on', 'outlet'], name='articles_of_days'),
        ),
        migrations.AddIndex(
            model_name='placement',
            index=models.Index(fields=['article', 'state', 'county', 'unit', 'work', 'kind', 'mode', 'prominence'], name='placement_as_counted'),
        ),
        migrations.AddConstraint(
            model_name='scheme',
            constraint=models.CheckConstraint(condition=models.Q(('front_page_factor__gte', 1), ('lead_factor__gte', 1)), name='a_front_page_never_counts_less', violation_error_message='The front page multiplies by 1 or more.'),
        ),
        migrations.AddConstraint(
            model_name='scheme',
            constraint=models.CheckConstraint(condition=models.Q(('digest_factor__gte', 0), ('false_penalty__gte', 0), ('short_cost__gte', 0), models.Q(('cap', None), ('cap__gt', 0), _connector='OR')), name='a_scheme_takes_what_it_says', violation_error_message='Costs and limits are 0 or more.'),
        ),
        migrations.AddConstraint(
            model_name='schemerow',
            constraint=models.UniqueConstraint(fields=('scheme', 'tier', 'form'), name='one_row_a_tier_and_form', violation_error_message='This tier and form have a row already.'),
        ),
        migrations.AddConstraint(
            model_name='schemerow',
            constraint=models.CheckConstraint(condition=models.Q(('long_extra__gte', 0), ('roundup__gte', 0), ('solo__gte', 0), models.Q(('lead', None), ('lead__gte', 0), _connector='OR'), models.Q(('front', None), ('front__gte', 0), _connector='OR')), name='points_are_never_negative', violation_error_message='Points are 0 or more.'),
        ),
        migrations.AddField(
            model_name='bonus',
            name='county',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.unit'),
        ),
        migrations.AddField(
            model_name='bonus',
            name='given_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='given by'),
        ),
        migrations.AddField(
            model_name='bonus',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.unit', verbose_name='unit'),
        ),
        migrations.AddField(
            model_name='keptbulletin',
            name='county',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.unit', verbose_name='county'),
        ),
        migrations.AddField(
            model_name='keptbulletin',
            name='owner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner'),
        ),
        migrations.AddField(
            model_name='keptbulletin',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.unit', verbose_name='unit'),
        ),
        migrations.AddField(
            model_name='objection',
            name='answered_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by'),
        ),
        migrations.AddField(
            model_name='objection',
            name='bulletin',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='placements.keptbulletin'),
        ),
        migrations.AddField(
            model_name='objection',
            name='placement',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='placements.placement', verbose_name='placement'),
        ),
        migrations.AddField(
            model_name='objection',
            name='raised_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='raised by'),
        ),
        migrations.AddField(
            model_name='objection',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.unit', verbose_name='unit'),
        ),
        migrations.AddConstraint(
            model_name='bonus',
            constraint=models.CheckConstraint(condition=models.Q(('points__gt', 0)), name='a_bonus_is_more_than_nothing', violation_error_message='A bonus is more than 0.'),
        ),
        migrations.AddConstraint(
            model_name='keptbulletin',
            constraint=models.UniqueConstraint(fields=('county', 'number'), name='bulletin_number_once_a_county'),
        ),
        migrations.AddConstraint(
            model_name='keptbulletin',
            constraint=models.UniqueConstraint(fields=('county', 'period'), name='one_bulletin_a_period', violation_error_message='This bulletin was begun already.'),
        ),
        migrations.AddConstraint(
            model_name='objection',
            constraint=models.CheckConstraint(condition=models.Q(('outcome', 'open'), models.Q(('answer', ''), _negated=True), _connector='OR'), name='an_outcome_has_an_answer', violation_error_message='Write an answer: the unit will read it.'),
        ),
    ]
