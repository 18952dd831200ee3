"""The admin site."""

from django.contrib import admin


class UnionregAdminSite(admin.AdminSite):
    """Admin site of unionreg."""
