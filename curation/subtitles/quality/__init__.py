"""What captions should be checked for before anybody sees them, and what can be mended without a person.

Public names:

- `check(document, language=..., ...)` -> findings: code, cue, English sentence, parameters, severity
- `mend` one finding, `mend_all` of a document (never a word is changed): `Mended`, `Change`
- `MESSAGES`, `SEVERITY`, `MENDABLE`: sentences, how grave, what can be mended, by code
- `Setting`: what `check` is told besides the captions

Limits and their sources: `curation.subtitles.limits`. May import what `curation.subtitles` may.
"""

from curation.subtitles.quality.checking import check
from curation.subtitles.quality.findings import MESSAGES, SEVERITY, Finding, TermFinding
from curation.subtitles.quality.mending import MENDABLE, Change, Mended, mend, mend_all
from curation.subtitles.quality.setting import Options, Setting

__all__ = [
    "MENDABLE",
    "MESSAGES",
    "SEVERITY",
    "Change",
    "Finding",
    "Mended",
    "Options",
    "Setting",
    "TermFinding",
    "check",
    "mend",
    "mend_all",
]
