"""Forms with which accounts are managed."""

from typing import Any

from django import forms
from django.contrib.auth.forms import SetPasswordMixin, UsernameField
from django.contrib.auth.password_validation import password_validators_help_texts
from django.forms.models import BaseInlineFormSet
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.granting import Grant, check_grants
from accounts.models import Assignment, User
from accounts.services import fingerprint

_OVERTAKEN = _(
    "Not saved: somebody else has just changed this account too. "
    "Look at its history; saving again replaces those values by yours."
)
_FIELDS = ("username", "display_name", "phone", "is_active")


def _password_rules() -> str:
    return gettext("; ").join(password_validators_help_texts())


def _password_fields() -> tuple[forms.CharField, forms.CharField]:
    first, second = SetPasswordMixin.create_password_fields(_("Password"), _("Password again"))
    first.help_text = lazy(_password_rules, str)()
    second.help_text = ""
    return first, second


class UserForm(forms.ModelForm[User]):
    """An account: who it is. What it may do stands below, role by role.

    `seen` is the state of the account when the form was opened: two administrators do not overwrite
    each other.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = User
        fields = _FIELDS
        field_classes = {"username": UsernameField}
        help_texts = {
            "username": _("Letters, digits and @ . + - _"),
            "is_active": _("Take the tick away to close the account; its history stays."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "display_name" in self.fields:
            self.fields["display_name"].required = True
        if self.instance.pk:
            self.fields["seen"].initial = fingerprint(self.instance)

    def clean(self) -> dict[str, Any] | None:
        """Refuse what somebody else has overtaken; the next save starts from the present state."""
        cleaned = super().clean()
        seen = self.cleaned_data.get("seen")
        if self.instance.pk and seen and seen != self.fields["seen"].initial:
            self.add_error(None, _OVERTAKEN)
            data: Any = self.data.copy()  # type: ignore[attr-defined]
            data[self.add_prefix("seen")] = self.fields["seen"].initial
            self.data = data
        return cleaned


class NewUserForm(SetPasswordMixin, UserForm):  # type: ignore[type-arg]
    """A new account with its first password."""

    password1, password2 = _password_fields()

    def clean(self) -> dict[str, Any] | None:
        """Both passwords are the same."""
        self.validate_passwords()
        return super().clean()

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        self.validate_password_for_user(self.instance)

    def save(self, commit: bool = True) -> User:
        """The account with its password, unsaved: the service saves it."""
        user = super().save(commit=False)
        user.set_password(self.cleaned_data["password1"])
        return user


class PasswordForm(SetPasswordMixin, forms.Form):  # type: ignore[type-arg]
    """A new password for somebody else's account."""

    password1, password2 = _password_fields()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any] | None:
        """Both are the same and good enough."""
        self.validate_passwords()
        self.validate_password_for_user(self.user)
        return super().clean()


class UnlockForm(forms.Form):
    """Nothing to fill in: the button is the question."""


class AssignmentForm(forms.ModelForm[Assignment]):
    """One role in one place."""

    def clean(self) -> dict[str, Any] | None:
        """Say at the field that the place is missing, not above the form what rule was broken."""
        cleaned = super().clean() or self.cleaned_data
        needs_place = cleaned.get("role") not in (None, "", Role.SYSTEM_ADMIN)
        if needs_place and cleaned.get("division") is None and "division" not in self.errors:
            self.add_error("division", _("Please choose the place."))
        return cleaned


class AssignmentFormSet(BaseInlineFormSet[Assignment, User, Any]):
    """All roles of an account; refuses those that the signed-in administrator may not give."""

    actor: Any = None

    def add_fields(self, form: Any, index: Any) -> None:
        """Name the box that takes a role away for screen readers."""
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = _("take this role away")

    @property
    def grants(self) -> list[Grant]:
        """The roles that remain after the form."""
        rows = [form.cleaned_data for form in self.forms if hasattr(form, "cleaned_data")]
        kept = [row for row in rows if row.get("role") and not row.get("DELETE")]
        return [(row["role"], row.get("division")) for row in kept]

    def clean(self) -> None:
        """The same check as in the service, told above the table."""
        super().clean()
        if not any(self.errors):
            check_grants(self.actor, self.grants)

    def validate_unique(self) -> None:
        """Said by `check_grants`, in our words."""


__all__ = [
    "AssignmentForm",
    "AssignmentFormSet",
    "NewUserForm",
    "PasswordForm",
    "UnlockForm",
    "UserForm",
]
