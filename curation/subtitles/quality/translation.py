"""A translation beside its original."""

from curation.subtitles.quality.findings import Found
from curation.subtitles.quality.setting import Setting


def translation(plain: str, index: int, setting: Setting) -> Found:
    """What is wrong with the cue at `index`, whose text without tags is `plain`, as a translation."""
    if index in setting.stale:
        yield "stale", {}
    for finding in (setting.terms or {}).get(index, ()):
        yield finding.code, {"term": finding.entry, "expected": ", ".join(finding.expected), "found": finding.found}
