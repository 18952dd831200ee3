"""The background worker steps back for the pages."""

import os

import pytest
from django.core.management import call_command
from django_tasks_db.management.commands.db_worker import Command as Worker

from imports.management.commands import run_worker


@pytest.fixture
def steps(monkeypatch, tmp_path):
    """What a worker did to its priority, without working: (its own, its session's)."""
    session = tmp_path / "autogroup"
    session.write_text("0")
    taken: list[int] = []
    monkeypatch.setattr(os, "nice", taken.append)
    monkeypatch.setattr(run_worker, "AUTOGROUP", session)
    monkeypatch.setattr(run_worker, "_sweep", lambda over, seconds: None)
    monkeypatch.setattr(Worker, "handle", lambda self, **options: None)

    def work(*arguments):
        call_command("run_worker", *arguments)
        return taken, session.read_text()

    return work


def test_a_worker_with_a_session_of_its_own_lowers_both(steps, monkeypatch):
    monkeypatch.setattr(os, "getsid", lambda _pid: os.getpid())
    assert steps() == ([10], "10")


def test_a_worker_in_somebodys_session_leaves_that_alone(steps, monkeypatch):
    monkeypatch.setattr(os, "getsid", lambda _pid: os.getpid() + 1)
    assert steps("--nice", "5") == ([5], "0")


def test_a_system_without_such_groups_is_no_obstacle(steps, monkeypatch, tmp_path):
    monkeypatch.setattr(os, "getsid", lambda _pid: os.getpid())
    monkeypatch.setattr(run_worker, "AUTOGROUP", tmp_path / "nowhere" / "autogroup")
    assert steps("--nice", "0") == ([0], "0")
