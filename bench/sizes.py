"""How many people the workbooks hold: one number scales all of them."""

from __future__ import annotations

import os
from dataclasses import dataclass

LEAST = 25  # so that one in a hundred is somebody
TOWNSHIP_FILE = 5_000  # of the goals; 20,000 and 100,000 are its multiples


@dataclass(frozen=True)
class Sizes:
    """People in the file of a township, of a county, and of a large county."""

    small: int

    @property
    def medium(self) -> int:
        """20,000 with the default."""
        return 4 * self.small

    @property
    def large(self) -> int:
        """100,000 with the default."""
        return 20 * self.small


def sizes() -> Sizes:
    """The sizes of this run: BENCH_ROWS is the smallest."""
    return Sizes(max(LEAST, int(os.environ.get("BENCH_ROWS") or TOWNSHIP_FILE)))


# 长沙市: its county-level divisions; their townships are those of the shipped list.
CITY = "4301"
COUNTIES_OF_CITY = (
    *("430102", "430103", "430104", "430105", "430111", "430112", "430121", "430181", "430182"),
)


def city_rows() -> int:
    """People of the whole city: those of 长沙, by its documents."""
    return int(os.environ.get("BENCH_CITY_ROWS") or 1_760_000)


def city_file() -> int:
    """The file of 100,000 that the city stands beside; not more than a county of it."""
    return min(20 * TOWNSHIP_FILE, city_rows() // len(COUNTIES_OF_CITY))
