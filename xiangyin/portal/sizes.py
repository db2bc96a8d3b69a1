"""The sizes of all pictures of a page, read in one question."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils.html import format_html
from wagtail.images.models import Filter

from xiangyin.kernel.models import Picture, PictureRendition
from xiangyin.newsroom.body import films_in
from xiangyin.newsroom.body import photos_in as in_block

LEAD_SIZES = [
    f"width-{width}|format-{kind}"
    for width in (480, 800, 1200)
    for kind in ("webp", "jpeg")
]
# One picture of a gallery or a map by itself.
BY_ITSELF = "max-1600x1600|format-jpeg"
CARD_SIZES = [f"fill-{size}|format-webp" for size in ("360x240", "720x480")]

# Read once: Wagtail reads what a size means anew for every picture that is shown.
CARD_FILTERS = [Filter(spec=spec) for spec in CARD_SIZES]
LEAD_FILTERS = [Filter(spec=spec) for spec in LEAD_SIZES]


def widths(renditions: Iterable[PictureRendition]) -> str:
    """What a browser chooses from; each width once, however small the original is."""
    by_width = {size.width: size.url for size in renditions}
    return ", ".join(f"{url} {width}w" for width, url in by_width.items())


def photo(picture: Picture, alt: str, sizes: str, *, is_first: bool = False) -> str:
    """A picture in the width of a text. ``is_first``: it is seen before one scrolls."""
    found = picture.get_renditions(*LEAD_FILTERS)
    modern = [size for spec, size in found.items() if spec.endswith("webp")]
    usual = [size for spec, size in found.items() if spec.endswith("jpeg")]
    return format_html(
        '<picture><source srcset="{}" sizes="{}" type="image/webp">'
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" {}="{}" alt="{}">'
        "</picture>",
        widths(modern),
        sizes,
        usual[0].url,
        widths(usual),
        sizes,
        usual[0].width,
        usual[0].height,
        *(("fetchpriority", "high") if is_first else ("loading", "lazy")),
        alt,
    )


def card_picture(picture: Picture) -> str:
    """The picture of a story in a list, beside the headline that says what it is.

    It is as wide as the list is laid out; ``auto`` lets the browser find out.
    """
    sizes = list(picture.get_renditions(*CARD_FILTERS).values())
    smallest = sizes[0]
    return format_html(
        '<img src="{}" srcset="{}" sizes="auto, (min-width: 60rem) 25rem, 100vw"'
        ' width="{}" height="{}" loading="lazy" alt="">',
        smallest.url,
        widths(sizes),
        smallest.width,
        smallest.height,
    )


def bring_sizes(pictures: Iterable[Picture | None], specs=CARD_SIZES) -> None:
    """Give each picture the sizes it is shown in, as Wagtail's own prefetch does.

    A size that was never made is made by the page that first shows it.
    """
    wanted = [picture for picture in pictures if picture is not None]
    found = defaultdict(list)
    if wanted:
        sizes = PictureRendition.objects.filter(
            image__in={picture.pk for picture in wanted}, filter_spec__in=specs
        )
        for size in sizes:
            found[size.image_id].append(size)
    for picture in wanted:
        picture.prefetched_renditions = []
        for size in found[picture.pk]:
            size.image = picture
            picture.prefetched_renditions.append(size)


def photos_in(body) -> list[Picture]:
    """The pictures that stand in a story's body: read at once by the body itself."""
    photos = [photo for block in body for photo in in_block(block)]
    stills = [film.still for block in body for film in films_in(block)]
    return [photo["picture"] for photo in photos if photo.get("picture")] + stills
