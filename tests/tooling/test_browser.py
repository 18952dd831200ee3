"""Chromium for the browser tests: found, installed where we may, or asked for."""

import pytest

from tools import apt, browser


@pytest.fixture
def installed(monkeypatch) -> list[tuple[str, ...]]:
    """A bare machine on which we are root. Returns what was installed on it."""
    calls: list[tuple[str, ...]] = []
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(browser, "find", lambda: "/usr/bin/chromium" if calls else None)
    monkeypatch.setattr(browser, "has_chinese_font", lambda: bool(calls))
    monkeypatch.setattr(apt, "may_install", lambda: True)
    monkeypatch.setattr(apt, "install", lambda *packages: calls.append(packages))
    return calls


def test_chosen_browser_wins(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/opt/chromium")
    assert browser.find() == "/opt/chromium"


def test_browser_and_chinese_font_are_installed_once(installed):
    browser.ensure()
    browser.ensure()
    assert len(installed) == 1
    assert {"chromium", "fonts-noto-cjk"} <= set(installed[0])


def test_a_missing_chinese_font_alone_is_installed(installed, monkeypatch):
    monkeypatch.setattr(browser, "find", lambda: "/usr/bin/chromium")
    browser.ensure()
    assert len(installed) == 1


def test_without_root_the_remedy_is_told(installed, monkeypatch):
    monkeypatch.setattr(apt, "may_install", lambda: False)
    with pytest.raises(SystemExit, match=r"apt-get install chromium.*CHROMIUM"):
        browser.ensure()
    assert installed == []


def test_apt_repeats_its_words_when_it_fails(monkeypatch, tmp_path):
    fake = tmp_path / "apt-get"
    fake.write_text("#!/bin/sh\necho no such package\nexit 100\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(SystemExit, match="no such package"):
        apt.run("install", "something")


def test_the_page_is_drawn_by_the_systems_browser(page):
    """The set-up as a whole: Chinese is drawn, the screen is a clerk's."""
    page.set_content("<p>工会会员</p>")
    assert page.locator("p").inner_text() == "工会会员"
    assert page.evaluate("navigator.language") == "zh-CN"
    assert page.evaluate("[innerWidth, innerHeight]") == [1366, 768]
    assert page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone") == "Asia/Shanghai"
