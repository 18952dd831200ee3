"""Stand-in until the admin of posts is there."""

from django.contrib import admin

from cadres.models import Appointment
from unionreg.admin_base import RegistryAdmin


@admin.register(Appointment)
class AppointmentAdmin(RegistryAdmin):
    search_fields = ("person__name",)
    ordering = ("pk",)
