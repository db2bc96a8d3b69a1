"""Questions the ledger is asked."""

from django.db.models import BigIntegerField, Func, JSONField, Q, Value

from xiangyin.kernel.querysets import CaseQuerySet, VisibleQuerySet

from .lifecycles import PlacementState


class Unnested(Func):
    """The numbers of a JSON list as rows, for there are more than a query takes."""

    output_field = BigIntegerField()
    subquery = True

    def as_sqlite(self, compiler, connection, **context):
        template = "(SELECT value FROM json_each(%(expressions)s))"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler, connection, **context):
        template = (
            "(SELECT value::bigint FROM jsonb_array_elements_text(%(expressions)s))"
        )
        return self.as_sql(compiler, connection, template=template, **context)


class PlacementQuerySet(CaseQuerySet):
    def to_confirm(self):
        return self.filter(state=PlacementState.CANDIDATE)

    def confirmed(self):
        return self.filter(state=PlacementState.CONFIRMED)

    def carried_between(self, first, last):
        """Placements whose article appeared from ``first`` to ``last``, inclusive."""
        articles = self.model._meta.get_field("article").related_model.objects
        # By way of their keys: the few articles of those days first, not all placements.
        of_those_days = articles.published_between(first, last).values("pk")
        return self.filter(article__in=of_those_days)

    def with_keys(self, keys):
        """Those of these primary keys, however many they are."""
        return self.filter(pk__in=Unnested(Value(list(keys), JSONField())))

    def surest_first(self):
        return self.order_by("-confidence", "pk")

    def with_both_texts(self):
        """Everything a list or the confirm screen shows, in one query."""
        return self.select_related("unit", "work", "article__outlet", "decided_by")


class WorkQuerySet(VisibleQuerySet):
    def of_county(self, county):
        return self.filter(county=county)

    def standing(self):
        """Works that were not withdrawn."""
        return self.filter(withdrawn=False)

    def published_between(self, first, last):
        return self.filter(published_on__range=(first, last))


class ArticleQuerySet(VisibleQuerySet):
    def of_county(self, county):
        return self.filter(unit=county)

    def untraced(self):
        return self.filter(traced_at=None)

    def unread(self):
        """Those whose page was to be read for its text and could not be."""
        return self.filter(wanted_text__problem__gt="")

    def of_unknown_outlet(self):
        return self.filter(outlet=None)

    def published_between(self, first, last):
        return self.filter(published_on__range=(first, last))


class PolledQuerySet(VisibleQuerySet):
    """Of things with a feed."""

    def in_use(self):
        return self.filter(is_active=True)

    def with_a_feed(self):
        return self.in_use().exclude(feed="")


class WorkFeedQuerySet(PolledQuerySet):
    def of_county(self, county):
        return self.filter(county=county)


class TierQuerySet(VisibleQuerySet):
    def of_county(self, county):
        return self.filter(unit=county)

    def own(self):
        """Those that offices added, which are those with a name of their own."""
        return self.exclude(name="")


class OutletQuerySet(PolledQuerySet):
    def of_county(self, county):
        return self.filter(unit=county)

    def called(self, name: str):
        """Outlets of exactly this name, in either language, or alias."""
        return self.filter(
            Q(name=name)
            | Q(name_en__iexact=name)
            | Q(names__kind="alias", names__value__iexact=name)
        )
