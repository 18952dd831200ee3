"""What each screen of an import shows, as context of its template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imports import selectors
from imports.choices import Kind, RowStatus, Severity, State
from imports.corrections import rows_sent_again
from imports.kinds import kind_of
from imports.models import ImportBatch
from imports.reading import Layout
from imports.refusals import describe_refusal
from unionreg.ui import number

BADGES = {
    State.UPLOADED: "info",
    State.READING: "info",
    State.REFUSED: "bad",
    State.READY: "warn",
    State.CONFIRMED: "info",
    State.APPLYING: "info",
    State.APPLIED: "ok",
    State.UNDO_WANTED: "info",
    State.UNDOING: "info",
    State.UNDONE: "plain",
    State.DISCARDED: "plain",
    State.FAILED: "bad",
}
STEPS = (
    gettext_lazy("choose the file"),
    gettext_lazy("look at the preview"),
    gettext_lazy("import"),
    gettext_lazy("see the result"),
)
# At which of the four steps a batch stands.
STEP_OF = {
    State.UPLOADED: 2,
    State.READING: 2,
    State.REFUSED: 1,
    State.READY: 2,
    State.CONFIRMED: 3,
    State.APPLYING: 3,
    State.FAILED: 3,
    State.DISCARDED: 2,
}
LEFT_OUT = {
    "note": gettext_lazy("remark under the table"),
    "total": gettext_lazy("total of the table"),
    "header": gettext_lazy("titles again"),
    "hint": gettext_lazy("remark on the titles"),
}
ROWS_A_SECOND = 6000


@dataclass(frozen=True)
class Tab:
    """A list of the preview."""

    key: str
    label: str | Promise
    count: int
    bad: bool = False


@dataclass(frozen=True)
class Phase:
    """A line of the progress list; state: done, now or wait."""

    label: str | Promise
    state: str
    note: str = ""


def steps(current: int) -> list[dict[str, Any]]:
    """The four steps; those before `current` are done."""
    return [
        {"number": at, "label": label, "done": at < current, "current": at == current}
        for at, label in enumerate(STEPS, start=1)
    ]


def badge_of(batch: ImportBatch) -> tuple[str, str]:
    """Kind and words of the badge of a batch."""
    if batch.state == State.APPLIED and batch.failed_count:
        text = _("%(n)s rows not imported") % {"n": number(batch.failed_count)}
        return "warn", text
    if batch.undone_in_part:
        return "plain", _("undone in part")
    return BADGES[State(batch.state)], batch.get_state_display()


def frame(batch: ImportBatch) -> dict[str, Any]:
    """What every screen of a batch has."""
    kind = kind_of(batch.kind)
    step = STEP_OF.get(State(batch.state), 4)
    if batch.state == State.APPLIED and not batch.good_count:
        step = 2  # nothing was imported, and nobody has confirmed anything
    return {"batch": batch, "kind": kind, "steps": steps(step), "badge": badge_of(batch)}


# --- progress -------------------------------------------------------------------------------------


STOPPABLE = (State.UPLOADED, State.READING, State.CONFIRMED)


def progress(batch: ImportBatch, *, may_work: bool) -> dict[str, Any]:
    """Where the work stands, in per cent as far as one can know."""
    per_cent = _per_cent(batch)
    return {
        **frame(batch),
        "per_cent": per_cent,
        "width": per_cent * 7,
        "doing": _doing(batch),
        "phases": _phases(batch),
        "may_stop": may_work and batch.state in STOPPABLE,
        "undo_hours": settings.IMPORT_UNDO_HOURS,
        "undoing": batch.state in (State.UNDO_WANTED, State.UNDOING),
    }


def _doing(batch: ImportBatch) -> str:
    words = {
        State.UPLOADED: _("Waiting for its turn"),
        State.READING: _("Checking"),
        State.CONFIRMED: _("Waiting for its turn"),
        State.APPLYING: _("Writing"),
        State.UNDO_WANTED: _("Waiting for its turn"),
        State.UNDOING: _("Undoing"),
    }
    return words.get(State(batch.state), batch.get_state_display())


def _per_cent(batch: ImportBatch) -> int:
    """Rows checked of those in the file; while writing, time passed of that to be expected."""
    if batch.state == State.READING:
        whole = int(batch.layout.get("estimate") or 0)
        return min(batch.rows_done * 100 // whole, 99) if whole else 0
    if batch.state in (State.APPLYING, State.UNDOING):
        passed = (timezone.now() - batch.heartbeat).total_seconds()
        expected = 2 + batch.good_count / ROWS_A_SECOND
        return min(int(passed * 100 / expected), 95)
    return 0


def _phases(batch: ImportBatch) -> list[Phase]:
    """Reading, checking, writing, counting; or the two phases of an undo."""
    state = State(batch.state)
    if state in (State.UNDO_WANTED, State.UNDOING):
        now = "now" if state == State.UNDOING else "wait"
        return [
            Phase(_("Take back the rows"), now, number(batch.good_count)),
            Phase(_("Update the figures"), "wait"),
        ]
    checked = state in (State.CONFIRMED, State.APPLYING)
    reading = "done" if checked else "now" if state == State.READING else "wait"
    done = batch.row_count if checked else batch.rows_done
    rows = _("%(n)s rows") % {"n": number(done)}
    errors = _("%(n)s rows with errors") % {"n": number(batch.failed_count)} if checked else ""
    writing = "now" if state == State.APPLYING else "wait"
    good = _("%(n)s rows") % {"n": number(batch.good_count)} if checked else ""
    return [
        Phase(_("Read the file"), reading, rows if done else ""),
        Phase(_("Check"), reading, errors),
        Phase(_("Write"), writing, good),
        Phase(_("Update the figures"), "wait"),
    ]


# --- preview and result ---------------------------------------------------------------------------

TABS = {
    "kept": gettext_lazy("not undone"),
    "errors": gettext_lazy("with errors"),
    "changed": gettext_lazy("changed"),
    "transfer": gettext_lazy("transfer needed"),
    "new": gettext_lazy("new"),
    "unchanged": gettext_lazy("unchanged"),
    "warnings": gettext_lazy("only remarks"),
}
# What the lists are called once the batch is undone.
TABS_UNDONE = {
    "new": gettext_lazy("Removed (count)"),
    "changed": gettext_lazy("Restored (count)"),
}
STATUS_OF = {
    "kept": RowStatus.KEPT,
    "changed": RowStatus.CHANGED,
    "transfer": RowStatus.TRANSFER,
    "new": RowStatus.NEW,
    "unchanged": RowStatus.UNCHANGED,
}
SEVERITY_OF = {"errors": Severity.ERROR, "warnings": Severity.WARNING}


def tabs(batch: ImportBatch) -> list[Tab]:
    """The lists that are not empty; what an undo left and errors first."""
    counts = {
        "kept": batch.kept_count,
        "errors": batch.failed_count,
        "changed": batch.restored_count,
        "transfer": batch.transfer_count,
        "new": batch.removed_count,
        "unchanged": batch.unchanged_count,
        "warnings": batch.warning_count,
    }
    labels = TABS | (TABS_UNDONE if batch.state == State.UNDONE else {})
    return [
        Tab(key, labels[key], count, bad=key == "errors") for key, count in counts.items() if count
    ]


def lists(batch: ImportBatch, query: Any, user: Any) -> dict[str, Any]:
    """The chosen list of a batch and one page of it; `query` has `tab`, `code` and `page`."""
    found = tabs(batch)
    chosen = next((tab for tab in found if tab.key == query.get("tab")), None)
    chosen = chosen or next(iter(found), None)
    context: dict[str, Any] = {"tabs": found, "tab": chosen.key if chosen else ""}
    if chosen is None:
        return context
    page = _page_number(query.get("page", "1"))
    if chosen.key in SEVERITY_OF:
        return context | _issues(batch, SEVERITY_OF[chosen.key], query.get("code", ""), page)
    status = STATUS_OF[chosen.key]
    return context | {"page": selectors.row_page(batch, status, page, chosen.count, user)}


def _page_number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else 1


def _issues(batch: ImportBatch, severity: Severity, code: str, page: int) -> dict[str, Any]:
    causes = selectors.causes(batch, severity)
    one = next((cause for cause in causes if cause.key == code), None)
    total = sum(cause.count for cause in causes)
    count = one.count if one else total
    return {
        "causes": causes,
        "code": one.key if one else "",
        "total": total,
        "page": selectors.issue_page(batch, severity, one.key if one else "", page, count),
    }


def preview(batch: ImportBatch, query: Any, user: Any) -> dict[str, Any]:
    """A checked batch before it is confirmed."""
    layout = Layout.from_dict(batch.layout)
    return {
        **frame(batch),
        **lists(batch, query, user),
        "layout": layout,
        "remarks": _remarks(batch, layout),
        "before": selectors.same_file_before(batch),
        "summary": _summary(batch),
    }


def _summary(batch: ImportBatch) -> str:
    """What the import would do: rows written and rows left out, in one sentence."""
    failed, transfer = batch.failed_count, batch.transfer_count
    values = {"new": batch.new_count, "changed": batch.changed_count, "n": failed + transfer}
    values |= {"failed": failed, "transfer": transfer}
    words = {name: number(value) for name, value in values.items()}
    return _("%(new)s new, %(changed)s changed") % words + _left_out(batch) % words


def _left_out(batch: ImportBatch) -> str:
    if batch.transfer_count:
        return _(
            "; %(n)s rows are left out (%(failed)s with errors, %(transfer)s to be transferred)"
        )
    return _("; %(n)s rows with errors are left out") if batch.failed_count else ""


def _remarks(batch: ImportBatch, layout: Layout) -> list[str]:
    """What the reader did not take for data, so that nothing is lost in silence; hidden rows."""
    remarks = []
    if layout.hidden_count:
        remarks.append(_hidden(layout))
    if layout.unused:
        titles = "、".join(title for _number, title in layout.unused)
        remarks.append(_("These columns are not used: %(titles)s.") % {"titles": titles})
    if layout.also:
        names = "、".join(f"“{name}”" for name in layout.also)
        remarks.append(
            _("The sheets %(names)s look the same and were not read. Upload them one by one.")
            % {"names": names}
        )
    if batch.left_out:
        rows = "、".join(
            _("row %(row)s (%(why)s)") % {"row": row, "why": LEFT_OUT.get(reason, reason)}
            for row, reason in batch.left_out[:8]
        )
        more = "…" if len(batch.left_out) > 8 else ""
        remarks.append(_("Not taken for data: %(rows)s.") % {"rows": rows + more})
    return remarks


def _hidden(layout: Layout) -> str:
    rows = "、".join(map(str, layout.hidden[:8])) + ("…" if layout.hidden_count > 8 else "")
    text = _("%(n)s hidden rows are imported as well: %(rows)s.")
    return text % {"n": number(layout.hidden_count), "rows": rows}


def result(batch: ImportBatch, query: Any, user: Any) -> dict[str, Any]:
    """An imported or undone batch."""
    return {
        **frame(batch),
        **lists(batch, query, user),
        "sum": _sum(batch),
        "before": selectors.same_file_before(batch),
        "missing": max(batch.failed_count - rows_sent_again([batch])[batch.pk], 0),
        "remarks": _remarks(batch, Layout.from_dict(batch.layout)) if batch.layout else [],
    }


def _sum(batch: ImportBatch) -> str:
    """The addition that shows where every row has gone; only people are transferred."""
    transfers = [batch.transfer_count] if batch.kind == Kind.MEMBERS else []
    parts = [
        *(batch.new_count, batch.changed_count, batch.unchanged_count),
        *(*transfers, batch.failed_count),
    ]
    if batch.state == State.UNDONE:
        kept = [batch.kept_count] if batch.kept_count else []
        parts = [batch.removed_count, batch.restored_count, *kept, batch.unwritten_count]
    return f"{' + '.join(map(number, parts))} = {number(batch.row_count)}"


def undo(batch: ImportBatch, user: Any) -> dict[str, Any]:
    """What an undo would do and which records it would leave."""
    return {**frame(batch), "blocked": selectors.blocked_rows(batch, user)}


def refused(batch: ImportBatch) -> dict[str, Any]:
    """A file that was refused as a whole."""
    words = describe_refusal(batch.refusal)
    return {**frame(batch), "text": words.text, "remedy": words.remedy}
