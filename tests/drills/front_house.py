"""An office with one public story, and an editor's hand that corrects it.

``python -m tests.drills.front_house`` opens the office that the environment names and
then corrects the story once for each line it is sent, answering with the time when
the correction was committed.
"""

import sys
import time

FIRST = "第0版"
WHERE = "/news/bridge/"


def version(number: int) -> str:
    return f"第{number}版"


def main() -> None:
    import django

    import xiangyin.config  # noqa: F401 -- the newer SQLite

    django.setup()
    from django.core.management import call_command

    from tests.portal.paper import a_site, a_story, publish
    from xiangyin.kernel.services.units import found_county
    from xiangyin.newsroom.models import Story

    call_command("migrate", verbosity=0)
    county = found_county(code="qinglan", name="清岚县", name_en="Qinglan")
    home = a_site(county, hostname="localhost")
    key = a_story(home, slug="bridge", title=FIRST).pk
    print("open", flush=True)
    for number, _line in enumerate(sys.stdin, 1):
        story = Story.objects.get(pk=key)
        story.title = version(number)
        publish(story)
        print(time.time(), flush=True)


if __name__ == "__main__":
    main()
