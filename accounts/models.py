"""Users and their assignments."""

from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.permissions import role_allows
from accounts.scope import EVERYWHERE, Scope, scope_of
from accounts.wording import in_words


class User(AbstractUser):
    """Somebody who signs in. What he may do and where comes from his assignments."""

    display_name = models.CharField(_("personal name"), max_length=50, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    is_demo = models.BooleanField(_("demo account"), default=False, editable=False)

    # how the change log shows what it keeps of an account as codes
    history_masks: ClassVar[dict[str, Any]] = dict.fromkeys(
        ("assignments", "password", "lock"), in_words
    )

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.display_name or self.username

    @cached_property
    def active_assignments(self) -> list["Assignment"]:
        """Assignments with their divisions, read once per request."""
        if not self.is_active or self.pk is None:
            return []
        return list(self.assignments.select_related("division").order_by("pk"))

    @cached_property
    def _scopes(self) -> dict[Any, Scope]:
        return {}

    @property
    def scope(self) -> Scope:
        """Everything the user may see in any of his roles."""
        return self.scope_for(None)

    def scope_for(self, permission: str | None) -> Scope:
        """The places in which the user holds `permission`; None means any role."""
        if permission not in self._scopes:
            self._scopes[permission] = self._find_scope(permission)
        return self._scopes[permission]

    def _find_scope(self, permission: str | None) -> Scope:
        if self.is_active and self.is_superuser and permission != "members.reveal_id":
            return EVERYWHERE
        places = [
            a.division
            for a in self.active_assignments
            if permission is None or role_allows(a.role, permission)
        ]
        # most permissions hold in the same places: look the places up once, not once for each
        keys = tuple(place.pk if place else None for place in places)
        if keys not in self._scopes:
            self._scopes[keys] = scope_of(places)
        return self._scopes[keys]

    def has_role(self, *roles: Role) -> bool:
        """Whether one of the assignments carries one of the roles."""
        return any(a.role in roles for a in self.active_assignments)


class Assignment(models.Model):
    """A role in a place. Empty division: the whole country."""

    user = models.ForeignKey(
        User, verbose_name=_("user"), on_delete=models.CASCADE, related_name="assignments"
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    division = models.ForeignKey(
        "townships.Division",
        verbose_name=_("place"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Leave empty for the whole country (system administrators only)."),
    )

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "division"],
                name="accounts_assignment_once",
                violation_error_message=_("The account has this role in this place already."),
            ),
            models.CheckConstraint(
                condition=models.Q(division__isnull=False) | models.Q(role=Role.SYSTEM_ADMIN),
                name="accounts_assignment_place",
                violation_error_message=_("Please choose the place."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.division.name if self.division else _('China')}"


class Installation(models.Model):
    """What kind of database this is: one row, written once by `bootstrap`."""

    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(_("demo data")) if self.is_demo else str(_("live data"))
