"""The workbooks of a run, made once and read on every database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.people import Person, make_people, with_changes, write_provincial
from bench.sizes import Sizes
from bench.stock import write_plain

ONE_PERCENT, ALL = 100, 1
LAST = "plain_changed"


@dataclass(frozen=True)
class Files:
    """Workbooks of clerks, and flat ones of the same people for the stock flow.

    The people of a smaller file are the first of the larger ones.  `changed`, `dirty` and `bad`
    have those of `medium`, every tenth with another phone; in `dirty` one row in a hundred is
    wrong, in `bad` every one.
    """

    folder: Path
    sizes: Sizes

    def path(self, name: str) -> Path:
        """The workbook with this name."""
        return self.folder / f"{name}.xlsx"


def make_files(folder: Path, sizes: Sizes, unions: Sequence[str]) -> Files:
    """The workbooks in a folder; those of the first database serve the second one too."""
    files = Files(folder, sizes)
    if not files.path(LAST).exists():
        people = make_people(sizes.large, unions)
        _make_large(files, people)
        _make_medium(files, people[: sizes.medium])
    return files


def _make_large(files: Files, people: Sequence[Person]) -> None:
    write_provincial(files.path("large"), people)
    write_provincial(files.path("small"), people[: files.sizes.small])
    write_plain(files.path("plain_small"), people[: files.sizes.small])


def _make_medium(files: Files, people: Sequence[Person]) -> None:
    changed = with_changes(people)
    write_provincial(files.path("medium"), people)
    write_provincial(files.path("changed"), changed)
    write_provincial(files.path("dirty"), changed, bad_each=ONE_PERCENT)
    write_provincial(files.path("bad"), changed, bad_each=ALL)
    write_plain(files.path("plain_medium"), people)
    write_plain(files.path(LAST), changed)
