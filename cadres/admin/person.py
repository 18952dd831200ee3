"""Stand-in until the admin of people is there."""

from django.contrib import admin

from cadres.models import Person
from unionreg.admin_base import RegistryAdmin


@admin.register(Person)
class PersonAdmin(RegistryAdmin):
    search_fields = ("name",)
    ordering = ("pk",)
