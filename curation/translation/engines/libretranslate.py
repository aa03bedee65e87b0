"""Translation by a server that speaks as LibreTranslate does (https://docs.libretranslate.com)."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from typing import Any

from curation.translation.engine import Cancelled, Capabilities, require_pair
from curation.translation.engines.remote import MAX_LENGTH, RemoteEngine
from curation.translation.engines.server import Server

CODES: dict[str, tuple[str, ...]] = {
    "zh-Hans": ("zh-Hans", "zh"),
    "zh-Hant": ("zh-Hant", "zt"),
    "en": ("en",),
    "ru": ("ru",),
    "ko": ("ko",),
    "ja": ("ja",),
    "es": ("es",),
    "fr": ("fr",),
    "de": ("de",),
    "ar": ("ar",),
    "pt": ("pt",),
    "mn": ("mn",),
}
"""LibreTranslate's own codes for our tags; older servers say zh and zt."""


class LibreTranslateEngine(RemoteEngine):
    """`POST /translate` with several texts at once. The server is asked for its languages before the first text."""

    def __init__(self, url: str, *, key: str = "", timeout: float = 60.0, pause: float = 1.0) -> None:
        """Raises `ServerTrouble` or `EngineMisconfigured` for an address that cannot be used."""
        self._server = Server(url, headers={}, secret=key, timeout=timeout, pause=pause)
        self._key = key
        self._codes: dict[str, str] = {}
        self.capabilities = Capabilities(
            engine="libretranslate",
            model=self._server.name,
            licence="of the server",
            pairs=frozenset(permutations(CODES, 2)),
            max_length=MAX_LENGTH,
            n_best=True,
            local=False,
        )

    def asked(
        self, texts: Sequence[str], *, source: str, target: str, count: int, cancelled: Cancelled | None
    ) -> list[list[str]]:
        """One request. An answer of another number of texts is not believed: each text is then asked alone."""
        self._require(source, target, cancelled)
        request: dict[str, Any] = {
            "q": list(texts),
            "source": self._codes[source],
            "target": self._codes[target],
            "format": "text",
        }
        if count > 1:
            request["alternatives"] = count - 1
        if self._key:
            request["api_key"] = self._key
        answer = self._server.post("/translate", request, cancelled=cancelled)
        if answer.status >= 400:
            raise self._server.trouble("server_refused", status=answer.status, words=answer.words)
        found = _read(answer.data, count=len(texts))
        if found is not None:
            return found
        if len(texts) == 1:
            return [[]]
        alone = (self.asked([text], source=source, target=target, count=count, cancelled=cancelled) for text in texts)
        return [each[0] for each in alone]

    def _require(self, source: str, target: str, cancelled: Cancelled | None) -> None:
        if not self._codes:
            self._codes, pairs = self._served(cancelled)
            self.capabilities = replace(self.capabilities, pairs=pairs)
        require_pair(self.capabilities, source=source, target=target)

    def _served(self, cancelled: Cancelled | None) -> tuple[dict[str, str], frozenset[tuple[str, str]]]:
        answer = self._server.get("/languages", cancelled=cancelled)
        if not isinstance(answer.data, list):
            raise self._server.trouble("server_nonsense")
        rows = {row["code"]: row for row in answer.data if isinstance(row, dict) and isinstance(row.get("code"), str)}
        codes = {tag: next((code for code in names if code in rows), "") for tag, names in CODES.items()}
        codes = {tag: code for tag, code in codes.items() if code}
        if not codes:
            raise self._server.trouble("server_nonsense")
        pairs = {
            (source, target)
            for source, target in permutations(codes, 2)
            # a server of the first versions lists no targets: all its languages are
            if codes[target] in (rows[codes[source]].get("targets") or rows)
        }
        return codes, frozenset(pairs)


def _read(data: Any, *, count: int) -> list[list[str]] | None:
    """The translations of each text, or None for an answer that cannot be matched to the texts."""
    said = data.get("translatedText") if isinstance(data, dict) else None
    if not isinstance(said, list) or len(said) != count or not all(isinstance(text, str) for text in said):
        return None
    more = data.get("alternatives")
    if not isinstance(more, list) or len(more) != count:
        return [[text] for text in said]
    return [
        [text, *(each for each in others if isinstance(each, str))] if isinstance(others, list) else [text]
        for text, others in zip(said, more, strict=True)
    ]
