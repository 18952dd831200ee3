"""What one fills in about payments."""

import uuid
from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cadres.choices import Body, Post
from cadres.models import Allowance, Meeting, Person
from cadres.selectors.posts import in_office
from funding.choices import AllocationState, GrantPurpose, LineState
from funding.forms.money import YuanField
from funding.models import AllocationLine, Grant, Payment
from funding.selectors.decisions import meetings_of
from funding.selectors.payments import county_federation, unions_of_townships
from townships.models import Union


def day_field(label: Any) -> forms.DateField:
    """A day, with the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget)


def note_field(*, required: bool = False) -> forms.CharField:
    """Words for the log of approvals."""
    label = gettext_lazy("reason") if required else gettext_lazy("note")
    return forms.CharField(label=label, max_length=200, required=required)


class SourceForm(forms.Form):
    """What a payment draws on, how much, and what for."""

    SOURCES: ClassVar[dict[str, Any]] = {
        "line": AllocationLine,
        "grant": Grant,
        "allowance": Allowance,
    }

    line = forms.ModelChoiceField(
        label=gettext_lazy("line of the allocation"),
        queryset=AllocationLine.objects.none(),
        required=False,
    )
    grant = forms.ModelChoiceField(
        label=gettext_lazy("earmarked grant"), queryset=Grant.objects.none(), required=False
    )
    allowance = forms.ModelChoiceField(
        label=gettext_lazy("allowance"), queryset=Allowance.objects.none(), required=False
    )
    months = forms.IntegerField(
        label=gettext_lazy("months"),
        min_value=1,
        max_value=120,
        required=False,
        help_text=gettext_lazy("For an allowance: how many months are paid."),
    )
    amount = YuanField(label=gettext_lazy("amount in yuan"))
    purpose = forms.ChoiceField(
        label=gettext_lazy("purpose"),
        choices=[("", "---------"), *GrantPurpose.choices],
        required=False,
        help_text=gettext_lazy("Left empty: the purpose of the grant, or work funds."),
    )
    purpose_text = forms.CharField(
        label=gettext_lazy("purpose in words"), max_length=200, required=False
    )
    payee = forms.CharField(
        label=gettext_lazy("paid to"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Only where the money does not go to the union itself."),
    )
    note = note_field()
    submission = forms.UUIDField(widget=forms.HiddenInput, required=False)
    record_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, county_code: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["line"].queryset = _lines(county_code)
        fields["grant"].queryset = Grant.objects.in_county(county_code).filter(closed_on=None)
        fields["allowance"].queryset = _allowances(county_code)
        for name in ("line", "grant", "allowance"):
            if not fields[name].queryset.exists():
                del self.fields[name]
        if "allowance" not in self.fields:
            del self.fields["months"]

    @staticmethod
    def first(payment: Payment | None = None) -> dict[str, Any]:
        """What the fields show: a stored draft, or an empty form with its mark."""
        if payment is None:
            return {"submission": uuid.uuid4()}
        names = ("line_id", "grant_id", "allowance_id", "months", "amount", "purpose")
        values = {n.removesuffix("_id"): getattr(payment, n) for n in names}
        more = {n: getattr(payment, n) for n in ("purpose_text", "payee", "note")}
        return {**values, **more, "record_version": payment.version}

    def clean(self) -> dict[str, Any]:
        """A source that says which union is paid."""
        cleaned = super().clean() or {}
        if not self.errors and self.recipient() is None:
            text = _("Choose what the payment draws on: an allocation, a grant or an allowance.")
            if cleaned.get("line"):
                text = _("The township has no union on record. Record it first.")
            raise forms.ValidationError(text)
        return cleaned

    def recipient(self) -> Union | None:
        """The union that the source is for."""
        values = self.cleaned_data
        if values.get("grant"):
            return values["grant"].recipient  # type: ignore[no-any-return]
        if values.get("allowance"):
            return values["allowance"].appointment.union  # type: ignore[no-any-return]
        if line := values.get("line"):
            return unions_of_townships(line.county_code, [line.township_id]).get(line.township_id)
        return None

    def fill(self, payment: Payment) -> Payment:
        """Put the answers into a payment, not saved."""
        values = self.cleaned_data
        union = self.recipient()
        assert union is not None  # noqa: S101 - clean() has seen to it
        payment.recipient = union
        for name in ("line", "grant", "allowance", "months", "amount"):
            setattr(payment, name, values.get(name))
        for name in ("payee", "note"):
            setattr(payment, name, values[name].strip())
        payment.purpose, payment.purpose_text = self._purpose()
        if payment.pk is None:
            payment.submission = values["submission"]
        return payment

    def _purpose(self) -> tuple[str, str]:
        """What was chosen, else what the source is for."""
        values = self.cleaned_data
        text = values["purpose_text"].strip()
        if values["purpose"]:
            return values["purpose"], text
        if grant := values.get("grant"):
            return grant.purpose, text or grant.purpose_text
        return (GrantPurpose.ALLOWANCE if values.get("allowance") else GrantPurpose.WORK), text


def _lines(county_code: str) -> Any:
    rows = AllocationLine.objects.in_county(county_code).filter(
        state=LineState.CALCULATED, allocation__state=AllocationState.APPROVED, amount__gt=0
    )
    return rows.select_related("allocation", "township")


def _allowances(county_code: str) -> Any:
    rows = Allowance.objects.in_county(county_code)
    return rows.select_related("appointment__union", "appointment__person")


class StepForm(forms.Form):
    """A step that needs no more than words."""

    record_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    note = note_field()

    def __init__(self, payment: Payment, *args: Any, **kwargs: Any) -> None:
        self.payment = payment
        kwargs.setdefault("initial", {"record_version": payment.version, **self.first()})
        super().__init__(*args, **kwargs)

    def first(self) -> dict[str, Any]:
        """What further fields show at first."""
        return {}

    def given(self) -> dict[str, Any]:
        """The answers by the names that the service knows."""
        return {n: v for n, v in self.cleaned_data.items() if n != "record_version"}


class ReasonForm(StepForm):
    """A step that has to be explained."""

    note = note_field(required=True)


class ApproveForm(StepForm):
    """The approval: the meeting behind it and who signed."""

    meeting = forms.ModelChoiceField(
        label=gettext_lazy("meeting that decided"),
        queryset=Meeting.objects.none(),
        required=False,
        help_text=gettext_lazy("For major payments; record the meeting first."),
    )
    signed_by = forms.ModelChoiceField(
        label=gettext_lazy("approval signed by"), queryset=Person.objects.none(), required=False
    )
    field_order = ("meeting", "signed_by", "note")

    def __init__(self, payment: Payment, *args: Any, **kwargs: Any) -> None:
        super().__init__(payment, *args, **kwargs)
        payer = county_federation(payment.county_code)
        fields: dict[str, Any] = self.fields
        fields["meeting"].queryset = _meetings(payment)
        fields["signed_by"].queryset = _signers(payment, payer)
        for name in ("meeting", "signed_by"):
            if payment.is_reversal or not fields[name].queryset.exists():
                del self.fields[name]

    def first(self) -> dict[str, Any]:
        return {"meeting": self.payment.meeting_id, "signed_by": self.payment.signed_by_id}


def _meetings(payment: Payment) -> Any:
    also = () if payment.grant_id is None else (payment.recipient_id,)
    return meetings_of(payment.county_code, also)


def _signers(payment: Payment, payer: Union | None) -> Any:
    """Chair and vice-chairs of the federation that pays, in office today."""
    held = in_office(payment.county_code, timezone.localdate()).filter(
        Q(post=Post.CHAIR) | Q(post=Post.VICE_CHAIR),
        union_id=payer.pk if payer else 0,
        body=Body.COMMITTEE,
    )
    return Person.objects.in_county(payment.county_code).filter(pk__in=held.values("person_id"))


class PayForm(StepForm):
    """When the money left the account, under which voucher."""

    paid_on = day_field(gettext_lazy("paid on"))
    voucher = forms.CharField(label=gettext_lazy("voucher number"), max_length=50)
    field_order = ("paid_on", "voucher", "note")

    def first(self) -> dict[str, Any]:
        return {"paid_on": timezone.localdate()}


class ReceiptForm(StepForm):
    """When the money arrived."""

    received_on = day_field(gettext_lazy("received on"))
    field_order = ("received_on", "note")

    def first(self) -> dict[str, Any]:
        return {"received_on": timezone.localdate()}


class ReverseForm(ReasonForm):
    """How much is taken back, and why."""

    amount = YuanField(label=gettext_lazy("amount in yuan"))
    submission = forms.UUIDField(widget=forms.HiddenInput, required=False)
    field_order = ("amount", "note")

    def first(self) -> dict[str, Any]:
        return {"amount": self.payment.amount, "submission": uuid.uuid4()}
