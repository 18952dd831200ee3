"""Production settings, as the files under deploy/ use them."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools import deploy_check
from tools.environment import ROOT


def ask(code: str, folder: Path, **extra: str) -> str:
    """Run a line of Python under the production settings; returns what it prints."""
    environment = deploy_check.production_environment(str(folder)) | extra
    environment["DJANGO_SETTINGS_MODULE"] = "unionreg.settings"
    return run(["-c", "import django; django.setup(); " + code], ROOT, environment)


def run(arguments: list[str], folder: Path, environment: dict[str, str]) -> str:
    """Run Python in a folder; returns what it prints."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("proxy", "forwarded", "expected"),
    [
        ("false", "203.0.113.9", "127.0.0.1"),
        ("true", "203.0.113.9", "203.0.113.9"),
    ],
)
def test_lock_out_sees_the_real_address(tmp_path, proxy, forwarded, expected):
    """Nobody can lock others out, or escape the lock-out, with a header of their own."""
    code = (
        "from axes.helpers import get_client_ip_address; from django.http import HttpRequest; "
        "r = HttpRequest(); "
        f"r.META = dict(REMOTE_ADDR='127.0.0.1', HTTP_X_FORWARDED_FOR='{forwarded}'); "
        "print(get_client_ip_address(r))"
    )
    assert ask(code, tmp_path, BEHIND_PROXY=proxy) == expected


def test_proxy_replaces_the_address_that_a_browser_claims():
    proxy = (ROOT / "deploy" / "nginx" / "unionreg.conf").read_text()
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in proxy
    assert "proxy_add_x_forwarded_for" not in proxy


@pytest.mark.slow
def test_bootstrap_is_all_that_production_needs(checkout, empty_database):
    """From the example's settings to a sign-in page with its style sheet."""
    production = deploy_check.production_environment(str(checkout)) | empty_database
    lines = [f"{name}={value}" for name, value in production.items() if name != "PATH"]
    (checkout / ".env").write_text("\n".join(lines))
    bare = {"PATH": production["PATH"]}
    assert "createsuperuser" in run(["manage.py", "bootstrap"], checkout, bare)
    code = (
        "from django.test import Client; "
        "client = Client(headers={'host': 'union.example.org'}); "
        "answer = client.get('/', secure=True, follow=True); "
        "print(answer.status_code, answer.content.decode())"
    )
    status, page = run(["manage.py", "shell", "-v0", "-c", code], checkout, bare).split(" ", 1)
    assert status == "200"
    sheets = re.findall(r'href="/static/(css/[^"]+\.[0-9a-f]{12}\.css)"', page)
    assert sheets
    assert [name for name in sheets if not (checkout / "var" / "static" / name).exists()] == []


def test_deployment_check_is_silent():
    assert deploy_check.main() == 0


def test_deployment_check_notices_a_warning(monkeypatch):
    good = deploy_check.production_environment
    bad = {"LOCAL": "true"}
    monkeypatch.setattr(deploy_check, "production_environment", lambda folder: good(folder) | bad)
    assert deploy_check.main() != 0


def test_example_environment_holds_every_setting_that_production_needs():
    text = (ROOT / "deploy" / "unionreg.env.example").read_text()
    named = set(re.findall(r"^([A-Z_]+)=", text, re.M))
    needed = deploy_check.production_environment("").keys() - {"PATH", "LOCAL"}
    assert needed - named == set()


def test_example_environment_holds_no_key():
    text = (ROOT / "deploy" / "unionreg.env.example").read_text()
    for name in ("SECRET_KEY", "FIELD_KEYS", "BLIND_INDEX_KEY"):
        assert re.search(rf"^{name}=$", text, re.M)


@pytest.mark.parametrize("unit", sorted((ROOT / "deploy" / "systemd").glob("*.service")))
def test_services_call_commands_that_exist(unit):
    from django.core.management import get_commands

    called = re.findall(r"manage\.py (\w+)", unit.read_text())
    assert set(called) - get_commands().keys() == set()
    assert called or "gunicorn" in unit.read_text()
