"""Which conversions can be tested: they begin with the plain tables of a PostgreSQL."""

import os

from django.db import connection

PLAIN = connection.vendor == "postgresql" and os.environ.get("PARTITIONED") != "1"
collect_ignore = [] if PLAIN else ["test_distribute_by_county.py", "test_merge_partitions.py"]
