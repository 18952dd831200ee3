"""What the background worker looks for beside its queue, every few seconds.

An app registers a function when it starts; it finds work that nobody asked for or whose worker was
killed, and puts it into the queue. It is called again and again, so it has to be quick.
"""

from collections.abc import Callable
from dataclasses import dataclass

Look = Callable[[], object]


@dataclass(frozen=True)
class Sweeper:
    """`every`: how many sweeps lie between two calls."""

    look: Look
    every: int = 1


_sweepers: list[Sweeper] = []


def register(look: Look, *, every: int = 1) -> None:
    """Have `look` called at every so-manieth sweep, the first among them."""
    if look not in [sweeper.look for sweeper in _sweepers]:
        _sweepers.append(Sweeper(look, every))


def due(turn: int) -> list[Look]:
    """What is to be called at this turn (counted from 0)."""
    return [sweeper.look for sweeper in _sweepers if turn % sweeper.every == 0]
