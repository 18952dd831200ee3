"""What is wrong in a policy file that cannot be read, in words: file, line, column, remedy."""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# The parser says where only in the words of its message.
_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)$")
SHOWN = 60  # characters of the line

_NAME = gettext_lazy(
    'An entry is a name, a half-width = and a value on one line, like kind = "norm".'
)
_TABLE = gettext_lazy("A table begins with [document] or [[provision]] on a line of its own.")
_TWICE = gettext_lazy("The same name stands here a second time: keep one of them.")
_TEXT = gettext_lazy(
    'A text stands between two half-width " on one line; a backslash in it is written twice.'
)
_LIST = gettext_lazy("A list ends with ] and a table in a line with }, commas between the values.")
_DATE = gettext_lazy("A date is written like 2026-03-15 and has to exist.")
_VALUE = gettext_lazy(
    'A value is a text between two half-width ", a whole number, a date like 2026-03-15, true, '
    "false or a list between [ and ]."
)
_LINE = gettext_lazy(
    "Before this place an entry is complete; the next one begins on a line of its own. A number "
    "has no 0 in front, and a date has to exist."
)
_OTHER = gettext_lazy("Compare the line with those of another policy file.")
# The first whose words occur in the message of the parser.
_REMEDIES = (
    (("twice", "overwrite", "Duplicate", "mutate", "redefine"), _TWICE),
    (("table declaration", "array declaration"), _TABLE),
    (("array", "inline table"), _LIST),
    (("newline or end of document",), _LINE),
    (("key", "statement"), _NAME),
    (("date",), _DATE),
    (("string", "character", "scalar", "hex", 'Expected "'), _TEXT),
    (("value",), _VALUE),
)


def damage(path: Path, error: tomllib.TOMLDecodeError | UnicodeDecodeError) -> str:
    """One sentence: file, line, column, what stands there, what is expected."""
    if isinstance(error, UnicodeDecodeError):
        line = error.object.count(b"\n", 0, error.start) + 1
        text = _("%(file)s, line %(line)s is not written in UTF-8. Save the file as UTF-8.")
        return text % {"file": path.name, "line": line}
    lines = path.read_text(encoding="utf-8").rstrip().split("\n")
    line, column = _place(str(error), lines)
    text = _("%(file)s cannot be read from line %(line)s, column %(column)s (%(text)s). %(remedy)s")
    shown = lines[line - 1].strip()[:SHOWN] if line <= len(lines) else ""
    return text % {
        "file": path.name,
        "line": line,
        "column": column,
        "text": shown or _("an empty line"),
        "remedy": _remedy(str(error)),
    }


def _remedy(message: str) -> str:
    """What is expected where the parser gives up with this message."""
    matching = (text for words, text in _REMEDIES if any(word in message for word in words))
    return str(next(matching, _OTHER))


def _place(message: str, lines: Sequence[str]) -> tuple[int, int]:
    """Line and column; behind the last character where the parser came to the end of the file."""
    found = _PLACE.search(message)
    if found is None:
        return len(lines), len(lines[-1]) + 1
    return int(found[1]), int(found[2])
