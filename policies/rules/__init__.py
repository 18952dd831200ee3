"""The rules themselves, one file a topic. Importing `load` registers all of them."""


def load() -> None:
    """Register every rule and measure. Called once, when the app starts."""
    from . import employers, general_union, goals, records  # noqa: F401
