"""The stop-watch of a run."""

from __future__ import annotations

import gc
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass
class Timings:
    """Seconds of every round, and numbers, by the name of what was done."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    notes: list[str] = field(default_factory=list)

    def measure(self, name: str, do: Callable[..., T], *given: Any, repeat: int = 1) -> T:
        """Do something and note how long it took (wall clock, mean of `repeat` times)."""
        gc.collect()
        start = time.perf_counter()
        for _ in range(repeat - 1):
            do(*given)
        result = do(*given)
        self.seconds[name].append((time.perf_counter() - start) / repeat)
        return result

    def count(self, name: str, number: float) -> None:
        """Note a number."""
        self.seconds[name].append(number)
