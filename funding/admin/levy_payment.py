"""Payments of levies in the admin: recorded and taken back, never edited."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funding.admin.levy import CollectingFilter
from funding.forms.levy import ReversalForm
from funding.forms.money import AMOUNTS
from funding.models import LevyPayment
from funding.resources.levy import LevyPaymentResource
from funding.services.levy_payments import record_payment, reverse_payment
from townships.admin.base import OrganisationAdmin
from townships.problems import Saved
from unionreg import ui
from unionreg.county import Conflict
from unionreg.refusals import add_errors, show_conflict


@admin.register(LevyPayment)
class LevyPaymentAdmin(OrganisationAdmin):
    """What units paid. A mistake is taken back and recorded anew."""

    resource_class = LevyPaymentResource
    formfield_overrides = AMOUNTS
    import_kind = "levy_payments"
    change_form_template = "admin/funding/levypayment/change_form.html"
    list_display = (
        *("employer", "period", "kind", "amount", "paid_on", "channel", "reference"),
        *("collecting_township", "standing"),
    )
    list_filter = ("year", "kind", "channel", CollectingFilter)
    list_select_related = ("employer", "collecting_township")
    ordering = ("-paid_on", "-pk")
    search_fields = ("employer__name", "reference")
    search_columns = ("employer__name", "employer__pinyin", "employer__credit_code", "reference")
    search_help_text = gettext_lazy("Name or credit code of the employer, or voucher number")
    autocomplete_fields = ("employer",)
    linked_lookups = ("employer__id__exact", "year__exact")
    fieldsets = (
        (
            None,
            {
                "fields": [
                    ("employer", "kind"),
                    ("year", "month"),
                    ("amount", "paid_on"),
                    ("channel", "reference"),
                    "collecting_township",
                ]
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With whether each was taken back."""
        rows: QuerySet[Any] = super().get_queryset(request)
        taken = LevyPayment.objects.filter(
            county_code=OuterRef("county_code"), reverses_id=OuterRef("pk")
        )
        with_state: QuerySet[Any] = rows.annotate(taken_back=Exists(taken))
        return with_state

    @admin.display(description=gettext_lazy("month"), ordering="year")
    def period(self, payment: LevyPayment) -> str:
        """The month like 2026-03."""
        return payment.period

    @admin.display(description=gettext_lazy("state"))
    def standing(self, payment: Any) -> SafeString:
        """Whether it counts."""
        if payment.reverses_id is not None:
            return ui.badge("info", _("takes a payment back"))
        if payment.taken_back:
            return ui.badge("plain", _("taken back"))
        return ui.badge("ok", _("counts"))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A payment is never edited."""
        return False

    def save(
        self, request: HttpRequest, obj: Any, form: Any, expected_version: int | None
    ) -> Saved[Any]:
        return record_payment(payment=obj, user=request.user)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        """With the link to take the payment back."""
        payment = kwargs.get("obj")
        context["may_reverse"] = payment is not None and self._may_reverse(request, payment)
        return super().render_change_form(request, context, *args, **kwargs)

    # --- taking back ----------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        """The page beside the form."""
        view = self.admin_site.admin_view(self.reverse_view)
        name = "funding_levypayment_reverse"
        return [path("<path:object_id>/reverse/", view, name=name), *super().get_urls()]

    def _may_reverse(self, request: HttpRequest, payment: Any) -> bool:
        counts = payment.reverses_id is None and not payment.taken_back
        return counts and request.user.has_perm(self.permission("add"), payment)

    def reverse_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask for day, voucher and reason; 404 outside and for what does not count any more."""
        payment = self.get_object(request, object_id)
        if payment is None or not self._may_reverse(request, payment):
            raise Http404
        posted = request.POST if request.method == "POST" else None
        form = ReversalForm(posted, initial={"record_version": payment.version})
        if request.method == "POST" and form.is_valid():
            saved = _reversed(payment, form, request.user)
            if saved is not None:
                text = _("%(payment)s was taken back. Both records stay.")
                messages.success(request, text % {"payment": payment})
                return redirect("admin:funding_levypayment_change", saved.record.pk)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": payment,
            "title": _("Take the payment back"),
            "form": form,
            "adminform": {"form": form},
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/funding/levypayment/reverse.html", context)


def _reversed(payment: Any, form: ReversalForm, user: Any) -> Saved[LevyPayment] | None:
    """Take it back; None when the service refused, which the form then says."""
    values = dict(form.cleaned_data)
    version = values.pop("record_version")
    try:
        return reverse_payment(payment=payment, user=user, expected_version=version, **values)
    except Conflict as conflict:
        show_conflict(form, conflict, version)
    except ValidationError as refusal:
        add_errors(form, refusal)
    return None
