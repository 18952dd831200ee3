"""The admin of money, one file a concept."""

from funding.admin import levy, levy_payment, share_table  # noqa: F401
