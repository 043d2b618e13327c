"""The service as a process, Chromium before it, and what must hold on every page."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from tests.bonemets.process import Up, free_port, up

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 20_000.0
DESKTOP = (1280, 900)
_LOGIN = re.compile(r"Log in as\s+(\w+), password (\S+)")


@dataclass
class Complaints:
    """What no page may do: an error in its console, a request to another host."""

    base: str
    found: list[str] = field(default_factory=list)

    def console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.found.append(f"console: {message.text}")

    def request(self, request: Request) -> None:
        if not request.url.startswith((self.base, "data:", "blob:")):
            self.found.append(f"request to {request.url}")


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    """`manage.py up` in a fresh data folder, with the demo clinic it makes."""
    data = tmp_path_factory.mktemp("browser") / "data"
    data.mkdir()
    with up(data, free_port()) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.fail(f"No browser at {CHROMIUM}: install Debian's chromium, or set CHROMIUM.")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)


@contextmanager
def opened(
    browser: Browser, base: str, *, size: tuple[int, int] = DESKTOP, dark: bool = False
) -> Iterator[Page]:
    """A page of its own; fails at its end for whatever it complained of."""
    complaints = Complaints(base)
    context = browser.new_context(
        base_url=base,
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
    )
    context.set_default_timeout(PATIENCE)
    context.on("console", complaints.console)
    context.on("request", complaints.request)
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.found.append(str(error)))
    yield page
    context.close()
    if complaints.found:
        pytest.fail("\n".join(complaints.found))


@pytest.fixture
def page(browser: Browser, service: Up) -> Iterator[Page]:
    with opened(browser, service.address) as page:
        yield page


def log_in(page: Page, service: Up, *, name: str = "") -> None:
    """As the coordinator whose name and password stand on the service's first screen.

    `name` is another of the demo's people: they share the password.
    """
    printed = _LOGIN.search(service.output())
    assert printed, service.output()
    page.goto("/admin/")
    page.fill("[name=username]", name or printed[1])
    page.fill("[name=password]", printed[2])
    page.click("[type=submit]")
    page.wait_for_url("**/admin/")


@pytest.fixture
def staff(browser: Browser, service: Up) -> Iterator[Page]:
    """The coordinator's browser, logged in."""
    with opened(browser, service.address) as page:
        log_in(page, service)
        yield page
