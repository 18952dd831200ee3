"""Forms of the work log."""

from typing import Any

from townships.forms import ReasonedForm


class WorkForm(ReasonedForm):
    """An entry of the work log; its text is short, so that what follows is not overlooked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "text" in self.fields:
            self.fields["text"].widget.attrs["rows"] = 4
