"""The leak guard over the seeded leaks, and over a one-minute clip with captions in six languages.

    .venv/bin/python -m benchmarks.guard

Prints what was found of the seeded leaks, what was held wrongly, and the seconds that the texts of such a clip take:
six tracks of 20 captions, a post's text and alternative text for each, against 2,000 stations.
"""

from __future__ import annotations

import time

from publishing.guard.texts import find_locations, find_moments
from tests.publishing.guard import seeded
from tests.publishing.guard.test_seeded import false_alarms, missed

LANGUAGES = ("en", "zh", "ru", "ko", "mn", "ar")
CAPTIONS = 20
STATIONS = 2_000


def clip_seconds() -> float:
    """Seconds for every text of the clip; preparing the list of stations is part of it."""
    codes = [f"HC-{number:05d}" for number in range(STATIONS)]
    places = [f"Ridge {number:05d}" for number in range(STATIONS)]
    begun = time.perf_counter()
    for language in LANGUAGES:
        caption = seeded.SENTENCES[language].format("…")
        for text in ("\n".join([caption] * CAPTIONS), caption * 5, caption):
            find_locations(text, codes=codes, places=places)
            find_moments(text, finest="year")
    return time.perf_counter() - begun


if __name__ == "__main__":
    leaks = len(seeded.leaks()) + len(seeded.moments()) + len(seeded.MONTHS)
    harmless = sum(map(len, seeded.HARMLESS.values()))
    print(f"leaks found: {leaks - len(missed())} of {leaks}; false alarms: {len(false_alarms())} of {harmless}")
    print(f"one minute, six languages, {STATIONS} stations: {clip_seconds():.2f} s")
