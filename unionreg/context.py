"""Context of the shell."""

from typing import Any


def shell(request: Any) -> dict[str, Any]:
    """Nothing yet."""
    return {}
