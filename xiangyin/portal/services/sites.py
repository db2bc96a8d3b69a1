"""Opening a county's site: its pages, its pictures, its three readings."""

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.images import get_permission_policy
from wagtail.models import (
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from xiangyin.kernel.errors import RuleBroken
from xiangyin.kernel.rights import Role
from xiangyin.kernel.services.pictures import county_collection
from xiangyin.kernel.services.posts import group_of
from xiangyin.newsroom.models import Reading

from ..models import Home, Imprint, Section

THREE_READINGS = "三审"
READINGS = {
    Reading.Stage.FIRST: "初审",
    Reading.Stage.SECOND: "复审",
    Reading.Stage.FINAL: "终审",
}
# Nobody is given Wagtail's right to publish: stories go public by their readings.
PAGE_RIGHTS = {
    Role.REPORTER: ("add",),
    Role.EDITOR: ("add", "change"),
    Role.FIRST_READER: ("change",),
    Role.SECOND_READER: ("change",),
    Role.FINAL_READER: ("change",),
    Role.ADMINISTRATOR: ("add", "change"),
}
PICTURE_RIGHTS = {
    **{role: ("add", "change", "choose") for role in PAGE_RIGHTS},
    Role.CORRESPONDENT: ("add", "choose"),
}


@transaction.atomic
def open_site(
    county,
    *,
    hostname: str,
    port: int = 80,
    name: str,
    name_en: str = "",
    sections=(),
    is_default: bool = False,
    is_sample: bool = False,
) -> Home:
    """Give ``county`` its site, and return the front page.

    ``sections`` are dicts of ``slug``, ``name`` and ``name_en``. Opening a site that
    is open adds what is missing and overwrites nothing the office has changed.
    Raises ``RuleBroken`` if the address belongs to another county.
    """
    home = _home(county, name)
    site = _site(home, hostname=hostname, port=port, name=name, default=is_default)
    Imprint.objects.get_or_create(
        site=site,
        defaults={"name": name, "name_en": name_en, "is_sample": is_sample},
    )
    for section in sections:
        _section(home, **section)
    WorkflowPage.objects.get_or_create(
        page=home.page_ptr, defaults={"workflow": three_readings()}
    )
    _grant_pages(county, home)
    _grant_pictures(county)
    return Home.objects.get(pk=home.pk)


def three_readings() -> Workflow:
    """The workflow every story passes: three readings, one after the other."""
    workflow, _made = Workflow.objects.get_or_create(name=THREE_READINGS)
    for order, (stage, name) in enumerate(READINGS.items()):
        reading = Reading.objects.filter(stage=stage).first()
        reading = reading or Reading.objects.create(name=name, stage=stage)
        WorkflowTask.objects.get_or_create(
            workflow=workflow, task=reading, defaults={"sort_order": order}
        )
    return workflow


def _home(county, name: str) -> Home:
    home = Home.objects.filter(county=county).first()
    if home:
        return home
    root = Page.get_first_root_node()
    return root.add_child(instance=Home(county=county, title=name, slug=county.code))


def _site(home: Home, *, hostname: str, port: int, name: str, default: bool) -> Site:
    taken = Site.objects.filter(hostname=hostname, port=port).first()
    if taken and taken.root_page_id != home.pk and not _is_welcome(taken.root_page):
        raise RuleBroken(
            _("The address %(host)s belongs to another county already.")
            % {"host": hostname}
        )
    site = Site.objects.filter(root_page=home).first() or taken
    if default:
        site = _replace_welcome(site, home)
    site = site or Site(root_page=home)
    site.hostname, site.port, site.site_name = hostname, port, name
    site.root_page, site.is_default_site = home, default or site.is_default_site
    site.save()
    return site


def _replace_welcome(site: Site | None, home: Home) -> Site | None:
    """Take the place of whatever answers to unknown host names."""
    standing = Site.objects.filter(is_default_site=True).first()
    if standing is None or standing == site:
        welcome = site.root_page if site else None
    elif _is_welcome(standing.root_page):
        welcome, site = standing.root_page, site or standing
        if site != standing:
            standing.delete()
    else:
        welcome = None
        Site.objects.filter(pk=standing.pk).update(is_default_site=False)
    if site:
        Site.objects.filter(pk=site.pk).update(root_page=home)
    if welcome and _is_welcome(welcome):
        welcome.delete()
    return site


def _is_welcome(page: Page) -> bool:
    """Say whether this is the page Wagtail ships, untouched."""
    return page.specific_class is Page and page.depth == 2 and page.slug == "home"


def _section(home: Home, *, slug: str, name: str, name_en: str = "") -> None:
    if not home.get_children().filter(slug=slug).exists():
        home.add_child(
            instance=Section(title=name, slug=slug, name_en=name_en, show_in_menus=True)
        )


def _grant_pages(county, home: Home) -> None:
    kind = ContentType.objects.get_for_model(Page)
    for role, rights in PAGE_RIGHTS.items():
        for right in rights:
            GroupPagePermission.objects.get_or_create(
                group=group_of(county, role),
                page=home.page_ptr,
                permission=Permission.objects.get(
                    content_type=kind, codename=f"{right}_page"
                ),
            )


def _grant_pictures(county) -> None:
    collection = county_collection(county)
    model = get_permission_policy().auth_model
    kind = ContentType.objects.get_for_model(model)
    for role, rights in PICTURE_RIGHTS.items():
        for right in rights:
            GroupCollectionPermission.objects.get_or_create(
                group=group_of(county, role),
                collection=collection,
                permission=Permission.objects.get(
                    content_type=kind, codename=f"{right}_{model._meta.model_name}"
                ),
            )
