"""What clerks fill in about accounts and entries, in plain words."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from federations.forms import day_field, key_field, with_empty
from funding import chart
from funding.choices import BookMode
from funding.forms.money import YuanField
from funding.models import AccountTerm
from funding.services.accounts import CENTRES, Bank
from funding.services.journal import Posting
from townships.choices import OPEN_STATUSES
from townships.models import Union

RECEIVED, PAID, OTHER = "received", "paid", "other"
DIRECTIONS = (
    (RECEIVED, gettext_lazy("money received")),
    (PAID, gettext_lazy("money paid")),
    (OTHER, gettext_lazy("between two other accounts")),
)


class EntryForm(forms.Form):
    """One entry: received or paid, for what, from or into which account."""

    direction = forms.ChoiceField(
        label=gettext_lazy("received or paid"), choices=DIRECTIONS, initial=PAID
    )
    on = day_field(gettext_lazy("date"))
    account = forms.ChoiceField(label=gettext_lazy("what for (account)"))
    money = forms.ChoiceField(
        label=gettext_lazy("money account"),
        help_text=gettext_lazy("For an entry without money the account that gives"),
    )
    amount = YuanField(label=gettext_lazy("amount (yuan)"))
    text = forms.CharField(label=gettext_lazy("text (entry)"), max_length=200)
    document_no = forms.CharField(
        label=gettext_lazy("document number (entry)"), max_length=50, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["account"].choices = [("", "---------"), *_grouped()]
        fields["money"].choices = [(k, chart.name_of(k)) for k in chart.money()] + _others()
        fields["money"].initial = "bank"
        fields["on"].initial = timezone.localdate

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        chosen = values.get("direction"), values.get("money")
        if chosen[0] in (RECEIVED, PAID) and chosen[1] and chosen[1] not in chart.money():
            text = _("Choose cash or bank: money was %(what)s.")
            what = _("received") if chosen[0] == RECEIVED else _("paid")
            self.add_error("money", text % {"what": what})
        return values

    def lines(self) -> list[Posting]:
        """The entry as debit and credit."""
        values = self.cleaned_data
        account, money, amount = values["account"], values["money"], values["amount"]
        if values["direction"] == RECEIVED:
            return [Posting(money, account, amount)]
        return [Posting(account, money, amount)]


def _grouped() -> list[tuple[str, Any]]:
    return [(str(kind.label), chart.choices([kind])) for kind in chart.AccountClass]


def _others() -> list[tuple[str, str]]:
    money = set(chart.money())
    return [(key, name) for key, name in chart.choices() if key not in money]


class ReverseForm(forms.Form):
    """Take an entry back."""

    entry = key_field()
    on = day_field(gettext_lazy("date"))
    text = forms.CharField(label=gettext_lazy("why"), max_length=200)


class CloseForm(forms.Form):
    """The year to close."""

    year = forms.IntegerField(label=gettext_lazy("year"), min_value=2000, max_value=9998)


class AccountForm(forms.Form):
    """How the account of a union is kept from a day on."""

    mode = forms.ChoiceField(
        label=gettext_lazy("how it is kept"), choices=with_empty(BookMode.choices)
    )
    custodian = forms.ModelChoiceField(
        label=gettext_lazy("kept by"),
        queryset=Union.objects.none(),
        required=False,
        help_text=gettext_lazy("For custody and centre only"),
    )
    valid_from = day_field(gettext_lazy("from"))
    bank_name = forms.CharField(label=gettext_lazy("bank"), max_length=100, required=False)
    account_no = forms.RegexField(
        r"^[0-9A-Za-z -]*$",
        label=gettext_lazy("account number"),
        max_length=40,
        required=False,
        error_messages={"invalid": gettext_lazy("Digits and letters only.")},
    )
    account_owner = forms.CharField(
        label=gettext_lazy("owner of the account"), max_length=100, required=False
    )
    account_user = forms.CharField(
        label=gettext_lazy("who uses the money"), max_length=100, required=False
    )
    reimbursed = forms.BooleanField(
        label=gettext_lazy("daily projects by reimbursement"), required=False
    )
    reason = forms.CharField(label=gettext_lazy("reason"), max_length=200, required=False)

    def __init__(self, union: Union, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Union.objects.in_county(union.county_code).filter(
            Q(kind__in=CENTRES), status__in=OPEN_STATUSES
        )
        field: Any = self.fields["custodian"]
        field.queryset = rows.exclude(pk=union.pk).order_by("kind", "pinyin", "name")

    def bank(self) -> Bank:
        """What is known of the bank account."""
        return bank_of(self.cleaned_data)


class BankForm(forms.Form):
    """The bank account behind the mode that holds, corrected."""

    record_version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    bank_name = forms.CharField(label=gettext_lazy("bank"), max_length=100, required=False)
    account_no = forms.RegexField(
        r"^[0-9A-Za-z -]*$",
        label=gettext_lazy("account number"),
        max_length=40,
        required=False,
        error_messages={"invalid": gettext_lazy("Digits and letters only.")},
    )
    account_owner = forms.CharField(
        label=gettext_lazy("owner of the account"), max_length=100, required=False
    )
    account_user = forms.CharField(
        label=gettext_lazy("who uses the money"), max_length=100, required=False
    )
    reimbursed = forms.BooleanField(
        label=gettext_lazy("daily projects by reimbursement"), required=False
    )

    @classmethod
    def of(cls, term: AccountTerm, data: Any = None) -> "BankForm":
        """The form with what is recorded."""
        names = ("bank_name", "account_no", "account_owner", "account_user", "reimbursed")
        initial = {name: getattr(term, name) for name in names}
        return cls(data, initial={**initial, "record_version": term.version}, auto_id="bank_%s")

    def bank(self) -> Bank:
        """What is known of the bank account."""
        return bank_of(self.cleaned_data)


def bank_of(values: dict[str, Any]) -> Bank:
    """The bank account of a filled form."""
    names = ("bank_name", "account_no", "account_owner", "account_user", "reimbursed")
    return Bank(**{name: values[name] for name in names})
