"""Pages below a member: transfer, end, keep, resume, correct, and showing the ID number."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.forms import (
    CorrectForm,
    EndForm,
    KeepForm,
    ResumeForm,
    RevealForm,
    TaskForm,
    TransferForm,
)
from members.models import Member
from members.services import membership
from members.services.reveal import PERMISSION, reveal_id
from members.states import OPEN_STATES, MemberState
from unionreg.admin_base import ScopedAdmin
from unionreg.county import Conflict
from unionreg.refusals import add_errors, show_conflict
from unionreg.text import as_key

Values = dict[str, Any]


@dataclass(frozen=True)
class Task:
    """One page: its form, its words, in which states it is offered, and what it does."""

    form: type[TaskForm]
    title: Any
    button: Any
    states: tuple[MemberState, ...]
    act: Callable[[Member, Values, Any], Member]
    said: Callable[[Member], str]


def _transfer(member: Member, values: Values, user: Any) -> Member:
    version = values.pop("record_version")
    return membership.transfer(member=member, user=user, expected_version=version, **values)


def _end(member: Member, values: Values, user: Any) -> Member:
    version = values.pop("record_version")
    return membership.end(member=member, user=user, expected_version=version, **values)


def _keep(member: Member, values: Values, user: Any) -> Member:
    version = values.pop("record_version")
    return membership.keep(member=member, user=user, expected_version=version, **values)


def _resume(member: Member, values: Values, user: Any) -> Member:
    version = values.pop("record_version")
    return membership.resume(member=member, user=user, expected_version=version, **values)


def _correct(member: Member, values: Values, user: Any) -> Member:
    version = values.pop("record_version")
    return membership.correct_joining(member=member, user=user, expected_version=version, **values)


def _said_transfer(member: Member) -> str:
    text = _("%(name)s is a member of %(union)s since %(day)s.")
    return text % {"name": member.name, "union": member.union.name, "day": member.joined_on}


def _said_end(member: Member) -> str:
    return _("The membership of %(name)s has ended. The record stays.") % {"name": member.name}


def _said_keep(member: Member) -> str:
    return _("The membership of %(name)s is kept.") % {"name": member.name}


def _said_resume(member: Member) -> str:
    return _("%(name)s is an ordinary member again.") % {"name": member.name}


def _said_correct(member: Member) -> str:
    text = _("The day of joining of %(name)s is corrected to %(day)s.")
    return text % {"name": member.name, "day": member.joined_on}


TASKS = {
    "transfer": Task(
        TransferForm,
        gettext_lazy("Transfer"),
        gettext_lazy("Transfer the membership"),
        OPEN_STATES,
        _transfer,
        _said_transfer,
    ),
    "end": Task(
        EndForm,
        gettext_lazy("End the membership"),
        gettext_lazy("End the membership"),
        OPEN_STATES,
        _end,
        _said_end,
    ),
    "keep": Task(
        KeepForm,
        gettext_lazy("Keep the membership"),
        gettext_lazy("Keep the membership"),
        (MemberState.ACTIVE,),
        _keep,
        _said_keep,
    ),
    "resume": Task(
        ResumeForm,
        gettext_lazy("Resume the membership"),
        gettext_lazy("Resume the membership"),
        (MemberState.KEPT,),
        _resume,
        _said_resume,
    ),
    "correct": Task(
        CorrectForm,
        gettext_lazy("Correct the day of joining"),
        gettext_lazy("Correct the day of joining"),
        OPEN_STATES,
        _correct,
        _said_correct,
    ),
}


class TaskAdmin(ScopedAdmin):
    """Adds `<id>/transfer/`, `end/`, `keep/`, `resume/`, `correct/` and `reveal/`."""

    def get_urls(self) -> list[URLPattern]:
        """The pages beside the form."""
        pages = [
            path(
                f"<path:object_id>/{name}/",
                self.admin_site.admin_view(self.task_view),
                {"name": name},
                name=f"members_member_{name}",
            )
            for name in TASKS
        ]
        reveal = self.admin_site.admin_view(self.reveal_view)
        url = path("<path:object_id>/reveal/", reveal, name="members_member_reveal")
        return [*pages, url, *super().get_urls()]

    def tasks_for(self, request: HttpRequest, member: Member) -> list[tuple[str, Task]]:
        """The pages that make sense for this member and user."""
        if not self.has_change_permission(request, member):
            return []
        return [(name, task) for name, task in TASKS.items() if member.state in task.states]

    def may_reveal(self, request: HttpRequest, member: Member) -> bool:
        """By role and place."""
        return request.user.has_perm(PERMISSION, member)

    def task_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        """Ask and do; 404 outside, without the permission, or when it makes no sense any more."""
        member = self.get_object(request, object_id)
        offered = dict(self.tasks_for(request, member)) if member else {}
        if member is None or name not in offered:
            raise Http404
        task = offered[name]
        form = _form(task, request, member)
        if request.method == "POST" and form.is_valid():
            saved = _perform(task, member, form, request.user)
            if saved is not None:
                messages.success(request, task.said(saved))
                return self._after(request, saved)
        return self._page(request, member, form, task)

    def _after(self, request: HttpRequest, saved: Member) -> HttpResponse:
        """The member's page, or the list when the member is now where the user sees nothing."""
        if self.get_object(request, str(saved.pk)) is None:
            return redirect("admin:members_member_changelist")
        return redirect("admin:members_member_change", saved.pk)

    def _page(
        self, request: HttpRequest, member: Member, form: forms.Form, task: Task
    ) -> HttpResponse:
        context = {
            **self._task_context(request, member, form, task.title),
            "button": task.button,
            "task_form": task.form.__name__,
        }
        return TemplateResponse(request, "admin/members/member/task.html", context)

    def _task_context(
        self, request: HttpRequest, member: Member, form: forms.Form, title: Any
    ) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": member,
            "title": title,
            "form": form,
            "adminform": {"form": form},
            "media": self.media + form.media,
        }

    def reveal_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask for the reason, then show the number once; never kept by the browser."""
        member = self.get_object(request, object_id)
        if member is None or not self.may_reveal(request, member):
            raise Http404
        form = RevealForm(request.POST if request.method == "POST" else None)
        context = self._task_context(request, member, form, _("Show the ID number"))
        if request.method == "POST" and form.is_valid():
            reason = form.cleaned_data["reason"]
            context["id_number"] = reveal_id(member=member, user=request.user, reason=reason)
        # no page of the admin is ever kept by the browser (no-store), this one least of all
        return TemplateResponse(request, "admin/members/member/reveal.html", context)


def _form(task: Task, request: HttpRequest, member: Member) -> forms.Form:
    initial = {
        "record_version": member.version,
        "to_union": as_key(request.GET.get("union")),
    }
    posted = request.POST if request.method == "POST" else None
    return task.form(posted, initial=initial, user=request.user)


def _perform(task: Task, member: Member, form: forms.Form, user: Any) -> Member | None:
    """Do it; None when the service refused, which the form then says."""
    try:
        return task.act(member, dict(form.cleaned_data), user)
    except Conflict as conflict:
        show_conflict(form, conflict, form.cleaned_data["record_version"])
    except ValidationError as refusal:
        add_errors(form, refusal)
    return None
