"""Take pictures of every kind of page: `python -m tools.pictures [name …]`.

Starts unionreg with demo data in a scratch database on a free port, signs in as each role and
writes docs/pictures/*.png with a list of them. With names, only those pictures are taken again.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Error, Page, sync_playwright

from tools import browser, serve
from tools.sample_workbook import workbook

TARGET = serve.ROOT / "docs" / "pictures"
DESKTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
# 河顺镇 has firms and workers, but fewer firms than a 总工会 needs.
SHORT_OF_FIRMS = "河顺镇"


@dataclass(frozen=True)
class Shot:
    """One picture: its file name, what it shows, who looks, and how to get there."""

    name: str
    caption: str
    user: str
    reach: Callable[[Page], object]
    size: str = "desktop"
    dark: bool = False


def at(path: str) -> Callable[[Page], object]:
    """Open an address."""
    return lambda page: page.goto(path)


def first_row(path: str, then: str = "") -> Callable[[Page], object]:
    """Open the first record of a list, or a page beside its form."""

    def reach(page: Page) -> None:
        page.goto(path)
        address = page.locator("#result_list tbody a[href*='/change/']").first.get_attribute("href")
        page.goto((address or "").split("?")[0].replace("change/", then or "change/"))

    return reach


def refused(page: Page) -> None:
    """Choose the form 总工会 for a township that has too few firms."""
    page.goto("/admin/townships/townshipunion/?q=" + SHORT_OF_FIRMS)
    page.click("#result_list tbody a[href*='/change/']")
    page.select_option("#id_form", "general")
    page.click("#content [name=_save]")
    page.wait_for_selector(".refusal")


def conflict(page: Page) -> None:
    """Save a record that somebody else has saved meanwhile."""
    first_row(EMPLOYERS)(page)
    context = page.context
    other = context.new_page()
    other.goto(page.url)
    other.fill("#id_worker_count", "218")
    other.click("#content [name=_save]")
    other.wait_for_load_state()
    other.close()
    page.fill("#id_worker_count", "221")
    page.click("#content [name=_save]")
    page.wait_for_selector("[data-focus]")


def handover(page: Page) -> None:
    """Choose three unions of the county and hand them over to their township."""
    page.goto("/admin/townships/grassrootsunion/?superior=1")
    for box in page.locator("#result_list .action-select").all()[:3]:
        box.check()
    page.select_option("select[name=action]", "start_hand_over")
    page.click(".actions button[type=submit]")
    page.wait_for_load_state()


def search(page: Page) -> None:
    """Search by initials from the head of the page."""
    page.goto("/")
    page.fill("#gsearch", "zhang")
    page.press("#gsearch", "Enter")
    page.wait_for_load_state()


def english(page: Page) -> None:
    """The other language; a context of its own keeps the cookie."""
    page.goto("/")
    page.locator(".menu summary").click()
    page.click("button[name=language][value=en]")
    page.wait_for_load_state()


def finding(page: Page) -> None:
    """Open the first finding of the list."""
    page.goto("/compliance/")
    pattern = re.compile(r"^/compliance/\d+/$")
    links = page.locator("a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    page.goto(next(link for link in links if link and pattern.match(link)))


def trial(page: Page) -> None:
    """Try the conditions of a general union with fewer firms and workers."""
    page.goto("/policies/simulator/?rule=R-ORG-02")
    page.fill("[name=firm_count]", "70")
    page.fill("[name=worker_count]", "4000")
    page.locator("#content form button[type=submit]").last.click()
    page.wait_for_load_state()


def explain(page: Page) -> None:
    """From a finding to the verdict behind it."""
    finding(page)
    page.locator("a[href^='/compliance/verdict/']").first.click()
    page.wait_for_load_state()


class Import:
    """The steps of one import, each seen by the next picture."""

    address = ""

    def upload(self, page: Page) -> None:
        """The page where a file is chosen."""
        page.goto("/imports/new/members/")

    def preview(self, page: Page) -> None:
        """Upload a workbook with a few mistakes and wait for its check."""
        self.upload(page)
        with tempfile.TemporaryDirectory() as folder:
            page.set_input_files("#id_file", workbook(Path(folder)))
            union = page.locator("datalist#unions option").first.get_attribute("value")
            page.fill("#id_union", union or "")
            page.locator("form[data-upload] [type=submit]").click()
            page.wait_for_url("**/imports/*/")
        type(self).address = page.url
        page.wait_for_selector("form[action$='/confirm/']", timeout=60_000)

    def progress(self, page: Page) -> None:
        """Confirm; the worker takes a moment to begin."""
        page.goto(self.address)
        page.click("form[action$='/confirm/'] button")
        page.wait_for_load_state()

    def result(self, page: Page) -> None:
        """What came of it."""
        page.goto(self.address)
        page.wait_for_selector("a[href$='/undo/']", timeout=60_000)

    def undo(self, page: Page) -> None:
        """What undoing would mean."""
        self.result(page)
        page.click("a[href$='/undo/']")
        page.wait_for_load_state()


_import = Import()
UNIONS = "/admin/townships/townshipunion/"
GRASSROOTS = "/admin/townships/grassrootsunion/"
MEMBERS = "/admin/members/member/"
EMPLOYERS = "/admin/townships/employer/"
STATISTICS = "/admin/townships/townshipstatistics/"
DOCUMENTS = "/admin/policies/policydocument/"
PROVISIONS = "/admin/policies/provision/"
DRAFT = PROVISIONS + "add/?rule=R-ORG-02"

SHOTS = (
    Shot("sign-in", "Sign-in", "", at("/accounts/sign-in/")),
    Shot("home", "Home page of a county office", "county", at("/")),
    Shot("home-dark", "The same in the dark", "county", at("/"), dark=True),
    Shot("home-phone", "The same on a phone", "county", at("/"), "phone"),
    Shot("county", "All townships of a county", "county", at("/county/410581/")),
    Shot("county-phone", "The same on a phone", "county", at("/county/410581/"), "phone"),
    Shot("region", "Counties of a city", "city", at("/")),
    Shot("township", "Township of a chair", "chair", at("/")),
    Shot("township-phone", "The same on a phone", "chair", at("/"), "phone"),
    Shot("township-unions", "Township unions", "county", at(UNIONS)),
    Shot("unions", "Grassroots unions", "county", at(GRASSROOTS)),
    Shot("unions-phone", "The same on a phone", "chair", at(GRASSROOTS), "phone"),
    Shot("union-form", "A grassroots union", "county", first_row(GRASSROOTS)),
    Shot("township-union-form", "A township union", "county", first_row(UNIONS)),
    Shot("refused", "A refused form: too few firms for a 总工会", "county", refused),
    Shot("refused-dark", "The same in the dark", "county", refused, dark=True),
    Shot("conflict", "Two clerks changed the same record", "county", conflict),
    Shot("handover", "Handing unions over to a township", "county", handover),
    Shot("employer-form", "An employer", "county", first_row(EMPLOYERS)),
    Shot("statistics", "Numbers of the townships", "county", at(STATISTICS)),
    Shot("statistics-form", "Numbers of one township", "county", at(STATISTICS + "add/")),
    Shot("members", "Members", "county", at(MEMBERS)),
    Shot("members-phone", "The same on a phone", "chair", at(MEMBERS), "phone"),
    Shot("member-form", "A member", "county", first_row(MEMBERS)),
    Shot("member-form-phone", "The same on a phone", "county", first_row(MEMBERS), "phone"),
    Shot("member-new", "A new member", "county", at(MEMBERS + "add/")),
    Shot("history", "Who changed what", "county", first_row(EMPLOYERS, "history/")),
    Shot("changes", "All changes of a county", "county", at("/admin/history/change/")),
    Shot("search", "Search by pinyin", "county", search),
    Shot("imports", "Imports", "county", at("/imports/")),
    Shot("import-upload", "Import: choose a file", "county", _import.upload),
    Shot("import-preview", "Import: what would happen, every mistake", "county", _import.preview),
    Shot("import-progress", "Import: at work", "county", _import.progress),
    Shot("import-result", "Import: what came of it", "county", _import.result),
    Shot("import-undo", "Import: before undoing", "county", _import.undo),
    Shot("divisions", "Divisions", "admin", at("/admin/townships/division/?q=林州")),
    Shot("documents", "Policy documents", "county", at(DOCUMENTS)),
    Shot("document", "A policy document", "county", first_row(DOCUMENTS)),
    Shot("provisions", "Provisions", "county", at(PROVISIONS)),
    Shot("in-force", "What is in force in a county", "county", at("/policies/in-force/")),
    Shot("draft", "A provision of an office: choose the rule", "county", at(PROVISIONS + "add/")),
    Shot("draft-form", "The same: the numbers of the rule", "county", at(DRAFT)),
    Shot("compliance", "Compliance list", "county", at("/compliance/")),
    Shot("compliance-phone", "The same on a phone", "chair", at("/compliance/"), "phone"),
    Shot("finding", "A finding", "county", finding),
    Shot("explain", "Why: clause, numbers, what overrides what", "county", explain),
    Shot("urgency-order", "The order of urgency of an office", "county", at("/compliance/order/")),
    Shot("simulator", "Simulator: fewer firms and workers", "county", trial),
    Shot("simulator-phone", "The same on a phone", "county", trial, "phone"),
    Shot("calendar", "Calendar", "county", at("/calendar/")),
    Shot("calendar-phone", "The same on a phone", "chair", at("/calendar/"), "phone"),
    Shot("users", "Users", "admin", at("/admin/accounts/user/")),
    Shot("password", "Change the password", "county", at("/accounts/password/")),
    Shot("not-found", "What does not exist or lies outside", "county", at("/county/330603/")),
    Shot("english", "In English", "county", english),
)  # fmt: skip


@contextlib.contextmanager
def running(folder: Path) -> Iterator[tuple[str, str]]:
    """A server with demo data in the folder; gives its address and the password."""
    with socket.socket() as probe:
        probe.bind((serve.HOST, 0))
        port = probe.getsockname()[1]
    password = secrets.token_urlsafe(9)
    environment = {
        **os.environ,
        "PORT": str(port),
        "DATABASE_URL": f"sqlite:///{folder / 'pictures.sqlite3'}",
        "MEDIA_ROOT": str(folder / "uploads"),
        "DEMO_PASSWORD": password,
        "WORKER": os.environ.get("WORKER", "run_worker"),
    }
    command = [sys.executable, "-m", "tools.serve"]
    process = subprocess.Popen(command, cwd=serve.ROOT, env=environment)
    try:
        wait(process, port)
        yield f"http://{serve.HOST}:{port}", password
    finally:
        process.terminate()
        process.wait()


def wait(process: subprocess.Popen[bytes], port: int) -> None:
    """Until the first page comes. Raises SystemExit when the server ends before."""
    while not serve.answers(port):
        if process.poll() is not None:
            raise SystemExit("The server did not start.")
        time.sleep(0.5)


def sign_in(page: Page, user: str, password: str) -> None:
    """As a person would."""
    page.goto("/accounts/sign-in/")
    page.fill("[name=username]", user)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)


class Camera:
    """Takes pictures; keeps the cookies of each account, so that it signs in once."""

    def __init__(self, chromium: Browser, address: str, password: str) -> None:
        self.chromium, self.address, self.password = chromium, address, password
        self.cookies: dict[str, list[object]] = {}

    def take(self, shot: Shot) -> None:
        """One picture in a window of its own."""
        size = PHONE if shot.size == "phone" else DESKTOP
        context = self.chromium.new_context(
            base_url=self.address,
            viewport=size,  # type: ignore[arg-type]
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            color_scheme="dark" if shot.dark else "light",
            is_mobile=shot.size == "phone",
        )
        page = context.new_page()
        page.on("console", lambda m: print(f"  {shot.name}: {m.type} {m.text}"))
        self._enter(page, shot.user)
        shot.reach(page)
        page.wait_for_timeout(300)
        page.screenshot(path=TARGET / f"{shot.name}.png")
        context.close()

    def _enter(self, page: Page, user: str) -> None:
        if user and user not in self.cookies:
            sign_in(page, user, self.password)
            self.cookies[user] = list(page.context.cookies())
        elif user:
            page.context.add_cookies(self.cookies[user])  # type: ignore[arg-type]


def write_list() -> None:
    """docs/pictures/README.md."""
    lines = ["# Pictures", "", "Taken from the demo data by `python -m tools.pictures`.", ""]
    for shot in SHOTS:
        if (TARGET / f"{shot.name}.png").exists():
            lines += [f"## {shot.caption}", "", f"![{shot.caption}]({shot.name}.png)", ""]
    (TARGET / "README.md").write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


def main(names: list[str]) -> int:
    """Take the pictures; returns the exit code: 1 when one could not be taken."""
    TARGET.mkdir(parents=True, exist_ok=True)
    wanted = [shot for shot in SHOTS if not names or shot.name in names]
    failed = 0
    with (
        tempfile.TemporaryDirectory(prefix="unionreg-pictures-") as folder,
        running(Path(folder)) as (address, password),
        sync_playwright() as playwright,
    ):
        chromium = playwright.chromium.launch(
            executable_path=browser.find(), args=list(browser.ARGUMENTS)
        )
        camera = Camera(chromium, address, password)
        for shot in wanted:
            try:
                camera.take(shot)
            except Error as error:  # the others are still worth taking
                failed += 1
                print(f"{shot.name}: {str(error).splitlines()[0]}", flush=True)
        chromium.close()
    write_list()
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
