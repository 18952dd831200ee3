"""PgBouncer before the tests' server: settings, address, and what happens without it."""

import pytest

from tools import apt, pgbouncer, run_tests

URL = "postgres://unionreg:p%22w@127.0.0.1:5433/postgres"


def test_settings_name_the_server_and_its_login(tmp_path):
    text = pgbouncer.write_settings(URL, 6432, tmp_path).read_text()
    assert "* = host=127.0.0.1 port=5433" in text
    assert "listen_port = 6432" in text
    assert "pool_mode = transaction" in text
    assert (tmp_path / "users").read_text() == '"unionreg" "p""w"'


def test_address_through_it_differs_in_the_port_alone():
    assert pgbouncer.moved(URL, 6432) == "postgres://unionreg:p%22w@127.0.0.1:6432/postgres"


def test_example_for_offices_uses_the_mode_that_is_tested():
    example = (run_tests.ROOT / "deploy/scale/pgbouncer.ini.example").read_text()
    for line in ("pool_mode = transaction", "auth_type = scram-sha-256"):
        assert line in example
        assert line in pgbouncer.SETTINGS


@pytest.fixture
def not_there(monkeypatch):
    monkeypatch.setattr(pgbouncer, "find", lambda: None)
    monkeypatch.setattr(apt, "may_install", lambda: True)

    def refuse(*packages: str) -> None:
        raise SystemExit("E: Unable to locate package pgbouncer")

    monkeypatch.setattr(apt, "install", refuse)


def test_without_it_the_job_is_left_out_loudly(not_there):
    outcome = run_tests.run_job("pgbouncer", [])
    assert "Unable to locate package" in outcome.left_out
    lines, code = run_tests.closing(
        [run_tests.Outcome("sqlite", 1, 0, 0, 1.0), outcome], skips_fail=True
    )
    assert "NOT RUN: PgBouncer could not be installed" in lines
    assert code == 0


def test_without_rights_it_says_what_to_install(not_there, monkeypatch):
    monkeypatch.setattr(apt, "may_install", lambda: False)
    assert "apt-get install pgbouncer" in pgbouncer.ensure()
