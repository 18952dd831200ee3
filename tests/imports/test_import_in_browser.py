"""A 5,000-row provincial workbook imported in the browser, twice; a worker process works on it."""

import os
import re
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from history.models import Change
from members.models import Member, Membership
from tests.imports import workbooks
from tests.imports.people import many_ids, row
from townships.models import UnionSummary

ROWS = 5000
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker(database_url):
    """The background worker, as `make run` starts it."""
    environment = {
        **os.environ,
        "DATABASE_URL": database_url,
        "IMPORTS_MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "DJANGO_SETTINGS_MODULE": "tests.imports.worker_settings",
    }
    command = [sys.executable, "manage.py", "run_worker", "--interval", "0.2", "--no-startup-delay"]
    process = subprocess.Popen(
        command,
        env=environment,
        cwd=settings.BASE_DIR,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    yield process
    process.terminate()
    process.wait(30)


@pytest.fixture
def clerk(page, live_server, staff, unions):
    """The county's clerk in the browser, on the start page of the imports."""
    heard = []
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("console", lambda m: heard.append(m.text) if m.type == "error" else None)
    client = Client()
    client.force_login(staff.county, backend="accounts.backends.RoleBackend")
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
    page.context.add_cookies([cookie])
    page.goto(f"{live_server.url}/imports/")
    yield page
    assert heard == []


def upload(page, path, union):
    """From the start page to the upload."""
    page.get_by_role("link", name="导入 Excel").first.click()
    page.get_by_role("link", name=re.compile(r"^导入\s*会员$")).click()
    page.set_input_files("input[type=file]", path)
    expect(page.locator("[data-file-name]")).to_have_text(path.name)
    page.get_by_label("表里没有写工会的人，归到").fill(union.code)
    page.get_by_role("button", name="上传并检查").click()


def wait(page, words):
    """Wait for words of the next screen; the progress page renews itself."""
    expect(page.get_by_text(words).first).to_be_visible(timeout=120_000)


def test_a_large_workbook_twice(clerk, unions, tmp_path, worker):
    people = [row(number) for number in many_ids(ROWS)]
    path = workbooks.provincial(tmp_path / "林州市会员.xlsx", people)

    upload(clerk, path, unions.factory)
    wait(clerk, "表头在第 4 行，数据从第 5 行到 5004 行")
    expect(clerk.locator(".tally")).to_contain_text("5,000")
    clerk.get_by_role("button", name="导入 5,000 行").click()
    wait(clerk, "已导入 5,000 行")
    expect(clerk.locator(".card footer").first).to_contain_text("5,000 + 0 + 0 + 0 + 0 = 5,000")
    assert Member.objects.count() == Membership.objects.count() == ROWS
    assert UnionSummary.objects.get().members == ROWS
    changes = Change.objects.count()

    upload(clerk, path, unions.factory)
    wait(clerk, "这份表和系统里完全一样，没有要改的")
    expect(clerk.locator(".tally")).to_contain_text("没变化")
    expect(clerk.locator(".card footer").first).to_contain_text("0 + 0 + 5,000 + 0 + 0 = 5,000")
    assert Member.objects.count() == ROWS
    assert Change.objects.count() == changes


def test_the_page_may_be_left_and_a_killed_worker_is_replaced(
    clerk, unions, tmp_path, worker, database_url, settings
):
    path = workbooks.provincial(tmp_path / "会员.xlsx", [row(number) for number in many_ids(20)])
    worker.kill()
    worker.wait()
    upload(clerk, path, unions.factory)
    wait(clerk, "正在排队")
    clerk.goto(clerk.url.split("/imports/")[0] + "/")
    environment = {
        **os.environ,
        "DATABASE_URL": database_url,
        "IMPORTS_MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "DJANGO_SETTINGS_MODULE": "tests.imports.worker_settings",
    }
    command = [sys.executable, "manage.py", "run_worker", "--batch", "--no-startup-delay"]
    subprocess.run(command, env=environment, cwd=settings.BASE_DIR, timeout=120, check=True)
    clerk.go_back()
    for _second in range(20):
        if clerk.locator(".tally").count():
            break
        time.sleep(1)
    expect(clerk.get_by_role("button", name="导入 20 行")).to_be_visible()
