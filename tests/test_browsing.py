"""The browser tests stand on this: what a served site answers and what a page records."""

import gzip
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.browsing import require, serving


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "index.html").write_text(
        "<!doctype html><title>Home</title><script src=say.js></script><a href=deep/>Deep</a>"
    )
    (tmp_path / "deep/index.html").write_text("<!doctype html><title>Deep</title>")
    (tmp_path / "404.html").write_text("<!doctype html><title>Gone</title>")
    (tmp_path / "say.js").write_text("console.warn('hello'); new Image().src='http://x.example/'")
    (tmp_path / "a.wasm").write_bytes(b"\0asm")
    return tmp_path


@pytest.mark.parametrize("prefix", ["/", "/repo/", "/a/b/"])
def test_a_site_is_served_under_its_prefix_only(served, folder, prefix):
    site = served(folder, prefix)

    with urlopen(site.at("deep")) as answer:
        assert answer.url == site.address + "deep/"
        assert b"Deep" in answer.read()
    with urlopen(site.at("/a.wasm")) as answer:
        assert answer.headers["Content-Type"] == "application/wasm"
    with pytest.raises(HTTPError, match="404") as missing:
        urlopen(site.at("../outside/" if prefix == "/repo/" else "nothing/"))
    assert b"Gone" in missing.value.read()
    missing.value.close()
    assert len(site.missing()) == 1


def test_a_measured_site_is_compressed_for_who_asks(folder):
    with serving(folder, "/repo/", compressed=True) as site:
        with urlopen(Request(site.at("deep/"), headers={"Accept-Encoding": "gzip"})) as answer:
            assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
            assert b"Deep" in gzip.decompress(answer.read())
        with urlopen(site.at("deep/")) as answer:
            assert b"Deep" in answer.read()
        assert site.missing() == ()


@pytest.mark.browser
def test_a_page_records_its_console_and_its_requests(served, folder, page):
    site = served(folder, "/repo/")

    page.goto(site.address)
    page.get_by_role("link", name="Deep").click()

    assert page.title() == "Deep"
    assert "warning: hello" in page.console_messages
    assert page.requested[0] == site.address
    assert page.requested_outside(site.address) == ("http://x.example/",)


def test_a_missing_tool_fails_in_continuous_integration_and_is_skipped_elsewhere(monkeypatch):
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="Chromium is not installed"):
        require(None, "Chromium")
    monkeypatch.delenv("CI")
    with pytest.raises(pytest.skip.Exception, match="Chromium is not installed"):
        require(None, "Chromium")
