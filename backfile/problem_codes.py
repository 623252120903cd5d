"""The closed list of problem codes: severity and one sentence for docs/problems.md."""

from typing import Literal, NamedTuple


class Code(NamedTuple):
    """What a problem code means."""

    severity: Literal["error", "warning", "info"]
    meaning: str


CODES: dict[str, Code] = {
    # Files and YAML
    "site-missing": Code("error", "There is no `site.yaml`, so this folder is no archive."),
    "file-unreadable": Code("error", "The system did not let Backfile read a file."),
    "symlink": Code("error", "A symbolic link stands among the archive's files."),
    "bad-file-name": Code("error", "A file's name is no valid id."),
    "duplicate-id": Code("error", "The same id is given twice."),
    "seed-missing": Code(
        "error", "A sidecar has no seed and is neither withdrawn nor `show: none`."
    ),
    "seed-undecodable": Code("error", "A seed's bytes do not fit its encoding."),
    "seed-empty": Code("warning", "A seed has no text."),
    "unexpected-file": Code("warning", "A file lies where the format knows none of its kind."),
    "yaml-syntax": Code("error", "The file is not valid YAML."),
    "yaml-tab": Code("error", "A tab is used for indentation."),
    "yaml-duplicate-key": Code("error", "A key stands twice in one mapping."),
    "yaml-anchor": Code("error", "YAML anchors and aliases are not allowed."),
    "yaml-tag": Code("error", "YAML tags are not allowed."),
    "yaml-too-deep": Code("error", "The file is nested too deeply."),
    "yaml-too-large": Code("error", "The file is larger than a hand-written file can be."),
    "yaml-not-utf8": Code("error", "A YAML or Markdown file is not UTF-8."),
    "yaml-comment-cut": Code("warning", "A value is cut by a `#` that begins a comment."),
    "value-cut-by-comma": Code(
        "error", "A comma inside `{…}` cut a text: its end is a key of its own."
    ),
    "front-matter": Code("error", "A Markdown file has no complete front matter."),
    # Shapes and values
    "unknown-key": Code("error", "A key the format does not know."),
    "missing-key": Code("error", "A required key is missing."),
    "wrong-type": Code("error", "A value is of the wrong kind, e.g. a list where text is meant."),
    "bad-value": Code("error", "A value is none of those the format knows."),
    "bad-id": Code("error", "An id has a form that is not allowed."),
    "bad-date": Code("error", "A date is in none of the forms the format knows."),
    "bad-address": Code("error", "An address is not a plain http or https address."),
    "bad-identifier": Code("error", "An identifier such as a Wikidata or LEI number is malformed."),
    "bad-language": Code("error", "A language tag is malformed."),
    "format-version": Code("error", "The file asks for another version of the format."),
    "sha256-mismatch": Code(
        "warning", "The seed's bytes have another SHA-256 than the sidecar says."
    ),
    # References
    "unknown-id": Code("error", "A reference to something the archive does not have."),
    "ambiguous-id": Code("error", "A reference fits several things."),
    "unknown-topic": Code("warning", "A topic that `content/topics.yaml` does not list."),
    "known-name": Code("info", "Words equal the name of a registered entity."),
    "duplicate-identifier": Code("error", "Two entities carry the same identifier."),
    "address-taken": Code("error", "Two things would have the same address."),
    "link-to-self": Code("error", "An article is linked to itself."),
    "link-cycle": Code("error", "Links of one kind go round in a circle."),
    "link-both-sides": Code("warning", "A link is written on both sides."),
    "link-order": Code("warning", "The dates contradict a `follows` link."),
    "link-to-draft": Code("warning", "A link leads to a draft and is shown as text."),
    "annotation-needs-id": Code(
        "warning", "A link leads to an annotation that has no id of its own."
    ),
    "bad-merge": Code("error", "`merged_into` leads nowhere or round in a circle."),
    # Anchors and names
    "quote-not-found": Code("error", "A quote is not in its seed."),
    "quote-ambiguous": Code("error", "A quote occurs more than once."),
    "anchor-empty": Code("error", "An `at` is empty."),
    "anchor-in-hidden": Code("error", "An anchor lies in hidden text."),
    "anchor-incomplete": Code("error", "An anchor's keys do not make one of the forms."),
    "anchored-normalised": Code(
        "info", "A quote was found in another spelling; the seed's wording counts."
    ),
    "nth-used": Code("info", "An anchor counts places, which a change of the text can shift."),
    "no-such-paragraph": Code("error", "No paragraph has this id."),
    "span-taken-twice": Code("error", "Two `fix` entries give the same span to entities."),
    "reading-overlap": Code("error", "Two readings, or a reading and a hidden passage, overlap."),
    "ambiguous-name": Code("warning", "A name belongs to several entities and is tagged for none."),
    "part-of-longer-name": Code(
        "warning", "A name may be part of a longer name that is not registered."
    ),
    "short-alias": Code("warning", "An alias is shorter than three letters."),
    "legal-form-alias": Code("warning", "An alias is a legal form such as Inc. or Ltd."),
    "mean-unused": Code("warning", "Words in `mean` are nowhere in the article."),
    # Advice
    "source-not-archived": Code("info", "A source has no archived copy."),
    "no-site-url": Code(
        "info", "Without `url` the site has no feeds, sitemap and canonical links."
    ),
    "paragraphs-guessed": Code("info", "How a seed's paragraphs are marked was guessed."),
    "suspicious-characters": Code("warning", "A seed has direction marks or invisible signs."),
    # Output
    "template-fault": Code("error", "A template cannot be read or filled."),
    "output-not-ours": Code(
        "error", "The output folder, or a file in it, was not made by Backfile."
    ),
    "output-busy": Code("error", "Another build is writing to the output folder."),
    "output-unwritable": Code("error", "The output folder cannot be written."),
    "output-symlink": Code("error", "A symbolic link stands in the output folder."),
    "search-failed": Code("error", "Pagefind is missing or failed."),
    "search-needs-extended": Code(
        "warning", "Chinese or Japanese text needs the extra for segmentation."
    ),
}
"""Every code a `Problem` can have; docs/problems.md lists the same, and a test compares them."""
