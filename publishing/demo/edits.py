"""The clips of the demo: cut, captioned, translated by the real engine, read by the demo's people, rendered."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from curation.clips import services as clips
from curation.clips import translator
from curation.clips.edit import Edit
from curation.clips.models import CaptionTrack, Clip, ClipVersion, Rendition
from curation.clips.pieces import begun_look, strip_of
from curation.footage.models import Footage
from curation.jobs.models import Job
from curation.jobs.services import finish
from curation.translation.corpus.realisation import realise
from publishing.demo.crew import Crew
from publishing.demo.labour import finish_in_thread
from publishing.demo.plans import SOURCE, ClipPlan

CLEAN = ("16:9", "")


def edit(plans: tuple[ClipPlan, ...], footage: Mapping[str, Footage], crew: Crew) -> dict[str, Clip]:
    """Make the clips whose footage is there; by `ClipPlan.key`."""
    made: dict[str, Clip] = {}
    for plan in plans:
        if all(cut.scene in footage for cut in plan.cuts):
            version = _cut(plan, footage, crew)
            made[plan.key] = version.clip
            # Workers, where there are some, render the clean one while this process translates.
            clips.request_rendition(version, shape=CLEAN[0], user=crew.people["editor"])
    return made


def _cut(plan: ClipPlan, footage: Mapping[str, Footage], crew: Crew) -> ClipVersion:
    editor = crew.people["editor"]
    ranges = [
        clips.Range(footage[cut.scene], cut.start, min(cut.end, footage[cut.scene].duration or cut.end))
        for cut in plan.cuts
    ]
    edit = Edit(look=begun_look(strip_of(each.footage) for each in ranges))
    version = clips.save_clip(
        title=plan.title, ranges=ranges, user=editor, edit=edit, source_language=SOURCE, demo=True
    )
    track = clips.track_for(version.clip, SOURCE)
    last = round(version.duration, 2)
    cues = [
        clips.CueText(start=each.start, end=min(each.end, last), text=each.text)
        for each in plan.captions
        if each.start < last - 0.5
    ]
    clips.write_cues(track, cues, user=editor)
    clips.approve_track(track, user=editor)
    return version


def translate(plans: tuple[ClipPlan, ...], made: Mapping[str, Clip], crew: Crew) -> None:
    """Have the engine translate; the demo's translator writes what it was unsure of, and approves.

    Languages that the plan leaves to the machine stay as the engine left them, for whoever looks around.
    """
    reached = set(translator.targets(SOURCE))
    for plan in plans:
        if plan.key not in made:
            continue
        source = made[plan.key].tracks.get(language=SOURCE)
        wanted = [language for language in (*plan.approved, *plan.machine) if language in reached]
        if wanted:
            job = finish(clips.translate_track(source, wanted, user=crew.people["translator"]))
            if job.state != Job.State.DONE:
                crew.say(f"translating “{plan.title}” ended as {job.state} ({job.error_code})")
        by_hand = sum(_complete(plan, source, language, crew) for language in plan.approved)
        told = f"; {by_hand} that the engine left to a person were written by one" if by_hand else ""
        crew.say(f"“{plan.title}”: captions approved in {', '.join([SOURCE, *plan.approved])}{told}")


def _complete(plan: ClipPlan, source: CaptionTrack, language: str, crew: Crew) -> int:
    """Write what is still empty in one language and approve it; returns how many captions that were."""
    track = clips.track_for(source.clip, language, source=source)
    present = {cue.source_cue_id: cue for cue in track.cues.all()}
    words = {caption.text: realise(caption.scene, language=language) for caption in plan.captions}
    cues, written = [], 0
    for cue in source.cues.all():
        mine = present.get(cue.pk)
        text = mine.text if mine is not None else ""
        written += not text
        own = mine.pk if mine is not None else None
        cues.append(clips.CueText(start=cue.start, end=cue.end, text=text or words[cue.text], id=own, source_id=cue.pk))
    if written:
        clips.write_cues(track, cues, user=crew.people["translator"])
    clips.approve_track(track, user=crew.people["translator"])
    return written


def render(plans: tuple[ClipPlan, ...], made: Mapping[str, Clip], crew: Crew) -> int:
    """Render every clip clean and as planned; returns how many are ready."""
    asked = [
        clips.request_rendition(version, shape=shape, language=language, user=crew.people["editor"])
        for plan in plans
        if plan.key in made and (version := made[plan.key].version) is not None
        for shape, language in (CLEAN, *plan.renditions)
        if not language or _has_words(made[plan.key], language)
    ]
    jobs = [each.job for each in asked if each.job is not None and each.state != Rendition.State.READY]
    if crew.hands > 1:
        with ThreadPoolExecutor(crew.hands, thread_name_prefix="demo") as pool:
            for number, _job in enumerate(pool.map(finish_in_thread, jobs), start=1):
                crew.say(f"rendering {number}/{len(jobs)} …")
    else:
        for job in jobs:
            finish(job)
    return Rendition.objects.filter(pk__in=[each.pk for each in asked], state=Rendition.State.READY).count()


def _has_words(clip: Clip, language: str) -> bool:
    return clip.tracks.filter(language=language, state=CaptionTrack.State.APPROVED).exists()
