"""Decides which pictures of a range are copied, and which are decoded and encoded again. Pure; times are ticks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from curation.video.cutting.nal import Entry


@dataclass(frozen=True, slots=True)
class Sample:
    """One compressed picture, in decoding order.

    pts, duration: ticks of the track. entry, leading: see `nal.Access`. needed: another picture may refer to it.
    hidden: an edit list keeps it from being shown; it is only there to be referred to.
    """

    pts: int
    duration: int
    entry: Entry
    leading: bool = False
    needed: bool = True
    hidden: bool = False


@dataclass(frozen=True)
class Recoding:
    """Pictures to encode: decode the samples `feed` (indices, rising) and keep those shown at `stamps` (rising)."""

    feed: tuple[int, ...]
    stamps: tuple[int, ...]


@dataclass(frozen=True)
class Plan:
    """A range as up to three parts in a row, each None where there is none.

    copy: indices of the samples that are copied, in decoding order, the first of them a clean cut.
    """

    head: Recoding | None
    copy: tuple[int, ...]
    tail: Recoding | None

    @property
    def encoded(self) -> int:
        """How many pictures are encoded."""
        return sum(len(part.stamps) for part in (self.head, self.tail) if part)


class Unfit(Exception):
    """This range cannot be cut smartly; `reason` is a code of `proof.REASONS`."""

    def __init__(self, reason: str, *, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


def plan(samples: Sequence[Sample], *, first: int, end: int) -> Plan:
    """How to make the pictures with `first` <= pts < `end` out of `samples`.

    `samples` begin at a picture from which decoding may begin, shown at `first` or before, and reach at least to where
    no later one is shown before `end`. Raises Unfit.
    """
    wanted = sorted(sample.pts for sample in samples if first <= sample.pts < end and not sample.hidden)
    if not wanted or len(set(wanted)) < len(wanted):
        raise Unfit("time_stamps", detail=f"{len(wanted)} pictures, {len(set(wanted))} times")
    copy = _copied(samples, first=first, end=end)
    if not copy:
        return Plan(_recoding(samples, wanted), (), None)
    shown = [samples[index].pts for index in copy]
    earliest, latest = min(shown), max(shown)
    head = [stamp for stamp in wanted if stamp < earliest]
    tail = [stamp for stamp in wanted if stamp > latest]
    return Plan(_recoding(samples, head), copy, _recoding(samples, tail))


def _copied(samples: Sequence[Sample], *, first: int, end: int) -> tuple[int, ...]:
    """The longest run from the first clean cut that holds every picture of the range between its first and its last."""
    start = next((index for index, sample in enumerate(samples) if _starts_run(sample, first=first, end=end)), None)
    if start is None:
        return ()
    run: list[int] = []
    past_leading = False
    for index in range(start, len(samples)):
        sample = samples[index]
        # Pictures shown before the first key picture refer to what is not copied; they are encoded with the head.
        past_leading = past_leading or (index > start and not sample.leading)
        if sample.leading and not past_leading:
            continue
        if sample.hidden or sample.pts < samples[start].pts:
            break
        if sample.pts < end:
            run.append(index)
        elif sample.needed:
            break
    return _closed(samples, run, end=end)


def _starts_run(sample: Sample, *, first: int, end: int) -> bool:
    return sample.entry is Entry.CUT and first <= sample.pts < end and not sample.hidden


def _closed(samples: Sequence[Sample], run: list[int], *, end: int) -> tuple[int, ...]:
    """`run` shortened until no picture left out is shown among those kept."""
    # Whatever a decoder has been given before a sample is enough to decode it, so a run may end anywhere.
    while run:
        kept, start = set(run), samples[run[0]].pts
        missing = min(
            (
                sample.pts
                for index, sample in enumerate(samples)
                if start < sample.pts < end and index not in kept and not sample.hidden
            ),
            default=end,
        )
        length = next((length for length, index in enumerate(run) if samples[index].pts > missing), None)
        if length is None:
            break
        run = run[:length]
    return tuple(run)


def _recoding(samples: Sequence[Sample], stamps: Sequence[int]) -> Recoding | None:
    if not stamps:
        return None
    asked = set(stamps)
    places = [index for index, sample in enumerate(samples) if sample.pts in asked and not sample.hidden]
    begin = next(
        (
            index
            for index in range(places[0], -1, -1)
            if samples[index].entry is not Entry.NONE and samples[index].pts <= stamps[0]
        ),
        None,
    )
    if begin is None:
        raise Unfit("no_entry", detail=f"no picture to decode from before {stamps[0]}")
    feed = [
        index
        for index in range(begin, places[-1] + 1)
        if samples[index].needed or (samples[index].pts in asked and not samples[index].hidden)
    ]
    return Recoding(tuple(feed), tuple(stamps))
