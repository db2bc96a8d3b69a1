"""Settings, addresses and the operator's door.

The SQLite that Debian 12 carries (3.40) has a known WAL-reset race, so the
library of the ``pysqlite3`` wheel takes its place before Django imports it.
"""

import sys

import pysqlite3
import pysqlite3.dbapi2

sys.modules["sqlite3"] = pysqlite3
sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
