"""What a text and its translation do not agree on."""

from collections.abc import Iterable
from dataclasses import dataclass

from curation.subtitles.quality.figures.calendar import Date
from curation.subtitles.quality.figures.digits import plain_digits
from curation.subtitles.quality.figures.reading import Figures, read, values_in
from curation.subtitles.quality.figures.units import mentioned

# a single animal is "a tiger", and nothing is "no tiger": nobody writes these as figures
_UNSAID = frozenset((0.0, 1.0))


@dataclass(frozen=True, slots=True)
class Differences:
    """Each as it is shown, such as `3 → 2`; empty where both agree."""

    numbers: str = ""
    dates: str = ""
    units: str = ""


def differences(source: str, target: str, *, source_language: str, language: str) -> Differences:
    """Compare the figures of two plain texts."""
    original, translated = read(source, source_language), read(target, language)
    if original == translated:
        return Differences()
    there, here = _Side(translated, target, language), _Side(original, source, source_language)
    return Differences(
        _shown(_numbers(original, there, here.tolerated(there)), _numbers(translated, here, here.tolerated(there))),
        _shown(_moments(original, there), _moments(translated, here)),
        _shown(_units(original, there), _units(translated, here)),
    )


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two texts; what it may mean besides is looked up only when something is missed in it."""

    figures: Figures
    text: str
    language: str

    def has(self, readings: Iterable[float]) -> bool:
        wanted = frozenset(readings)
        return bool(wanted & self.figures.values or wanted & values_in(self.text, self.language))

    def tolerated(self, other: "_Side") -> frozenset[float]:
        # Arabic has a dual: "two leopards" is one word, and no figure
        return _UNSAID | ({2.0} if "ar" in (self.language, other.language) else frozenset())


def _shown(missing: list[str], added: list[str]) -> str:
    if not missing and not added:
        return ""
    return f"{', '.join(missing) or '∅'} → {', '.join(added) or '∅'}"


def _units(one: Figures, other: _Side) -> list[str]:
    """The units of one text that the other does not name anywhere."""
    lost = one.units - other.figures.units
    if other.figures.hours:
        lost -= {"h", "min"}  # "в 2 часа" is an hour of the day
    return sorted(lost - mentioned(plain_digits(other.text))) if lost else []


def _numbers(one: Figures, other: _Side, tolerated: frozenset[float]) -> list[str]:
    """The figures of one text that are nowhere in the other."""
    lost = [readings for readings in one.certain if not readings & tolerated and not other.has(readings)]
    return [f"{min(readings):g}" if min(readings) < 1e6 else f"{int(min(readings))}" for readings in lost]


def _moments(one: Figures, other: _Side) -> list[str]:
    dates = [str(date) for date in one.dates if not _is_there(date, other)]
    return dates + [f"{hour}:{minute:02d}" for hour, minute in one.hours if not _strikes((hour, minute), other)]


def _is_there(date: Date, other: _Side) -> bool:
    if any(date.agrees(each) for each in other.figures.dates):
        return True
    return not other.figures.dates and all(other.has((float(part),)) for part in date.parts if part)


def _strikes(moment: tuple[int, int], other: _Side) -> bool:
    hour, minute = moment
    if any(hour % 12 == each % 12 and minute == minutes for each, minutes in other.figures.hours):
        return True
    if other.figures.hours:
        return False
    # noon and midnight have names
    known = hour % 12 == 0 or other.has((float(hour), hour % 12.0, hour % 12 + 12.0))
    return known and (minute in (0, 15, 30, 45) or other.has((float(minute),)))
