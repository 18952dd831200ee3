"""What can be the matter with a row as a whole, in words: codes, causes, remedies."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from imports.cleaning import CellIssue
from imports.messages import describe, register


class RowIssueCode(StrEnum):
    """Issues that only the whole row, the whole file or the registry shows."""

    DUPLICATE_PERSON = "row_duplicate_person"
    DUPLICATE_RECORD = "row_duplicate_record"
    UNION_MISSING = "row_union_missing"
    UNION_UNKNOWN = "row_union_unknown"
    UNION_AMBIGUOUS = "row_union_ambiguous"
    UNION_CLOSED = "row_union_closed"
    CHANGE_DATE_MISSING = "row_change_date_missing"
    REJOIN_DATE_MISSING = "row_rejoin_date_missing"
    JOIN_DATE_MISSING = "row_join_date_missing"
    OVERLAP = "row_overlap"
    LEFT_BEFORE_JOINING = "row_left_before_joining"
    LEFT_BEFORE_KEPT = "row_left_before_kept"
    BEFORE_BIRTH = "row_before_birth"
    JOIN_DATE_DIFFERS = "row_join_date_differs"
    NAME_DIFFERS = "row_name_differs"
    CHANGED_MEANWHILE = "row_changed_meanwhile"
    TAKEN_MEANWHILE = "row_taken_meanwhile"
    TOWNSHIP_UNKNOWN = "row_township_unknown"
    TOWNSHIP_MISSING = "row_township_missing"
    EMPLOYER_UNKNOWN = "row_employer_unknown"
    EMPLOYER_AMBIGUOUS = "row_employer_ambiguous"
    EMPLOYER_COVERED = "row_employer_covered"
    CODE_TAKEN = "row_code_taken"
    NAME_TAKEN = "row_name_taken"
    NAME_AMBIGUOUS = "row_name_ambiguous"
    NOT_ALLOWED = "row_not_allowed"
    RULE = "row_rule"
    TOO_MANY_OF = "row_too_many_of"
    DATE_ORDER = "row_date_order"
    SUPERIOR_UNKNOWN = "row_superior_unknown"
    KIND_FIXED = "row_kind_fixed"
    TOWNSHIP_FIXED = "row_township_fixed"
    SUPERIOR_FIXED = "row_superior_fixed"
    CODE_UNKNOWN = "row_code_unknown"
    NAME_MEANWHILE = "row_name_meanwhile"
    NAME_WITHOUT_WORDS = "row_name_without_words"
    SURPLUS_CELLS = "row_surplus_cells"


_C = RowIssueCode

register(
    _C.DUPLICATE_PERSON,
    _("Row %(row)s has the same ID number"),
    _("Keep one of the two rows and delete the other"),
)
register(
    _C.DUPLICATE_RECORD,
    _("Row %(row)s is about the same one"),
    _("Keep one of the two rows and delete the other"),
)
register(
    _C.UNION_MISSING,
    _("No union is given"),
    _("Fill in the column 所属工会, or choose a union when you upload the file"),
)
register(
    _C.UNION_UNKNOWN,
    _("There is no union “%(value)s” in your area"),
    _("Write its full name or code as in the list of unions, or add the union first"),
)
register(
    _C.UNION_AMBIGUOUS,
    _("More than one union is called “%(value)s”"),
    _("Write the code of the union instead of its name"),
)
register(
    _C.UNION_CLOSED,
    _("The union was closed or moved to another township meanwhile"),
    _("Upload the file again; choose another union if this one is closed"),
)
register(
    _C.CHANGE_DATE_MISSING,
    _("The change of membership has no date"),
    _("Fill in 会籍变化日期, like 2026-03-15"),
)
register(
    _C.REJOIN_DATE_MISSING,
    _("This person has left the union before"),
    _("To let the person join again, fill in 会籍变化日期 with the day of joining"),
)
register(
    _C.JOIN_DATE_MISSING,
    _("This person has left a union before, and the row does not say when this membership began"),
    _("Add a column 入会日期 with the day of joining"),
)
register(
    _C.OVERLAP,
    _("On this day the person was still a member"),
    _("The new membership must begin after the last one ended; check the date"),
)
register(
    _C.LEFT_BEFORE_JOINING,
    _("The day of the change lies before the day of joining"),
    _("Compare the two dates"),
)
register(
    _C.LEFT_BEFORE_KEPT,
    _("The day of leaving lies before the day since when the membership is kept"),
    _("Check 会籍变化日期"),
)
register(
    _C.BEFORE_BIRTH,
    _("On this day the person was not born yet"),
    _("Compare it with the date of birth"),
)
register(
    _C.JOIN_DATE_DIFFERS,
    _("Another date of joining is registered; it stays as it is"),
    _("If it is wrong, correct it at the member, with a reason"),
    warning=True,
)
register(
    _C.NAME_DIFFERS,
    _("This ID number is registered under another name; the import would change the name"),
    _("Compare both with the ID card before you confirm; if the number is wrong, correct it"),
    warning=True,
)
register(
    _C.CHANGED_MEANWHILE,
    _("Somebody changed this record after the preview"),
    _("Upload this row again and compare"),
)
register(
    _C.TAKEN_MEANWHILE,
    _("Somebody registered the same one after the preview"),
    _("Upload this row again and compare"),
)
register(
    _C.TOWNSHIP_UNKNOWN,
    _("There is no township “%(value)s” in your area"),
    _("Choose from the list in the cell"),
)
register(_C.TOWNSHIP_MISSING, _("No township is given"), _("Choose from the list in the cell"))
register(
    _C.EMPLOYER_UNKNOWN,
    _("There is no employer “%(value)s” in your area"),
    _("Write its full name or credit code, or add the employer first"),
)
register(
    _C.EMPLOYER_AMBIGUOUS,
    _("More than one employer is called “%(value)s”"),
    _("Write the credit code instead of the name"),
)
register(
    _C.EMPLOYER_COVERED,
    _("“%(value)s” is covered by another union: %(union)s"),
    _("End that first, or take it out of this row"),
)
register(
    _C.CODE_TAKEN,
    _("Another one has this credit code already"),
    _("Compare it with the certificate"),
)
register(
    _C.NAME_TAKEN,
    _("“%(value)s” exists already with another code"),
    _("If it is the same one, correct the code; if not, make the names different"),
)
register(
    _C.NAME_AMBIGUOUS,
    _("More than one in the registry is called “%(value)s”"),
    _("Fill in the credit code as well"),
)
register(
    _C.NOT_ALLOWED,
    _("This kind is kept by the county federation"),
    _("Ask the county federation to register it"),
)
register(_C.RULE, _("%(reason)s"), _("%(remedy)s"))
register(
    _C.TOO_MANY_OF,
    _("%(part)s is more than %(whole)s"),
    _("Compare the two numbers"),
)
register(_C.DATE_ORDER, _("The end lies before the beginning"), _("Compare the two dates"))
register(
    _C.SUPERIOR_UNKNOWN,
    _("There is no superior union “%(value)s” in your area"),
    _("Write its full name or code as in the list of unions"),
)
register(
    _C.KIND_FIXED,
    _("The kind of this union is “%(value)s”; an import does not change it"),
    _("Leave the cell as it is registered, or close the union and found a new one"),
)
register(
    _C.TOWNSHIP_FIXED,
    _("This union is registered in “%(value)s”; an import does not move it"),
    _("Change the township on the page of the union"),
)
register(
    _C.SUPERIOR_FIXED,
    _("The superior of this union is “%(value)s”; an import does not change it"),
    _("Use “hand over”, which records document number and date"),
)
register(
    _C.CODE_UNKNOWN,
    _("There is no union with the code “%(value)s”"),
    _("Leave the code of new unions empty; it is given on import"),
)
register(
    _C.NAME_MEANWHILE,
    _("Another union got this name after the preview"),
    _("Upload this row again and compare"),
)


register(
    _C.NAME_WITHOUT_WORDS,
    _("“%(value)s” is no name"),
    _("Write the full name as on the certificate"),
)
register(
    _C.SURPLUS_CELLS,
    _("The row goes on beyond the last title; what stands there is not imported"),
    _("Compare the cells with the titles: in a csv file a comma too much moves all that follow"),
    warning=True,
)


# Names of reasons that say nothing without the values of one cell.
_SHORT: dict[str, Any] = {
    CellIssue.REQUIRED: _("not filled in"),
    CellIssue.CHOICE_UNKNOWN: _("not in the list of choices"),
    CellIssue.CHOICE_SIMILAR: _("almost in the list of choices"),
    CellIssue.TEXT_TOO_LONG: _("too long"),
    CellIssue.NAME_CHARACTERS: _("odd characters"),
    CellIssue.DATE_UNREADABLE: _("no date"),
    CellIssue.DATE_IMPOSSIBLE: _("no such day"),
    CellIssue.DATE_FUTURE: _("in the future"),
    CellIssue.DATE_RANGE: _("unlikely year"),
    CellIssue.DATE_MONTH_AMBIGUOUS: _("January or October"),
    CellIssue.DATE_MONTH_ONLY: _("only the month"),
    CellIssue.PHONE_LENGTH: _("wrong number of digits"),
    CellIssue.YES_NO_UNREADABLE: _("neither yes nor no"),
    CellIssue.COUNT_UNREADABLE: _("not a number"),
    CellIssue.COUNT_NOT_WHOLE: _("not a whole number"),
    CellIssue.COUNT_NEGATIVE: _("less than 0"),
    CellIssue.COUNT_TOO_LARGE: _("far too large"),
    CellIssue.AMOUNT_UNREADABLE: _("not an amount"),
    CellIssue.AMOUNT_NEGATIVE: _("less than 0"),
    CellIssue.AMOUNT_PRECISION: _("more than two decimals"),
    CellIssue.AMOUNT_TOO_LARGE: _("far too large"),
    _C.DUPLICATE_PERSON: _("twice in the file"),
    _C.DUPLICATE_RECORD: _("twice in the file"),
    _C.UNION_UNKNOWN: _("not found"),
    _C.UNION_AMBIGUOUS: _("found more than once"),
    _C.TOWNSHIP_UNKNOWN: _("not found"),
    _C.EMPLOYER_UNKNOWN: _("not found"),
    _C.EMPLOYER_AMBIGUOUS: _("found more than once"),
    _C.EMPLOYER_COVERED: _("covered by another union"),
    _C.SUPERIOR_UNKNOWN: _("not found"),
    _C.CODE_UNKNOWN: _("not found"),
    _C.NAME_TAKEN: _("exists already"),
    _C.NAME_AMBIGUOUS: _("found more than once"),
    _C.TOO_MANY_OF: _("more than the whole"),
    _C.KIND_FIXED: _("not changed by an import"),
    _C.TOWNSHIP_FIXED: _("not changed by an import"),
    _C.SUPERIOR_FIXED: _("not changed by an import"),
    _C.RULE: _("against a rule"),
    _C.NAME_WITHOUT_WORDS: _("no name"),
}


def short_cause(code: str, header: str) -> str:
    """A reason in a few words, for a filter: the column and what is the matter with it."""
    if code not in _SHORT:
        return describe(code, {}).text
    if not header:
        return str(_SHORT[code])
    return gettext("%(header)s: %(what)s") % {"header": header, "what": _SHORT[code]}
