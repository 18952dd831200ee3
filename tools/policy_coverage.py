"""Writes docs/policy-coverage.md: `python -m tools.policy_coverage` (`--check` compares).

What becomes of each rule stands in tools/policy_coverage.csv, which people keep; the sources come
from the policy data, and what can be calculated from the registered rules.
"""

import csv
import os
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TABLE = Path(__file__).with_suffix(".csv")
TARGET = ROOT / "docs" / "policy-coverage.md"

STATES = {
    "enforced": "saving is refused",
    "warned": "whoever saves is told",
    "computed": "calculated from what is stored",
    "reported": "shown in the compliance list, another list or on a dashboard",
    "recorded": "what the rule asks to keep is kept",
    "waits": "listed and cited, evaluated where it can be calculated; no stored data feeds it",
}
SECTIONS = {
    "ORG": "Forms, founding and subordination",
    "NAM": "Names",
    "COM": "Committees",
    "TRM": "Terms of office",
    "ELG": "Eligibility",
    "CAD": "Cadres and staffing",
    "SOC": "Social union workers",
    "TRN": "Training",
    "MTG": "Meetings and yearly cycles",
    "MEM": "Membership",
    "FND": "Money in",
    "FIN": "Money out",
    "SVC": "Service places",
    "ASM": "Assessment",
    "RGT": "Rights work and mechanisms",
}

_HEAD = """# What becomes of each rule

Written by `python -m tools.policy_coverage`; a test compares it with the policy data, the
registered rules and the code. What becomes of a rule stands in `tools/policy_coverage.csv`.

“Calculated” is the function that judges or calculates the rule; `manage.py evaluate` calls it with
given measures, also where no stored data feeds it yet. “Compliance list” is what feeds it with the
records of the registry: its verdicts are stored and shown, and become findings. “Waits for” names
what is missing, an issue or the data; a rule can be at work in part and wait for the rest.
"""


@dataclass(frozen=True)
class Row:
    """What becomes of one rule. `where` holds `path:name` references."""

    rule: str
    state: str
    where: tuple[str, ...]
    waits_for: str


def rows() -> list[Row]:
    """The table, in its order."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [
            Row(line["rule"], line["state"], tuple(line["where"].split()), line["waits_for"])
            for line in csv.DictReader(file)
        ]


def text() -> str:
    """The document."""
    from policies.engine import rules

    table, sources, fed = rows(), _sources(), collected()
    lines = [_HEAD, *_summary(table)]
    for section, group in groupby(table, key=lambda row: row.rule[2:5]):
        lines += ["", f"## {SECTIONS[section]}", "", *_TABLE_HEAD]
        lines += [
            _line(row, rules.get(row.rule), sources.get(row.rule, []), fed.get(row.rule, ""))
            for row in group
        ]
    return "\n".join(lines) + "\n"


def collected() -> dict[str, str]:
    """Rule → the collector that feeds it for the compliance list, from the running program."""
    from compliance.collectors import collectors

    return {rule_id: _place(one.collect) for rule_id, one in collectors().items()}


def contradictions(table: list[Row], fed: dict[str, str]) -> list[str]:
    """Where the table says something else than the registered collectors."""
    found = []
    for row in table:
        at_work = bool(row.where or row.rule in fed)
        if at_work is (row.state == "waits"):
            found.append(f"{row.rule}: {row.state}, but at work: {at_work}")
        if row.waits_for.startswith("issue 3"):
            found.append(f"{row.rule}: waits for an issue that is done")
    unknown = set(fed) - {row.rule for row in table}
    return [*found, *(f"{rule}: collected, but in no row" for rule in sorted(unknown))]


def _summary(table: list[Row]) -> Iterator[str]:
    counts = Counter(row.state for row in table)
    yield "| state | rules | meaning |"
    yield "|---|---|---|"
    for state, meaning in STATES.items():
        yield f"| {state} | {counts[state]} | {meaning} |"
    yield f"| together | {len(table)} | |"


_TABLE_HEAD = (
    "| rule | topic | sources | state | where | calculated | compliance list | waits for |",
    "|---|---|---|---|---|---|---|---|",
)


def _line(row: Row, rule: Any, sources: list[str], collector: str) -> str:
    cells = [
        row.rule,
        rule.topic.replace("_", " "),
        "; ".join(sources),
        row.state,
        " ".join(f"`{reference}`" for reference in row.where),
        f"`{_place(rule.check)}`" if rule.check else "",
        f"`{collector}`" if collector else "",
        row.waits_for,
    ]
    return "| " + " | ".join(cells) + " |"


def _place(function: Any) -> str:
    return f"{function.__module__.replace('.', '/')}.py:{function.__name__}"


def _sources() -> dict[str, list[str]]:
    """Documents and clauses of each rule, by the keys of the documents."""
    from policies.data_files import read_documents

    found: dict[str, list[str]] = {}
    for file in read_documents():
        for entry in file.provisions:
            source = f"{file.data['document']['key']} {entry.data['clause']}"
            found.setdefault(entry.data["rule"], []).append(source)
    return found


def main() -> int:
    """Write or check; returns the exit code. A table that contradicts the code is refused."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    if wrong := contradictions(rows(), collected()):
        print("\n".join(wrong), file=sys.stderr)
        return 1
    if "--check" in sys.argv:
        return 0 if TARGET.read_text(encoding="utf-8") == text() else 1
    TARGET.write_text(text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
