"""Loading the shipped schemes: everything or nothing, and a second time changes nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from funding.models import Scheme, SchemePart
from funding.schemes.checks import problems
from policies.choices import State
from policies.data_files import PolicyDataError, read_toml
from policies.models import PolicyDocument
from townships.models import Division

DATA = Path(__file__).resolve().parent.parent / "data" / "schemes"
FIELDS = {"key", "title", "place", "document", "valid_from", "valid_to", "note", "part"}
PART_FIELDS = {"label", "kind", "source", "base", "rule", "parameters"}
KEPT = ("title", "place_id", "document_id", "valid_from", "valid_to", "note")


@dataclass
class Loaded:
    """How many schemes were new, changed, and the same."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0


@transaction.atomic
def load_schemes(directory: Path = DATA) -> Loaded:
    """Load every scheme of the directory; documents and divisions must be there already.

    Schemes are found by their key; those of offices are not touched. Raises `PolicyDataError` with
    the mistakes of all files, and then changes nothing.
    """
    reader = _Reader(directory)
    drafts = list(reader.drafts())
    if reader.mistakes:
        raise PolicyDataError(reader.mistakes)
    loaded = Loaded()
    for scheme, parts in drafts:
        _write(scheme, parts, loaded)
    return loaded


class _Reader:
    """One run: collects mistakes instead of stopping at the first."""

    def __init__(self, directory: Path) -> None:
        self.mistakes: list[str] = []
        self._paths = sorted(directory.glob("*.toml"))
        self._documents = {one.key: one for one in PolicyDocument.objects.exclude(key="")}
        self._keys: set[str] = set()

    def drafts(self) -> Iterator[tuple[Scheme, list[SchemePart]]]:
        """The schemes of all files that have no mistake."""
        for path in self._paths:
            tables = read_toml(path).get("scheme", [])
            if not isinstance(tables, list):
                self._note(path.name, _("every scheme has to be a table begun by [[scheme]]."))
                continue
            for number, table in enumerate(tables, start=1):
                made = self._scheme(f"{path.name}, {number}", table)
                if made is not None:
                    yield made

    def _note(self, where: str, text: str) -> None:
        self.mistakes.append(f"{where}: {text}")

    def _scheme(self, where: str, table: Any) -> tuple[Scheme, list[SchemePart]] | None:
        before = len(self.mistakes)
        if not self._names(where, table, FIELDS):
            return None
        key = str(table.get("key", ""))
        if not key or key in self._keys:
            self._note(where, _("the key “%(key)s” is missing or used twice.") % {"key": key})
        self._keys.add(key)
        scheme = self._filled(where, table, key)
        parts = self._parts(where, table.get("part", []))
        for text in (*_mistakes(scheme, {"place", "document"}), *problems(parts)):
            self._note(where, text)
        return (scheme, parts) if len(self.mistakes) == before else None

    def _filled(self, where: str, table: Mapping[str, Any], key: str) -> Scheme:
        place = str(table.get("place", ""))
        if not Division.objects.filter(key=place).exists():
            text = _("there is no division “%(place)s”. Load the divisions first.")
            self._note(where, text % {"place": place})
        document = self._documents.get(str(table.get("document", "")))
        if document is None:
            text = _("there is no document “%(key)s”.")
            self._note(where, text % {"key": table.get("document", "")})
        return Scheme(
            key=key,
            title=table.get("title", ""),
            place_id=place,
            document=document,
            valid_from=table.get("valid_from"),  # type: ignore[misc]
            valid_to=table.get("valid_to"),
            note=table.get("note", ""),
            state=State.RELEASED,
        )

    def _parts(self, where: str, tables: Any) -> list[SchemePart]:
        found = []
        for number, table in enumerate(tables if isinstance(tables, list) else [], start=1):
            if not self._names(f"{where}, part {number}", table, PART_FIELDS):
                continue
            part = SchemePart(number=number, **table)
            for text in _mistakes(part, {"scheme"}):
                self._note(f"{where}, part {number}", text)
            found.append(part)
        return found

    def _names(self, where: str, table: Any, known: set[str]) -> bool:
        if not isinstance(table, dict):
            self._note(where, _("this has to be a table."))
            return False
        unknown = sorted(set(table) - known)
        for name in unknown:
            self._note(where, _("nothing is called “%(name)s” here.") % {"name": name})
        return not unknown


def _mistakes(record: Scheme | SchemePart, exclude: set[str]) -> list[str]:
    try:
        record.clean_fields(exclude=exclude)
    except ValidationError as error:
        return [f"{name}: {text}" for name, texts in error.message_dict.items() for text in texts]
    return []


def _write(scheme: Scheme, parts: list[SchemePart], loaded: Loaded) -> None:
    stored = Scheme.objects.filter(key=scheme.key).prefetch_related("parts").first()
    if stored is None:
        scheme.save()
        loaded.created += 1
    elif _same(stored, scheme, parts):
        loaded.unchanged += 1
        return
    else:
        for name in KEPT:
            setattr(stored, name, getattr(scheme, name))
        stored.save()
        stored.parts.all().delete()
        scheme = stored
        loaded.updated += 1
    for part in parts:
        part.scheme = scheme
    SchemePart.objects.bulk_create(parts)


def _same(stored: Scheme, new: Scheme, parts: list[SchemePart]) -> bool:
    fields = all(getattr(stored, name) == getattr(new, name) for name in KEPT)
    return fields and [_plain(p) for p in stored.parts.all()] == [_plain(p) for p in parts]


def _plain(part: SchemePart) -> tuple[Any, ...]:
    return (part.number, *(getattr(part, name) for name in sorted(PART_FIELDS)))
