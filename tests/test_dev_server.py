"""What `serve` answers, and to whom."""

import shutil
import socket
from collections.abc import Iterator

import pytest

from tests.serving import ARTICLE, Served, archive_in, serving_live

PAGE = f"articles/{ARTICLE}/"
SIDECAR = f"content/articles/{ARTICLE}.yaml"


@pytest.fixture(scope="module")
def live(tmp_path_factory) -> Iterator[Served]:
    """Return a tiny archive served at /repo/; tests leave its files as they were."""
    root = archive_in(tmp_path_factory.mktemp("archive"))
    with serving_live(root, "--at", "/repo/") as served:
        yield served


def test_the_site_stands_at_the_path_it_will_have(live):
    assert live.at == "/repo/"
    assert "River Papers" in live.page("")
    assert live.ask("/")[:2][0] == 307
    assert live.ask("/")[1]["location"] == "/repo/"
    assert live.ask("/repo")[1]["location"] == "/repo/"
    assert live.ask(f"/repo/{PAGE.rstrip('/')}?x=1")[1]["location"] == f"/repo/{PAGE}?x=1"


def test_the_path_of_the_sites_address_is_its_own(tmp_path):
    root = archive_in(tmp_path, {"site.yaml": "title: T\nurl: https://x.example.org/news/\n"})
    with serving_live(root) as live:
        assert live.at == "/news/"
        assert live.ask("/")[1]["location"] == "/news/"
        assert live.ask(f"/{PAGE}")[1]["location"] == f"/news/{PAGE}"


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:{port}",
        "localhost:1",
        "127.0.0.1",
        "localhost.evil:{port}",
        "",
    ],
)
@pytest.mark.parametrize(
    "path", ["/repo/", "/_backfile/events", "/_backfile/reload.js", "/nothing"]
)
def test_a_foreign_host_is_refused_everywhere(live, host, path):
    assert live.ask(path, {"Host": host.format(port=live.port)})[0] in (400, 421)


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "[::1]", "LOCALHOST"])
def test_this_machines_own_names_are_answered(live, name):
    assert live.ask("/repo/", {"Host": f"{name}:{live.port}"})[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        "/repo/../site.yaml",
        "/repo/articles/../../site.yaml",
        "/repo/%2e%2e/site.yaml",
        "/repo/..%2fsite.yaml",
        "/repo/..%5csite.yaml",
        "/repo/%252e%252e/site.yaml",
        "/_backfile/../build.py",
        "/_backfile/%2e%2e%2fserver.py",
        "/repo/pagefind/../../site.yaml",
        "/repo/%00",
    ],
)
def test_a_path_that_climbs_is_refused(live, path):
    status, _, data = live.ask(path)
    assert status == 400
    assert b"River Papers" not in data


@pytest.mark.parametrize(
    "path", ["/site.yaml", "/repo/site.yaml", "/_backfile/server.py", "//etc/passwd"]
)
def test_no_file_of_the_archive_or_the_program_is_given_away(live, path):
    status, _, data = live.ask(path)
    assert status == 404
    assert b"title:" not in data


@pytest.mark.parametrize("path", ["/_backfile/events", "/_backfile/state?page=/repo/", "/repo/"])
@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1:{port}"])
def test_another_origin_is_refused(live, path, origin):
    assert live.ask(path, {"Origin": origin.format(port=live.port)})[0] == 403


def test_a_request_a_foreign_page_makes_is_refused_where_the_preview_speaks(live):
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert live.ask("/_backfile/state?page=/repo/", foreign)[0] == 403
    assert live.ask("/repo/", foreign)[0] == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
@pytest.mark.parametrize("path", ["/repo/", "/_backfile/state", "/_backfile/events"])
def test_nothing_can_be_written(live, method, path):
    assert live.ask(path, method=method)[0] == 405


def test_heads_are_answered_without_bodies(live):
    status, headers, data = live.ask("/repo/", method="HEAD")
    assert (status, data) == (200, b"")
    assert int(headers["content-length"]) > 1000


def test_nothing_is_kept_by_the_browser(live):
    for path in (
        "/repo/",
        "/repo/nothing/",
        "/_backfile/reload.js",
        "/_backfile/state?page=/repo/",
    ):
        headers = live.ask(path)[1]
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("", "text/html; charset=utf-8"),
        (f"articles/{ARTICLE}/text.txt", "text/plain; charset=utf-8"),
        ("data/articles.jsonl", "application/jsonl; charset=utf-8"),
        ("data/mentions.csv", "text/csv; charset=utf-8"),
        ("robots.txt", "text/plain; charset=utf-8"),
    ],
)
def test_files_have_their_types(live, path, kind):
    status, headers, _ = live.ask(live.at + path)
    assert (status, headers["content-type"]) == (200, kind)


def test_what_is_missing_gets_the_sites_own_page_with_the_script(live):
    status, _, data = live.ask("/repo/articles/nothing/")
    assert status == 404
    assert b"Page not found" in data
    assert b"/_backfile/reload.js" in data


def test_an_answer_right_after_a_save_is_never_older_than_the_save(live):
    text = (live.root / SIDECAR).read_text()
    for number in range(20):
        live.write(SIDECAR, text.replace("by train", f"by train {number}"))
        assert f"by train {number}" in live.page(PAGE)
    live.write("seeds/new.txt", "A new one\n\nHere.\n")
    assert "A new one" in live.page("articles/new/")
    (live.root / "seeds/new.txt").unlink()
    assert live.ask("/repo/articles/new/")[0] == 404
    live.write(SIDECAR, text)
    assert "by train." in live.page(PAGE)


def test_an_atomic_save_counts_and_swap_files_do_not(live):
    text = (live.root / SIDECAR).read_text()
    generation = live.state(PAGE)["generation"]
    live.write(f"content/articles/.{ARTICLE}.yaml.swp", "x")
    live.write(f"content/articles/{ARTICLE}.yaml~", "x")
    assert live.state(PAGE)["generation"] == generation
    live.write(f"content/articles/.{ARTICLE}.tmp", text.replace("by train", "on foot"))
    (live.root / f"content/articles/.{ARTICLE}.tmp").replace(live.root / SIDECAR)
    assert "on foot" in live.page(PAGE)
    live.write(SIDECAR, text)
    for name in (f".{ARTICLE}.yaml.swp", f"{ARTICLE}.yaml~"):
        (live.root / "content/articles" / name).unlink()
    assert "by train." in live.page(PAGE)


def test_a_flood_of_files_and_a_folder_that_moves_and_goes_are_followed(live):
    for number in range(300):
        live.write(f"seeds/many/{number % 7}/m{number}.txt", f"Number {number}\n\nPorto.\n")
    assert "Number 299" in live.page("articles/m299/")
    (live.root / "seeds/many").rename(live.root / "seeds/moved")
    assert "Number 299" in live.page("articles/m299/")
    live.write("seeds/moved/5/m299.txt", "Another\n\nPorto.\n")
    assert "Another" in live.page("articles/m299/")
    shutil.rmtree(live.root / "seeds/moved")
    assert live.ask("/repo/articles/m299/")[0] == 404


def test_a_taken_port_is_left_to_who_has_it(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with serving_live(archive_in(tmp_path), "--port", str(port)) as live:
            assert live.port > port


def test_folders_are_walked_where_no_events_come(tmp_path):
    with serving_live(archive_in(tmp_path), "--poll") as live:
        assert "by train" in live.page(PAGE)
        live.change(SIDECAR, "by train", "by boat")
        assert "by boat" in live.page(PAGE)
