"""What a count that somebody wrote down may be."""

from django.core.validators import MaxValueValidator

# As in workbooks. Far above what any township has, and so far below what a column of PostgreSQL
# holds that the sums of many rows fit into one too.
LARGEST_COUNT = 100_000_000

not_too_many = MaxValueValidator(LARGEST_COUNT)
