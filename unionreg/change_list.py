"""The list of an admin, as all of ours begin with it."""

from typing import Any

from django.contrib.admin.views.main import ChangeList


class RegistryList(ChangeList):
    """Rows lead to their form, which leads back to the list as it is filtered."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Django would resolve the address of every row to find out that the filters belong there.
        self._kept, self.preserved_filters = self.preserved_filters, ""

    def url_for_result(self, result: Any) -> str:
        """Address of the form of a row, with the filters."""
        address = str(super().url_for_result(result))
        return f"{address}?{self._kept}" if self._kept else address
