"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AttachmentsConfig(AppConfig):
    """Files that prove what is recorded: approvals, minutes, results of elections."""

    name = "attachments"
    verbose_name = _("attached documents")
