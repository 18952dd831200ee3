"""The admin of money, one file a record."""

from funding.admin import (
    grant,  # noqa: F401
    year_input,  # noqa: F401
)

"""The admin of money, one file a concept."""

from funding.admin import levy, levy_payment, share_table  # noqa: F401
