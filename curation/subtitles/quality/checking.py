"""All checks of a document, cue by cue."""

from typing import Unpack

from curation.subtitles.cues import Cue, Document
from curation.subtitles.quality.characters import characters
from curation.subtitles.quality.findings import MESSAGES, Finding
from curation.subtitles.quality.lines import burnt, lines
from curation.subtitles.quality.setting import LONGEST, Options, Setting, plain_text
from curation.subtitles.quality.timing import neighbours, timing
from curation.subtitles.quality.translation import translation
from curation.subtitles.quality.typography import typography


def check(document: Document, **options: Unpack[Options]) -> list[Finding]:
    """All findings in the order of the cues. The options are those of `Setting`; `language` must be given.

    Raises SubtitleError `unknown_language`.
    """
    setting = Setting(**options)
    findings: list[Finding] = []
    previous: Cue | None = None
    for index, cue in enumerate(document.cues):
        findings += check_cue(cue, index, previous, setting)
        previous = cue
    return findings


def check_cue(cue: Cue, index: int, previous: Cue | None, setting: Setting) -> list[Finding]:
    """The findings of one cue, given the one before it."""
    plain = plain_text(cue.text)
    found = [*timing(cue, plain, setting), *lines(cue, plain, setting)]
    if plain.strip():
        found += characters(plain, setting)
        found += typography(plain[:LONGEST], setting.spoken)
        found += burnt(cue, setting)
        found += translation(plain[:LONGEST], index, setting)
    if previous is not None:
        found += neighbours(previous, cue, setting)
        if plain.split() and plain.split() == plain_text(previous.text).split():
            found.append(("repeated", {}))
    return [Finding(code, index, MESSAGES[code] % params, params) for code, params in found]
