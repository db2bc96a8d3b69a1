"""A database for a drill: as the tests' own, and gone with it."""

import os
from contextlib import contextmanager


@contextmanager
def a_database():
    """Set Django up as for the tests, with an empty database in memory."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "xiangyin.config.settings.test"
    import django

    from xiangyin.config.catalogues import compile_catalogues

    compile_catalogues()
    django.setup()
    from django.db import connection
    from django.test.utils import setup_test_environment, teardown_test_environment

    setup_test_environment()
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(str(name), verbosity=0)
        teardown_test_environment()
