"""What can be tested where: conversions begin with the plain tables of a PostgreSQL."""

import os

from django.db import connection

POSTGRESQL = connection.vendor == "postgresql"
PLAIN = POSTGRESQL and os.environ.get("PARTITIONED") != "1"
collect_ignore = [
    *([] if POSTGRESQL else ["test_expect_quick_disks.py"]),
    *([] if PLAIN else ["test_distribute_by_county.py", "test_merge_partitions.py"]),
]
