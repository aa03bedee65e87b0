"""A translation beside its original.

The lengths of languages against English are the medians of 200 news sentences (WMT newstest2019 and its translations)
and of 400 captions of `curation.translation.corpus`.
"""

import regex

from curation.subtitles.languages import LANGUAGES, Language
from curation.subtitles.quality import tongue
from curation.subtitles.quality.figures import differences
from curation.subtitles.quality.findings import Found
from curation.subtitles.quality.setting import LONGEST, Setting, plain_text

_LENGTHS = {
    "en": 1.0,
    "ru": 1.03,
    "mn": 1.08,
    "es": 1.17,
    "fr": 1.24,
    "de": 1.17,
    "pt": 1.23,
    "ar": 0.9,
    "ko": 0.52,
    "ja": 0.42,
    "zh-Hans": 0.33,
    "zh-Hant": 0.34,
}
_TIMES = 2.6  # longer or shorter than usual by this: of 1,200 good translations of news 3 are
_SHORT = 18  # characters of English: short captions vary more, and a difference as small is none
_FORMS = 3  # forms of a term that are told: their cases would fill the page
_AGAIN = 6
_LOOP = regex.compile(r"(?=(\S))(.{2,40}?)(?:[\s,，、.。]*\2){3,}|(\S)\3{7,}", regex.DOTALL)


def translation(plain: str, index: int, setting: Setting) -> Found:
    """What is wrong with the cue at `index`, whose text without tags is `plain`, as a translation."""
    if index in setting.stale:
        yield "stale", {}
    for finding in (setting.terms or {}).get(index, ()):
        # of a missing term `found` is the word of the original
        expected = ", ".join(finding.expected[:_FORMS]) or "…"
        yield finding.code, {"term": finding.found or finding.entry, "expected": expected, "found": finding.found}
    cue = setting.source(index)
    source = plain_text(cue.text)[:LONGEST] if cue is not None else ""
    spoken, other = setting.spoken, setting.source_spoken
    if not source.strip() or other is None or other.tag == spoken.tag:
        if tongue.share_of_own(plain, spoken) < 0.5:
            yield "wrong_script", {"text": tongue.foreign_run(plain, spoken)[:40]}
        return
    yield from _language(plain, source, spoken, other)
    yield from _shape(plain, source, spoken, other)
    found = differences(source, plain, source_language=other.tag, language=spoken.tag)
    for code, shown in (
        ("numbers_differ", found.numbers),
        ("dates_differ", found.dates),
        ("units_differ", found.units),
    ):
        if shown:
            yield code, {"differences": shown}


def _language(plain: str, source: str, spoken: Language, other: Language) -> Found:
    run = tongue.foreign_run(plain, spoken)
    rather = tongue.other_language(plain, spoken)
    if plain.split() == source.split():
        # two ways of writing Chinese share most characters, and a name is the same everywhere
        if run or rather or (spoken.script == other.script and tongue.has_sentence(plain, spoken)):
            yield "untranslated", {}
    elif run:
        yield "wrong_script", {"text": run[:40]}
    elif rather:
        yield "wrong_language", {"found": LANGUAGES[rather].own, "wanted": spoken.own}


def _shape(plain: str, source: str, spoken: Language, other: Language) -> Found:
    length, original = len(plain) / _LENGTHS[spoken.tag], len(source) / _LENGTHS[other.tag]
    times = length / original
    if plain.split() != source.split() and not 1 / _TIMES <= times <= _TIMES and abs(length - original) > _SHORT:
        usual = _LENGTHS[spoken.tag] / _LENGTHS[other.tag]
        yield "length_ratio", {"times": f"{times * usual:.2g}", "usual": f"{usual:.2g}"}
    loop = _loop(plain)
    if loop and not _loop(source):
        yield "loop", {"text": (loop.group(2) or loop.group(3)).strip()[:40]}


def _loop(text: str) -> regex.Match[str] | None:
    # four times the same leaves at least six places that begin with three letters seen before
    if len(text) - 2 - len(set(zip(text, text[1:], text[2:], strict=False))) < _AGAIN:
        return None
    return _LOOP.search(text)
