"""The answer of the simulator as a workbook: every subject with both verdicts."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.utils.translation import gettext as _

from compliance.selectors.simulation import Line, Simulation
from compliance.simulator.desk import Desk
from compliance.simulator.words import shown, status_word
from policies.topics import rule_name
from unionreg.workbooks import XLSX_TYPE, write_table


def workbook(desk: Desk, simulation: Simulation) -> HttpResponse:
    """All subjects, those whose verdict changes first."""
    lines = sorted(simulation.lines, key=lambda line: not line.changed)
    title = rule_name(simulation.rule.rule_id)
    above = [_("County")] if len(desk.taken.areas) > 1 else []
    content = write_table(
        title=title,
        headers=[*above, *_headers(simulation)],
        rows=([*_above(line, above), *_cells(line, simulation)] for line in lines),
    )
    response = HttpResponse(content, content_type=XLSX_TYPE)
    name = quote(f"{desk.area.division.name} {title} {desk.new.on.isoformat()}.xlsx")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


def _above(line: Line, above: list[str]) -> list[str]:
    """The county of a subject, where several are in the workbook."""
    return [line.county.name] if above else []


def _headers(simulation: Simulation) -> Iterator[str]:
    yield from (_("Name"), _("Township"))
    for measure in simulation.rule.measures:
        yield f"{measure.label}（{measure.unit}）" if measure.unit else str(measure.label)
    yield from (_("Figures as of"), _("As it stands"), _("Trial"), _("Changes"))
    yield from (_("Reason now"), _("Reason in the trial"))


def _cells(line: Line, simulation: Simulation) -> Iterator[Any]:
    yield from (line.case.label, line.place_name)
    for measure in simulation.rule.measures:
        value = line.case.values.get(measure.name)
        whole = isinstance(value, int) and not isinstance(value, bool)
        yield value if whole else shown(measure, value) or _("not recorded")
    yield line.case.as_of
    yield from (status_word(line.old_status), status_word(line.new_status))
    yield _("yes") if line.changed else ""
    for verdict in (line.old, line.new):
        yield verdict.explanation if verdict else ""
