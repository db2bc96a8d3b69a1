"""Note which pictures the stories show that are there already, drafts included."""

import json

from django.db import migrations


def pictures_in(cover, body) -> set:
    """Keys of the pictures of one text. A body is a list of blocks or its JSON."""
    blocks = json.loads(body) if isinstance(body, str) else body or []
    photos = [block["value"] for block in blocks if block.get("type") == "photo"]
    return {key for key in (cover, *(photo.get("picture") for photo in photos)) if key}


def note_pictures(apps, schema_editor):
    Story = apps.get_model("newsroom", "Story")
    Revision = apps.get_model("wagtailcore", "Revision")
    Showing = apps.get_model("kernel", "Showing")
    Picture = apps.get_model("kernel", "Picture")
    there = set(Picture.objects.values_list("pk", flat=True))
    for story in Story.objects.only("pk", "cover_id", "body").iterator(chunk_size=200):
        shown = pictures_in(story.cover_id, list(story.body.raw_data)) & there
        drafted = set()
        drafts = Revision.objects.filter(
            base_content_type__app_label="wagtailcore",
            base_content_type__model="page",
            object_id=str(story.pk),
        )
        for content in drafts.values_list("content", flat=True).iterator():
            drafted |= pictures_in(content.get("cover"), content.get("body"))
        Showing.objects.bulk_create(
            [
                Showing(picture_id=key, page_id=story.pk, is_on_page=key in shown)
                for key in sorted(shown | drafted & there)
            ],
            ignore_conflicts=True,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0002_stories_that_were_read_are_kept"),
        ("kernel", "0008_pictures_on_pages"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [migrations.RunPython(note_pictures, migrations.RunPython.noop)]
