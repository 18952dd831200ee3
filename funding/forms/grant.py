"""The form of an earmarked grant."""

from typing import Any

from townships.forms import ReasonedForm


class GrantForm(ReasonedForm):
    """The case of a project is a few lines, not a page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "project_case" in self.fields:
            self.fields["project_case"].widget.attrs["rows"] = 3
