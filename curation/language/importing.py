"""Terms and sentences from files, as a job: first a rehearsal that changes nothing, then the import itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _

from curation.files.errors import StoreError
from curation.files.local import local_copy
from curation.jobs import services as jobs
from curation.jobs.models import Job
from curation.jobs.work import JobFailed, Work, handler
from curation.language import concepts, exchange, memory, terms, uploads
from curation.language.errors import SENTENCES, LanguageError
from curation.language.models import MemoryUnit
from curation.translation.glossary import Entry, Form

KIND = "import_language"
MOST_PROBLEMS = 200
SLICE = 2000


@dataclass
class Tally:
    """What is found in a file: counts, and the first problems as {line, code, params}."""

    new: int = 0
    changed: int = 0
    same: int = 0
    kept: int = 0
    refused: int = 0
    problems: list[dict[str, Any]] = field(default_factory=list)

    def refuse(self, line: int, code: str, params: Mapping[str, Any]) -> None:
        self.refused += 1
        if len(self.problems) < MOST_PROBLEMS:
            said = {name: str(value)[:200] for name, value in params.items()}
            self.problems.append({"line": line, "code": code, "params": said})


def begin(what: str, *, name: str, title: str, replace: bool, dry: bool, user: AbstractBaseUser) -> Job:
    """Queue the reading of a kept file: `what` is terms or memory, `dry` changes nothing."""
    payload = {"what": what, "name": name, "title": title, "replace": replace, "dry": dry}
    return jobs.start(KIND, payload=payload, user=user)


def told(problems: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Problems as sentences in the reader's language."""
    return [{"line": one["line"], "says": _says(one["code"], one["params"])} for one in problems]


def _says(code: str, params: Mapping[str, Any]) -> str:
    sentence = SENTENCES.get(code)
    template = str(sentence) if sentence is not None else _(exchange.MESSAGES.get(code, "%(detail)s"))
    try:
        return template % params
    except (KeyError, TypeError, ValueError):
        return template


@handler(KIND)
def import_job(work: Work) -> dict[str, Any]:
    """Read the payload's file; returns the tally."""
    said, tally = work.job.payload, Tally()
    work.report(0.0, "reading")
    read = _terms if said["what"] == "terms" else _memory
    try:
        with local_copy(said["name"]) as path:
            read(exchange.read(path, what=said["what"]), tally, work)
    except (FileNotFoundError, StoreError) as error:
        raise JobFailed("words_gone") from error
    except exchange.Unreadable as error:
        raise JobFailed(f"exchange_{error.code}", str(error), **error.params) from error
    if not said["dry"]:
        uploads.forget(said["name"])
    return vars(tally)


def _terms(found: Iterator[exchange.Found], tally: Tally, work: Work) -> None:
    said = work.job.payload
    known = dict(concepts.concepts())
    for one in found:
        work.stop_if_cancelled()
        work.report(one.share)
        if one.entry is None:
            tally.refuse(one.line, one.code, one.params)
            continue
        try:
            _term(one.entry, known.get(one.entry.key), tally, said, user=work.job.created_by)
        except LanguageError as error:
            tally.refuse(one.line, error.code, error.params)


def _term(entry: Entry, concept: concepts.Concept | None, tally: Tally, said: Mapping[str, Any], *, user: Any) -> None:
    """One entry of the file, held against what is here; written unless this is the rehearsal."""
    if concept is None:
        kind = entry.kind if entry.kind in ("house", "place") else "house"
        if not said["dry"]:
            terms.add(entry.key, kind=kind, forms=entry.forms, note=entry.note, plain=entry.common_noun, user=user)
        elif not terms.checked(entry.forms) or not terms.known_key(entry.key):
            raise LanguageError("no_forms")
        tally.new += 1
        return
    given = set(concept.given)
    brought = [form for form in terms.checked(entry.forms) if form not in given]
    forms = brought if said["replace"] else _joined(concept.own, brought)
    note = entry.note or concept.note
    plain = {**concept.plain, **entry.common_noun}
    if (set(forms), note, plain) == (set(concept.own), concept.note, dict(concept.plain)):
        tally.same += 1
        return
    terms.checked(forms)
    if not said["dry"]:
        terms.change(concept, forms=forms, note=note, plain=plain, user=user)
    tally.changed += 1


def _joined(own: Sequence[Form], brought: Sequence[Form]) -> list[Form]:
    """What is here, with the file's forms in place of those of the same text and grammar."""
    rows = {(form.language, form.text, form.case, form.number, form.gender): form for form in (*own, *brought)}
    return list(rows.values())


def _memory(found: Iterator[exchange.Found], tally: Tally, work: Work) -> None:
    while batch := list(islice(found, SLICE)):
        work.stop_if_cancelled()
        work.report(batch[-1].share)
        by_pair: dict[tuple[str, str], list[memory.Pair]] = {}
        for one in batch:
            if one.pair is None:
                tally.refuse(one.line, one.code, one.params)
            elif not _fits(one.pair):
                code = "empty_text" if not (one.pair.source.strip() and one.pair.target.strip()) else "text_too_long"
                length = max(len(one.pair.source), len(one.pair.target))
                tally.refuse(one.line, code, {"length": length, "most": memory.MOST_CHARACTERS})
            else:
                by_pair.setdefault(one.languages, []).append(one.pair)
        for (source, target), pairs in by_pair.items():
            _units(pairs, tally, work, source=source, target=target)


def _fits(pair: memory.Pair) -> bool:
    return all(0 < len(memory.clean(text)) <= memory.MOST_CHARACTERS for text in (pair.source, pair.target))


def _units(pairs: Sequence[memory.Pair], tally: Tally, work: Work, *, source: str, target: str) -> None:
    """One slice of one pair of languages, held against the memory."""
    by_hash = {memory.source_hash(pair.source): pair for pair in pairs}
    rows = MemoryUnit.objects.filter(
        source_language=source, target_language=target, source_hash__in=list(by_hash), removed_at=None
    )
    here = dict(rows.values_list("source_hash", "target"))
    fresh = []
    for key, pair in by_hash.items():
        if key not in here:
            tally.new += 1
            fresh.append(pair)
        elif here[key] == memory.clean(pair.target):
            tally.same += 1
        elif work.job.payload["replace"]:
            tally.changed += 1
            fresh.append(pair)
        else:
            tally.kept += 1
    tally.same += len(pairs) - len(by_hash)
    if fresh and not work.job.payload["dry"]:
        memory.remember_all(
            fresh, source_language=source, target_language=target, user=work.job.created_by,
            origin=MemoryUnit.Origin.IMPORTED,
        )  # fmt: skip
