"""What no model should touch: time stamps, and scientific names in brackets, which come back behind their animal."""

import re
from dataclasses import dataclass

from curation.translation.glossary import Glossary
from curation.translation.sentences import UNSPACED, framed

_SCIENTIFIC = re.compile(r"\s*[(（]([A-Z][a-z]+ [a-z]{3,}(?: [a-z]{3,})?)[)）]")
_STOPS = ".。!！?？"


@dataclass(frozen=True, kw_only=True)
class Aside:
    """A text without stamp and scientific names; `names` are the names and the entries that they stand behind."""

    stamp: str
    body: str
    names: tuple[tuple[str, str], ...]

    def around(self, translation: str, *, target: str, glossary: Glossary | None) -> str:
        """The translation with all that was put aside."""
        left, right = ("（", "）") if target in UNSPACED else ("(", ")") if target == "ko" else (" (", ")")
        for name, key in self.names:
            hits = glossary.find(translation, language=target) if glossary else []
            at = next((hit.end for hit in hits if hit.entry.key == key), None)
            if at is None:
                at = len(translation) - (translation[-1:] in _STOPS and bool(translation))
            translation = f"{translation[:at]}{left}{name}{right}{translation[at:]}"
        return self.stamp + translation


def put_aside(text: str, *, source: str, glossary: Glossary | None) -> Aside:
    """Take a leading stamp and every bracketed scientific name out of a text."""
    stamp = framed(text).stamp
    rest, names, body = text[len(stamp) :], [], ""
    at = 0
    for match in _SCIENTIFIC.finditer(rest):
        body += rest[at : match.start()]
        at = match.end()
        hits = glossary.find(body, language=source) if glossary else []
        names.append((match.group(1), hits[-1].entry.key if hits else match.group(1)))
    return Aside(stamp=stamp, body=body + rest[at:], names=tuple(names))
