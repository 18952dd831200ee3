"""Columns and fields that documents and provisions share."""

from typing import Any

from django.contrib import admin
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policies.choices import State
from policies.models import Provision
from policies.models.release import Releasable
from policies.selectors.states import parameters_in_words
from unionreg import ui

_TONES = {
    State.DRAFT: "warn",
    State.RELEASED: "ok",
    State.SUPERSEDED: "plain",
    State.WITHDRAWN: "plain",
}
_ENDED = (State.SUPERSEDED, State.WITHDRAWN)


class ReleasableColumns:
    """State, place, and who wrote and released a record."""

    @admin.display(description=gettext_lazy("in force in"), ordering="jurisdiction")
    def place(self, record: Any) -> str:
        """The division, or the whole country."""
        return str(record.jurisdiction or _("whole country"))

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def status(self, record: Releasable) -> SafeString:
        """The state as icon, word and colour; what only ends another says so.

        What has a successor already holds until its last day, and says that.
        """
        state = State(record.state)
        if getattr(record, "repeals", False) and state is not State.DRAFT:
            return ui.badge("plain", _("ended another"))
        last = getattr(record, "valid_to", None)
        if state in _ENDED and last is not None and last >= localdate():
            return ui.badge("ok", _("in force until %(day)s") % {"day": last.isoformat()})
        if state is State.RELEASED:
            return _released(record)
        return ui.badge(_TONES[state], state.label)

    @admin.display(description=gettext_lazy("written and released by"))
    def persons(self, record: Releasable) -> str:
        """Office, author and releaser; what ships names none of them."""
        if record.is_shipped:
            return _("shipped with the program")
        text = (
            _("%(office)s: written by %(author)s")
            if record.is_draft
            else _("%(office)s: written by %(author)s, released by %(releaser)s on %(day)s")
        )
        at = localtime(record.released_at) if record.released_at else None
        return text % {
            "office": record.owner,
            "author": record.author,
            "releaser": record.releaser,
            "day": date_format(at, "Y-m-d H:i") if at else "",
        }


def _released(record: Any) -> SafeString:
    """What was released holds only between its days."""
    today = localdate()
    if record.valid_to is not None and record.valid_to < today:
        return ui.badge("plain", _("no longer in force"))
    if record.valid_from > today:
        return ui.badge("info", _("in force later"))
    return ui.badge(_TONES[State.RELEASED], State.RELEASED.label)


def numbers_of(provision: Provision) -> SafeString | str:
    """The parameters in words, one a line."""
    rows = parameters_in_words(provision.rule_id, provision.parameters)
    return format_html_join("", "<div>{} {}</div>", rows) or ui.NOTHING


def small_id(rule_id: str, name: str) -> SafeString:
    """The name of a rule with its id in small letters."""
    return format_html('{} <span class="muted small" translate="no">{}</span>', name, rule_id)
