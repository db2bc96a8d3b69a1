"""Pages of a long list, the last as quick as the first."""

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.paginator import WagtailPaginator

# So many results of a search are counted and can be leafed through; who finds more
# than that looks for something else.
MOST_FOUND = 10_000


class KeysFirst(WagtailPaginator):
    """Finds the keys of a page, then reads its rows and no others.

    To show page 2,000 a database steps over 100,000 rows; it need not read their
    texts, nor work out their figures; and what lies nearer to the end it finds from
    there. ``total`` is the number of rows where somebody has counted them already;
    beyond ``most`` they are not counted. ``rows`` is where a page's rows are read,
    without the search that found their keys.
    """

    def __init__(
        self, object_list, per_page, *args, total=None, most=None, rows=None, **kwargs
    ):
        super().__init__(object_list, per_page, *args, **kwargs)
        self.total, self.most = total, most
        self.rows = object_list if rows is None else rows

    @cached_property
    def counted(self) -> int:
        """How many rows there are, or one more than ``most``."""
        if self.total is not None:
            return self.total
        if self.most is None:
            return super().count
        keys = self.object_list.order_by().values("pk")
        return keys[: self.most + 1].count()

    @cached_property
    def count(self):
        return min(self.counted, self.most or self.counted)

    @property
    def is_cut(self) -> bool:
        """Whether there are more rows than are counted."""
        return self.counted > self.count

    @cached_property
    def items_count_label(self):
        if not self.is_cut:
            return super().items_count_label
        return _("more than %(count)s %(things)s") % {
            "count": f"{self.count:,}",
            "things": self.verbose_name_plural,
        }

    def page(self, number):
        if not isinstance(self.object_list, QuerySet):
            return super().page(number)
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        keys = self._keys(first, min(first + self.per_page, self.count))
        return self._get_page(self.rows.filter(pk__in=keys), number, self)

    def _keys(self, first: int, last: int) -> list:
        keys = self.object_list.values_list("pk", flat=True)
        if self.is_cut or first <= self.count // 2:
            return list(keys[first:last])
        return list(keys.reverse()[self.count - last : self.count - first])
