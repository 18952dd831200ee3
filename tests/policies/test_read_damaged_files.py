"""A policy file that is no TOML: file, line, column and what to do are said in Chinese."""

import pytest
from django.utils import translation

from policies.data_files import PolicyDataError, read_toml

# what stands in the file → line, column, what the remedy speaks of
DAMAGED = {
    "no sign": ('[document]\nkind "norm"', 2, 6, "="),
    "full-width sign": ('[document]\nkind＝"norm"', 2, 5, "half-width ="),
    "no value": ("[document]\nkind =\n\n", 2, 7, "A value is"),
    "Chinese quotes": ("[document]\n\ntitle = “示例”", 3, 9, "half-width"),
    "text goes on": ('title = "示例\nkind = "norm"', 1, 12, "A text"),
    "backslash": ('title = "a\\q"', 1, 13, "backslash"),
    "table not closed": ("[document\nkind = 1", 1, 10, "[document]"),
    "no such table sign": ("[[provision]\nrule = 1", 1, 12, "[[provision]]"),
    "said twice": ("[document]\nkind = 1\nkind = 2\n[[provision]]", 3, 9, "second time"),
    "table twice": ("[document]\n[document]", 2, 10, "second time"),
    "list not closed": ("list = [1, 2\n", 1, 13, "A list"),
    "two on a line": ("a = 1 b = 2", 1, 7, "line of its own"),
    "impossible day": ("issued_on = 2026-02-31", 1, 13, "has to exist"),
    "control character": ('title = "a\x01"', 1, 11, "A text"),
}


@pytest.mark.parametrize(("text", "line", "column", "named"), DAMAGED.values(), ids=DAMAGED)
def test_place_and_remedy_are_said(tmp_path, text, line, column, named):
    path = tmp_path / "bad.toml"
    path.write_text(text, encoding="utf-8")
    with translation.override("en"), pytest.raises(PolicyDataError) as caught:
        read_toml(path)
    (problem,) = caught.value.problems
    assert f"bad.toml cannot be read from line {line}, column {column} (" in problem
    assert named in problem
    assert text.split("\n")[line - 1].strip() in problem


def test_no_word_of_the_parser_is_left(tmp_path):
    path = tmp_path / "bad.toml"
    path.write_text("[document]\nkind", encoding="utf-8")
    with pytest.raises(PolicyDataError) as caught:
        read_toml(path)
    assert "Expected" not in str(caught.value)
    assert "at line" not in str(caught.value)


def test_another_encoding(tmp_path):
    path = tmp_path / "bad.toml"
    path.write_bytes(b"[document]\ntitle = " + "示例".encode("gb18030"))
    with pytest.raises(PolicyDataError, match=r"bad\.toml.*2.*UTF-8"):
        read_toml(path)
