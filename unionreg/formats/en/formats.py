"""The same dates and numbers in English: one registry, one way to write a day."""

from unionreg.formats.zh_Hans.formats import (  # noqa: F401
    DATE_FORMAT,
    DATE_INPUT_FORMATS,
    DATETIME_FORMAT,
    DATETIME_INPUT_FORMATS,
    DECIMAL_SEPARATOR,
    NUMBER_GROUPING,
    SHORT_DATE_FORMAT,
    SHORT_DATETIME_FORMAT,
    THOUSAND_SEPARATOR,
    TIME_FORMAT,
)

YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j F"
