"""Loading the shipped policy files: everything or nothing, and a second time changes nothing.

Nothing is written before all files are checked, and then in bulk: the number of queries does not
grow with the files.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from policies.choices import State
from policies.data_files import DATA, Entry, PolicyDataError, PolicyFile, read_documents
from policies.engine import rules
from policies.models import PolicyDocument, Provision
from policies.models.provision import first_overlap, overlap_message
from townships.models import Division

PROVISION_FIELDS = {
    *("clause", "modality", "key_phrase", "reading", "note", "parameters"),
    *("valid_from", "valid_to"),
}
DOCUMENT_FIELDS = {
    *("number", "title", "issuer", "issued_on", "issued_text", "kind", "note"),
    *("valid_from", "valid_to"),
}
R = TypeVar("R", PolicyDocument, Provision)


@dataclass
class LoadResult:
    """How many records were new, changed, and the same.

    `held_back`: a sentence for everything that was left out because an office has its own.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    held_back: list[str] = field(default_factory=list)


@transaction.atomic
def load_policy_data(directory: Path = DATA) -> LoadResult:
    """Load every document of the directory. The divisions they name must be there already.

    Records are found by their key; what an office added has none and is not touched. A shipped
    provision that shares days with one that an office released for the same place is held back.
    Raises `PolicyDataError` with all mistakes
    of all files, and then changes nothing.
    """
    loader = _Loader(read_documents(directory))
    loader.read()
    if loader.problems:
        raise PolicyDataError(loader.problems)
    return loader.write()


class _Shelf(Generic[R]):
    """The records of one model: those stored, and what the files make of them."""

    def __init__(self, model: type[R]) -> None:
        self.records: list[R] = list(model._default_manager.all())
        self._model: type[R] = model
        self._stored: dict[str, R] = {one.key: one for one in self.records if one.key}
        self._new: list[R] = []
        self._changed: list[R] = []
        self._before: dict[str, dict[str, Any]] = {}
        self._unchanged = 0

    def stored(self, key: str) -> R | None:
        """The stored record of this key."""
        return self._stored.get(key)

    def put(self, key: str, values: Mapping[str, Any]) -> R:
        """The record of this key, with these values."""
        record = self._stored.get(key)
        if record is None:
            record = self._model(key=key, state=State.RELEASED, **values)
            self.records.append(record)
            self._new.append(record)
        elif all(getattr(record, name) == value for name, value in values.items()):
            self._unchanged += 1
        else:
            self._before[key] = {name: getattr(record, name) for name in values}
            for name, value in values.items():
                setattr(record, name, value)
            self._changed.append(record)
        return record

    def leave(self, record: R) -> None:
        """Leave the record as it is stored, or out of the database where it is new."""
        for name, value in self._before.get(record.key, {}).items():
            setattr(record, name, value)
        self._new = [new for new in self._new if new is not record]
        self._changed = [changed for changed in self._changed if changed is not record]

    def write(self) -> LoadResult:
        """Write what is new or changed."""
        fields = [field.name for field in self._model._meta.fields if not field.primary_key]
        self._model._default_manager.bulk_create(self._new)
        self._model._default_manager.bulk_update(self._changed, fields)
        return LoadResult(len(self._new), len(self._changed), self._unchanged)


class _Loader:
    """One run: collects problems instead of stopping at the first."""

    def __init__(self, files: Iterable[PolicyFile]) -> None:
        self.problems: list[str] = []
        self.held_back: list[str] = []
        self._files = list(files)
        self._documents = _Shelf(PolicyDocument)
        self._provisions = _Shelf(Provision)
        shipped = (one for one in self._documents.records if one.is_shipped)
        self._numbers = {one.number: one for one in shipped if one.number}
        self._seen: set[str] = set()
        self._places = _known_places(self._files)

    def read(self) -> None:
        """Look at every table of every file."""
        # Stored provisions have to know the very documents that the files may change.
        stored = {document.pk: document for document in self._documents.records}
        for provision in self._provisions.records:
            provision.document = stored[provision.document_id]
        for file in self._files:
            if document := self._document(file):
                for entry in file.provisions:
                    self._provision(entry, document)
        if not self.problems:  # dates that are none cannot be compared
            self._check_overlaps()

    def write(self) -> LoadResult:
        """Write the documents, then their provisions."""
        documents, provisions = self._documents.write(), self._provisions.write()
        return LoadResult(
            documents.created + provisions.created,
            documents.updated + provisions.updated,
            documents.unchanged + provisions.unchanged,
            self.held_back,
        )

    def _document(self, file: PolicyFile) -> PolicyDocument | None:
        """The document of a file; None when it has a mistake of its own."""
        self.problems += file.whole.unknown_names({"document", "provision"})
        self.problems += file.wrong_tables()
        entry = file.document
        if entry is None and "document" in file.data:
            return None  # told already
        if entry is None:
            self._problem(file.name, _("its clauses have no document."))
            return None
        key = str(entry.data.get("key", ""))
        if not self._check_table(entry, key, DOCUMENT_FIELDS | {"key", "place"}):
            return None
        values = _picked(entry.data, DOCUMENT_FIELDS, PolicyDocument)
        values["jurisdiction_id"] = self._place(entry, None)
        document = self._documents.put(key, values)
        if not self._check(entry, document):
            return None
        if document.number and self._numbers.setdefault(document.number, document) is not document:
            self._problem(entry.where, _("A document of this number is recorded already."))
        return document

    def _provision(self, entry: Entry, document: PolicyDocument) -> None:
        data = entry.data
        rule_id = str(data.get("rule", ""))
        key = str(data.get("key", f"{document.key}/{rule_id}"))
        if not self._check_table(entry, key, PROVISION_FIELDS | {"key", "place", "rule", "effect"}):
            return
        if rule_id not in rules:
            self._problem(entry.where, _("there is no rule “%(rule)s”.") % {"rule": rule_id})
            return
        rule = rules.get(rule_id)
        values = _picked(data, PROVISION_FIELDS, Provision)
        values |= {
            "rule_id": rule_id,
            "document": document,
            "topic": rule.topic,
            "kind": data.get("effect", rule.kind.value),
            "jurisdiction_id": self._place(entry, document.jurisdiction_id),
            "valid_from": data.get("valid_from", document.valid_from),
        }
        stored = self._provisions.stored(key)
        if stored is not None and stored.state != State.RELEASED:
            values["valid_to"] = stored.valid_to  # the end that an office gave it
        provision = self._provisions.put(key, values)
        self._check(entry, provision)
        self._check_place(entry, provision)

    def _check_place(self, entry: Entry, provision: Provision) -> None:
        """A document says nothing of places where it does not hold."""
        place = self._places.get(provision.jurisdiction_id or "")
        if place is None and provision.jurisdiction_id is not None:
            return  # told already
        provision.jurisdiction = place  # with those above it: asks the database nothing
        for text in provision.place_errors().values():
            self._problem(entry.where, text)

    def _place(self, entry: Entry, otherwise: str | None) -> Any:
        """The place of the table, or `otherwise`, which was looked at already."""
        place = entry.data.get("place")
        if place is not None and place not in self._places:
            text = _("there is no division “%(place)s”. Load the divisions first.")
            self._problem(entry.where, text % {"place": place})
        return otherwise if place is None else place

    def _check_table(self, entry: Entry, key: str, known: Set[str]) -> bool:
        """Whether the names and types of a table are right, and its key is its own."""
        self.problems += entry.unknown_names(known)
        if wrong := list(entry.wrong_types()):
            self.problems += wrong
            return False
        if not key:
            self._problem(entry.where, _("“key” is missing."))
            return False
        if key in self._seen:
            self._problem(entry.where, _("the key “%(key)s” is used twice.") % {"key": key})
            return False
        self._seen.add(key)
        return True

    def _check(self, entry: Entry, record: PolicyDocument | Provision) -> bool:
        """Whether the record has no mistake; those it has are noted."""
        problems = _mistakes(record)
        for problem in problems:
            self._problem(entry.where, problem)
        return not problems

    def _check_overlaps(self) -> None:
        """Two provisions of one rule and place that exclude each other may not share a day.

        Shipped ones that collide with each other are mistakes. One that collides with what an
        office added waits: the office's own goes on holding until it ends it.
        """
        by_place: dict[tuple[str, str | None], list[Provision]] = {}
        judging = [one for one in self._provisions.records if not (one.is_draft or one.repeals)]
        for provision in sorted(judging, key=lambda one: one.is_shipped):  # the offices' own first
            if provision.rule_id not in rules:  # of an earlier release; nothing judges by it
                continue
            same = by_place.setdefault((provision.rule_id, provision.jurisdiction_id), [])
            other = first_overlap(provision, same)
            if other is not None and provision.is_shipped and not other.is_shipped:
                self._hold_back(provision, other)
                continue
            if other is not None:
                self._problem(str(provision), str(overlap_message(provision, other)))
            same.append(provision)

    def _hold_back(self, provision: Provision, own: Provision) -> None:
        """Say which provision was left out and whose own stands in its way."""
        text = _("%(shipped)s was not loaded: %(own)s of the office of %(owner)s holds there.")
        names = {"shipped": provision, "own": own, "owner": own.owner}
        self.held_back.append(text % names)
        self._provisions.leave(provision)

    def _problem(self, where: str, text: str) -> None:
        self.problems.append(f"{where}: {text}")


def _known_places(files: Iterable[PolicyFile]) -> dict[str, Division]:
    """Those of the divisions that the files name which are there, with those above them."""
    named = {place for file in files for place in file.places}
    rows = Division.objects.select_related("parent__parent__parent__parent")
    return rows.in_bulk(named)


def _picked(
    data: Mapping[str, Any], names: Iterable[str], model: type[models.Model]
) -> dict[str, Any]:
    """The named fields, each with the model's default where the file leaves it out."""
    empty = model()
    return {name: data.get(name, getattr(empty, name)) for name in names}


def _mistakes(record: PolicyDocument | Provision) -> list[str]:
    """What validation says without asking the database: places and keys are checked for all."""
    try:
        record.clean_fields(exclude={"jurisdiction", "document"})
        if isinstance(record, PolicyDocument):
            record.clean()
        elif errors := record.rule_errors() | record.validity_errors():
            raise ValidationError(dict(errors))
        if record.valid_to is not None and record.valid_to < record.valid_from:
            raise ValidationError({NON_FIELD_ERRORS: [_("The end lies before the beginning.")]})
    except ValidationError as error:
        return [text for name in error.message_dict for text in _worded(record, name, error)]
    return []


def _worded(record: models.Model, name: str, error: ValidationError) -> list[str]:
    """The messages about one field, or about the whole record, with the label of the field."""
    messages = error.message_dict[name]
    if name == NON_FIELD_ERRORS:
        return list(messages)
    label = record._meta.get_field(name).verbose_name  # type: ignore[union-attr]
    return [f"{label}：{message}" for message in messages]
