"""A seal over each entry of the books: what is altered in the database by hand is found.

Triggers are not used here, so the database itself lets whoever has its password change a row. The
seal is keyed with a key that is not in the database: who changes an entry cannot seal it anew.
Who posted it is not sealed, because a deleted account leaves that column empty.
"""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from unionreg.crypto import blind_index


def seal_of(entry: Any, lines: Iterable[Any]) -> UUID:
    """The seal of an entry with its lines, as both stand in the database."""
    content = [
        *(entry.county_code, entry.sub_ledger_id, entry.year, entry.number),
        *(entry.on.isoformat(), entry.text, entry.document_no),
        *(entry.reverses_id, entry.payment_key, entry.closing),
        [[line.number, line.debit, line.credit, f"{line.amount:.2f}"] for line in lines],
    ]
    return blind_index("journal entry\n" + json.dumps(content, ensure_ascii=False))
