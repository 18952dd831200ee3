"""Accounts in the admin: managed by system administrators, each inside his own places."""

from typing import Any

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from accounts.admin_forms import (
    AssignmentForm,
    AssignmentFormSet,
    NewUserForm,
    PasswordForm,
    UnlockForm,
    UserForm,
)
from accounts.choices import Role
from accounts.granting import manageable, may_change
from accounts.models import Assignment, User
from accounts.services import save_account, set_password, unlock
from accounts.trail import trail_of
from unionreg import ui
from unionreg.admin_base import ScopedAdmin, without_fields
from unionreg.admin_inlines import FewRowsInline


def manages(request: HttpRequest, user: User) -> bool:
    """`may_change`, asked once in a request: the stock admin asks for every part of its page."""
    known: dict[int, bool] = request.__dict__.setdefault("manages_accounts", {})
    if user.pk not in known:
        known[user.pk] = may_change(request.user, user)
    return known[user.pk]


class AssignmentInline(FewRowsInline):
    """Roles with their places. The formset says what may not be given."""

    model = Assignment
    form = AssignmentForm
    formset = AssignmentFormSet
    fields = ("role", "division")
    autocomplete_fields = ("division",)
    min_num = 1
    verbose_name_plural = gettext_lazy("roles and places")

    def _manages(self, request: HttpRequest, user: Any) -> bool:
        actor: Any = request.user
        if user is None:
            return bool(actor.has_perm("accounts.add_user"))
        return manages(request, user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """With the account."""
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who manages the account."""
        return self._manages(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who manages the account."""
        return self._manages(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Taking a role away is no deletion of records: the history keeps it."""
        return self._manages(request, obj)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Knows who is signed in."""
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.actor = request.user
        return formset

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """No pop-up windows."""
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "division":
            field.widget = field.widget.widget
            field.label_from_instance = lambda division: division.full_label
        return field


class RoleFilter(admin.SimpleListFilter):
    """Accounts with a role."""

    title = gettext_lazy("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return Role.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.value():
            return queryset
        return queryset.filter(
            Exists(Assignment.objects.filter(user_id=OuterRef("pk"), role=self.value()))
        )


@admin.register(User)
class UserAdmin(ScopedAdmin):
    """Accounts whose every role lies inside the places of the signed-in system administrator."""

    form = UserForm
    list_display = ("personal_name", "user_name", "roles", "state", "last_seen")
    list_display_links = ("personal_name",)
    list_filter = (RoleFilter, "is_active")
    list_per_page = 50
    ordering = ("username",)
    search_fields = ("username", "display_name", "phone")
    search_help_text = gettext_lazy("User name, name or phone")
    inlines = (AssignmentInline,)
    fieldsets = (
        (None, {"fields": [("display_name", "username"), ("phone", "is_active"), "seen"]}),
    )
    read_fieldsets = ((None, {"fields": [("display_name", "user_name"), ("phone", "is_active")]}),)
    add_fieldsets = (
        (
            None,
            {
                "fields": [
                    ("display_name", "username"),
                    ("phone", "is_active"),
                    ("password1", "password2"),
                ]
            },
        ),
    )

    # --- who and where --------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The accounts that the user manages."""
        rows = super().get_queryset(request).filter(pk__in=manageable(request.user))
        return rows.prefetch_related("assignments__division")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """System administrators."""
        return request.user.has_perm("accounts.view_user")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Accounts that the user manages, and never his own."""
        if not request.user.has_perm("accounts.change_user"):
            return False
        return obj is None or manages(request, obj)

    # --- columns ----------------------------------------------------------------------------------

    @admin.display(description=gettext_lazy("personal name"), ordering="display_name")
    def personal_name(self, user: User) -> str:
        """The name, or the user name where there is none."""
        return str(user)

    @admin.display(description=gettext_lazy("user name"), ordering="username")
    def user_name(self, user: User) -> SafeString:
        """What the person types to sign in; no word of any language."""
        return format_html('<span translate="no">{}</span>', user.username)

    @admin.display(description=gettext_lazy("roles and places"))
    def roles(self, user: User) -> str:
        """Every role with its place."""
        return ", ".join(str(assignment) for assignment in user.assignments.all()) or ui.NOTHING

    @admin.display(description=gettext_lazy("user account"), ordering="is_active")
    def state(self, user: User) -> SafeString:
        """Open or closed."""
        if user.is_active:
            return ui.badge("ok", gettext_lazy("open account"))
        return ui.badge("plain", gettext_lazy("closed account"))

    @admin.display(description=gettext_lazy("last sign-in"), ordering="last_login")
    def last_seen(self, user: User) -> Any:
        """When."""
        return user.last_login

    # --- form -------------------------------------------------------------------------------------

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new account gets its first password; a page for reading needs nothing hidden."""
        if obj is None:
            return self.add_fieldsets
        if self.has_change_permission(request, obj):
            return without_fields(self.fieldsets, set())
        return self.read_fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """For reading, the user name comes marked as a word of no language."""
        return () if obj is None or self.has_change_permission(request, obj) else ("user_name",)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """The form with passwords for a new account."""
        if obj is None:
            kwargs["form"] = NewUserForm
            kwargs["fields"] = NewUserForm.Meta.fields
        return super().get_form(request, obj, change=change, **kwargs)

    @method_decorator(sensitive_post_parameters("password1", "password2"))
    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> Any:
        """The form; accounts do not exist for others; error reports leave passwords out."""
        if object_id is not None and not self.has_view_permission(request):
            raise Http404
        return super().changeform_view(request, object_id, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Saved with the roles, by the service."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Account and roles together."""
        (assignments,) = formsets
        save_account(user=form.instance, grants=assignments.grants, actor=request.user)

    def construct_change_message(self, *args: Any, **kwargs: Any) -> list[Any]:
        """The service has written the history."""
        return []

    def changes_of(self, request: HttpRequest, instance: Any) -> QuerySet[Any]:
        """In the places where the changes of accounts are kept."""
        return trail_of(instance, request.user)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        """Which pages are offered."""
        user = kwargs.get("obj")
        if user is not None:
            context["may_manage"] = self.has_change_permission(request, user)
            context["is_locked"] = is_locked(user)
            context["state_badge"] = self.state(user)
        return super().render_change_form(request, context, *args, **kwargs)

    # --- pages below an account -------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        """Password and lock."""
        wrap = self.admin_site.admin_view
        return [
            path(
                "<path:object_id>/password/",
                wrap(self.password_view),
                name="accounts_user_password",
            ),
            path("<path:object_id>/unlock/", wrap(self.unlock_view), name="accounts_user_unlock"),
            *super().get_urls(),
        ]

    @method_decorator(sensitive_post_parameters("password1", "password2"))
    def password_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """A new password; 404 outside."""
        user = self._managed(request, object_id)
        form = PasswordForm(request.POST if request.method == "POST" else None, user=user)
        if request.method == "POST" and form.is_valid():
            set_password(user=user, password=form.cleaned_data["password1"], actor=request.user)
            text = _("%(name)s has a new password. Tell it in person, not by mail.")
            messages.success(request, text % {"name": user})
            return redirect("admin:accounts_user_change", user.pk)
        return self._page(request, user, form, _("New password"), _("Set the new password"))

    def unlock_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Lift the lock after wrong passwords; 404 outside."""
        user = self._managed(request, object_id)
        if request.method == "POST":
            unlock(user=user, actor=request.user)
            messages.success(request, _("%(name)s can sign in again.") % {"name": user})
            return redirect("admin:accounts_user_change", user.pk)
        return self._page(request, user, UnlockForm(), _("Lift the lock"), _("Lift the lock"))

    def _managed(self, request: HttpRequest, object_id: str) -> User:
        user: User | None = self.get_object(request, object_id)
        if user is None or not self.has_change_permission(request, user):
            raise Http404
        return user

    def _page(
        self, request: HttpRequest, user: User, form: Any, title: str, button: str
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": user,
            "title": title,
            "button": button,
            "form": form,
            "adminform": {"form": form},
            "media": self.media + form.media,
            "is_lock": isinstance(form, UnlockForm),
        }
        return TemplateResponse(request, "admin/accounts/user/task.html", context)


def is_locked(user: User) -> bool:
    """Whether wrong passwords keep the account out at the moment, from wherever they came."""
    attempts = AccessAttempt.objects.filter(
        username=user.username,
        failures_since_start__gte=settings.AXES_FAILURE_LIMIT,
        attempt_time__gte=timezone.now() - get_cool_off(),
    )
    return bool(attempts.exists())
