"""Hashtags out of names: one word, as the language writes and as the platforms read them.

A hashtag ends at the first sign that is no letter, mark, digit or underscore, and needs a letter (X: twitter-text's
`hashtagAlphaNumeric`; Bluesky and Mastodon read the same or more).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import regex

from curation.clips.models import Clip
from curation.species.models import Taxon
from curation.subtitles.languages import LANGUAGES
from publishing.posts.models import HouseTags
from publishing.posts.wording.sightings import taxa_of

LONGEST = 100  # characters; Instagram and TikTok take no longer ones
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_WHOLE = regex.compile(r"[\p{L}\p{M}\p{N}_]*\p{L}[\p{L}\p{M}\p{N}_]*")
_SILENT = regex.compile(r"['’ʼ`´\u200c\u200d\u00ad]")
_IN_TEXT = regex.compile(r"(?<![\p{L}\p{M}\p{N}_&/])[#＃]([\p{L}\p{M}\p{N}_]*\p{L}[\p{L}\p{M}\p{N}_]*)")


@dataclass(frozen=True)
class Suggestion:
    """A hashtag without its #, and why it is offered."""

    tag: str
    source: Literal["species", "house"]


class TagInvalid(ValueError):
    """Not a hashtag that platforms would read as one."""


def tag_form(name: str, *, language: str) -> str:
    """A name as one word: "Amur tiger" AmurTiger, "шамалы барс" with capitals, Arabic joined by _, Chinese as it is.

    Empty where nothing of the name can stand in a hashtag.
    """
    words = _WORD.findall(_SILENT.sub("", unicodedata.normalize("NFC", name)))
    known = LANGUAGES.get(language)
    script = known.script if known else "Latn"
    if script in {"Hans", "Hant", "Jpan", "Kore"}:
        made = "".join(words)
    elif script == "Arab":
        made = "_".join(words)
    else:
        made = "".join(word[:1].upper() + word[1:] for word in words)
    return made if _WHOLE.fullmatch(made) and len(made) <= LONGEST else ""


def checked(tag: str) -> str:
    """A hashtag as somebody typed it, without #. Raises TagInvalid."""
    made = unicodedata.normalize("NFC", tag.strip()).lstrip("#＃")
    if not _WHOLE.fullmatch(made) or len(made) > LONGEST:
        raise TagInvalid(tag)
    return made


def within(text: str) -> list[str]:
    """The hashtags of a text, without #, each once, in order."""
    return list(dict.fromkeys(_IN_TEXT.findall(text)))


def unlike(tags: Iterable[str]) -> list[str]:
    """The tags without those that differ in capitals alone."""
    return list({tag.casefold(): tag for tag in reversed(list(tags))}.values())[::-1]


def species_tags(taxa: Iterable[Taxon], *, language: str) -> list[str]:
    """The animals' preferred names in the language as hashtags; in a language without one the English, so that a
    reader finds at least that."""
    made = (tag_form(taxon.name_in(language), language=language) for taxon in taxa)
    return unlike(tag for tag in made if tag)


def house_tags(language: str) -> list[str]:
    """What the house adds to every post in the language."""
    row = HouseTags.objects.filter(language=language).first()
    return list(row.tags) if row else []


def suggestions(clip: Clip, *, language: str) -> list[Suggestion]:
    """Species first, then the house."""
    return offered(taxa_of(clip), language=language, house=house_tags(language))


def offered(taxa: Iterable[Taxon], *, language: str, house: Iterable[str]) -> list[Suggestion]:
    """The same out of what is read already."""
    species = species_tags(taxa, language=language)
    known = {tag.casefold() for tag in species}
    rest = [tag for tag in unlike(house) if tag.casefold() not in known]
    return [Suggestion(tag, "species") for tag in species] + [Suggestion(tag, "house") for tag in rest]
