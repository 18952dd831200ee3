"""Drafts of policy that wait for the release by a second person."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dashboards.selectors.tasks import Task, Urgency
from policies.models import Provision
from policies.selectors.offices import waiting_for


def release_tasks(user: Any) -> Iterator[Task]:
    """One task for all drafts that colleagues of `user` wrote. One query."""
    count = waiting_for(user, Provision.objects.all()).count()
    if count:
        yield Task(
            Urgency.DUTY,
            "book",
            _("%(n)s provisions:") % {"n": count},
            _("drafts of colleagues wait for your release"),
            _("They judge nothing before. Look at each beside what holds now."),
            reverse("admin:policies_provision_changelist") + "?desk=waiting",
            _("See the list"),
        )
