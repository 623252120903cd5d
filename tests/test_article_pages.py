"""What an article's page says beside its text, without a browser."""

from tests.sites import Site

SEED = "T\n\nADVERTISEMENT\n\nThe bridge fell.\n\nAna spoke.\n\nNobody came.\n"


def article(tmp_path, sidecar: str, **files: str) -> str:
    """Return the page of an article with this sidecar."""
    site = Site(tmp_path, {"seeds/a.txt": SEED, "content/articles/a.yaml": sidecar, **files})
    page = site.page("articles/a/")
    assert page, site.problems
    return page


def test_readers_count_only_the_paragraphs_they_see(tmp_path):
    page = article(
        tmp_path,
        "text: {hide: [{at: ADVERTISEMENT, why: advert}]}\n"
        "annotations: [{id: n, type: note, at: The bridge fell, body: When?}]\n",
    )
    assert 'aria-label="Notes on paragraph 1"' in page


def test_paragraphs_that_are_shown_as_passages_carry_their_number(tmp_path):
    page = article(
        tmp_path,
        "show: passages\nannotations: [{id: n, type: note, at: Ana spoke, body: When?}]\n",
    )
    assert page.count(' data-n="3"') == 1


def test_a_role_is_said_in_the_words_of_its_author(tmp_path):
    page = article(
        tmp_path,
        "annotations: [{type: event, at: The bridge fell, name: Fall, when: 1931-04-11,"
        " who: [{text: Volunteers, role: law-and-order helpers}, {text: Some, role: law}]}]\n",
    )
    assert "(law-and-order helpers)" in page
    assert "(law)" in page


def test_the_annotations_for_machines_are_linked_where_they_are_published(tmp_path):
    assert "annotations.jsonld" not in article(tmp_path / "without", "kind: news\n")
    site = {"site.yaml": "title: T\nannotations_jsonld: true\n"}
    page = article(tmp_path / "with", "kind: news\n", **site)
    assert '<a href="../../articles/a/annotations.jsonld">' in page


def test_a_dash_between_long_dates_has_air_and_one_between_years_has_none(tmp_path):
    register = (
        "entities:\n  ana:\n    type: person\n    name: Ana\n    roles:\n"
        "      - {title: Mayor, from: 1929, until: 1934}\n"
        "      - {title: Clerk, from: 1928-02-03, until: 1928-12-31}\n"
    )
    files = {"seeds/a.txt": SEED, "content/entities/all.yaml": register}
    page = Site(tmp_path, files).page("entities/ana/")
    assert "</time>–<time" in page
    assert "</time> – <time" in page
