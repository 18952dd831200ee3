"""Loading the shipped policy files: everything or nothing, and a second time changes nothing."""

import tomllib
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from policies.engine import PolicyError, rules
from policies.models import PolicyDocument, Provision
from policies.models.provision import first_overlap, overlap_message
from townships.models import Division

DATA = Path(__file__).resolve().parent.parent / "data"

PROVISION_FIELDS = {
    *("clause", "modality", "key_phrase", "reading", "note", "parameters"),
    *("valid_from", "valid_to"),
}
DOCUMENT_FIELDS = {
    *("number", "title", "issuer", "issued_on", "issued_text", "kind", "note"),
    *("valid_from", "valid_to"),
}


class PolicyDataError(PolicyError):
    """Policy files with mistakes; `problems` holds one sentence each. Nothing was loaded."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(
            _("No policy data was loaded. %(problems)s") % {"problems": "\n".join(problems)}
        )


@dataclass
class LoadResult:
    """How many records were new, changed, and the same."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0


@dataclass(frozen=True)
class _Entry:
    """One table of a file, with the words that name it in a message."""

    where: str
    data: Mapping[str, Any]


def load_policy_data(directory: Path = DATA) -> LoadResult:
    """Load every `*.toml` of the directory. The divisions they name must be there already.

    Records are found by their key; what an office added has none and is not touched. Raises
    `PolicyDataError` with all mistakes of all files, and then changes nothing.
    """
    files = [_read(path) for path in sorted(directory.glob("*.toml"))]
    loader = _Loader()
    with transaction.atomic():
        for name, data in files:
            loader.load_file(name, data)
        loader.check_overlaps()
        if loader.problems:
            raise PolicyDataError(loader.problems)
    return loader.result


def _read(path: Path) -> tuple[str, dict[str, Any]]:
    try:
        return path.name, tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PolicyDataError(
            [_("%(file)s cannot be read: %(error)s") % {"file": path.name, "error": error}]
        ) from error


class _Loader:
    """One run: collects problems instead of stopping at the first."""

    def __init__(self) -> None:
        self.result = LoadResult()
        self.problems: list[str] = []
        self._documents = {d.key: d for d in PolicyDocument.objects.exclude(key="")}
        self._provisions = {p.key: p for p in Provision.objects.exclude(key="")}
        self._seen: set[str] = set()
        self._places: set[str | None] = {None}

    def load_file(self, name: str, data: Mapping[str, Any]) -> None:
        """The document of a file, then its provisions."""
        self._refuse_unknown(_Entry(name, data), {"document", "provision"})
        if "document" not in data:
            self._problem(name, _("its clauses have no document."))
            return
        document = self._document(_Entry(name, data["document"]))
        if document is None:
            return
        for number, provision in enumerate(data.get("provision", []), start=1):
            rule = provision.get("rule", number)
            self._provision(_Entry(f"{name}, {rule}", provision), document)

    def check_overlaps(self) -> None:
        """Two provisions of one rule and place may not hold on the same day."""
        provisions = Provision.objects.select_related("document").order_by(
            "rule_id", "jurisdiction", "valid_from", "pk"
        )
        for _key, group in groupby(provisions, key=lambda p: (p.rule_id, p.jurisdiction_id)):
            same = list(group)
            for index, provision in enumerate(same):
                if other := first_overlap(provision, same[:index]):
                    self._problem(str(provision), str(overlap_message(provision, other)))

    def _document(self, entry: _Entry) -> PolicyDocument | None:
        data = entry.data
        key = str(data.get("key", ""))
        if not self._check_key(entry, key, DOCUMENT_FIELDS | {"key", "place"}):
            return None
        document = self._documents.get(key) or PolicyDocument(key=key)
        values = _picked(data, DOCUMENT_FIELDS, PolicyDocument)
        values["jurisdiction_id"] = self._place(entry, data.get("place"))
        return document if self._save(entry, document, values) else None

    def _provision(self, entry: _Entry, document: PolicyDocument) -> None:
        data = entry.data
        rule_id = str(data.get("rule", ""))
        key = str(data.get("key", f"{document.key}/{rule_id}"))
        if not self._check_key(entry, key, PROVISION_FIELDS | {"key", "place", "rule", "effect"}):
            return
        if rule_id not in rules:
            self._problem(entry.where, _("there is no rule “%(rule)s”.") % {"rule": rule_id})
            return
        rule = rules.get(rule_id)
        values = _picked(data, PROVISION_FIELDS, Provision)
        values |= {
            "rule_id": rule_id,
            "document_id": document.pk,
            "topic": rule.topic,
            "kind": data.get("effect", rule.kind.value),
            "jurisdiction_id": self._place(entry, data.get("place", document.jurisdiction_id)),
            "valid_from": data.get("valid_from", document.valid_from),
        }
        self._save(entry, self._provisions.get(key) or Provision(key=key), values)

    def _place(self, entry: _Entry, place: Any) -> Any:
        if place not in self._places:
            if Division.objects.filter(pk=place).exists():
                self._places.add(place)
            else:
                text = _("there is no division “%(place)s”. Load the divisions first.")
                self._problem(entry.where, text % {"place": place})
        return place

    def _check_key(self, entry: _Entry, key: str, known: Set[str]) -> bool:
        self._refuse_unknown(entry, known)
        if not key:
            self._problem(entry.where, _("“key” is missing."))
            return False
        if key in self._seen:
            self._problem(entry.where, _("the key “%(key)s” is used twice.") % {"key": key})
            return False
        self._seen.add(key)
        return True

    def _refuse_unknown(self, entry: _Entry, known: Set[str]) -> None:
        for name in sorted(set(entry.data) - known):
            self._problem(entry.where, _("nothing is called “%(name)s” here.") % {"name": name})

    def _save(
        self, entry: _Entry, record: PolicyDocument | Provision, values: Mapping[str, Any]
    ) -> bool:
        """Save the record when a value differs. False when it has a mistake."""
        changed = {name for name, value in values.items() if getattr(record, name) != value}
        for name, value in values.items():
            setattr(record, name, value)
        if problems := _mistakes(record):
            for problem in problems:
                self._problem(entry.where, problem)
            return False
        if record.pk is None:
            self.result.created += 1
        elif changed:
            self.result.updated += 1
        else:
            self.result.unchanged += 1
            return True
        record.save()
        return True

    def _problem(self, where: str, text: str) -> None:
        self.problems.append(f"{where}: {text}")


def _picked(
    data: Mapping[str, Any], names: Iterable[str], model: type[models.Model]
) -> dict[str, Any]:
    """The named fields, each with the model's default where the file leaves it out."""
    empty = model()
    return {name: data.get(name, getattr(empty, name)) for name in names}


def _mistakes(record: PolicyDocument | Provision) -> list[str]:
    """What validation says, without the check for overlaps, which waits for all files."""
    try:
        record.clean_fields(exclude={"jurisdiction"})
        if isinstance(record, Provision):
            _raise_if(record.rule_errors() | record.validity_errors())
        else:
            record.clean()
        record.validate_constraints(exclude={"jurisdiction"})
    except ValidationError as error:
        return [
            f"{record._meta.get_field(name).verbose_name}：{message}"  # type: ignore[union-attr]
            if name != "__all__"
            else message
            for name, messages in error.message_dict.items()
            for message in messages
        ]
    return []


def _raise_if(errors: Mapping[str, Any]) -> None:
    """Raise the errors by field, if there are any."""
    if errors:
        raise ValidationError(dict(errors))
