"""Licence terms as data, with a fingerprint: what one licence allows of what it covers. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from curation.rights.territories import countries

USES = ("editorial", "broadcast", "social", "education", "research", "commercial")
"""What a licence can be for; `social` is what our own channels do."""
MEDIA = ("social", "online", "television", "cinema", "print", "exhibition", "app")
RELEASES = ("not_needed", "given", "editorial_only", "missing")
"""Of people or of property in the picture, the freest first."""
SENSITIVITIES = ("open", "restricted", "internal")
"""For everybody; for partners under an agreement; not to leave the house. The freest first."""
_SETS = ("uses", "media", "territories", "without", "languages")
_MOMENTS = ("since", "until", "embargo_until", "exclusive_until")


class TermsError(ValueError):
    """These are no terms: `field` says where, `code` why (unknown, period, zone, partner)."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(f"{field}: {code}")
        self.field, self.code = field, code


@dataclass(frozen=True)
class Terms:
    """What a licence allows. A set that is None limits nothing; an empty one allows nothing.

    `territories` are codes of curation.rights.territories, `without` are taken out of them. `languages` are BCP 47;
    `zh` covers `zh-Hans`. Moments are aware; `until` and `exclusive_until` are the first moments not covered. While
    exclusive, only the partner `exclusive_to` may use it. Raises TermsError and UnknownTerritory when made wrongly.
    """

    name: str = ""
    owner: str = ""
    uses: frozenset[str] | None = None
    media: frozenset[str] | None = None
    territories: frozenset[str] | None = None
    without: frozenset[str] = frozenset()
    languages: frozenset[str] | None = None
    since: datetime | None = None
    until: datetime | None = None
    embargo_until: datetime | None = None
    exclusive_to: str = ""
    exclusive_until: datetime | None = None
    credit_line: str = ""
    credit_required: bool = False
    people_release: str = "not_needed"
    property_release: str = "not_needed"
    sensitivity: str = "open"
    notes: str = ""

    def __post_init__(self) -> None:
        for name, known in (("uses", USES), ("media", MEDIA)):
            if not frozenset(getattr(self, name) or ()) <= frozenset(known):
                raise TermsError(name, "unknown")
        one_of: dict[str, tuple[str, ...]] = {
            "people_release": RELEASES,
            "property_release": RELEASES,
            "sensitivity": SENSITIVITIES,
        }
        for name, words in one_of.items():
            if getattr(self, name) not in words:
                raise TermsError(name, "unknown")
        countries((self.territories or frozenset()) | self.without)
        for name in _MOMENTS:
            if (moment := getattr(self, name)) is not None and moment.utcoffset() is None:
                raise TermsError(name, "zone")
        if self.since and self.until and self.since >= self.until:
            raise TermsError("until", "period")
        if self.exclusive_until and not self.exclusive_to.strip():
            raise TermsError("exclusive_to", "partner")

    def to_dict(self) -> dict[str, Any]:
        """As JSON values; sets sorted, moments in ISO 8601 in UTC as they were given."""
        return {each.name: _plain(getattr(self, each.name)) for each in fields(self)}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Terms:
        """What `to_dict` gave; fields that an older version did not know are as free as they were then."""
        given: dict[str, Any] = {each.name: values[each.name] for each in fields(cls) if each.name in values}
        for name in _SETS:
            if given.get(name) is not None:
                given[name] = frozenset(given[name])
        for name in _MOMENTS:
            if given.get(name):
                given[name] = datetime.fromisoformat(given[name])
        return cls(**given)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the canonical JSON, hex: the same terms have the same one, on every machine."""
        text = json.dumps(self.to_dict(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def countries(self) -> frozenset[str]:
        """ISO 3166 codes of where it may be shown."""
        held = frozenset({"001"}) if self.territories is None else self.territories
        return countries(held) - countries(self.without)

    def covers_language(self, tag: str) -> bool:
        """Whether a version in this language is licensed."""
        return self.languages is None or tag in self.languages or tag.split("-")[0] in self.languages

    @property
    def begins(self) -> datetime | None:
        """The first moment at which somebody without a promise may use it."""
        found = [each for each in (self.since, self.embargo_until, self.exclusive_until) if each]
        return max(found, default=None)


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    return value.isoformat() if isinstance(value, datetime) else value
