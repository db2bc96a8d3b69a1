"""Ours with its door, behind which each page is made anew for each reader."""

import os

os.environ["XIANGYIN_KEEP_PAGES"] = "1"


def make_application():
    from xiangyin.config.wsgi import application as counted

    door = counted.application
    door.store.get = lambda key: None
    door.store.put = lambda key, kept: None
    # The lock lets one reader make a page that the others want, too.
    return counted


application = make_application()
