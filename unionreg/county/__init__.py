"""What county-level tables have in common, so that they can be partitioned by county one day.

A county-level row carries `county_code`: the registry key of its county, that is the first division
code the county was ever registered under. It never changes. Every join, unique key and scope filter
names it with `=` or `IN`. The reasons, each measured, are in docs/architecture.md.

This package knows no app; every app may use it.
"""

from unionreg.county.errors import Conflict, CountyChanged
from unionreg.county.fields import CountyForeignKey
from unionreg.county.models import CountyRow, RegistryKey, RegistryRow
from unionreg.county.querysets import CountyManager, CountyQuerySet, Scoped

__all__ = [
    "Conflict",
    "CountyChanged",
    "CountyForeignKey",
    "CountyManager",
    "CountyQuerySet",
    "CountyRow",
    "RegistryKey",
    "RegistryRow",
    "Scoped",
]
