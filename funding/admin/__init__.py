"""The admin of money, one file a concept."""

from funding.admin import (
    grant,  # noqa: F401
    levy,  # noqa: F401
    levy_payment,  # noqa: F401
    share_table,  # noqa: F401
    year_input,  # noqa: F401
)
