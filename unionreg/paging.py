"""Pages of a list whose length somebody knows already."""

from typing import Any

from django.core.paginator import Paginator
from django.utils.functional import cached_property


class CountedPaginator(Paginator[Any]):
    """Pages of `size` rows of a list of `number`, so that nothing is counted again."""

    def __init__(self, rows: Any, number: int, size: int = 50) -> None:
        super().__init__(rows, size)
        self._number = number

    @cached_property
    def count(self) -> int:
        """The length that was given."""
        return self._number
