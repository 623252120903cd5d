"""What many tests share: a browser, and sites served to it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from tests.browsing import RecordedPage, ServedSite, launch, serving
from tests.installed import Engine, install_engine

# On a busy machine a slow example is no fault, and the same examples come each time.
settings.register_profile("backfile", deadline=None, derandomize=True)
settings.load_profile("backfile")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return one Chromium for all tests; each page has a context of its own."""
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[RecordedPage]:
    """Return an empty page that records its console and its requests."""
    context = browser.new_context()
    yield RecordedPage(context.new_page())
    context.close()


@pytest.fixture
def served() -> Iterator[Callable[..., ServedSite]]:
    """Return `serve(folder, prefix="/")`: each site is served until the test ends."""
    with ExitStack() as stack:

        def serve(folder: Path, prefix: str = "/") -> ServedSite:
            return stack.enter_context(serving(folder, prefix))

        yield serve


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Return the engine, installed from a wheel into an environment of its own."""
    return install_engine(tmp_path_factory.mktemp("engine"))
