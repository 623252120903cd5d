"""The output folder is ours, whole, and nobody else's files are touched."""

from __future__ import annotations

import copy
import errno
import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.commit import CommitResult, Output, clean, has_open_journal
from backfile.ids import OutputPath
from backfile.staging import OutputRefused, check_path

Site = dict[str, bytes]


def build(out: Path, site: Site, trees: dict[str, Site] | None = None, keep: str = ""):
    """Commit a site; `keep` names a tree to be kept."""
    with Output(out) as output:
        for path, data in site.items():
            output.stage.put(OutputPath(path), data)
        folders = {}
        for name, files in (trees or {}).items():
            folders[name] = output.scratch(name)
            write(folders[name], files)
        planned = [OutputPath(path) for path in site]
        return output.commit(planned, folders, [keep] if keep else [])


def write(folder: Path, files: Site) -> None:
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


def files_in(out: Path) -> Site:
    """Return what stands in the folder, our hidden files left out."""
    return {
        place.relative_to(out).as_posix(): place.read_bytes()
        for place in sorted(out.rglob("*"))
        if place.is_file() and not place.relative_to(out).parts[0].startswith(".backfile")
    }


def names_in(folder: Path) -> list[str]:
    return sorted(place.name for place in folder.iterdir())


def changes(result: CommitResult) -> tuple[list[str], int, list[str]]:
    return [*result.written], result.unchanged, [*result.removed]


def refusal(out: Path, site: Site) -> tuple[str, str]:
    with pytest.raises(OutputRefused) as caught:
        build(out, site)
    return caught.value.code, caught.value.message


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "public"


def test_a_first_build_makes_the_folder_and_leaves_nothing_but_the_site_and_its_manifest(out):
    result = build(out, {"index.html": b"home", "articles/flood/index.html": b"flood"})
    assert changes(result) == (["articles/flood/index.html", "index.html"], 0, [])
    assert files_in(out) == {"index.html": b"home", "articles/flood/index.html": b"flood"}
    assert names_in(out) == [".backfile-manifest", "articles", "index.html"]


def test_only_what_changed_is_written_and_what_is_no_longer_planned_goes(out):
    build(out, {"a/index.html": b"1", "b/index.html": b"1", "c/d/index.html": b"1"})
    before = (out / "a/index.html").stat()
    result = build(out, {"a/index.html": b"1", "b/index.html": b"2"})
    assert changes(result) == (["b/index.html"], 1, ["c/d/index.html"])
    assert files_in(out) == {"a/index.html": b"1", "b/index.html": b"2"}
    assert not (out / "c").exists()
    assert (out / "a/index.html").stat() == before


def test_a_planned_file_that_was_not_put_again_stays_as_it_is(out):
    build(out, {"a": b"1", "b": b"1"})
    with Output(out) as output:
        assert output.stage.put(OutputPath("b"), b"2")
        output.commit([OutputPath("a"), OutputPath("b")])
    assert files_in(out) == {"a": b"1", "b": b"2"}


@pytest.mark.parametrize(
    "path", ["=", "a=s/=e=/==s", "a" * 119, "é/x", "b" * 100 + "/" + "c" * 200]
)
def test_a_file_is_replaced_whatever_its_name(out, path):
    build(out, {path: b"1"})
    build(out, {path: b"2"})
    assert files_in(out) == {path: b"2"}


def test_putting_says_whether_the_bytes_are_new(out):
    build(out, {"a": b"1"})
    with Output(out) as output:
        assert not output.stage.put(OutputPath("a"), b"1")
        assert output.stage.put(OutputPath("a"), b"2")
        assert output.stage.put(OutputPath("b"), b"")


def test_leaving_without_a_commit_leaves_the_old_site(out):
    build(out, {"a": b"1"})
    with Output(out) as output:
        output.stage.put(OutputPath("a"), b"2")
    assert files_in(out) == {"a": b"1"}
    assert not (out / ".backfile").exists()


def test_leaving_without_a_first_commit_leaves_no_folder(out):
    with Output(out) as output:
        output.stage.put(OutputPath("a"), b"2")
    assert not out.exists()


def test_a_build_that_changes_nothing_renames_nothing(out, monkeypatch):
    build(out, {"a": b"1"})
    monkeypatch.setattr(os, "replace", None)
    assert changes(build(out, {"a": b"1"})) == ([], 1, [])


def test_the_manifest_depends_on_the_planned_paths_alone(tmp_path):
    build(tmp_path / "one", {"b": b"1", "a/x": b"1", "old": b"1"})
    build(tmp_path / "one", {"a/x": b"2", "b": b"1"})
    build(tmp_path / "two", {"b": b"3", "a/x": b"4"})
    manifests = [(tmp_path / name / ".backfile-manifest").read_bytes() for name in ("one", "two")]
    assert manifests[0] == manifests[1]
    assert manifests[0].splitlines()[1:] == [b"a/x", b"b"]


def test_a_file_gives_way_to_a_folder_and_a_folder_to_a_file(out):
    build(out, {"a": b"1", "b/c/d": b"1", "b/e": b"1"})
    build(out, {"a/x": b"2", "b": b"2"})
    assert files_in(out) == {"a/x": b"2", "b": b"2"}


def test_workers_of_a_pool_stage_into_the_same_commit(out):
    paths = [OutputPath(f"articles/a{n}/index.html") for n in range(40)]
    with Output(out) as output:
        with ProcessPoolExecutor(2, get_context("spawn")) as pool:
            staged = list(pool.map(output.stage.put, paths, [b"x"] * 40, chunksize=5))
        output.commit(paths)
    assert all(staged)
    assert files_in(out) == dict.fromkeys(sorted(paths), b"x")


def test_a_worker_that_comes_too_late_is_turned_away(out):
    with Output(out) as output:
        late = output.stage
        late.put(OutputPath("a/b"), b"1")
    for path in ("a/b", "c"):
        with pytest.raises(OutputRefused, match="the stage is closed"):
            late.put(OutputPath(path), b"2")
    assert not out.exists()


def test_what_is_planned_must_be_staged_and_what_is_staged_planned(out):
    with Output(out) as output, pytest.raises(ValueError, match="never staged: a"):
        output.commit([OutputPath("a")])
    with Output(out) as output:
        output.stage.put(OutputPath("a"), b"")
        with pytest.raises(ValueError, match="not planned: a"):
            output.commit([])
    assert not out.exists()


def test_a_plan_has_no_file_that_is_also_a_folder(out):
    build(out, {"a": b"1"})
    with Output(out) as output:
        output.stage.put(OutputPath("a/b"), b"")
        with pytest.raises(ValueError, match="folder: a"):
            output.commit([OutputPath("a"), OutputPath("a/b")])
    assert files_in(out) == {"a": b"1"}


# Whole folders


def test_a_tree_is_replaced_as_one_and_listed_as_its_folder_only(out):
    build(out, {"a": b"1"}, {"pagefind": {"x.1": b"1", "deep/y.1": b"1"}})
    result = build(out, {"a": b"1"}, {"pagefind": {"x.2": b"2"}})
    assert changes(result) == (["pagefind/"], 1, [])
    assert files_in(out) == {"a": b"1", "pagefind/x.2": b"2"}
    assert b"\npagefind/\n" in (out / ".backfile-manifest").read_bytes()
    assert not (out / "pagefind/deep").exists()


def test_a_tree_is_kept_when_asked_and_goes_when_not(out):
    build(out, {"a": b"1"}, {"find/one": {"x": b"1"}, "find/two": {"y": b"1"}})
    with Output(out) as output:
        assert output.trees == {"find/one", "find/two"}
    result = build(out, {"a": b"2"}, keep="find/two")
    assert changes(result) == (["a"], 1, ["find/one/"])
    assert files_in(out) == {"a": b"2", "find/two/y": b"1"}
    build(out, {"a": b"2"})
    assert files_in(out) == {"a": b"2"}
    assert not (out / "find").exists()


def test_one_shard_is_replaced_while_the_other_is_kept(out):
    build(out, {}, {"find/one": {"x": b"1"}, "find/two": {"y": b"1"}})
    build(out, {}, {"find/one": {"z": b"2"}}, keep="find/two")
    assert files_in(out) == {"find/one/z": b"2", "find/two/y": b"1"}


def test_a_tree_becomes_planned_files_and_planned_files_a_tree(out):
    build(out, {"find/x": b"1"})
    build(out, {}, {"find": {"y": b"2"}})
    assert files_in(out) == {"find/y": b"2"}
    build(out, {"find/y": b"2", "find/z": b"3"})
    assert files_in(out) == {"find/y": b"2", "find/z": b"3"}


def test_a_tree_takes_the_place_of_the_trees_in_it_and_the_other_way_round(out):
    build(out, {}, {"find/one": {"x": b"1"}, "find/two": {"x": b"1"}})
    build(out, {}, {"find": {"y": b"2"}})
    assert files_in(out) == {"find/y": b"2"}
    build(out, {}, {"find/one": {"z": b"3"}})
    assert files_in(out) == {"find/one/z": b"3"}


def test_a_tree_without_a_folder_to_come_from_is_our_own_mistake(out):
    with Output(out) as output, pytest.raises(ValueError, match="the tree find"):
        output.commit([], {"find": out / "nowhere"})


def test_planned_files_do_not_lie_in_a_tree(out):
    with Output(out) as output:
        output.stage.put(OutputPath("find/x"), b"")
        tree = output.scratch("find")
        with pytest.raises(ValueError, match="find"):
            output.commit([OutputPath("find/x")], {"find": tree})


# Files of other people


def test_files_we_did_not_write_stay_and_keep_their_folder(out):
    build(out, {"a/index.html": b"1", "b": b"1"})
    write(out, {"CNAME": b"example.org", "a/mine.txt": b"mine"})
    build(out, {"b": b"2"})
    assert files_in(out) == {"CNAME": b"example.org", "a/mine.txt": b"mine", "b": b"2"}


def test_a_folder_with_files_but_without_our_manifest_is_refused_and_left_alone(out):
    write(out, {"thesis.doc": b"years of work", ".backfile/cache": b""})
    code, message = refusal(out, {"a": b"1"})
    assert code == "output-not-ours"
    assert "thesis.doc" in message
    assert names_in(out / ".backfile") == ["cache"]


def test_an_empty_folder_is_taken(out):
    out.mkdir()
    build(out, {"a": b"1"})
    assert files_in(out) == {"a": b"1"}


@pytest.mark.parametrize("bytes_of_theirs", [b"1", b"theirs"])
def test_somebody_elses_file_in_the_place_of_a_page_is_refused(out, bytes_of_theirs):
    build(out, {"a": b"1"})
    write(out, {"new/index.html": bytes_of_theirs})
    code, message = refusal(out, {"a": b"2", "new/index.html": b"1"})
    assert code == "output-not-ours"
    assert "new/index.html" in message
    assert files_in(out) == {"a": b"1", "new/index.html": bytes_of_theirs}


@pytest.mark.parametrize(
    ("theirs", "planned"), [("x", "x/y"), ("x/y", "x"), ("b/mine", "b"), ("find/mine", "find")]
)
def test_somebody_elses_file_where_a_folder_is_due_or_the_reverse_is_refused(out, theirs, planned):
    build(out, {"b/ours": b"1"})
    write(out, {theirs: b"mine"})
    assert refusal(out, {planned: b"2"})[0] == "output-not-ours"
    assert files_in(out) == {"b/ours": b"1", theirs: b"mine"}


def test_somebody_elses_folder_in_the_place_of_a_tree_is_refused(out):
    build(out, {"a": b"1"})
    write(out, {"find/mine": b"mine"})
    with pytest.raises(OutputRefused, match="output-not-ours"):
        build(out, {"a": b"2"}, {"find": {"x": b""}})
    assert files_in(out) == {"a": b"1", "find/mine": b"mine"}


def test_somebody_elses_empty_folder_in_the_place_of_a_page_is_refused(out):
    build(out, {"a": b"1"})
    (out / "x").mkdir()
    assert refusal(out, {"a": b"1", "x": b"2"})[0] == "output-not-ours"


def test_a_page_replaced_by_a_folder_is_not_removed(out):
    build(out, {"a": b"1", "b": b"1"})
    (out / "b").unlink()
    write(out, {"b/mine": b"mine"})
    build(out, {"a": b"2"})
    assert files_in(out) == {"a": b"2", "b/mine": b"mine"}


def test_a_file_in_the_place_of_the_folder_is_refused(out):
    out.write_text("a file")
    assert refusal(out, {"a": b"1"})[0] == "output-not-ours"


@pytest.mark.parametrize(
    "text", ["", "a list of mine\na\n", "{header}\n../seed\n", "{header}\na", "{header}\n../s/\n"]
)
def test_a_manifest_we_cannot_have_written_is_refused(out, tmp_path, text):
    build(out, {"a": b"1"})
    manifest = out / ".backfile-manifest"
    manifest.write_text(text.format(header=manifest.read_text().splitlines()[0]))
    write(tmp_path, {"seed": b"source", "s/x": b"source"})
    assert refusal(out, {"a": b"1", "b": b"2"})[0] == "output-not-ours"
    assert (tmp_path / "seed").exists()
    assert (tmp_path / "s/x").exists()
    assert files_in(out) == {"a": b"1"}


# Links


def test_a_linked_folder_inside_the_output_is_refused(out, tmp_path):
    build(out, {"a/x": b"1", "b/x": b"1"})
    write(tmp_path, {"elsewhere/x": b"theirs"})
    (out / "b/x").unlink()
    (out / "b").rmdir()
    (out / "b").symlink_to(tmp_path / "elsewhere")
    for site in ({"a/x": b"2", "b/x": b"2"}, {"a/x": b"2"}):
        assert refusal(out, site)[0] == "output-symlink"
    assert (tmp_path / "elsewhere/x").read_bytes() == b"theirs"
    assert (out / "a/x").read_bytes() == b"1"


def test_a_link_in_the_place_of_a_page_is_refused(out, tmp_path):
    build(out, {"a": b"1"})
    write(tmp_path, {"elsewhere": b"theirs"})
    (out / "a").unlink()
    (out / "a").symlink_to(tmp_path / "elsewhere")
    assert refusal(out, {"a": b"theirs"})[0] == "output-symlink"
    assert (tmp_path / "elsewhere").read_bytes() == b"theirs"


@pytest.mark.parametrize("name", [".backfile", ".backfile-manifest"])
def test_our_own_hidden_files_are_no_links(out, tmp_path, name):
    out.mkdir()
    (tmp_path / "elsewhere").mkdir()
    (out / name).symlink_to(tmp_path / "elsewhere")
    assert refusal(out, {"a": b"1"})[0] == "output-symlink"


def test_the_output_folder_itself_may_be_a_link(out, tmp_path):
    (tmp_path / "www").mkdir()
    out.symlink_to(tmp_path / "www")
    build(out, {"a": b"1"})
    assert files_in(tmp_path / "www") == {"a": b"1"}


# Paths


@pytest.mark.parametrize(
    "path",
    [
        *(
            "",
            "/a",
            "a/",
            "a//b",
            ".",
            "..",
            "../a",
            "a/../b",
            "a/./b",
            "a\\b",
            "c:/a",
            "a\nb",
            "a\0b",
        ),
        *("con", "a/NUL.txt", "com1/a", "lpt9", "a./b", "a /b", "a?", "a*b", "a\ud800"),
        *(".backfile/journal", ".backfile-manifest", ".BACKFILE/lock"),
    ],
)
def test_a_path_that_could_leave_the_folder_is_our_own_mistake(out, path):
    with Output(out) as output, pytest.raises(ValueError, match="not a path"):
        output.stage.put(OutputPath(path), b"")
    assert not out.exists()


@pytest.mark.parametrize(
    "path", ["a", "a/b.html", ".nojekyll", ".well-known/x", "console", "a..b", "café/x", "...a"]
)
def test_an_ordinary_path_is_taken(path):
    check_path(path)


# The disk


def test_a_full_disk_while_staging_leaves_the_old_site(out, monkeypatch):
    build(out, {"a": b"1"})

    def full(*_args):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        code, message = refusal(out, {"a": b"2"})
    assert code == "output-unwritable"
    assert message == f"cannot write {os.path.realpath(out)}/a: No space left on device"
    assert files_in(out) == {"a": b"1"}
    assert not (out / ".backfile").exists()


def test_an_unwritable_folder_is_named_with_the_systems_words(out, monkeypatch):
    build(out, {"a": b"1"})

    def denied(path, *_args, **_options):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)

    monkeypatch.setattr(os, "mkdir", denied)
    code, message = refusal(out, {"a": b"2"})
    assert code == "output-unwritable"
    assert message == f"cannot write {os.path.realpath(out)}/.backfile: Permission denied"


def test_a_disk_that_writes_in_pieces_gets_the_whole_file(out, monkeypatch):
    whole = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: whole(descriptor, data[:3]))
    build(out, {"a": b"0123456789"})
    assert files_in(out) == {"a": b"0123456789"}


def test_a_refusal_passes_through_a_pool_with_its_words():
    again = copy.copy(OutputRefused("output-busy", "message", "hint"))
    assert (again.code, again.message, again.hint) == ("output-busy", "message", "hint")


def test_a_folder_that_is_being_built_is_busy_for_the_same_process(out):
    with Output(out):
        assert refusal(out, {"a": b"1"})[0] == "output-busy"
    build(out, {"a": b"1"})


# Cleaning


def test_clean_removes_our_files_and_nothing_else(out):
    build(out, {"a/x": b"1", "b/y": b"1"}, {"find": {"z": b"1"}})
    write(out, {"CNAME": b"example.org", "b/mine": b"mine"})
    result = clean(out)
    assert result.removed == ("a/x", "b/y", "find/")
    assert names_in(out) == ["CNAME", "b"]
    assert files_in(out) == {"CNAME": b"example.org", "b/mine": b"mine"}


def test_clean_refuses_a_folder_that_is_not_ours_and_ignores_one_that_is_not_there(out):
    assert changes(clean(out)) == ([], 0, [])
    assert not out.exists()
    write(out, {"thesis.doc": b""})
    with pytest.raises(OutputRefused, match="output-not-ours"):
        clean(out)


# Any series of builds


def lies_in(inner: str, outer: str) -> bool:
    return inner.startswith(f"{outer}/")


def without_conflicts(paths: frozenset[str]) -> bool:
    return not any(lies_in(one, other) for one in paths for other in paths)


PATHS = ["index.html", "a=s", "a", "a/b", "a/b/c", "a/d", "b", "b/a/a", "b/c", "c/index.html"]
THEIRS = ["CNAME", "c/mine", "d/e/mine"]
path_sets = st.frozensets(st.sampled_from(PATHS)).filter(without_conflicts)
contents = st.sampled_from([b"", b"1", b"2", b"three"])
sites = path_sets.flatmap(lambda paths: st.fixed_dictionaries(dict.fromkeys(paths, contents)))
tree_sets = st.dictionaries(
    st.sampled_from(["t", "a/t", "b/a"]), st.dictionaries(st.sampled_from("xyz"), contents)
)


def site_of(planned: Site, trees: dict[str, Site]) -> Site:
    inside = {f"{tree}/{name}": data for tree in trees for name, data in trees[tree].items()}
    return planned | inside


@settings(max_examples=60)
@given(st.lists(st.tuples(sites, tree_sets), max_size=5), st.frozensets(st.sampled_from(THEIRS)))
def test_after_any_series_of_builds_the_folder_is_that_of_a_clean_build(series, theirs):
    with TemporaryDirectory() as folder:
        out, fresh = Path(folder, "public"), Path(folder, "fresh")
        build(out, {"first": b""})
        foreign = dict.fromkeys(theirs, b"theirs")
        write(out, foreign)
        for site, all_trees in series:
            trees = {
                tree: files
                for tree, files in all_trees.items()
                if without_conflicts(frozenset([*site, tree])) and tree not in site
            }
            build(out, site, trees)
            assert files_in(out) == site_of(site, trees) | foreign
            build(fresh, site, trees)
            assert sorted(fresh.glob(".back*")) == sorted(fresh.glob(".backfile-manifest"))
            if site or trees:
                manifests = [place / ".backfile-manifest" for place in (out, fresh)]
                assert manifests[0].read_bytes() == manifests[1].read_bytes()


@settings(max_examples=60)
@given(sites, st.frozensets(st.sampled_from(PATHS), max_size=2).filter(without_conflicts), sites)
def test_a_build_is_refused_exactly_where_somebody_elses_file_is_in_the_way(old, theirs, new):
    mine = {
        path: b"theirs"
        for path in sorted(theirs)
        if path not in old and without_conflicts(frozenset([*old, path]))
    }
    in_the_way = any(
        path == other or lies_in(path, other) or lies_in(other, path)
        for path in new
        for other in mine
    )
    with TemporaryDirectory() as folder:
        out = Path(folder, "public")
        build(out, old | {"first": b""})
        write(out, mine)
        if in_the_way:
            assert refusal(out, new)[0] == "output-not-ours"
            assert files_in(out) == old | {"first": b""} | mine
        else:
            build(out, new)
            assert files_in(out) == new | mine
        assert not has_open_journal(out)
