"""What the tests of cells share."""

from datetime import date

import pytest

from imports.cleaning import CleaningError

DAY = date(2024, 3, 15)
BLANKS = ["", None, " ", "\u3000", "\u00a0", "\ufeff", "\u200b", "\t\n"]


def issue(function, cell, **more):
    with pytest.raises(CleaningError) as error:
        function(cell, **more)
    return error.value.code
