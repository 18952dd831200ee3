"""Who has to know when the chair of a union begins or ends.

This app knows none of them. Each registers a `HeadHandler` when it starts.
"""

from datetime import date
from typing import Any, Protocol

from cadres.models import Appointment
from townships.models import Union


class HeadHandler(Protocol):
    """Something that follows from a change of chair, for example a seat to be filled."""

    def head_changed(
        self,
        *,
        union: Union,
        former: Appointment | None,
        current: Appointment | None,
        on: date,
        user: Any,
    ) -> None:
        """The chair of the union's committee ended (`former`) or began (`current`) on a day.

        Called in the transaction of the change, after it is written. `on` is the last day of the
        former or the first day of the current chair; one of the two is None.
        """


_registered: list[HeadHandler] = []


def register(handler: HeadHandler) -> None:
    """Have `handler` told. Called once by an app when it starts."""
    if handler not in _registered:
        _registered.append(handler)


def tell(
    *,
    union: Union,
    former: Appointment | None = None,
    current: Appointment | None = None,
    on: date,
    user: Any,
) -> None:
    """Tell everybody registered."""
    for handler in _registered:
        handler.head_changed(union=union, former=former, current=current, on=on, user=user)
