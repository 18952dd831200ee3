"""Tables inside forms."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

MOST_ROWS = 40


class FewRowsInline(admin.TabularInline[Any, Any]):
    """A table that people fill in by hand, so that a few dozen rows are all there can be.

    The browser says how many rows it sends; Django would believe it up to two thousand, and make
    and draw as many forms.
    """

    extra = 0
    max_num = MOST_ROWS

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Never more forms than rows are allowed."""
        return super().get_formset(request, obj, **{"absolute_max": MOST_ROWS, **kwargs})
