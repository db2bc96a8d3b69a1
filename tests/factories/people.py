import factory
from django.contrib.auth import get_user_model

from xiangyin.kernel.models import Unit
from xiangyin.kernel.services.posts import appoint
from xiangyin.kernel.services.units import add_unit, found_county


def a_county(code="qinglan", name="清岚县") -> Unit:
    """A county with one town, one village and one department."""
    county = found_county(code=code, name=name, name_en=f"{code.title()} County")
    town = add_unit(county, code="shixi", name="石溪镇", kind="town", name_en="Shixi")
    add_unit(town, code="chawan", name="茶湾村", kind="village", name_en="Chawan")
    add_unit(county, code="rmt", name="融媒体中心", kind="department")
    return Unit.objects.get(pk=county.pk)


def unit(code: str, county="qinglan") -> Unit:
    """The unit called ``code`` in a county made by :func:`a_county`."""
    root = Unit.objects.get(code=county, depth=1)
    return Unit.objects.below(root).get(code=code)


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}")
    name = factory.Sequence(lambda n: f"某人{n}")

    @factory.post_generation
    def posts(self, create, posts):
        """Appoint: ``PersonFactory(posts=[("editor", county)])``."""
        for role, at in posts or ():
            appoint(self, role, at)
