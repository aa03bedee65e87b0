"""What a member may find: offered clips that an agreement covers, as far as rights allow it at this moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import get_language, gettext

from curation.clips.models import CaptionTrack, Rendition, Segment
from curation.clips.renditions import outdated
from curation.clips.standing import captions_fit
from curation.footage.licensing.asking import facts_of
from curation.footage.models import Observation
from curation.rights.decision import Decision, Reason, RightsFacts, usage_of_all_allowed
from curation.rights.words import sentence_of
from curation.species.models import Taxon
from publishing.partners.models import Acceptance, Agreement, Member, Offer
from publishing.partners.refusals import NotGiven
from publishing.partners.selectors import covered_offers, running_agreements

TELLABLE = frozenset(
    {
        "embargoed", "licence_not_begun", "licence_ended", "use_not_licensed", "territory_not_licensed",
        "language_not_licensed", "media_not_licensed", "exclusive",
    }
)  # fmt: skip
"""Reasons that a partner is told; what else holds footage back is nobody's business outside the house."""


@dataclass(frozen=True)
class Licence:
    """An agreement under which one clip may be had now. accepted: its licence as it is worded today."""

    agreement: Agreement
    accepted: bool
    credits: tuple[str, ...]
    until: datetime | None


@dataclass(frozen=True)
class Entry:
    """A clip as one member may have it. licences: at least one, unless `refused` says why there is none."""

    offer: Offer
    licences: tuple[Licence, ...]
    species: tuple[Taxon, ...]
    refused: tuple[Reason, ...] = ()

    def licence(self, agreement_id: int) -> Licence:
        """Raises NotGiven."""
        for each in self.licences:
            if each.agreement.pk == agreement_id:
                return each
        raise NotGiven("not_covered")


def entries(member: Member, *, words: str = "", at: datetime | None = None) -> list[Entry]:
    """Everything that the member may have now, newest offer first; with `words` in it."""
    return narrowed([each for each in _all(member, at=at or timezone.now()) if each.licences], words=words)


def narrowed(found: Sequence[Entry], *, words: str = "", taxon: int | None = None) -> list[Entry]:
    """Those with every one of `words` and this species."""
    return [
        each for each in found if (taxon is None or any(one.pk == taxon for one in each.species)) and _has(each, words)
    ]


def entry(member: Member, offer_id: int, *, at: datetime | None = None) -> Entry:
    """One clip. Raises NotGiven: `not_covered`, or `rights` with what may be told."""
    found = _all(member, at=at or timezone.now(), only=offer_id)
    if not found:
        raise NotGiven("not_covered")
    if not found[0].licences:
        raise rights_refused(found[0].refused)
    return found[0]


def rights_refused(reasons: Iterable[Reason]) -> NotGiven:
    """What a partner is told of these."""
    told = [sentence_of(each.code, each.params) for each in reasons if each.code in TELLABLE]
    if not told:
        told = [gettext("the center holds it back at the moment.")]
    return NotGiven("rights", {"reasons": " ".join(told)})


Facts = Mapping[int, Sequence[RightsFacts]]
"""What is known of what offers are made of, by the offer's key."""


def allowed(
    offer: Offer,
    agreement: Agreement,
    *,
    at: datetime | None = None,
    languages: Collection[str] = (),
    known: Facts | None = None,
) -> Decision:
    """What rights say of this clip under this agreement. known: `facts_of_offers`, where many are asked about."""
    facts = (facts_of_offers([offer]) if known is None else known)[offer.pk]
    return _decide(facts, agreement, at=at or timezone.now(), languages=languages)


def _all(member: Member, *, at: datetime, only: int | None = None) -> list[Entry]:
    agreements = list(running_agreements(member.organisation, today=timezone.localdate(at)))
    under: dict[int, list[Agreement]] = defaultdict(list)
    offers: dict[int, Offer] = {}
    for agreement in agreements:
        rows = covered_offers([agreement.pk]).select_related("clip", "version")
        for offer in rows.filter(pk=only) if only is not None else rows:
            offers[offer.pk] = offer
            under[offer.pk].append(agreement)
    facts, seen = facts_of_offers(list(offers.values())), _species(list(offers.values()))
    accepted = set(Acceptance.objects.filter(member=member).values_list("agreement_id", "terms_hash"))
    made = []
    for key, offer in offers.items():
        decided = [(each, _decide(facts[key], each, at=at)) for each in under[key]]
        licences = tuple(
            Licence(each, (each.pk, each.terms_hash) in accepted, decision.credits, decision.until)
            for each, decision in decided
            if decision.allowed
        )
        refused = tuple(reason for _each, decision in decided for reason in decision.reasons)
        made.append(Entry(offer, licences, seen[key], refused))
    return sorted(made, key=lambda each: (each.offer.offered_at, each.offer.pk), reverse=True)


def facts_of_offers(offers: Sequence[Offer]) -> dict[int, list[RightsFacts]]:
    """Of what each offered version is made, under the name that partners know it by."""
    rows = Segment.objects.filter(version__in=[each.version_id for each in offers]).select_related("footage")
    by_version: dict[int, dict[int, RightsFacts]] = defaultdict(dict)
    segments = list(rows)
    footage = list({each.footage_id: each.footage for each in segments}.values())
    known = dict(zip((each.pk for each in footage), facts_of(footage), strict=True))
    for segment in segments:
        by_version[segment.version_id][segment.footage_id] = known[segment.footage_id]
    return {each.pk: [_named(one, each) for one in by_version[each.version_id].values()] for each in offers}


def _named(facts: RightsFacts, offer: Offer) -> RightsFacts:
    return replace(facts, subject=f"“{offer.title_in(get_language() or 'en')}”")


def _decide(
    facts: Sequence[RightsFacts], agreement: Agreement, *, at: datetime, languages: Collection[str] = ()
) -> Decision:
    if not facts:
        return Decision(allowed=False)
    asked = {"territories": tuple(agreement.territories), "partner": agreement.organisation.name}
    return usage_of_all_allowed(facts, use=agreement.use, at=at, languages=languages, audience="partner", **asked)


def _species(offers: Sequence[Offer]) -> dict[int, tuple[Taxon, ...]]:
    pairs = Observation.objects.filter(
        footage__segments__version__in=[each.version_id for each in offers], taxon__isnull=False
    ).values_list("footage__segments__version", "taxon")
    taxa = Taxon.objects.prefetch_related("names").in_bulk({taxon for _version, taxon in pairs})
    by_version: dict[int, dict[int, Taxon]] = defaultdict(dict)
    for version, taxon in pairs:
        by_version[version][taxon] = taxa[taxon]
    return {
        each.pk: tuple(sorted(by_version[each.version_id].values(), key=lambda one: one.position)) for each in offers
    }


def _has(entry: Entry, words: str) -> bool:
    """Whether every word is in a title, a summary or a name of its species, in any language."""
    texts = [*entry.offer.titles.values(), *entry.offer.summaries.values()]
    for taxon in entry.species:
        texts += [taxon.scientific_name, *(name.name for name in taxon.names.all())]
    whole = " ".join(texts).casefold()
    return all(word in whole for word in words.casefold().split())


def renditions(offer: Offer) -> list[Rendition]:
    """Files of the offered version that can be had: finished, and with the captions that stand there now."""
    rows = Rendition.objects.filter(version_id=offer.version_id, state=Rendition.State.READY).select_related(
        "version__clip"
    )
    tracks = Prefetch("version__clip__tracks", CaptionTrack.objects.prefetch_related("cues"))
    return [each for each in rows.prefetch_related(tracks).order_by("language", "shape") if not outdated(each)]


def tracks(offer: Offer) -> list[CaptionTrack]:
    """Captions that a person has approved, and that belong to the offered version."""
    if not captions_fit(offer.version):
        return []
    rows = offer.clip.tracks.filter(state=CaptionTrack.State.APPROVED).prefetch_related("cues")
    return [each for each in rows.order_by("language") if any(cue.text.strip() for cue in each.cues.all())]


def reads(agreement: Agreement, language: str) -> bool:
    """Whether an agreement includes words in this language; `zh` includes `zh-Hans`."""
    held = agreement.languages
    return not held or not language or language in held or language.split("-")[0] in held
