"""What a text and its translation do not agree on."""

from dataclasses import dataclass

from curation.subtitles.quality.figures.calendar import Date
from curation.subtitles.quality.figures.digits import plain_digits
from curation.subtitles.quality.figures.reading import Figures, read
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
    tolerated = _UNSAID | ({2.0} if "ar" in (source_language, language) else frozenset())
    return Differences(
        _shown(_numbers(original, translated, tolerated), _numbers(translated, original, tolerated)),
        _shown(_moments(original, translated), _moments(translated, original)),
        _shown(_units(original, translated, target), _units(translated, original, source)),
    )


def _units(one: Figures, other: Figures, text: str) -> list[str]:
    """The units of one text that the other, whose words are `text`, does not name anywhere."""
    lost = one.units - other.units
    if other.hours:
        lost -= {"h", "min"}  # "в 2 часа" is an hour of the day
    return sorted(lost - mentioned(plain_digits(text))) if lost else []


def _shown(missing: list[str], added: list[str]) -> str:
    if not missing and not added:
        return ""
    return f"{', '.join(missing) or '∅'} → {', '.join(added) or '∅'}"


def _numbers(one: Figures, other: Figures, tolerated: frozenset[float]) -> list[str]:
    """The figures of one text that are nowhere in the other."""
    there = other.all
    lost = [readings for readings in one.certain if not readings & there and not readings & tolerated]
    return [f"{min(readings):g}" if min(readings) < 1e6 else f"{int(min(readings))}" for readings in lost]


def _moments(one: Figures, other: Figures) -> list[str]:
    there = other.all
    dates = [str(date) for date in one.dates if not _is_there(date, other, there)]
    return dates + [f"{hour}:{minute:02d}" for hour, minute in one.hours if not _strikes((hour, minute), other, there)]


def _is_there(date: Date, other: Figures, there: frozenset[float]) -> bool:
    if any(date.agrees(each) for each in other.dates):
        return True
    return not other.dates and all(float(part) in there for part in date.parts if part)


def _strikes(moment: tuple[int, int], other: Figures, there: frozenset[float]) -> bool:
    hour, minute = moment
    if any(hour % 12 == each % 12 and minute == minutes for each, minutes in other.hours):
        return True
    if other.hours:
        return False
    known = {float(hour), hour % 12.0, hour % 12 + 12.0} & there or hour % 12 == 0  # noon, midnight
    return bool(known) and (minute in (0, 15, 30, 45) or float(minute) in there)
