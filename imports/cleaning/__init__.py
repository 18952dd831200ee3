"""Turn cells and typed texts into values: names, dates, telephone numbers, counts, choices.

Shared by the imports and the forms.  Every function takes one cell (text, number, truth value,
date or nothing), returns the value, and None or an empty text for a blank cell.  What cannot be
understood raises CleaningError with a code and parameters; the words are in
`imports/messages.py`.  Nothing is guessed: a value that could be two things is refused.
"""

from imports.cleaning.amounts import clean_amount
from imports.cleaning.cells import (
    CELL_WARNINGS,
    CellIssue,
    CleaningError,
    is_blank,
    refuse_error_values,
    shown,
)
from imports.cleaning.dates import CleanDate, clean_date
from imports.cleaning.phones import CleanPhone, clean_phone
from imports.cleaning.texts import clean_name, clean_text, clean_unit_name, unit_name_key
from imports.cleaning.values import clean_count, clean_yes_no, match_choice
from unionreg.text import is_lossy_number

__all__ = [
    "CELL_WARNINGS",
    "CellIssue",
    "CleanDate",
    "CleanPhone",
    "CleaningError",
    "clean_amount",
    "clean_count",
    "clean_date",
    "clean_name",
    "clean_phone",
    "clean_text",
    "clean_unit_name",
    "clean_yes_no",
    "is_blank",
    "is_lossy_number",
    "match_choice",
    "refuse_error_values",
    "shown",
    "unit_name_key",
]
