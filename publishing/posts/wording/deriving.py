"""All variants of a post out of one text per language and the house's templates; what a person wrote is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from publishing.connectors.capabilities import Capabilities
from publishing.connectors.registry import UnknownPlatform
from publishing.posts import services
from publishing.posts.carrier import carrier
from publishing.posts.drafts import capabilities_of
from publishing.posts.models import Channel, HouseTags, Master, Post, Variant
from publishing.posts.wording import alternatives, hashtags, house, masters
from publishing.posts.wording.links import LinkInvalid, tracked
from publishing.posts.wording.patterns import filled
from publishing.posts.wording.sightings import sights_of, taxa_in

FIELDS = ("title", "text", "tags", "link")
"""What a template makes of a variant."""
_BESIDE = 8  # hashtags beside the text where the platform names no limit


@dataclass(frozen=True)
class Derived:
    """What a template makes for one channel in one language."""

    title: str
    text: str
    tags: list[str]
    link: str


class Desk:
    """Everything that wording a post needs, read once; a page may show a hundred variants."""

    def __init__(self, post: Post) -> None:
        self.post = post
        self.source = post.clip.source_language
        self.seen = sights_of(post.clip)
        self.taxa = taxa_in(self.seen)
        self.patterns = house.stored()
        self.house = {row.language: list(row.tags) for row in HouseTags.objects.all()}
        self.masters = {row.language: row for row in post.masters.all()}
        self.digest = masters.digest_of(self.masters.values(), source=self.source)
        self._begun: dict[str, Master] = {}

    def master(self, language: str) -> Master:
        """The stored text of a language, else the one that it would begin with."""
        if language in self.masters:
            return self.masters[language]
        if language not in self._begun:
            self._begun[language] = masters.begun(self.post, language=language)
        return self._begun[language]

    def suggestions(self, language: str) -> list[hashtags.Suggestion]:
        """Hashtags to be offered in a language."""
        return hashtags.offered(self.taxa, language=language, house=self.house.get(language, ()))

    def alternative(self, language: str) -> str:
        """What is seen, for those who cannot see it; else the text that the post begins with."""
        return alternatives.told(self.seen, language=language) or masters.opening(self.post.clip, language=language)

    def stale(self, language: str) -> bool:
        """Whether the language's text is the translation of an older one."""
        return language in self.masters and masters.is_stale(self.masters[language], digest=self.digest)

    def derived(self, platform: str, *, language: str) -> Derived:
        """What the nearest template makes for a platform in a language."""
        pattern = house.pattern_for(platform, language=language, known=self.patterns)
        return self.derived_by(pattern, platform=platform, language=language)

    def derived_by(self, pattern: house.Pattern, *, platform: str, language: str) -> Derived:
        """The same by a pattern that is being tried."""
        master, campaign = self.master(language), self.post.campaign
        link = master.link or (campaign.link if campaign else "")
        tags = [each.tag for each in self.suggestions(language)]
        capabilities = _known(platform)
        most = min(pattern.hashtags, capabilities.max_hashtags or pattern.hashtags) if capabilities else 0
        values = {
            "title": master.title,
            "text": master.text,
            "species": _listed([taxon.name_in(language) for taxon in self.taxa], language=language),
            "hashtags": " ".join(f"#{tag}" for tag in tags[:most]),
            "link": _tracked(link, platform=platform, language=language, campaign=campaign.slug if campaign else ""),
            "campaign": campaign.name if campaign else "",
        }
        text = filled(pattern.body, values)
        titled = bool(capabilities and capabilities.limits("title"))
        title = " ".join(filled(pattern.title, values).split()) if titled else ""
        return Derived(title, text, _beside(tags, text, capabilities), link)


def _beside(tags: Sequence[str], text: str, capabilities: Capabilities | None) -> list[str]:
    if capabilities is None or not capabilities.tags_apart:
        return []
    written = {tag.casefold() for tag in hashtags.within(text)}
    return [tag for tag in tags if tag.casefold() not in written][: capabilities.max_tags or _BESIDE]


def _tracked(link: str, *, platform: str, language: str, campaign: str) -> str:
    if not link:
        return ""
    try:
        return tracked(link, platform=platform, language=language, campaign=campaign)
    except LinkInvalid:  # checked when it was saved; an older one is shown as it is and found by its reader
        return link


def _listed(names: Iterable[str], *, language: str) -> str:
    mark = "、" if language in {"zh-Hans", "zh-Hant", "ja"} else "، " if language == "ar" else ", "
    return mark.join(dict.fromkeys(names))


def _known(platform: str) -> Capabilities | None:
    try:
        return capabilities_of(platform)
    except UnknownPlatform:
        return None


def differs(variant: Variant, derived: Derived) -> list[str]:
    """The fields that are not as the template makes them now."""
    return [name for name in FIELDS if getattr(variant, name) != getattr(derived, name)]


def follows(variant: Variant) -> bool:
    """Whether nobody has changed what a template made; then a new text may replace it without asking."""
    made = variant.derived
    return bool(made) and all(getattr(variant, name) == made.get(name) for name in FIELDS)


@dataclass
class Outcome:
    """What a change of several variants did. `before`: what brings everything back."""

    changed: int = 0
    kept: int = 0
    out: int = 0
    before: list[dict[str, Any]] = field(default_factory=list)


def begin(post: Post, *, channel: Channel, language: str, user: AbstractBaseUser | None) -> Variant:
    """Make a variant with words out of the template to begin with; one that is there already stays as it is."""
    kept = post.variants.filter(channel=channel, language=language).first()
    if kept is not None:
        return kept
    desk = Desk(post)
    made, alt_text = desk.derived(channel.platform, language=language), desk.alternative(language)
    return write(post, made, channel=channel, language=language, alt_text=alt_text, user=user)


def write(
    post: Post, derived: Derived, *, channel: Channel, language: str, alt_text: str, user: AbstractBaseUser | None
) -> Variant:
    """Store what a template made. Raises Refused."""
    kept = post.variants.filter(channel=channel, language=language).first()
    variant = services.write_variant(
        post, channel=channel, language=language, text=derived.text, alt_text=kept.alt_text if kept else alt_text,
        shape=kept.shape if kept else "16:9", subtitle_route=kept.subtitle_route if kept else None, user=user,
        more={"title": derived.title, "tags": derived.tags, "link": derived.link},
    )  # fmt: skip
    variant.derived = asdict(derived)
    variant.save(update_fields=["derived"])
    return variant


@transaction.atomic
def derive(
    post: Post, cells: Iterable[tuple[Channel, str]], *, replace: bool, user: AbstractBaseUser | None
) -> Outcome:
    """Word many cells at once. What a person changed is kept unless `replace`; what is out is left alone.

    Raises Refused for a closed post.
    """
    desk, outcome = Desk(post), Outcome()
    kept = {(each.channel_id, each.language): each for each in post.variants.select_related("channel", "delivery")}
    for channel, language in cells:
        variant = kept.get((channel.pk, language))
        made = desk.derived(channel.platform, language=language)
        if variant is not None and carrier().is_out(variant):
            outcome.out += 1
        elif variant is not None and not differs(variant, made):
            Variant.objects.filter(pk=variant.pk).update(derived=asdict(made))
        elif variant is not None and not replace and not follows(variant):
            outcome.kept += 1
        else:
            outcome.before.append(snapshot(variant) if variant else nothing(channel, language))
            write(post, made, channel=channel, language=language, alt_text=desk.alternative(language), user=user)
            outcome.changed += 1
    return outcome


_WORDS = ("text", "alt_text", "shape", "subtitle_route")
_MORE = ("title", "tags", "link", "thumbnail_at", "options")


def snapshot(variant: Variant) -> dict[str, Any]:
    """A variant's words as plain JSON, for `restore`."""
    found = {name: getattr(variant, name) for name in (*_WORDS, *_MORE, "derived", "language")}
    return found | {"channel": variant.channel_id, "existed": True}


def nothing(channel: Channel, language: str) -> dict[str, Any]:
    """That there was no variant."""
    return {"channel": channel.pk, "language": language, "existed": False}


@transaction.atomic
def restore(post: Post, before: Iterable[Mapping[str, Any]], *, user: AbstractBaseUser | None) -> int:
    """Bring back what `before` of an outcome holds; returns how many variants. Raises Refused."""
    channels = Channel.objects.in_bulk()
    restored = 0
    for each in before:
        channel = channels.get(each["channel"])
        variant = post.variants.filter(channel_id=each["channel"], language=each["language"]).first()
        if not each.get("existed"):
            if variant is not None:
                services.remove_variant(variant, user=user)
                restored += 1
        elif channel is not None:
            more = {name: each[name] for name in _MORE if name in each}
            words = {name: each[name] for name in _WORDS if name in each}
            made = services.write_variant(
                post, channel=channel, language=each["language"], more=more, user=user, **words
            )
            Variant.objects.filter(pk=made.pk).update(derived=each.get("derived") or {})
            restored += 1
    return restored


@transaction.atomic
def copy(variant: Variant, cells: Iterable[tuple[Channel, str]], *, user: AbstractBaseUser | None) -> Outcome:
    """Put the words, picture and alternative text of a variant into other cells; options belong to a platform.

    What is out is left alone. Raises Refused.
    """
    post, outcome = variant.post, Outcome()
    kept = {(each.channel_id, each.language): each for each in post.variants.select_related("channel", "delivery")}
    for channel, language in cells:
        other = kept.get((channel.pk, language))
        if other is not None and carrier().is_out(other):
            outcome.out += 1
            continue
        titled = bool((_known(channel.platform) or capabilities_of("sandbox")).limits("title"))
        outcome.before.append(snapshot(other) if other else nothing(channel, language))
        more = {name: getattr(variant, name) for name in ("tags", "link", "thumbnail_at")}
        services.write_variant(
            post, channel=channel, language=language, text=variant.text, alt_text=variant.alt_text, shape=variant.shape,
            subtitle_route=variant.subtitle_route if other is None else other.subtitle_route, user=user,
            more=more | ({"title": variant.title} if titled else {}),
        )  # fmt: skip
        outcome.changed += 1
    return outcome
