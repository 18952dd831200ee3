"""Build `townships/data/divisions-2023.csv.gz` and its manifest from the package china-division.

    python -m tools.build_divisions PATH

PATH is the unpacked package (the folder that holds `package.json` and `dist/`).  The same package
gives the same bytes: rows are sorted by code, the archive carries no time and no file name.
"""

import argparse
import csv
import gzip
import hashlib
import json
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "townships" / "data"
TARGET = "divisions-2023.csv.gz"

# File of the package and what it must hold; villages are not shipped.
PARTS = (
    ("provinces", 2, 31),
    ("cities", 4, 342),
    ("areas", 6, 2978),
    ("streets", 9, 41352),
)


class WrongPackageError(ValueError):
    """The folder does not hold the expected version of the package."""


def read_part(folder: Path, name: str, digits: int, count: int) -> list[tuple[str, str]]:
    """Return (code, name) of one file; raises WrongPackageError when it is another file."""
    with (folder / "dist" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        rows = [(row["code"], row["name"].strip()) for row in csv.DictReader(lines)]
    good = len(rows) == count and all(
        code.isdigit() and len(code) == digits and label for code, label in rows
    )
    if not good:
        raise WrongPackageError(f"{name}.csv: expected {count} rows with codes of {digits} digits")
    return rows


def as_csv(rows: list[tuple[str, str]]) -> bytes:
    """Return the rows as text, sorted by code: every parent stands before its children."""
    codes = {code for code, _name in rows}
    orphans = [code for code in codes if len(code) > 2 and parent_code(code) not in codes]
    if orphans or len(codes) != len(rows):
        raise WrongPackageError(
            f"Codes without parent: {orphans}; duplicates: {len(rows) - len(codes)}"
        )
    lines = [f"{code},{name}" for code, name in sorted(rows)]
    return ("code,name\n" + "\n".join(lines) + "\n").encode()


def parent_code(code: str) -> str:
    """Code of the division above: 2, 4, 6, 9 digits."""
    return code[: {4: 2, 6: 4, 9: 6}[len(code)]]


def manifest(package: dict[str, str], text: bytes, packed: bytes) -> dict[str, object]:
    """Return what the reader checks before it believes a single row."""
    return {
        "file": TARGET,
        "package": package["name"],
        "version": package["version"],
        "source": "National Bureau of Statistics of China, codes of 2023",
        "as_of": "2023-06-30",
        "rows": {name: count for name, _digits, count in PARTS},
        "total": sum(count for _name, _digits, count in PARTS),
        "sha256": hashlib.sha256(packed).hexdigest(),
        "sha256_unpacked": hashlib.sha256(text).hexdigest(),
    }


def build(folder: Path, target: Path = DATA) -> dict[str, object]:
    """Write archive and manifest into `target`; return the manifest."""
    package = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    text = as_csv([row for part in PARTS for row in read_part(folder, *part)])
    packed = gzip.compress(text, compresslevel=9, mtime=0)
    content = manifest(package, text, packed)
    (target / TARGET).write_bytes(packed)
    (target / "MANIFEST.json").write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    return content


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description="Build the division data from china-division.")
    parser.add_argument("package", type=Path, help="folder of the unpacked package")
    content = build(parser.parse_args().package)
    print(f"{content['file']}: {content['total']} rows, sha256 {content['sha256']}")


if __name__ == "__main__":
    main()
