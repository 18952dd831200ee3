"""Read the divisions that ship with unionreg, and villages from a file of the operator's own.

Reading only: what is stored, and how, is the business of the loading command.  The shipped file is
believed only when its hash, and the hash of what it unpacks to, are those of the manifest.
"""

import csv
import gzip
import hashlib
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from townships.division_kinds import DivisionKind, default_union_duty, guess_kind

DATA = Path(__file__).resolve().parent / "data"

PARENT_DIGITS = {4: 2, 6: 4, 9: 6, 12: 9}


class DivisionDataError(ValueError):
    """A file with divisions is damaged or not what it should be; the text says what is wrong."""


@dataclass(frozen=True, slots=True)
class DivisionRow:
    """One division as the code list has it.

    `level` is the number of digits of `code` (2, 4, 6, 9, 12); `parent_code` is empty for
    provinces; `kind` and `has_union_duty` are first guesses that an office may correct.
    """

    code: str
    name: str
    level: int
    parent_code: str
    kind: DivisionKind
    has_union_duty: bool


@dataclass(frozen=True, slots=True)
class Renumbering:
    """A division that got another code: `former_code` until the day before `changed_on`."""

    former_code: str
    former_name: str
    code: str
    name: str
    changed_on: date
    document: str


def read_manifest(folder: Path = DATA) -> dict[str, Any]:
    """Return the manifest: file name, source, date, number of rows, hashes."""
    content: dict[str, Any] = json.loads((folder / "MANIFEST.json").read_text(encoding="utf-8"))
    return content


def read_rows(folder: Path = DATA) -> Iterator[DivisionRow]:
    """Yield the shipped provinces, cities, counties and townships, parents before children.

    Raises DivisionDataError before the first row when the file is not the one of the manifest.
    """
    lines = _verified_text(folder).splitlines()[1:]
    for line in lines:
        code, _comma, name = line.partition(",")
        yield make_row(code, name)


def make_row(code: str, name: str) -> DivisionRow:
    """Return the row of one division, with kind and duty guessed from code and name."""
    level = len(code)
    kind = guess_kind(name, code, level)
    duty = default_union_duty(code, level, kind)
    return DivisionRow(code, name, level, code[: PARENT_DIGITS.get(level, 0)], kind, duty)


def _verified_text(folder: Path) -> str:
    manifest = read_manifest(folder)
    packed = (folder / manifest["file"]).read_bytes()
    _compare(packed, manifest["sha256"], manifest["file"])
    text = gzip.decompress(packed)
    _compare(text, manifest["sha256_unpacked"], f"the content of {manifest['file']}")
    return text.decode("utf-8")


def _compare(content: bytes, expected: str, what: str) -> None:
    if hashlib.sha256(content).hexdigest() != expected:
        raise DivisionDataError(f"The hash of {what} is not the one in MANIFEST.json.")


def read_renumberings(folder: Path = DATA) -> list[Renumbering]:
    """Return the known changes of codes, oldest first."""
    tables = tomllib.loads((folder / "renumberings.toml").read_text(encoding="utf-8"))
    rows = [
        Renumbering(
            former_code=table["former_code"],
            former_name=table["former_name"],
            code=table["code"],
            name=table["name"],
            changed_on=table["changed_on"],
            document=table["document"],
        )
        for table in tables["renumbering"]
    ]
    return sorted(rows, key=lambda row: row.changed_on)


def read_villages(path: Path) -> Iterator[DivisionRow]:
    """Yield the villages and communities of a file that the operator brings along.

    `path` is `villages.csv` of the package china-division (620,573 rows in 2.7.0), plain or as
    `.gz`; it needs the columns `code` and `name`.  Rows come in the order of the file, so the
    townships must be loaded before.  Raises DivisionDataError for a missing column, or naming the
    line of a code that has not 12 digits or of an empty name.
    """
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        if not {"code", "name"} <= set(reader.fieldnames or ()):
            raise DivisionDataError(f"{path.name} has no columns “code” and “name”.")
        for row in reader:
            yield _village(row, path.name, reader.line_num)


def _village(row: dict[str, str], file_name: str, line: int) -> DivisionRow:
    code, name = (row["code"] or "").strip(), (row["name"] or "").strip()
    if len(code) != 12 or not code.isascii() or not code.isdigit() or not name:
        raise DivisionDataError(f"{file_name}, line {line}: no code of 12 digits with a name.")
    return make_row(code, name)
