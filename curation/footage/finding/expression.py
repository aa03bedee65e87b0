"""The text of a search: words, names and quoted phrases joined by and, or, not and parentheses.

Words beside each other are joined by and; or binds weaker than and, not stronger. Operators are understood in the
desk's languages and only as words of their own, so that 与 in the middle of a name is no operator. What does not make
sense as an operator (an `or` at the end, a parenthesis that nobody closes) is left out: a search box never refuses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

OPERATORS = {
    "and": "and", "&": "and", "&&": "and", "и": "and", "与": "and", "并且": "and", "且": "and",
    "or": "or", "|": "or", "||": "or", "или": "or", "或": "or", "或者": "or",
    "not": "not", "не": "not", "非": "not", "不是": "not", "不要": "not",
}  # fmt: skip

_TOKENS = re.compile(
    r"""(?P<phrase>["“”„«»「」『』](?P<inside>[^"“”„«»「」『』]*)["“”„«»「」『』])"""
    r"""|(?P<open>[(（])|(?P<close>[)）])|(?P<word>[^\s()（）"“”„«»「」『』]+)"""
)
_DEEPEST = 20


@dataclass(frozen=True)
class Text:
    """Words beside each other, as typed. `phrase`: they were quoted and belong together."""

    words: tuple[str, ...]
    phrase: bool = False


@dataclass(frozen=True)
class All:
    parts: tuple[Expression, ...]


@dataclass(frozen=True)
class Any:
    parts: tuple[Expression, ...]


@dataclass(frozen=True)
class No:
    part: Expression


Expression = Text | All | Any | No


@dataclass(frozen=True)
class _Token:
    kind: str  # word, phrase, and, or, not, open, close
    text: str = ""


def parse(text: str) -> Expression | None:
    """The expression that a search box says; None where it says nothing."""
    return _Reader(_tokens(text)).everything()


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    for match in _TOKENS.finditer(text):
        word = match.group("word")
        if word is None:
            kind = "open" if match.group("open") else "close" if match.group("close") else "phrase"
            tokens.append(_Token(kind, (match.group("inside") or "").strip()))
        elif word.casefold() in OPERATORS:
            tokens.append(_Token(OPERATORS[word.casefold()]))
        elif word[0] in "-−–" and len(word) > 1:
            tokens += [_Token("not"), _Token("word", word[1:])]
        else:
            tokens.append(_Token("word", word))
    return [token for token in tokens if token.kind != "phrase" or token.text]


class _Reader:
    """Reads tokens from left to right, each rule taking what belongs to it."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def everything(self) -> Expression | None:
        parts = []
        while self._at < len(self._tokens):
            part = self._alternatives()
            if part is not None:
                parts.append(part)
            elif self._at < len(self._tokens):
                self._at += 1  # a parenthesis that closes nothing
        return _joined(All, parts)

    def _peek(self) -> str:
        return self._tokens[self._at].kind if self._at < len(self._tokens) else ""

    def _alternatives(self) -> Expression | None:
        parts = []
        while True:
            part = self._together()
            if part is not None:
                parts.append(part)
            if self._peek() != "or":
                return _joined(Any, parts)
            self._at += 1

    def _together(self) -> Expression | None:
        parts: list[Expression] = []
        while (kind := self._peek()) not in {"", "or", "close"}:
            if kind == "and":
                self._at += 1
            elif kind == "word":
                parts.append(self._run())
            elif (part := self._one()) is not None:
                parts.append(part)
        return _joined(All, parts)

    def _run(self) -> Text:
        words = []
        while self._peek() == "word":
            words.append(self._tokens[self._at].text)
            self._at += 1
        return Text(tuple(words))

    def _one(self) -> Expression | None:
        token = self._tokens[self._at]
        self._at += 1
        if token.kind == "phrase":
            return Text(tuple(token.text.split()), phrase=True)
        if token.kind == "word":
            return Text((token.text,))
        if token.kind == "not":
            part = self._one() if self._peek() in {"word", "phrase", "open", "not"} else None
            return No(part) if part is not None else None
        if token.kind == "open" and self._depth < _DEEPEST:
            self._depth += 1
            part = self._alternatives()
            self._depth -= 1
            if self._peek() == "close":
                self._at += 1
            return part
        return None


def _joined(how: type[All] | type[Any], parts: list[Expression]) -> Expression | None:
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else how(tuple(parts))
