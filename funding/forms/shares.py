"""The form above the shares in force."""

from decimal import Decimal

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.utils.translation import gettext_lazy as _

from funding.forms.money import YuanField


class SharesForm(forms.Form):
    """For which day, and which amount to share out."""

    place = forms.CharField(required=False, widget=forms.HiddenInput)
    day = forms.DateField(label=_("on the day"), required=False, widget=AdminDateWidget)
    amount = YuanField(label=_("amount to share out (yuan)"), required=False, min_value=Decimal(0))
