"""Who has to know when another union leads a union, or covers an employer, since a day.

This app knows none of them. Each registers a `LeaderHandler` when it starts.
"""

from collections.abc import Collection
from datetime import date
from typing import Any, Protocol


class LeaderHandler(Protocol):
    """Something that follows from who leads and covers, for example where a levy counts."""

    def leader_changed(
        self,
        *,
        county_code: str,
        union_ids: Collection[int],
        employer_ids: Collection[int],
        on: date,
        user: Any,
    ) -> None:
        """The unions have another superior, the employers another union, since the day `on`.

        Called in the transaction of the change, after it is written; `on` may lie in the past.
        """


_registered: list[LeaderHandler] = []


def register(handler: LeaderHandler) -> None:
    """Have `handler` told. Called once by an app when it starts."""
    if handler not in _registered:
        _registered.append(handler)


def tell(
    *,
    county_code: str,
    on: date,
    user: Any,
    union_ids: Collection[int] = (),
    employer_ids: Collection[int] = (),
) -> None:
    """Tell everybody registered."""
    for handler in _registered:
        handler.leader_changed(
            county_code=county_code,
            union_ids=union_ids,
            employer_ids=employer_ids,
            on=on,
            user=user,
        )
