"""First terms from a table: every filled line by itself, so that one mistake stops no other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from cadres.elections.forms import FirstTermForm
from cadres.selectors.terms import ELECTED
from cadres.services.terms import record_term
from cadres.term_cases import RULES
from policies.engine import Book
from policies.selectors import load_book
from townships.models import Union
from townships.services.summaries import mark_due
from unionreg.text import as_key

ADD = "cadres.add_term"
MOST_LINES = 200
PREFIX = "started-"


@dataclass
class Result:
    """How many were saved, what was refused by organisation, and notices."""

    saved: int = 0
    refused: dict[int, tuple[Mapping[str, str], list[str]]] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)


@transaction.atomic
def record_lines(data: Mapping[str, str], user: Any) -> Result:
    """Save every line with something in it; lines outside the user's places are left out."""
    keys = [as_key(name.removeprefix(PREFIX)) for name in data if name.startswith(PREFIX)]
    filled = {key: FirstTermForm.sent(data, key) for key in keys[:MOST_LINES] if key is not None}
    wanted = {key: sent for key, sent in filled.items() if sent["started"]}
    rows = Union.objects.visible_to(user, ADD).filter(ELECTED, pk__in=sorted(wanted))
    result, book = Result(), load_book(*RULES)
    touched: set[tuple[str, str | None]] = set()
    for union in rows.select_related("township"):
        if _record(union, wanted[union.pk], user, book, result):
            touched.add((union.county_code, union.township_id))
    _mark(touched)
    return result


def _record(union: Union, sent: Mapping[str, str], user: Any, book: Book, result: Result) -> bool:
    """Save one line; whether it was taken."""
    form = FirstTermForm(sent)
    if not form.is_valid():
        result.refused[union.pk] = sent, form.told()
        return False
    try:
        saved = record_term(term=form.term(union), user=user, book=book, mark=False)
    except ValidationError as error:
        result.refused[union.pk] = sent, error.messages
        return False
    result.saved += 1
    result.notices += [f"{union.name}：{notice.message}" for notice in saved.notices]
    return True


def _mark(touched: set[tuple[str, str | None]]) -> None:
    """Have the townships judged anew, county by county."""
    for county in sorted({county for county, _township in touched}):
        keys = [key for where, key in touched if where == county]
        mark_due(county_code=county, township_keys=keys)
