"""The ID number of a row: checked, brought to 18 digits, sealed."""

from __future__ import annotations

from datetime import date
from typing import Any

from imports.choices import Severity
from imports.kinds.checker import Checker
from imports.kinds.lines import Issue, Line
from imports.messages import check_params, is_warning
from members.choices import IdType
from members.identity import IdCheck, IdIssue, check_id, mask_id
from members.sealing import identity_hex
from unionreg.crypto import encrypt

_ISSUE_COLUMNS = {
    IdIssue.OTHER_KIND: "id_type",
    IdIssue.SEX_MISMATCH: "sex",
    IdIssue.BIRTH_MISMATCH: "birth_date",
}


class IdentityChecker(Checker):
    """Rows about people."""

    today: date

    def identify(self, line: Line) -> str | None:
        """The blind index of the line's ID number (hexadecimal), sex and birth date taken from it.

        None, with the reasons noted, for a wrong or missing number.
        """
        raw = line.values.get("id_number")
        if raw is None:
            return None
        values = line.values
        id_type = values.get("id_type") or IdType.RESIDENT_ID.value
        check = check_id(
            id_type,
            raw,
            today=self.today,
            sex=values.get("sex", ""),
            birth_date=values.get("birth_date"),
        )
        self._note_id(line, check)
        if check.errors:
            return None
        values["id_type"], values["id_number"] = id_type, check.value
        # the ID number is right more often than what was typed beside it
        if check.birth_date:
            values["birth_date"] = check.birth_date
        if check.sex:
            values["sex"] = check.sex
        return identity_hex(id_type, check.value)

    def _note_id(self, line: Line, check: IdCheck) -> None:
        if not check.errors and not check.warnings:
            return
        shown = self.content(line, "id_number")
        for code in (*check.errors, *check.warnings):
            key = _ISSUE_COLUMNS.get(IdIssue(code), "id_number")
            severity = Severity.WARNING if is_warning(code) else Severity.ERROR
            content = shown if key == "id_number" else self.content(line, key)
            line.note(Issue(key, str(code), check_params(check), severity, content))


def sealed(number: str, id_hash: str) -> dict[str, Any]:
    """The columns of a checked ID number, with the index that was computed for the search."""
    return {
        "id_cipher": encrypt(number),
        "id_hash": id_hash,
        "id_masked": mask_id(number),
        "id_tail": number[-4:],
    }
