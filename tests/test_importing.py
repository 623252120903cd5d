"""Importing text files and tables: what goes in, what is told, and that nothing is overwritten."""

import errno
import os
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.cli import main
from backfile.convert import convert_to
from backfile.dates import parse_date
from backfile.ids import LONGEST_ID, ArticleId, id_fault
from backfile.import_holdings import RefusedError
from backfile.import_names import free_id, name_of, valid_id
from backfile.import_rows import date_of
from backfile.import_table import ColumnsError, column_map, delimiter_of
from backfile.import_text import Wishes
from backfile.importing import import_all, summary
from backfile.seed_encoding import encoding_of
from backfile.shapes_sidecar import Sidecar
from backfile.yaml_writing import yaml_text
from backfile.yamldata import load_yaml
from tests.reading import read_archive, write_files
from tests.sites import tree_of


@pytest.fixture
def site(tmp_path):
    """Return the folder of an archive that has nothing but a name."""
    return write_files(tmp_path / "site", {"site.yaml": "title: T\n"})


@pytest.fixture
def inbox(tmp_path):
    """Return a function that writes files to import and returns their folder."""
    return lambda files: write_files(tmp_path / "in", files)


def run(site, *sources, columns=None, dry_run=False, **wishes):
    """Import, and return one line for each file, without the folder it came from."""
    found = import_all(site, sources, Wishes(**wishes), columns, dry_run=dry_run)
    return [one.line(dry_run=dry_run).replace(f"{sources[0]}/", "") for one in found]


def files_of(site):
    """Return the paths of an archive's files, without site.yaml."""
    return [path for path in tree_of(site) if path != "site.yaml"]


def sound(site):
    """Return the errors and warnings of an archive, as printed."""
    found = read_archive(site)
    return [
        words
        for words, one in zip(found.printed, found.problems, strict=True)
        if one.severity != "info"
    ]


# Names


@pytest.mark.parametrize(
    ("stem", "ident"),
    [
        ("000_5dadbd3c16b493a3", "000_5dadbd3c16b493a3"),
        ("Flood in Ruíz", "flood-in-ruiz"),
        ("Straße & Öl", "strasse-and-ol"),
        ("İstanbul", "istanbul"),
        ("Łódź", "lodz"),
        ("Обзор Micron", "obzor-micron"),
        ("Щёлково", "shchyolkovo"),
        ("объект", "obekt"),
        ("Ελλάδα", "ellada"),
        ("서울 기사", "seoul-gisa"),
        ("２０２３ ｎｅｗｓ", "2023-news"),
        ("cafe\u0301", "cafe"),
        ("CON", "con-text"),
        ("nul", "nul-text"),
        ("index", "index-text"),
        ("\x1b[31mred\n", "31mred"),
        ("..hidden..", "hidden"),
    ],
)
def test_a_name_becomes_an_id_that_can_be_read(stem, ident):
    assert valid_id(stem) == ident


def test_letters_without_a_plain_way_into_latin_leave_a_digest():
    assert valid_id("美光") != valid_id("长鑫")
    assert valid_id("美光").startswith("text-")
    assert valid_id("美光 Micron").startswith("micron-")
    assert valid_id("\udcff\udcfe").startswith("text-")


@given(
    st.text(max_size=200) | st.text(string.ascii_letters + string.digits + "-_ .é美", max_size=200)
)
def test_every_name_gives_a_valid_id_and_the_same_one_again(stem):
    named = name_of(stem)

    assert id_fault(named.id) == ""
    assert len(named.id) < LONGEST_ID - 5
    assert name_of(stem) == named
    assert not named.date or (parse_date(named.date) and named.id.startswith(named.date))


def test_a_valid_id_of_full_length_stays_as_it_is():
    assert valid_id("a" * LONGEST_ID) == "a" * LONGEST_ID


@pytest.mark.parametrize(
    ("stem", "ident", "date"),
    [
        ("2023-05-24-flood", "2023-05-24-flood", "2023-05-24"),
        ("20230524_Flood", "2023-05-24-flood", "2023-05-24"),
        ("2023.05.24 Flood", "2023-05-24-flood", "2023-05-24"),
        ("2023-05-24", "2023-05-24", "2023-05-24"),
        ("20239999 Flood", "20239999-flood", ""),
        ("2023-0524 Flood", "2023-0524-flood", ""),
        ("12345678901", "12345678901", ""),
        ("Flood 2023-05-24", "flood-2023-05-24", ""),
    ],
)
def test_a_date_at_the_start_of_a_name_is_found(stem, ident, date):
    assert name_of(stem) == (ident, date)


def test_a_number_makes_an_id_free():
    assert free_id(ArticleId("a"), {"a", "a-2"}) == "a-3"


# Encodings

SENTENCES = {
    "ru": (
        "Министерство торговли заявило, что проверка проводится по закону.",
        ("windows-1251", "koi8-r", "iso-8859-5", "cp866"),
    ),
    "uk": (
        "Міністерство торгівлі заявило, що перевірка проводиться за законом.",
        ("windows-1251",),
    ),
    "zh": ("外交部发言人24日在例行记者会上表示，对这家公司的审查依法依规。", ("gb18030",)),
    "zh-Hant": ("外交部發言人24日在例行記者會上表示，對這家公司的審查依法依規。", ("big5",)),
    "ja": (
        "外務省の報道官は24日の記者会見で、この会社の審査は法律に基づくと述べた。",
        ("shift_jis", "euc-jp", "iso2022_jp"),
    ),
    "ko": (
        "외교부 대변인은 24일 브리핑에서 이 회사에 대한 심사는 법에 따른 것이라고 밝혔다.",
        ("euc-kr",),
    ),
    "fr": (
        "La décision a été prise à l'été, déclare le ministère.",
        ("windows-1252", "mac-roman", "cp850"),
    ),
    "de": ("Die Behörde erklärte, die Prüfung über die Größe sei nötig.", ("windows-1252",)),
    "pl": (
        "Ministerstwo oświadczyło, że przegląd jest zgodny z prawem, a spółka może się odwołać.",
        ("windows-1250", "iso-8859-2"),
    ),
    "cs": (
        "Ministerstvo uvedlo, že přezkum je v souladu se zákonem a společnost se může odvolat.",
        ("windows-1250",),
    ),
    "tr": (
        "Bakanlık, incelemenin yasalara uygun olduğunu ve şirketin itiraz edebileceğini açıkladı.",
        ("windows-1254",),
    ),
    "el": (
        "Το υπουργείο δήλωσε ότι ο έλεγχος είναι σύμφωνος με τον νόμο.",
        ("windows-1253", "iso-8859-7"),
    ),
    "he": ("משרד המסחר הודיע כי הבדיקה נעשית על פי החוק.", ("windows-1255",)),
    "ar": ("أعلنت وزارة التجارة أن المراجعة تتم وفقا للقانون.", ("windows-1256", "iso-8859-6")),
    "th": ("กระทรวงพาณิชย์ระบุว่าการตรวจสอบเป็นไปตามกฎหมาย", ("cp874",)),
}


@pytest.mark.parametrize(
    ("text", "encoding"), [(text, one) for text, names in SENTENCES.values() for one in names]
)
def test_a_sentence_in_an_old_encoding_is_read_as_it_was_written(text, encoding):
    data = text.encode(encoding)
    found = encoding_of(data)

    assert found is not None
    assert data.decode(found.name) == text


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-32-le"]
)
@pytest.mark.parametrize("lang", ["fr", "zh", "ar"])
def test_unicode_is_told_by_its_bytes(lang, encoding):
    text = f"{SENTENCES[lang][0]}\nA second line.\n"
    data = text.encode(encoding)
    found = encoding_of(data)

    assert found is not None
    assert found.sureness == ("likely" if encoding[-3:] in ("-le", "-be") else "certain")
    assert data.decode(found.name).removeprefix("\ufeff") == text


def test_a_text_too_short_to_tell_says_what_else_it_may_be():
    data = "ЗАЯВЛЕНИЕ МИНИСТЕРСТВА".encode("koi8-r")
    found = encoding_of(data)

    assert found is not None
    assert found.sureness == "doubtful"
    assert "koi8-r" in (found.name, *found.others)


@given(st.binary(max_size=400))
def test_whatever_the_bytes_a_named_encoding_can_read_them(data):
    found = encoding_of(data)

    assert found is None or isinstance(data.decode(found.name), str)


# Text files


def test_a_folder_of_texts_becomes_seeds_with_their_bytes(site, inbox):
    files = {
        "2023-05-24 Flood.txt": "Flood\r\n\r\nWater rose.\r\n",
        "sub/Notes.TXT": b"\xef\xbb\xbfNotes\n",
        "polish.txt": SENTENCES["pl"][0].encode("cp1250"),
    }

    lines = run(site, inbox(files))

    assert lines == [
        "imported: 2023-05-24 Flood.txt: -> seeds/2023/2023-05-24-flood.txt; dated 2023-05-24 by its name",
        "imported: polish.txt: -> seeds/polish.txt; windows-1250 (likely); recorded in content/articles/polish.yaml",
        "imported: sub/Notes.TXT: -> seeds/notes.txt",
    ]
    tree = tree_of(site)
    assert tree["seeds/2023/2023-05-24-flood.txt"] == b"Flood\r\n\r\nWater rose.\r\n"
    assert tree["seeds/notes.txt"] == b"\xef\xbb\xbfNotes\n"
    assert tree["content/articles/polish.yaml"] == b"text:\n  encoding: windows-1250\n"
    assert sound(site) == []


def test_a_second_import_changes_nothing_and_says_what_is_there(site, inbox):
    folder = inbox({"A b.txt": "One", "c.txt": "Two"})
    run(site, folder)
    before = tree_of(site)

    assert run(site, folder) == [
        "skipped: A b.txt: the same bytes as seeds/a-b.txt",
        "skipped: c.txt: the same bytes as seeds/c.txt",
    ]
    assert tree_of(site) == before


def test_texts_that_would_have_one_id_get_numbers_and_equal_ones_are_skipped(site, inbox):
    folder = inbox({"x/A.txt": "One", "y/a.txt": "Two", "z/a.txt": "Two"})

    assert run(site, folder) == [
        "imported: x/A.txt: -> seeds/a.txt",
        "imported: y/a.txt: -> seeds/a-2.txt",
        "skipped: z/a.txt: the same bytes as seeds/a-2.txt",
    ]


def test_ids_former_ids_and_slugs_of_the_archive_are_not_taken_again(site, inbox):
    write_files(
        site,
        {
            "seeds/a.txt": "A",
            "content/articles/a.yaml": "former_ids: [b]\nslug: c\n",
            "seeds/d.txt": "D",
        },
    )

    lines = run(site, inbox({"a.txt": "1", "b.txt": "2", "c.txt": "3", "d.txt": "4"}))

    assert [line.partition("-> ")[2] for line in lines] == [
        "seeds/a-2.txt",
        "seeds/b-2.txt",
        "seeds/c-2.txt",
        "seeds/d-2.txt",
    ]


def test_a_sidecar_that_waits_for_its_seed_gets_it(site, inbox):
    write_files(
        site,
        {
            "content/articles/2023/flood.yaml": "title: Flood\n",
            "content/articles/record.yaml": "title: Record\nshow: none\n",
        },
    )

    lines = run(site, inbox({"flood.txt": "Flood\n\nText.", "record.txt": "Something else"}))

    assert lines == [
        "imported: flood.txt: -> seeds/2023/flood.txt; its sidecar content/articles/2023/flood.yaml was there",
        "imported: record.txt: -> seeds/record-2.txt",
    ]
    assert sound(site) == []


def test_a_date_a_language_and_a_folder_can_be_given(site, inbox):
    lines = run(site, inbox({"a.txt": "Hola"}), into="la-voz/", date="1931-04~", lang="es")

    assert lines == [
        "imported: a.txt: -> seeds/la-voz/1931/a.txt; recorded in content/articles/la-voz/1931/a.yaml"
    ]
    assert (
        tree_of(site)["content/articles/la-voz/1931/a.yaml"] == b"lang: es\npublished: 1931-04~\n"
    )
    assert sound(site) == []


def test_an_encoding_that_is_given_counts_or_the_file_is_refused(site, inbox):
    folder = inbox({"a.txt": "Größe".encode("cp850"), "b.txt": b"\xff\xfe\xfd"})

    assert run(site, folder, encoding="cp850")[0].endswith(
        "cp850 (certain); recorded in content/articles/a.yaml"
    )
    assert run(site, folder, encoding="utf-8") == [
        "skipped: a.txt: the same bytes as seeds/a.txt",
        "skipped: b.txt: the same bytes as seeds/b.txt",
    ]
    write_files(folder, {"c.txt": b"\xff\xff"})
    assert run(site, folder / "c.txt", encoding="utf-8") == [
        f"refused: {folder}/c.txt: its bytes are not utf-8"
    ]


def test_a_dry_run_says_the_same_and_writes_nothing(site, inbox):
    folder = inbox(
        {"A.txt": "One", "sub/a.txt": "Two", "p.txt": SENTENCES["pl"][0].encode("cp1250")}
    )

    planned = run(site, folder, dry_run=True)

    assert files_of(site) == []
    assert [line.replace("would be imported", "imported") for line in planned] == run(site, folder)


def test_what_is_no_plain_text_is_refused_with_the_reason(site, inbox):
    folder = inbox(
        {
            "empty.txt": "",
            "blank.txt": "\ufeff \n\t\n",
            "binary.txt": b"\x00\x01\x02\x03" * 50,
            "noise.txt": bytes(range(1, 32)) * 10,
            "doc.txt": b"PK\x03\x04....",
            "page.txt": "<!DOCTYPE html><p>Text",
            "report.pdf": b"%PDF-1.7",
        }
    )
    (folder / "link.txt").symlink_to(folder / "page.txt")
    (folder / "broken.txt").symlink_to(folder / "nothing")
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe.txt")

    lines = run(site, folder)

    assert [line.partition(": ")[2] for line in lines] == [
        "binary.txt: no text in an encoding that can be told; name it with --encoding",
        "blank.txt: it has no words",
        "broken.txt: a symbolic link; give the file itself",
        "doc.txt: a packed file, such as a word processor's, no plain text",
        "empty.txt: it is empty",
        "link.txt: a symbolic link; give the file itself",
        "loop: a symbolic link; give the file itself",
        "noise.txt: no text in an encoding that can be told; name it with --encoding",
        "page.txt: markup, no plain text; save the article's text alone",
        "pipe.txt: no plain file",
        "report.pdf: only .txt, .text, .csv, .tsv, .tab are taken from folders",
    ]
    assert files_of(site) == []


def test_a_huge_file_is_refused_before_it_is_read(site, inbox):
    folder = inbox({})
    folder.mkdir()
    with (folder / "huge.txt").open("wb") as file:
        file.truncate(50 * 1024 * 1024)

    assert run(site, folder) == [
        "refused: huge.txt: 52,428,800 bytes are too many, the limit is 16,777,216"
    ]


def test_a_name_with_control_characters_is_printed_without_them(site, inbox):
    lines = run(site, inbox({"a\x1b[31m\nb.txt": "Text"}))

    assert lines == ["imported: a\ufffd[31m\ufffdb.txt: -> seeds/a-31m-b.txt"]


def test_names_that_are_no_unicode_are_imported(site, inbox):
    folder = inbox({})
    folder.mkdir()
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe.txt")).write_bytes(b"Text")

    assert run(site, folder)[0].startswith("imported: \ufffd\ufffd.txt: -> seeds/text-")


def test_folders_nested_deeply_are_walked(site, inbox):
    folder = inbox({"/".join("d" * 300) + "/a.txt": "Text"})

    assert run(site, folder)[0].endswith("-> seeds/a.txt")


def test_hidden_files_and_those_of_editors_are_passed_over(site, inbox):
    assert run(site, inbox({".git/a.txt": "A", "b.txt~": "B", ".c.txt": "C"})) == []


def test_a_link_in_the_archive_is_not_followed(site, inbox, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (site / "seeds").symlink_to(tmp_path / "elsewhere")

    assert run(site, inbox({"a.txt": "Text"})) == [
        "refused: a.txt: seeds is a symbolic link, which an archive must not have"
    ]
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_when_the_seed_cannot_be_written_no_sidecar_is_left(site, inbox):
    write_files(site, {"seeds": "a file, where a folder should be"})

    lines = run(site, inbox({"p.txt": SENTENCES["pl"][0].encode("cp1250")}))

    assert lines[0].startswith("refused: p.txt: seeds/p.txt cannot be written")
    assert [path for path in files_of(site) if path.endswith(".yaml")] == []


def test_a_text_that_is_cut_short_by_a_full_disk_is_not_left(site, inbox, monkeypatch):
    folder = inbox({"p.txt": SENTENCES["pl"][0].encode("cp1250")})
    opened = os.fdopen

    class FullDisk:
        def __init__(self, handle):
            self.file = opened(handle, "wb")

        def __enter__(self):
            return self

        def __exit__(self, *_):
            self.file.close()

        def write(self, data):
            self.file.write(data[:10])
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(
        "backfile.import_holdings.os.fdopen",
        lambda handle, mode: FullDisk(handle) if mode == "wb" else opened(handle, mode),
    )

    assert run(site, folder) == [
        "refused: p.txt: content/articles/p.yaml cannot be written: No space left on device"
    ]
    assert files_of(site) == []


def test_a_sidecar_that_cannot_be_read_does_no_harm(site, inbox):
    write_files(
        site,
        {
            "content/articles/a.yaml": "former_ids: [",
            "seeds/b.txt": "B",
            "content/articles/b.yaml": b"\xff",
        },
    )

    assert run(site, inbox({"a.txt": "A", "b.txt": "C"})) == [
        "imported: a.txt: -> seeds/a.txt; its sidecar content/articles/a.yaml was there",
        "imported: b.txt: -> seeds/b-2.txt",
    ]


def test_a_seed_with_an_impossible_name_is_renamed_in_its_folder(site):
    write_files(site, {"seeds/la-voz/Año Nuevo.txt": "Hola", "seeds/fine.txt": "Fine"})
    assert [line.split(": ")[1] for line in sound(site)] == ["bad-file-name"]

    lines = run(site, site / "seeds")

    assert lines == [
        "skipped: fine.txt: it is a seed already",
        "imported: la-voz/Año Nuevo.txt: -> seeds/la-voz/ano-nuevo.txt; renamed in its folder",
    ]
    assert files_of(site) == ["seeds/fine.txt", "seeds/la-voz/ano-nuevo.txt"]
    assert sound(site) == []


def test_the_summary_counts(site, inbox):
    found = list(import_all(site, [inbox({"a.txt": "A", "b.txt": "A", "c.txt": ""})], Wishes()))

    assert summary(found) == "1 imported, 1 skipped, 1 refused"


# Tables

TABLE = """Headline,Date,Outlet,Link,Body
First thing,2023-05-24,reuters,https://example.org/1,"One.

Two."
Second,24 May 2023,CGTN,https://example.org/2,Body
"""


def test_a_table_gives_seeds_and_sidecars(site, inbox):
    columns = column_map(["title=Headline,published=Date,publisher=Outlet,url=Link,text=Body"])
    folder = inbox({"t.csv": TABLE})

    assert run(site, folder, columns=columns) == [
        "imported: t.csv:2: -> seeds/2023/2023-05-24-first-thing.txt",
        "imported: t.csv:5: -> seeds/2023/2023-05-24-second.txt",
    ]
    tree = tree_of(site)
    assert tree["seeds/2023/2023-05-24-first-thing.txt"] == b"One.\n\nTwo."
    assert tree["content/articles/2023/2023-05-24-first-thing.yaml"].decode() == (
        "title: First thing\npublished: 2023-05-24\nsource:\n  publisher: {text: reuters}\n  url: https://example.org/1\n"
    )
    assert sound(site) == []
    assert run(site, folder) == [
        "skipped: t.csv:2: the same text as seeds/2023/2023-05-24-first-thing.txt",
        "skipped: t.csv:5: the same text as seeds/2023/2023-05-24-second.txt",
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "windows-1252", "utf-16"])
def test_delimiter_encoding_and_columns_are_found(site, inbox, delimiter, encoding):
    rows = [
        ["Titre", "Date", "Texte"],
        ["L'été à la mer", "2023-05-24", "Il était à la plage, et c'est là que la mer était."],
    ]
    text = "\r\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)

    assert run(site, inbox({"t.csv": text.encode(encoding)})) == [
        "imported: t.csv:2: -> seeds/2023/2023-05-24-l-ete-a-la-mer.txt"
    ]
    assert tree_of(site)["seeds/2023/2023-05-24-l-ete-a-la-mer.txt"].decode() == rows[1][2]


def test_a_first_line_that_names_the_delimiter_is_understood(site, inbox):
    assert delimiter_of("sep=;\na;b") == ";"
    assert run(site, inbox({"t.csv": "sep=;\nTitle;Text\nA, b; c\n"})) == [
        "imported: t.csv:3: -> seeds/a-b.txt"
    ]


def test_a_row_that_fails_is_told_with_its_line_and_the_others_go_on(site, inbox):
    rows = [
        "Title,Date,URL,Text",
        'A,2023-05-24,,"two\nlines"',
        "B,05/06/2023,,b",
        "C,someday,,c",
        "D,2023-05-24,ftp://example.org,d",
        "E,2023-05-24",
        'F,2023-05-24,,"f" g',
        ",,,",
        "H,2023-05-24,,h,i",
        "I,24.05.2023,https://example.org/i,i",
    ]

    lines = run(site, inbox({"t.csv": "\n".join(rows)}))

    assert [line.replace("t.csv:", "") for line in lines] == [
        "imported: 2: -> seeds/2023/2023-05-24-a.txt",
        "refused: 4: `05/06/2023` may be 2023-05-06 or 2023-06-05; say --date-order mdy or dmy",
        "refused: 5: `someday` is no date in a known form, such as 2023-05-24",
        "refused: 6: source.url: `ftp://example.org` is no http or https address (write the whole address, for example https://example.org/page)",
        "refused: 7: 2 fields, but 4 columns",
        "refused: 8: the row is broken: ',' expected after '\"'",
        "refused: 10: 5 fields, but 4 columns",
        "imported: 11: -> seeds/2023/2023-05-24-i.txt",
    ]
    assert sound(site) == []


def test_a_row_without_text_is_a_record_or_the_sidecar_of_its_seed(site, inbox):
    write_files(site, {"seeds/la-voz/a.txt": "A seed"})
    folder = inbox(
        {
            "t.csv": 'id,title,byline,tags\na,First,Ana Ruiz; Ben,"Chips, Trade law"\nDoc 12,Second,,\n'
        }
    )

    assert run(site, folder) == [
        "imported: t.csv:2: -> content/articles/la-voz/a.yaml",
        "imported: t.csv:3: -> content/articles/doc-12.yaml; a record without text",
    ]
    tree = tree_of(site)
    assert (
        tree["content/articles/la-voz/a.yaml"].decode()
        == 'title: First\nbyline: [Ana Ruiz, "Ben"]\ntopics: [chips, trade-law]\n'
    )
    assert tree["content/articles/doc-12.yaml"].decode() == "title: Second\nshow: none\n"
    assert sound(site) == []
    assert run(site, folder) == [
        "skipped: t.csv:2: content/articles/la-voz/a.yaml is there already",
        "skipped: t.csv:3: content/articles/doc-12.yaml is there already",
    ]


def test_a_record_without_an_id_is_not_imported_twice(site, inbox):
    folder = inbox(
        {"t.csv": "title,url\nFirst,https://example.org/1\nFirst,https://example.org/2\n"}
    )
    run(site, folder)

    assert [line.partition(": ")[0] for line in run(site, folder)] == ["skipped", "skipped"]
    assert files_of(site) == ["content/articles/first-2.yaml", "content/articles/first.yaml"]


def test_an_id_with_another_text_is_refused(site, inbox):
    write_files(site, {"seeds/a.txt": "One text"})

    assert run(site, inbox({"t.csv": "id,text\na,Another text\nb,B\nb,C\n"})) == [
        "refused: t.csv:2: the id `a` is that of another article",
        "imported: t.csv:3: -> seeds/b.txt",
        "refused: t.csv:4: the id `b` is that of another article",
    ]


def test_an_entity_the_archive_knows_stays_an_id(site, inbox):
    write_files(
        site, {"content/entities/a.yaml": "entities: {cgtn: {type: publication, name: CGTN}}"}
    )
    run(
        site,
        inbox({"t.csv": "title,publisher,x-desk\nA,cgtn,Asia: east\n"}),
        columns=column_map(["title=title,publisher=publisher", "x-desk=X-DESK"]),
    )

    assert (
        tree_of(site)["content/articles/a.yaml"].decode()
        == 'title: A\nsource:\n  publisher: cgtn\nx-desk: "Asia: east"\nshow: none\n'
    )


@pytest.mark.parametrize(
    ("words", "order", "date"),
    [
        ("2023-05-24", "", "2023-05-24"),
        ("2023", "", "2023"),
        ("2023-05-24 14:00:01", "", "2023-05-24"),
        ("2023-05-24T14:00:00Z", "", "2023-05-24T14:00:00Z"),
        ("Wed, 24 May 2023 14:00:00 GMT", "", "2023-05-24"),
        ("May 24, 2023", "", "2023-05-24"),
        ("24.5.2023", "", "2023-05-24"),
        ("5/6/2023", "dmy", "2023-06-05"),
        ("5/6/2023", "mdy", "2023-05-06"),
        ("20230524", "", "2023-05-24"),
        ("5/5/2023", "", "2023-05-05"),
    ],
)
def test_dates_are_brought_into_a_form_of_the_format(words, order, date):
    assert date_of(words, order) == date


def test_a_date_that_contradicts_its_order_is_refused():
    with pytest.raises(RefusedError):
        date_of("24/05/2023", "mdy")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("title", "`title` is not of the form KEY=HEADER"),
        ("titlee=A", "`titlee` is no key that a column can fill; did you mean `title`?"),
    ],
)
def test_a_column_map_that_makes_no_sense_is_told(words, message):
    with pytest.raises(ColumnsError, match="`") as fault:
        column_map([words])
    assert str(fault.value) == message


def test_columns_that_are_not_there_are_told(site, inbox):
    folder = inbox({"t.csv": "Headline,Body\nA,B\n"})

    with pytest.raises(
        ColumnsError, match="no column is called `Headlines`; did you mean `Headline`"
    ):
        run(site, folder, columns=column_map(["title=Headlines"]))
    with pytest.raises(ColumnsError, match="no column says by its name"):
        run(site, inbox({"t.csv": "Foo,Bar\nA,B\n"}))


@given(
    st.dictionaries(
        st.sampled_from(["title", "deck", "summary", "published_as", "notes_internal"]),
        st.text(min_size=1).filter(
            lambda text: text.strip() and not any("\ud800" <= sign <= "\udfff" for sign in text)
        ),
    ),
    st.lists(st.text(min_size=1).filter(lambda text: text.strip() == text)),
)
def test_what_is_written_reads_back_the_same(facts, byline):
    data = {**facts, "byline": byline} if byline else facts

    read = load_yaml(yaml_text(data), "a.yaml")

    assert [p for p in read.problems if p.severity == "error"] == []
    if data:
        assert read.data == data
        assert convert_to(read.data, Sidecar, "a.yaml")[1] == ()


# The command


def test_the_command_prints_a_line_a_file_and_a_summary(site, inbox, capsys):
    folder = inbox({"A b.txt": "One", "empty.txt": ""})

    assert main(["import", str(folder), "--site", str(site)]) == 1
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].endswith("A b.txt: -> seeds/a-b.txt")
    assert printed[-1] == "1 imported, 0 skipped, 1 refused"
    assert main(["import", str(folder / "A b.txt")], site=site) == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nothing.txt"], "there is no file or folder nothing.txt"),
        (["."], "holds the archive itself"),
        (["site.yaml", "--date", "May"], "`May` is no date"),
        (["site.yaml", "--lang", "spanish language"], "is no language tag"),
        (["site.yaml", "--encoding", "klingon"], "no text encoding"),
        (["site.yaml", "--into", "../x"], "is no folder below seeds/"),
        (["site.yaml", "--into", "a/CON"], "is no folder below seeds/"),
        (["site.yaml", "--columns", "titlee=A"], "did you mean `title`"),
        (["site.yaml", "--delimiter", "x"], "the sign between fields"),
        ([], "Missing argument"),
    ],
)
def test_wrong_use_is_told_and_nothing_is_written(site, capsys, monkeypatch, words, message):
    monkeypatch.chdir(site)

    assert main(["import", *words, "--site", str(site)]) == 2
    assert message in capsys.readouterr().err
    assert files_of(site) == []


def test_the_command_reads_a_table_with_a_column_map(site, inbox, capsys):
    folder = inbox({"t.csv": "Kopf;Am;Inhalt\nA;5/6/2023;B\n"})

    words = [
        "--columns",
        "title=Kopf,published=Am,text=Inhalt",
        "--date-order",
        "dmy",
        "--into",
        "la voz",
    ]
    assert main(["import", str(folder / "t.csv"), *words, "--site", str(site)]) == 0
    assert files_of(site) == [
        "content/articles/la voz/2023/2023-06-05-a.yaml",
        "seeds/la voz/2023/2023-06-05-a.txt",
    ]
    assert capsys.readouterr().out.endswith("1 imported, 0 skipped, 0 refused\n")
