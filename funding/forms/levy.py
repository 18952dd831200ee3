"""Forms of levies and their payments."""

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from funding.choices import LevyKind
from funding.selectors.levies import ARREARS, SETTLED, UNKNOWN

STATES = (
    (ARREARS, _("in arrears")),
    (UNKNOWN, _("not recorded what is due")),
    (SETTLED, _("settled")),
)


class ReversalForm(forms.Form):
    """Taking a payment back: when, by which voucher and why."""

    paid_on = forms.DateField(
        label=_("taken back on"), widget=AdminDateWidget, initial=timezone.localdate
    )
    reference = forms.CharField(
        label=_("voucher number of the reversal"),
        max_length=50,
        help_text=_("Its own number, not that of the payment."),
    )
    reason = forms.CharField(label=_("reason"), max_length=200)
    record_version = forms.IntegerField(widget=forms.HiddenInput)


class LevyFilterForm(forms.Form):
    """What the list of arrears is narrowed to. What does not fit is left out."""

    county = forms.ChoiceField(label=_("County"), required=False)
    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int)
    township = forms.ChoiceField(label=_("Township"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("all kinds")), *LevyKind.choices]
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("all states")), *STATES]
    )
