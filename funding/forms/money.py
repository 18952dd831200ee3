"""The one field in which people write amounts of money."""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from funding.exact import plain_amount
from funding.fields import DIGITS

TOO_MANY = _("Too many digits: at most 14 before the point and two after it. Check the amount.")


class YuanField(forms.DecimalField):
    """An amount in yuan; more than two decimals are refused and never rounded."""

    def __init__(self, **options: Any) -> None:
        options |= {"max_digits": DIGITS, "decimal_places": 2}
        options["widget"] = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(**options)
        self.error_messages |= {
            "invalid": _("Write an amount in yuan like 1234.50."),
            "min_value": _("The amount has to be %(limit_value)s yuan or more. Correct it."),
            "max_digits": TOO_MANY,
            "max_whole_digits": TOO_MANY,
            "max_decimal_places": _(
                "More than two decimals. Write it to the fen; nothing is rounded."
            ),
        }

    def to_python(self, value: Any) -> Any:
        """The amount; what is no number is refused with an example."""
        return super().to_python(plain_amount(value) if isinstance(value, str) else value)


# For the forms of the admin: every decimal column of these records is an amount.
AMOUNTS: dict[Any, Any] = {models.DecimalField: {"form_class": YuanField}}
