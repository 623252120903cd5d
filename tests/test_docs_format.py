"""The page on the format: complete, and every example in it is read by the engine."""

import re
from pathlib import Path

import msgspec
import pytest

from backfile import shapes, shapes_annotations, shapes_registers, shapes_sidecar
from backfile.convert import convert_to
from backfile.frontmatter import front_matter
from backfile.ids import RESERVED
from backfile.import_rows import COLUMNS
from backfile.schema import SHAPES
from backfile.shapes import Id
from backfile.shapes_annotations import AnnotationShape
from backfile.shapes_registers import TopicEntry
from backfile.yamldata import load_yaml

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs/format.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```(yaml|markdown) (\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
HEADINGS = frozenset(re.findall(r"^#+ (.+)$", PAGE, re.MULTILINE))
ROWS = re.findall(
    r"^\| ([^|]+: .*?) \| (\[.*\]\(.*\)) \|$",
    PAGE.partition("## Where each feature is used")[2],
    re.MULTILINE,
)


def structs():
    """Yield the name and the class of every struct that people write."""
    for module in (shapes, shapes_annotations, shapes_registers, shapes_sidecar):
        for name, shape in sorted(vars(module).items()):
            if (
                isinstance(shape, type)
                and issubclass(shape, shapes.Written)
                and shape.__module__ == module.__name__
            ):
                yield name, shape


def keys_in(value):
    """Yield every key in the data of an example."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield key
            yield from keys_in(below)
    elif isinstance(value, list):
        for item in value:
            yield from keys_in(item)


def data_of(kind, text):
    """Return the data of an example, which must be sound YAML."""
    if kind == "markdown":
        front = front_matter(text)
        assert front is not None
        text = front.matter
    found = load_yaml(text, "example.yaml")
    assert found.problems == ()
    return found.data


@pytest.mark.parametrize(
    ("kind", "shape", "text"),
    EXAMPLES,
    ids=[f"{n}-{shape}" for n, (_, shape, _) in enumerate(EXAMPLES)],
)
def test_an_example_is_read_without_problems(kind, shape, text):
    data = data_of(kind, text)

    _, problems = convert_to(
        data, dict[Id, TopicEntry] if shape == "topics" else SHAPES[shape], "example.yaml"
    )

    assert problems == ()


def test_every_block_of_yaml_says_what_file_it_is():
    assert re.findall(r"^```(?:yaml|markdown)(?: (?!\w+$).*)?$", PAGE, re.MULTILINE) == []
    assert {shape for _, shape, _ in EXAMPLES} == set(SHAPES)


def test_every_key_of_every_struct_has_an_example():
    shown = {key for kind, _, text in EXAMPLES for key in keys_in(data_of(kind, text))}
    for name, shape in structs():
        for field in msgspec.structs.fields(shape):
            assert field.encode_name in shown or field.encode_name == "x-", (
                name,
                field.encode_name,
            )


def test_every_value_of_a_choice_is_told():
    choices = [
        shapes.ARTICLE_KINDS,
        shapes.HIDE_REASONS,
        shapes.LINK_RELATIONS,
        shapes_registers.ENTITY_TYPES,
    ]
    choices += [shapes_registers.ENTITY_RELATIONS, shapes_registers.RATINGS]
    for value in (value for choice in choices for value in choice):
        assert f"`{value}`" in PAGE, value
    for _, shape in structs():
        described = msgspec.inspect.type_info(shape)
        assert isinstance(described, msgspec.inspect.StructType)
        for field in described.fields:
            for value in literals(field.type):
                assert re.search(rf"(?<![\w-]){value}(?![\w-])", PAGE), value
    for struct in AnnotationShape.__args__:
        assert f"`{struct.__struct_config__.tag}`" in PAGE


def literals(found):
    """Return the values of a choice among a type's parts."""
    if isinstance(found, msgspec.inspect.LiteralType):
        return found.values
    if isinstance(found, msgspec.inspect.UnionType):
        return [value for part in found.types for value in literals(part)]
    return []


def test_the_reserved_ids_are_hinted_at():
    for word in ("index", "none", "con"):
        assert word in RESERVED
        assert f"`{word}`" in PAGE


def test_the_table_at_the_end_names_files_that_have_the_feature():
    assert len(ROWS) > 30
    for feature, where in ROWS:
        paths = re.findall(r"\]\(\.\./([^)]+)\)", where)
        texts = [(ROOT / path).read_text(encoding="utf-8") for path in paths]
        for words in re.findall(r"`([^`]+)`", feature):
            key = words.partition(":")[0].strip("{![") or words
            assert any(key in text for text in texts), (feature, words)


def test_every_place_the_code_points_at_is_a_heading():
    named = set()
    for path in sorted((ROOT / "backfile").rglob("*.py")):
        text = re.sub(r"\s+", " ", path.read_text(encoding="utf-8"))
        named |= set(
            re.findall(r"docs/format\.md, ([A-Z][a-zA-Z ]+?)(?= and [A-Z]|[).,:;]|`)", text)
        )
    assert {name for name in named if name not in HEADINGS} == set()


def test_links_on_the_pages_lead_somewhere():
    anchors = {
        re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-") for heading in HEADINGS
    }
    for page in ("format.md", "importing.md"):
        text = (ROOT / "docs" / page).read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)]+)\)", re.sub(r"```.*?```", "", text, flags=re.DOTALL)):
            path, _, anchor = target.partition("#")
            assert not path or (ROOT / "docs" / path).exists(), target
            assert not anchor or anchor in anchors, target


def test_the_page_on_importing_names_every_column():
    page = (ROOT / "docs/importing.md").read_text(encoding="utf-8")
    assert [key for key in COLUMNS if f"`{key}`" not in page] == []
