"""Words that are capitalised at the start of a sentence and are then no part of a name."""

from __future__ import annotations

_BY_LANGUAGE = {
    "en": (
        "a an the this that these those some many most all both each every other another no not "
        "only in on at by for from of to into onto with without within under over about against "
        "between among during despite like near off up down out through across behind beyond "
        "since until and but or nor so yet if as when while where whereas after before although "
        "though because unless however meanwhile then now today yesterday tomorrow here there "
        "also even still just he she it they we you his her its their our my your who whom whose "
        "what which why how is are was were will would can could may might did does do has have "
        "had should must shall according ahead amid besides instead later earlier last next once "
        "perhaps yes one two three hey dear recently currently "
        "monday tuesday wednesday thursday friday saturday sunday"
    ),
    "de": (
        "der die das den dem des ein eine einen einem einer im am an auf aus bei mit nach von vor "
        "zu zum zur und aber oder doch auch als wie wenn weil für gegen ohne um über unter "
        "zwischen seit bis dass es er sie wir was wer wo"
    ),
    "es": ("el la los las un una en del al con por para sin sobre según y o pero como cuando si"),
    "fr": "le les du dans avec pour sans sur sous et ou mais il elle ils selon",
    "it": "lo gli i uno di da su per tra fra e ma se che non anche",
    "pl": "w z na do od po dla przez u ze we nie ale lub oraz jak gdy że to",
    "ru": "в на с к из от по для о у и а но за как что при до не это со во об",
}

FORMS_OF_ADDRESS = frozenset(
    ["mr", "mrs", "ms", "miss", "dr", "sir", "herr", "frau", "señor", "señora", "pan", "pani"]
)
"""Words before a name, case-folded, that are no part of it."""
PLAIN_WORDS = frozenset(word for words in _BY_LANGUAGE.values() for word in words.split())
"""Articles, prepositions, conjunctions, pronouns and days, case-folded, of several languages."""
