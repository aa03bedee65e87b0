"""Serial numbers of cameras, which lead to whoever bought one and where it hangs. Pure: no Django here."""

from __future__ import annotations

import re
from collections.abc import Iterator

from publishing.guard.coordinates import UNSPACED, Span
from publishing.guard.folding import Folded, fold_name

_WORDS = (
    "serial number", "serial no", "serial", "s/n", "序列号", "序號", "机身号", "机身编号",
    "серийный номер", "заводской номер",
    "сериал дугаар", "цуврал дугаар", "일련번호", "シリアル番号",
    "製造番号", "número de serie", "número de série", "numéro de série",
    "Seriennummer", "Serien-Nr", "الرقم التسلسلي", "imei",
)  # fmt: skip
_SERIAL = re.compile(
    f"(?<![^\\W\\d_{UNSPACED}])(?:"
    + "|".join(re.escape(word) for word in sorted(map(fold_name, _WORDS), key=len, reverse=True))
    + r")[\s:=.#№-]{0,4}(?:(?:is|ist|es|est|no|nr|为|是|は)[\s:.]{1,2})?"
    r"(?=[A-Z-]{0,11}\d)[A-Z0-9][A-Z0-9-]{4,23}(?![A-Z0-9])",
    re.IGNORECASE,
)


def spans(folded: Folded) -> Iterator[Span]:
    """Every serial number that a word announces: at least five characters with a digit among them."""
    for match in _SERIAL.finditer(folded.text):
        yield Span("camera_serial", match.start(), match.end())
