"""May a post go out? Every check at once: platform, captions, rights, guard, channel."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from curation.clips.models import CaptionTrack, Clip, ClipVersion, Rendition
from curation.clips.renditions import outdated
from curation.clips.standing import captions_fit
from publishing.connectors import checks
from publishing.connectors.registry import UnknownPlatform
from publishing.guard import lifting
from publishing.guard import services as guard
from publishing.posts import platform_limits, signatures
from publishing.posts.carrier import carrier
from publishing.posts.drafts import capabilities_of, language_name, planned_draft, title_of, tracks_of
from publishing.posts.models import Channel, Post, Variant
from publishing.posts.obstacles import Obstacle
from publishing.posts.wording import masters


def obstacles(post: Post, *, at: datetime) -> list[Obstacle]:
    """Everything that speaks against the post at that moment, what concerns the whole of it first."""
    version = post.version or post.clip.version
    variants = list(post.variants.select_related("channel", "rendition", "post__clip"))
    languages = {variant.language for variant in variants}
    found = list(source_obstacles(version, at=at, languages=languages))
    if not variants:
        found.append(Obstacle("no_variant"))
    finest = _finest(version)
    for variant in variants:
        found += variant_obstacles(variant, version, finest=finest)
    return found + carrier().quota_obstacles(variants, at=at)


def source_obstacles(
    version: ClipVersion | None, *, at: datetime, languages: Collection[str] = ()
) -> Iterator[Obstacle]:
    """Rights, with words in these languages, and people in what the clip is made of."""
    if version is None:
        yield Obstacle("no_version")
        return
    try:
        decision = guard.rights_of(version, at=at, languages=languages)
    except ValueError:
        yield Obstacle("no_sources")
        return
    for reason in decision.reasons:
        yield Obstacle(reason.code, dict(reason.params), source="rights")
    released = guard.released_at(version)
    if released and released > at:
        yield Obstacle("released_later", {"until": released})
    for finding in lifting.still_held(guard.strips_in(version), clip=version.clip):
        yield Obstacle(finding.code, dict(finding.params), source="guard", where=finding.where)
    for footage in guard.people_in(version):
        yield Obstacle("people_in_picture", {"subject": str(footage)})
    for footage in guard.vehicles_in(version):
        yield Obstacle("vehicle_in_picture", {"subject": str(footage)})


def variant_obstacles(variant: Variant, version: ClipVersion | None, *, finest: str | None = None) -> list[Obstacle]:
    """What speaks against one variant. finest: `guard.finest_for` of the version, where many are asked about."""
    found = list(channel_obstacles(variant.channel, variant=variant.pk))
    if any(each.code == "channel_unknown" for each in found):
        return found
    found += signatures.obstacles(variant)
    found += caption_obstacles(variant, version)
    if variant.language in masters.stale_languages(variant.post):
        source = language_name(variant.post.clip.source_language)
        names = {"language": language_name(variant.language), "source": source}
        found.append(Obstacle("text_stale", names, variant=variant.pk))
    found += _guard_obstacles(variant, finest=finest or _finest(version))
    if variant.rendition is not None and variant.rendition.state == Rendition.State.FAILED:
        found.append(Obstacle("rendition_failed", variant=variant.pk))
    if platform_limits.silent(variant.channel):
        name = {"channel": variant.channel.name}
        found.append(Obstacle("limits_declared", name, "warning", variant=variant.pk))
    with planned_draft(variant, version) as draft:
        for problem in checks.check(draft, platform_limits.known(variant.channel)):
            found.append(
                Obstacle(problem.code, problem.params, problem.severity, source="platform", variant=variant.pk)
            )
    return found


def losses(variant: Variant, version: ClipVersion | None) -> list[Obstacle]:
    """What the platform would take but not show as it was meant."""
    try:
        capabilities = capabilities_of(variant.channel.platform)
    except UnknownPlatform:
        return []
    with planned_draft(variant, version) as draft:
        lost = checks.losses(draft, capabilities)
    found = [Obstacle(each.code, each.params, each.severity, source="platform", variant=variant.pk) for each in lost]
    burnt = variant.subtitle_route == "burn_in" and capabilities.subtitles.route == "burn_in"
    if burnt and variant.post.clip.tracks.filter(language=variant.language).exists():
        name = {"platform": capabilities.name}
        found.append(Obstacle("subtitles_burnt_in", name, "warning", source="platform", variant=variant.pk))
    return found


def channel_obstacles(channel: Channel, *, variant: int | None = None) -> Iterator[Obstacle]:
    """Whether the channel can be used at all."""
    name = {"channel": channel.name}
    try:
        capabilities_of(channel.platform)
    except UnknownPlatform:
        yield Obstacle("channel_unknown", name, variant=variant)
    if channel.state == Channel.State.PAUSED:
        yield Obstacle("channel_paused", name, variant=variant)
    elif channel.state == Channel.State.DISCONNECTED:
        yield Obstacle("channel_disconnected", name, variant=variant)


def caption_obstacles(variant: Variant, version: ClipVersion | None) -> Iterator[Obstacle]:
    """Captions that are missing, out of date, of another cut, or newer than the picture that they are burnt into."""
    if variant.subtitle_route == "none":
        return
    own = variant.post.clip.tracks.filter(language=variant.language).first()
    name = {"language": language_name(variant.language)}
    words = [cue.text.strip() for cue in own.cues.all()] if own else []
    if own is None or not any(words):
        yield Obstacle("captions_missing", name, variant=variant.pk)
        return
    if own.state == CaptionTrack.State.STALE:
        yield Obstacle("captions_stale", name, variant=variant.pk)
    empty = words.count("")
    if empty:
        yield Obstacle("captions_empty", {**name, "number": empty}, variant=variant.pk)
    if own.state in {CaptionTrack.State.MACHINE, CaptionTrack.State.IN_REVIEW}:
        yield Obstacle("captions_unapproved", name, "warning", variant=variant.pk)
    yield from _of_this_video(variant, version, approved=own.state == CaptionTrack.State.APPROVED)


def _of_this_video(variant: Variant, version: ClipVersion | None, *, approved: bool) -> Iterator[Obstacle]:
    """Whether the captions that stand there now belong to the video that goes out."""
    rendition = variant.rendition if variant.subtitle_route == "burn_in" else None
    made = rendition is not None and rendition.state == Rendition.State.READY
    newer = made and rendition is not None and outdated(rendition)
    name = {"language": language_name(variant.language)}
    if made and not newer:
        return
    if version is not None and not captions_fit(version):
        numbers = {"number": version.number, "newest": getattr(variant.post.clip.version, "number", "")}
        yield Obstacle("captions_of_another_cut", {**name, **numbers}, variant=variant.pk)
    elif newer and approved:
        yield Obstacle("captions_newer", name, "warning", variant=variant.pk)
    elif newer and variant.post.state in {Post.State.SCHEDULED, Post.State.CLOSED}:
        # What was planned had words that somebody stood for; these have not.
        yield Obstacle("captions_changed", name, variant=variant.pk)


def _finest(version: ClipVersion | None) -> str:
    return guard.finest_for(version) if version else "hour"


def _guard_obstacles(variant: Variant, *, finest: str) -> Iterator[Obstacle]:
    found = guard.findings_for(_texts(variant), finest=finest)
    for finding in lifting.still_held(found, clip=variant.post.clip):
        yield Obstacle(finding.code, dict(finding.params), source="guard", variant=variant.pk, where=finding.where)


def _texts(variant: Variant) -> dict[str, str]:
    """Every text that goes out with a variant, by what it is."""
    texts = {"text": variant.text, "alt_text": variant.alt_text}
    capabilities = capabilities_of(variant.channel.platform)
    if capabilities.limits("title"):
        texts["title"] = title_of(variant)
    texts |= {"tags": "\n".join(variant.tags), "link": variant.link}
    if capabilities.languages.per_post > 1:
        # Titles that stand for the post in other languages travel with this variant.
        others = variant.post.variants.exclude(pk=variant.pk)
        texts |= {f"title:{each.language}": each.title for each in others if each.title}
    tracks = tracks_of(variant)
    if variant.subtitle_route == "burn_in":
        own = list(variant.post.clip.tracks.filter(language=variant.language))
        tracks = own + [track for track in tracks if track.language != variant.language]
    texts |= {f"caption:{track.language}": _words(track) for track in tracks}
    if variant.subtitle_route == "burn_in" and variant.rendition is not None:
        # What is in the picture already may differ from what the track says by now.
        texts["picture"] = "\n".join(str(cue[2]) for cue in variant.rendition.cues)
    return texts


def held_findings(clip: Clip) -> list[Obstacle]:
    """What the guard holds in the posts of a clip and in its captions, each once; what was let pass is left out."""
    version = clip.version
    texts = {f"caption:{track.language}": _words(track) for track in clip.tracks.prefetch_related("cues")}
    for variant in Variant.objects.filter(post__clip=clip).select_related("channel", "rendition", "post__clip"):
        try:
            texts |= {f"{variant}: {name}": text for name, text in _texts(variant).items()}
        except UnknownPlatform:
            continue
    found: dict[str, Obstacle] = {}
    told = [*guard.findings_for(texts, finest=_finest(version)), *(guard.strips_in(version) if version else [])]
    for each in lifting.still_held(told, clip=clip):
        key = lifting.digest_of(each.code, str(each.params.get("found", "")))
        found.setdefault(key, Obstacle(each.code, dict(each.params), source="guard", where=each.where))
    return list(found.values())


def _words(track: CaptionTrack) -> str:
    """Only the words of a track: times such as 00:42 are no coordinates."""
    return "\n".join(cue.text for cue in track.cues.all())
