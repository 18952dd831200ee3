"""The rules themselves, one file a topic. Importing `load` registers all of them."""


def load() -> None:
    """Register every rule and measure. Called once, when the app starts."""
    from . import (  # noqa: F401
        assessment,
        books,
        committees,
        eligibility,
        employers,
        federations,
        finance,
        funds,
        general_union,
        goals,
        levies,
        meetings,
        names,
        organisations,
        payments,
        rebates,
        records,
        rights,
        social_workers,
        staffing,
        terms,
        training,
    )
