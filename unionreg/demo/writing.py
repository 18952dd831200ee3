"""How demo records get into the history."""

from typing import Any

from history.services import record_many

REASON = "演示数据"


def log(rows: list[Any], before: dict[str, Any] | None = None) -> None:
    """Write the making of records into their history, or the change of one from `before`."""
    record_many(changes=[(row, before) for row in rows], user=None, reason=REASON)
