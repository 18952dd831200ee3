"""Whatever the reading process does, the worker ends it and says what happened."""

import sys
import time

import pytest

from imports.reading import Limits, Refusal, Refused, Workbook, process
from tests.imports import workbooks
from tests.imports.test_refuse_hostile_file import HEADER, good, refusal
from tests.imports.workbooks import COLUMNS


def command(code):
    return (sys.executable, "-c", code)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import time; time.sleep(60)", Refusal.TIMEOUT),
        ("import os; os.abort()", Refusal.READER_FAILED),
        ("import os; os.kill(os.getpid(), 9)", Refusal.READER_FAILED),
        ("print('not json', flush=True)", Refusal.READER_FAILED),
        ("print('[1]', flush=True)", Refusal.READER_FAILED),
        ("print('{\"rows\": []}', flush=True)", Refusal.READER_FAILED),
        ('print(\'{"refused": "unheard of"}\', flush=True)', Refusal.READER_FAILED),
        ("import sys; sys.stdout.write('x' * 2**25)", Refusal.READER_FAILED),
        ("pass", Refusal.READER_FAILED),
    ],
)
def test_whatever_the_reading_process_does_ends_in_a_refusal(tmp_path, code, reason):
    start = time.monotonic()
    book = Workbook(good(tmp_path), COLUMNS, Limits(seconds=1), command=command(code))
    with pytest.raises(Refused) as caught, book:
        pass
    assert caught.value.code == reason
    assert time.monotonic() - start < 5
    assert book._process.poll() is not None


def test_who_waits_for_a_slow_process_gives_signs_of_life(tmp_path, monkeypatch):
    monkeypatch.setattr(process, "SIGN_OF_LIFE", 0.1)
    signs: list[None] = []
    slow = command("import time; time.sleep(60)")
    limits = Limits(seconds=1)
    book = Workbook(good(tmp_path), COLUMNS, limits, slow, lambda: signs.append(None))
    with pytest.raises(Refused) as caught, book:
        pass
    assert caught.value.code == Refusal.TIMEOUT
    assert 5 <= len(signs) <= 10


@pytest.mark.parametrize("line", ["\n", "{}\n"])
def test_endless_short_lines_end_at_the_first(tmp_path, line):
    flood = f"import os\nwhile True: os.write(1, {line.encode()!r} * 2**16)"
    book = Workbook(good(tmp_path), COLUMNS, Limits(), command=command(flood))
    with pytest.raises(Refused) as caught, book:
        pass
    assert caught.value.code == Refusal.READER_FAILED
    assert len(book._lines) < process.MOST_LINES + process.BLOCK


def test_endless_computing_is_ended_by_the_processor_limit(tmp_path):
    spin = (
        "from imports.reading import child\n"
        "def spin(*args):\n"
        "    while True: pass\n"
        "child.read = spin\n"
        "child.main()\n"
    )
    book = Workbook(good(tmp_path), COLUMNS, Limits(seconds=1), command=command(spin))
    with pytest.raises(Refused) as caught, book:
        pass
    assert caught.value.code == Refusal.TIMEOUT


def test_a_panic_is_no_exception_and_still_a_refusal(tmp_path):
    panic = (
        "from imports.reading import child\n"
        "class PanicException(BaseException): pass\n"
        "def panic(*args): raise PanicException('index out of bounds')\n"
        "child.read = panic\n"
        "child.main()\n"
    )
    book = Workbook(good(tmp_path), COLUMNS, Limits(), command=command(panic))
    with pytest.raises(Refused) as caught, book:
        pass
    assert caught.value.code == Refusal.READER_FAILED


def test_memory_is_limited(tmp_path):
    rows = [HEADER, *[["长" * 3000, str(number), ""] for number in range(20000)]]
    path = workbooks.xlsx(tmp_path / "a.xlsx", rows)
    assert refusal(path, memory_bytes=150 * 2**20)[0] == Refusal.READER_FAILED


def test_leaving_early_ends_the_process(tmp_path):
    rows = [HEADER, *[["张三", str(number), ""] for number in range(20000)]]
    with Workbook(workbooks.xlsx(tmp_path / "a.xlsx", rows), COLUMNS) as book:
        next(book.batches())
    assert book._process.poll() is not None


# A process that says the same thousand rows so many times.
TALK = (
    "from imports.reading import child\n"
    "def talk(data, limits, send):\n"
    "    rows = list(data.rows()) * 1000\n"
    "    for _ in range({times}): send({{'rows': rows}})\n"
    "child._send_rows = talk\n"
    "child.main()\n"
)


def test_the_process_ends_before_the_rows_are_used_up(tmp_path):
    talk = command(TALK.format(times=200))
    with Workbook(good(tmp_path), COLUMNS, command=talk) as book:
        batches = book.batches()
        taken = len(next(batches))
        while book._process.poll() is None:
            time.sleep(0.05)
            taken += len(next(batches))
        assert taken < 150_000
        taken += sum(map(len, batches))
    assert taken == 200_000
    assert book.summary.rows == 1


def test_a_process_that_never_stops_talking_is_not_listened_to_for_ever(tmp_path, monkeypatch):
    monkeypatch.setattr(process, "MOST_WAITING", 2**20)
    talk = command(TALK.format(times=10**9))
    with Workbook(good(tmp_path), COLUMNS, command=talk) as book:
        batches = book.batches()
        for _time in range(20):
            next(batches)
            time.sleep(0.02)
            assert book._waiting_bytes < 2**20 + process.BLOCK
    assert book._process.poll() is not None
