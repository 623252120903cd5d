"""Makes a synthetic archive of any size: the same bytes for the same number.

    python benchmarks/corpus.py FOLDER --articles 10000

An article has 350 to 450 words in 8 to 12 paragraphs, 6 to 12 mentions of entities whose frequency
falls as Zipf's law says, and a sidecar of about 1.2 KB with notes, a quotation and a claim.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

SYLLABLES = (
    *("ka", "ro", "mi", "ten", "ver", "dal", "su", "no", "pel", "gra", "lin", "tor", "bex", "ha"),
    *("qui", "sta", "mor", "el", "an", "dri", "fo", "ul", "cer", "ny", "zo", "wit", "ber", "ol"),
)
TYPES = ("person", "company", "place", "public-body", "organization")
SURNAMES = ("Keller", "Ortega", "Novak", "Brandt", "Silva", "Moreau", "Janssen", "Rossi", "Haas")
FIRST_DAY = date(2005, 1, 1)
DAYS = 7300


def word(rng: random.Random) -> str:
    """Return a made-up word."""
    return "".join(rng.choice(SYLLABLES) for _ in range(rng.choice((1, 2, 2, 3))))


def entities(count: int, rng: random.Random) -> list[tuple[str, str, str]]:
    """Return `count` entities as id, type and name; no two names are alike."""
    found: dict[str, tuple[str, str, str]] = {}
    while len(found) < count:
        kind = rng.choice(TYPES)
        stem = "".join(rng.choice(SYLLABLES) for _ in range(3)).capitalize()
        name = f"{stem} {rng.choice(SURNAMES)}" if kind == "person" else f"{stem}ia"
        if kind == "company":
            name = f"{stem} Industries"
        ident = name.lower().replace(" ", "-")
        found.setdefault(ident, (ident, kind, name))
    return list(found.values())


def zipf(names: Sequence[tuple[str, str, str]]) -> list[float]:
    """Return how often each is named, relative to the others."""
    return [1 / (rank + 8) for rank in range(len(names))]


def sentence(rng: random.Random, vocabulary: Sequence[str], length: int, named: str) -> str:
    """Return a sentence of `length` words with a name in it if one is given."""
    words = [rng.choice(vocabulary) for _ in range(length)]
    if named:
        words.insert(rng.randrange(2, length), named)
    text = " ".join(words)
    return f"{text[0].upper()}{text[1:]}."


def article(
    rng: random.Random, vocabulary: Sequence[str], named: Sequence[str]
) -> tuple[str, list[str]]:
    """Return a headline and paragraphs that name everybody in `named` once."""
    paragraphs = []
    waiting = list(named)
    total, count = rng.randint(350, 450), rng.randint(8, 12)
    for number in range(count):
        words, sentences = total // count, []
        while words > 0:
            length = min(words, rng.randint(9, 19))
            here = waiting.pop() if waiting and (rng.random() < 0.6 or number == count - 1) else ""
            sentences.append(sentence(rng, vocabulary, max(4, length), here))
            words -= length
        paragraphs.append(" ".join(sentences))
    while waiting:
        paragraphs[-1] += " " + sentence(rng, vocabulary, 9, waiting.pop())
    return sentence(rng, vocabulary, 8, "").rstrip("."), paragraphs


def sidecar(
    rng: random.Random, day: date, paragraphs: Sequence[str], speaker: str, claim: int
) -> str:
    """Return a sidecar with provenance, topics, two notes, a quotation and a claim."""
    quotes = [p.split(". ")[0][:60].rsplit(" ", 1)[0] for p in paragraphs[:4]]
    return f"""published: {day.isoformat()}
source:
  publisher: The Daily Sample
  url: https://news.example.org/{day.year}/{rng.randrange(10**9)}
  retrieved: {day.isoformat()}
  method: made for a benchmark
topics: [topic-{rng.randrange(40)}, topic-{rng.randrange(40)}]
summary: A sample made for measuring, about {speaker}.
annotations:
  - id: n-one
    type: note
    at: "{quotes[0]}"
    body: What is said here has been said before, and by *others*.
  - id: n-two
    type: context
    at: "{quotes[1]}"
    body: The passage needs some background to be understood.
    sources:
      - title: A sample source
        publisher: Sample Press
        date: {day.isoformat()}
        url: https://example.org/a
        archived: https://example.org/b
  - id: q-one
    type: quotation
    at: "{quotes[2]}"
    speaker: {speaker}
    mode: direct
  - id: c-one
    type: claim
    at: "{quotes[3]}"
    claim: claim-{claim}
    speaker: {speaker}
"""


def files(count: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Yield path and content of every file of an archive with `count` articles."""
    rng = random.Random(seed)
    names = entities(max(50, count // 2), rng)
    weights = zipf(names)
    vocabulary = sorted({word(rng) for _ in range(6000)})
    yield "site.yaml", "title: The Sample Archive\nurl: https://example.org/archive/\n"
    lines = ["entities:"]
    lines += [
        f"  {i}: {{type: {kind}, name: {name}, description: A sample.}}" for i, kind, name in names
    ]
    yield "content/entities/all.yaml", "\n".join(lines) + "\n"
    claims = [
        f"  claim-{n}: {{text: Sample claim number {n}.}}" for n in range(max(5, count // 20))
    ]
    yield "content/claims/all.yaml", "\n".join(["claims:", *claims]) + "\n"
    for number in range(count):
        day = FIRST_DAY + timedelta(days=number * DAYS // count)
        chosen = {row[0]: row for row in rng.choices(names, weights, k=rng.randint(6, 12))}
        named = [name for _, _, name in chosen.values()]
        title, paragraphs = article(rng, vocabulary, named)
        ident = f"{day.isoformat()}-{number:06d}"
        yield f"seeds/{day.year}/{ident}.txt", "\n\n".join([title, *paragraphs]) + "\n"
        yield (
            f"content/articles/{day.year}/{ident}.yaml",
            sidecar(rng, day, paragraphs, next(iter(chosen)), rng.randrange(len(claims))),
        )


def write_archive(folder: Path, count: int, seed: int = 1) -> None:
    """Write an archive of `count` articles into `folder`."""
    made: set[Path] = set()
    for path, content in files(count, seed):
        place = folder / path
        if place.parent not in made:
            place.parent.mkdir(parents=True, exist_ok=True)
            made.add(place.parent)
        place.write_text(content, encoding="utf-8", newline="\n")


def main() -> None:
    """Write the archive the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    write_archive(options.folder, options.articles, options.seed)


if __name__ == "__main__":
    main()
