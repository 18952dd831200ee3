"""Authentication by password, authorisation by role."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from townships.models import Division


class RoleBackend(ModelBackend):
    """`has_perm` asks the roles of the user's assignments; rows are checked by their scope."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Whether the user holds `perm` anywhere, or for `obj` in the place where it lies."""
        if not user_obj.is_active or user_obj.is_anonymous:
            return False
        scope = user_obj.scope_for(perm)
        if isinstance(obj, Division):
            return bool(scope.holds(obj))
        if obj is None or not hasattr(obj, "county_code"):
            return not scope.empty
        return bool(scope.covers(obj.county_code, getattr(obj, "place_key", None)))

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Every permission of the user's roles that exists as such in the registry.

        Those held anywhere are kept with the user, as Django's backend keeps them: a page of the
        admin asks for them thirty times.
        """
        if obj is not None:
            return self._permissions(user_obj, obj)
        if not hasattr(user_obj, "_perm_cache"):
            user_obj._perm_cache = self._permissions(user_obj, None)
        return set(user_obj._perm_cache)

    def _permissions(self, user_obj: Any, obj: Any) -> set[str]:
        from accounts.permissions import ROLE_PERMISSIONS

        names = frozenset().union(*ROLE_PERMISSIONS.values())
        return {name for name in names if self.has_perm(user_obj, name, obj)}

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Whether the user may do anything at all in the app."""
        if not user_obj.is_active or user_obj.is_anonymous:
            return False
        if user_obj.is_superuser:
            return True
        prefix = f"{app_label}."
        return any(name.startswith(prefix) for name in self.get_all_permissions(user_obj))
