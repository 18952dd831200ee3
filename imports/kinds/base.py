"""What a kind of import is: its columns, its tables, and the few things only it knows."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import Model, Q
from django.utils.functional import Promise
from django.utils.text import capfirst

from imports.choices import Kind
from imports.kinds.columns import ImportColumn
from imports.models import ImportBatch, StagedRow
from imports.pipeline.sql import ALL, Run
from imports.reading import Column, Layout

if TYPE_CHECKING:
    from imports.kinds.checker import Checker


class ImportKind(ABC):
    """One kind of workbook.  The pipeline is the same for all of them."""

    code: ClassVar[Kind]
    title: ClassVar[str | Promise]
    about: ClassVar[str | Promise]
    # Title of the number beside a name in lists; the name's own title is that of its column.
    number_title: ClassVar[str]
    staged: ClassVar[type[StagedRow]]
    # Fields of the record that lists of whole rows show beside name and number.
    beside: ClassVar[tuple[str, ...]] = ()
    columns: ClassVar[tuple[ImportColumn, ...]]
    # Fields that the change log does not show: bookkeeping, search forms, secrets.
    unlogged: ClassVar[frozenset[str]] = frozenset()
    # Permission that a user needs besides that to import.
    permission: ClassVar[str]
    takes_default_union: ClassVar[bool] = False
    # Changed rows (conditions about `s`) that are locked and written before the new ones, because
    # those may need what they give up; and the others, if any, which nobody waits for so long.
    changed_first: ClassVar[str] = ALL
    changed_last: ClassVar[str] = ""
    # Models whose rows the import itself hangs on a record: no hindrance to an undo.
    own_relations: ClassVar[tuple[type[Model], ...]] = ()

    @property
    def beside_titles(self) -> list[str]:
        """Titles of the fields `beside`."""
        fields: Any = self.staged.target._meta
        return [capfirst(str(fields.get_field(name).verbose_name)) for name in self.beside]

    @abstractmethod
    def checker(self, batch: ImportBatch, layout: Layout) -> Checker:
        """The checks of one batch, with everything loaded that they compare with."""

    def lock(self, run: Run) -> None:
        """Lock what decides who may write, before the records themselves are locked."""

    def conflicts(self, run: Run) -> None:
        """Turn rows into failed ones that no longer fit what is stored; statements only."""

    def before_records(self, run: Run) -> None:
        """Claim keys of new records, before they are inserted."""

    def after_new(self, run: Run) -> None:
        """Write what hangs on new records and needs no lock on others."""

    def after_records(self, run: Run) -> None:
        """Write what hangs on the records, and refresh the summaries."""

    def before_removal(self, run: Run) -> None:
        """Take away what the import had hung on new records, before an undo removes them."""

    def after_undo(self, run: Run) -> None:
        """Bring keys and summaries in line after an undo."""

    def own_references(self, batch: ImportBatch) -> Q:
        """Staged new rows on whose records somebody has hung more of the kind's own relations."""
        return Q(pk__in=[])

    def kept_from_undo(self, batch: ImportBatch) -> Q:
        """Staged rows that must stay as they are for reasons of the kind's own."""
        return Q(pk__in=[])

    def lock_undo(self, run: Run) -> None:
        """Lock what `kept_from_undo` looks at."""

    def restored(self, row: dict[str, Any]) -> dict[str, Any]:
        """A record as it was before the import, with what the change log does not hold."""
        return row

    @property
    def name_title(self) -> str:
        """Title of the column that names a row in lists."""
        return self.columns[0].header

    def reader_columns(self) -> list[Column]:
        """What the reading process looks for."""
        return [column.for_reader() for column in self.columns]

    def column(self, key: str) -> ImportColumn:
        """A column by its key; raises KeyError."""
        return self._by_key()[key]

    def _by_key(self) -> dict[str, ImportColumn]:
        return {column.key: column for column in self.columns}

    def template_columns(self) -> list[ImportColumn]:
        """The columns of the template, in order."""
        return [column for column in self.columns if column.in_template]

    @cached_property
    def logged(self) -> list[tuple[str, str]]:
        """Columns of the change log, each with the field it names: `union`, not `union_id`."""
        columns = (name for name in self.staged.columns if name not in self.unlogged)
        return [(name, name.removesuffix("_id")) for name in columns]

    def secret_keys(self) -> frozenset[str]:
        """Keys of columns whose content is masked in lists."""
        return frozenset(column.key for column in self.columns if column.secret)


Changes = dict[str, list[Any]]


def changed_fields(
    before: dict[str, Any] | None, after: dict[str, Any], logged: Iterable[tuple[str, str]]
) -> Changes:
    """`{field: [before, after]}` for the change log; a new record lists what is not empty."""
    if before is None:
        return {
            field: [None, value]
            for name, field in logged
            if (value := after[name]) or (value is not None and value != "")
        }
    if before is after or before == after:
        return {}
    return {
        field: [before[name], after[name]] for name, field in logged if before[name] != after[name]
    }
