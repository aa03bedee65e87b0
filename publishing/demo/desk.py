"""Channels, campaigns, posts and partners of the demo. Past posts are published for real, then dated back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from curation.clips.models import CaptionTrack, Clip
from curation.species.models import Taxon
from publishing.connectors.errors import ConnectorError
from publishing.delivery import services as delivery_services
from publishing.delivery.models import Delivery
from publishing.delivery.sandbox import SandboxFeed
from publishing.demo import audience, past
from publishing.demo.crew import Crew
from publishing.demo.labour import settle
from publishing.demo.plans import CampaignPlan, ChannelPlan, PartnerPlan, PostPlan, words
from publishing.partners import offers
from publishing.partners.models import Agreement, Organisation
from publishing.posts import channels as channel_services
from publishing.posts import services as posts
from publishing.posts.campaigns import services as campaign_services
from publishing.posts.models import Campaign, Channel, HouseTags, Post
from publishing.posts.obstacles import Refused
from publishing.posts.wording import house

SOON = timedelta(minutes=2)  # from the end of the making until the post that is published while one watches
PATIENCE = 120.0  # seconds for one past delivery, its video being there already


def open_channels(plans: tuple[ChannelPlan, ...], crew: Crew) -> dict[str, Channel]:
    """Connect the sandbox channels; by `ChannelPlan.key`."""
    made = {}
    for plan in plans:
        channel = channel_services.write_channel(
            Channel(platform="sandbox", demo=True),
            name=plan.name,
            time_zone=plan.time_zone,
            languages=list(plan.languages),
            settings={"name": plan.name},
            secrets={},
        )
        try:
            channel_services.verify(channel, user=crew.people["publisher"], feed=SandboxFeed(channel))
        except ConnectorError as error:
            crew.say(f"{plan.name}: {error}")
        made[plan.key] = channel
    return made


def begin_campaigns(plans: tuple[CampaignPlan, ...], crew: Crew) -> dict[str, Campaign]:
    """Make the campaigns; by `CampaignPlan.key`."""
    today = timezone.localdate()
    made = {}
    for plan in plans:
        taken = Campaign.objects.filter(slug=plan.slug).exists()
        values = {
            "name": plan.name,
            "slug": f"{plan.slug}-{timezone.now():%Y%m%d%H%M%S}" if taken else plan.slug,
            "colour": plan.colour,
            "link": plan.link,
            "starts_on": today + timedelta(days=plan.first),
            "ends_on": today + timedelta(days=plan.last),
            "note": plan.note,
        }
        made[plan.key] = campaign_services.save(Campaign(demo=True), values, user=crew.people["publisher"])
    return made


def choose_house_tags(plans: tuple[tuple[str, tuple[str, ...]], ...], crew: Crew) -> None:
    """Hashtags of the house, in the languages in which the house has none of its own."""
    for language, tags in plans:
        if not HouseTags.objects.filter(language=language).exists():
            house.save_house_tags(language, tags, user=crew.people["publisher"])


def fill_calendar(
    plans: tuple[PostPlan, ...],
    clips: Mapping[str, Clip],
    channels: Mapping[str, Channel],
    crew: Crew,
    *,
    campaigns: Mapping[str, Campaign],
) -> list[Post]:
    """Write the posts and bring each to its stage, the one that is due soon at the very end."""
    made = []
    for plan in sorted(plans, key=lambda each: each.stage == "due"):
        if plan.clip not in clips:
            continue
        post = _write(plan, clips[plan.clip], channels, crew)
        if post is not None:
            campaign_services.choose(post, campaigns.get(plan.campaign), user=crew.people["editor"])
            _bring_to(plan, post, channels[plan.targets[0][0]], crew)
            made.append(post)
    return made


def _write(plan: PostPlan, clip: Clip, channels: Mapping[str, Channel], crew: Crew) -> Post | None:
    approved = set(clip.tracks.filter(state=CaptionTrack.State.APPROVED).values_list("language", flat=True))
    targets = [(channels[key], language) for key, language in plan.targets if language in approved]
    if not targets:
        return None  # the engine left every one of its languages to a person
    post = posts.create_post(clip=clip, title=plan.title, user=crew.people["editor"], demo=True)
    for channel, language in targets:
        text = words(plan.clip, language)
        posts.write_variant(
            post, channel=channel, language=language, text=text, alt_text=text, user=crew.people["editor"]
        )
    return post


def _bring_to(plan: PostPlan, post: Post, channel: Channel, crew: Crew) -> None:
    publisher = crew.people["publisher"]
    try:
        if plan.stage == "in_review":
            posts.submit(post, user=crew.people["editor"])
        elif plan.stage in {"published", "due", "scheduled"}:
            now = timezone.now()
            posts.approve(post, user=publisher)
            due = {"published": now, "due": now + SOON}.get(plan.stage) or hour(plan, channel)
            posts.schedule(post, due_at=due, time_zone=channel.time_zone, user=publisher)
        if plan.stage == "published":
            for delivery in Delivery.objects.filter(variant__post=post):
                delivery_services.run_now(delivery, seconds=PATIENCE)
            past.date_post(post, at=hour(plan, channel))
            audience.measure(post)
    except Refused as refusal:
        crew.say(f"“{plan.title}” stays {post.state}: {'; '.join(each.message for each in refusal.obstacles)}")


def hour(plan: PostPlan, channel: Channel) -> datetime:
    """The planned moment: `days` from today, `clock` as the channel's audience reads it (aware)."""
    place = ZoneInfo(channel.time_zone)
    today = timezone.now().astimezone(place).date()
    return datetime.combine(today + timedelta(days=plan.days), time.fromisoformat(plan.clock), tzinfo=place)


def sign_partners(plans: tuple[PartnerPlan, ...], clips: Mapping[str, Clip], crew: Crew) -> None:
    """The organisations, what is agreed with them, and their clips as they find them."""
    today = timezone.localdate()
    for plan in plans:
        organisation = Organisation.objects.create(
            name=_free_name(plan.name),
            country=plan.country,
            contact_name=plan.contact,
            contact_email="partner@example.org",
            demo=True,
        )
        agreement = Agreement.objects.create(
            organisation=organisation,
            title=plan.agreement,
            use=plan.use,
            starts_on=today - timedelta(days=20),
            ends_on=today + timedelta(days=plan.days),
            credit_line=plan.credit,
        )
        agreement.clips.set([clips[key] for key in plan.clips if key in clips])
    for key in dict.fromkeys(key for plan in plans for key in plan.clips if key in clips):
        _offer(clips[key], crew)


def _offer(clip: Clip, crew: Crew) -> None:
    """Under its own title, and in English under the name of the animal."""
    taxon = Taxon.objects.filter(observations__footage__segments__version__clip=clip).first()
    titles = {"zh-hans": clip.title, "en": taxon.name_in("en") if taxon else clip.title}
    try:
        row = offers.offer(clip, titles=titles, summaries={}, user=crew.people["publisher"])
    except Refused as refusal:
        crew.say(f"“{clip.title}” is not offered: {'; '.join(each.message for each in refusal.obstacles)}")
    else:
        settle([row.job] if row.job else [])


def _free_name(name: str) -> str:
    return f"{name} · {timezone.localdate():%Y}" if Organisation.objects.filter(name=name).exists() else name
