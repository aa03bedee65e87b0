"""From sentences to proposals, all sentences of a track together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from curation.translation.engine import Cancelled, Engine, OnProgress, Suggestion, require_pair, stop_if
from curation.translation.glossary import Glossary, TermFinding
from curation.translation.memory import Index, Match
from curation.translation.numbers import same_numbers
from curation.translation.pipeline.aside import Aside, put_aside
from curation.translation.pipeline.proposal import Alternative, Proposal, TermUse
from curation.translation.pipeline.rewriting import mended, rewritten

LEAST = 0.7
"""Below this a sentence of the memory is of no help."""

CANDIDATES = 8
ALTERNATIVES = 8
DOUBTED = 0.5
"""The most confidence that a mended text is given: its name is right, its ending may not be."""


@dataclass(frozen=True, kw_only=True)
class _Answer:
    """A text of the engine for a sentence, whole again, and what the glossary says of it."""

    text: str
    confidence: float
    method: str
    findings: tuple[TermFinding, ...]
    engine: str
    model: str

    @property
    def right(self) -> bool:
        return not self.findings


@dataclass(kw_only=True)
class _Work:
    """A sentence on its way."""

    text: str
    aside: Aside
    exact: list[Match] = field(default_factory=list)
    fuzzy: list[Match] = field(default_factory=list)
    answers: list[_Answer] = field(default_factory=list)
    refused: Suggestion | None = None

    @property
    def solved(self) -> bool:
        return any(answer.right for answer in self.answers)


def propose(
    sentences: Sequence[str],
    *,
    source: str,
    target: str,
    engine: Engine | None,
    memory: Index | None = None,
    glossary: Glossary | None = None,
    cancelled: Cancelled | None = None,
    on_progress: OnProgress | None = None,
) -> list[Proposal]:
    """A proposal for each sentence, in order; without an engine from the memory alone.

    Exact memory, then the engine's translation; where that misses a term its other candidates, then the source in
    other words, then the one wrong name put right; else no text and a reason. Like sentences of the memory stand
    beside as alternatives and are never taken for the same. Raises what the engine raises: `UnsupportedPair`,
    `ModelUnusable`, `ServerTrouble`; `TranslationCancelled` when told to stop.
    """
    if engine is not None:
        require_pair(engine.capabilities, source=source, target=target)
    return _Track(source=source, target=target, engine=engine, memory=memory, glossary=glossary).run(
        sentences, cancelled=cancelled, on_progress=on_progress
    )


@dataclass(kw_only=True)
class _Track:
    """One call of `propose`."""

    source: str
    target: str
    engine: Engine | None
    memory: Index | None
    glossary: Glossary | None

    def run(
        self, sentences: Sequence[str], *, cancelled: Cancelled | None, on_progress: OnProgress | None
    ) -> list[Proposal]:
        works = []
        for text in sentences:
            stop_if(cancelled)
            works.append(self._remembered(text))
        waiting = [work for work in works if work.text.strip() and not work.exact]
        if self.engine is not None and waiting:
            done = len(works) - len(waiting)
            self._translate(waiting, cancelled=cancelled, on_progress=_shifted(on_progress, by=done, total=len(works)))
            self._choose(_unsolved(waiting), cancelled=cancelled)
            self._rewrite(_unsolved(waiting), cancelled=cancelled)
            self._mend(_unsolved(waiting))
        if on_progress:
            on_progress(len(works), len(works))
        return [self._proposal(work) for work in works]

    def findings(self, text: str, translation: str) -> tuple[TermFinding, ...]:
        if self.glossary is None:
            return ()
        return tuple(self.glossary.check(text, translation, source=self.source, target=self.target))

    def _remembered(self, text: str) -> _Work:
        work = _Work(text=text, aside=put_aside(text, source=self.source, glossary=self.glossary))
        if self.memory is None or not text.strip():
            return work
        exact = self.memory.exact(text)
        work.exact = [match for match in exact if not self.findings(text, match.unit.target)]
        if not work.exact:
            work.fuzzy = self.memory.search(text, least=LEAST)
        return work

    def _answer(self, work: _Work, suggestion: Suggestion, *, method: str) -> _Answer:
        whole = work.aside.around(suggestion.text or "", target=self.target, glossary=self.glossary)
        return _Answer(
            text=whole,
            confidence=suggestion.confidence,
            method=method,
            findings=self.findings(work.text, whole),
            engine=suggestion.engine,
            model=suggestion.model,
        )

    def _ask(
        self, texts: Sequence[str], *, cancelled: Cancelled | None, on_progress: OnProgress | None = None
    ) -> list[Suggestion]:
        if self.engine is None:
            return []
        return self.engine.translate(
            texts, source=self.source, target=self.target, cancelled=cancelled, on_progress=on_progress
        )

    def _translate(
        self, works: Sequence[_Work], *, cancelled: Cancelled | None, on_progress: OnProgress | None
    ) -> None:
        bodies = [work.aside.body for work in works]
        for work, suggestion in zip(
            works, self._ask(bodies, cancelled=cancelled, on_progress=on_progress), strict=True
        ):
            if suggestion.text is None:
                work.refused = suggestion
            else:
                work.answers.append(self._answer(work, suggestion, method="machine"))

    def _choose(self, works: Sequence[_Work], *, cancelled: Cancelled | None) -> None:
        """The engine's other candidates, for sentences whose first one breaks the glossary."""
        tried = [work for work in works if work.answers]
        if not tried or self.engine is None or not self.engine.capabilities.n_best:
            return
        lists = self.engine.candidates(
            [work.aside.body for work in tried],
            source=self.source,
            target=self.target,
            count=CANDIDATES,
            cancelled=cancelled,
        )
        for work, suggestions in zip(tried, lists, strict=True):
            known = {answer.text for answer in work.answers}
            answers = [self._answer(work, one, method="machine") for one in suggestions if one.text is not None]
            work.answers += [answer for answer in answers if answer.text not in known]

    def _rewrite(self, works: Sequence[_Work], *, cancelled: Cancelled | None) -> None:
        """Decode again with the terms in other words; held against the source as it was."""
        if self.glossary is None:
            return
        asked = [
            (work, text)
            for work in works
            for text in rewritten(work.aside.body, source=self.source, glossary=self.glossary)
        ]
        if not asked:
            return
        suggestions = self._ask([text for _, text in asked], cancelled=cancelled)
        for (work, _), suggestion in zip(asked, suggestions, strict=True):
            if suggestion.text is not None:
                work.answers.append(self._answer(work, suggestion, method="rewritten"))

    def _mend(self, works: Sequence[_Work]) -> None:
        """Put the one wrong name right, where there is no doubt which it is."""
        if self.glossary is None:
            return
        for work in works:
            for answer in list(work.answers):
                text = mended(
                    work.text,
                    answer.text,
                    source=self.source,
                    target=self.target,
                    glossary=self.glossary,
                    findings=answer.findings,
                )
                if text is not None and not self.findings(work.text, text):
                    work.answers.append(
                        _Answer(
                            text=text,
                            confidence=min(answer.confidence, DOUBTED),
                            method="mended",
                            findings=(),
                            engine=answer.engine,
                            model=answer.model,
                        )
                    )
                    break

    def _proposal(self, work: _Work) -> Proposal:
        if not work.text.strip():
            return Proposal(text=None, method="none", reason="empty")
        if work.exact:
            unit = work.exact[0].unit
            return Proposal(
                text=unit.target,
                method="memory",
                confidence=1.0,
                memory=unit.id,
                match=100,
                terms=self._terms(work, unit.target),
                alternatives=self._alike(work, work.exact[1:], but=unit.target),
            )
        # the glossary first, then the engine's own order: the answers stand in the order of the steps
        best = max((one for one in work.answers if one.right), key=lambda one: one.confidence, default=None)
        chosen = best.text if best else None
        others = sorted(
            (one for one in work.answers if one is not best), key=lambda one: (not one.right, -one.confidence)
        )
        machine = [
            Alternative(text=one.text, confidence=one.confidence, method=one.method, flags=_codes(one.findings))
            for one in others
            if one.text != chosen
        ]
        refused = work.refused
        speaker = best or (others[0] if others else refused)
        return Proposal(
            text=chosen,
            method=best.method if best else "none",
            confidence=best.confidence if best else 0.0,
            reason="" if best else self._reason(work),
            engine=speaker.engine if speaker else "",
            model=speaker.model if speaker else "",
            terms=self._terms(work, chosen or ""),
            alternatives=(*self._alike(work, work.fuzzy, but=chosen), *machine)[:ALTERNATIVES],
            flags=self._flags(work, best),
        )

    def _alike(self, work: _Work, matches: Sequence[Match], *, but: str | None) -> tuple[Alternative, ...]:
        """Sentences of the memory, each translation once, with what the glossary says of them here."""
        found: dict[str, Alternative] = {}
        for match in matches:
            text = match.unit.target
            if text == but or text in found:
                continue
            found[text] = Alternative(
                text=text,
                confidence=match.score,
                method="memory" if match.percent == 100 else "fuzzy",
                differences=match.differences,
                match=match.percent,
                memory=match.unit.id,
                source=match.unit.source,
                flags=(*_codes(self.findings(work.text, text)), *((f"only_{match.only}",) if match.only else ())),
            )
        return tuple(found.values())

    def _reason(self, work: _Work) -> str:
        for answer in work.answers:
            return answer.findings[0].code
        return work.refused.reason if work.refused else "nothing_known"

    def _flags(self, work: _Work, best: _Answer | None) -> tuple[str, ...]:
        exact = any(match.percent == 100 for match in work.fuzzy)
        flags = (
            ("memory_terms", exact),
            ("fuzzy", bool(work.fuzzy) and not exact and best is None),
            ("term_doubtful", best is not None and best.method == "mended"),
            ("numbers_differ", best is not None and not same_numbers(work.text, best.text)),
        )
        return tuple(code for code, raised in flags if raised)

    def _terms(self, work: _Work, translation: str) -> tuple[TermUse, ...]:
        if self.glossary is None:
            return ()
        said = self.glossary.spans(translation, language=self.target)
        uses = []
        for hit in self.glossary.find(work.text, language=self.source):
            found = next((span for span in said if hit.entry.key in span.keys), None)
            uses.append(
                TermUse(
                    key=hit.entry.key,
                    source_text=work.text[hit.start : hit.end],
                    target_text=translation[found.start : found.end] if found else "",
                    ok=found is not None or not hit.entry.written(self.target),
                )
            )
        return tuple(uses)


def _codes(findings: Sequence[TermFinding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(finding.code for finding in findings))


def _unsolved(works: Sequence[_Work]) -> list[_Work]:
    return [work for work in works if not work.solved]


def _shifted(on_progress: OnProgress | None, *, by: int, total: int) -> Callable[[int, int], None] | None:
    """Progress of the engine as progress of the track; the last sentence is done when all steps are."""
    if on_progress is None:
        return None
    return lambda done, _of: on_progress(min(by + done, total - 1), total)
