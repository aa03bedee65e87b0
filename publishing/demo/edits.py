"""The clips of the demo: cut, captioned, translated by the real engine, read by the demo's people, rendered."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from curation.clips import services as clips
from curation.clips import translator
from curation.clips.models import CaptionTrack, Clip, ClipVersion, Rendition
from curation.footage.models import Footage
from curation.jobs.models import Job
from publishing.demo.crew import Crew
from publishing.demo.labour import finish, finish_in_thread
from publishing.demo.plans import SOURCE, ClipPlan

CLEAN = ("16:9", "")


def edit(plans: tuple[ClipPlan, ...], footage: Mapping[str, Footage], crew: Crew) -> dict[str, Clip]:
    """Make the clips whose footage is there; by `ClipPlan.key`."""
    made: dict[str, Clip] = {}
    for plan in plans:
        if all(cut.scene in footage for cut in plan.cuts):
            made[plan.key] = _cut(plan, footage, crew).clip
    return made


def _cut(plan: ClipPlan, footage: Mapping[str, Footage], crew: Crew) -> ClipVersion:
    editor = crew.people["editor"]
    ranges = [
        clips.Range(footage[cut.scene], cut.start, min(cut.end, footage[cut.scene].duration or cut.end))
        for cut in plan.cuts
    ]
    version = clips.save_clip(title=plan.title, ranges=ranges, user=editor, source_language=SOURCE, demo=True)
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
    """Have the engine translate; the translator approves what is sure in the planned languages, the rest waits."""
    for plan in plans:
        if plan.key not in made:
            continue
        source = made[plan.key].tracks.get(language=SOURCE)
        reached = set(translator.targets(SOURCE))
        wanted = [language for language in (*plan.approved, *plan.machine) if language in reached]
        if not wanted:
            crew.say("no translation model is installed; the clips have Chinese captions only")
            return
        job = finish(clips.translate_track(source, wanted, user=crew.people["translator"]))
        if job.state != Job.State.DONE:
            crew.say(f"translating “{plan.title}” ended as {job.state} ({job.error_code})")
        approved = _approve(plan, source, crew)
        crew.say(f"“{plan.title}”: captions approved in {', '.join([SOURCE, *approved])}")


def _approve(plan: ClipPlan, source: CaptionTrack, crew: Crew) -> list[str]:
    approved = []
    for track in source.translations.filter(language__in=plan.approved).order_by("pk"):
        if track.cues.exists() and not track.cues.filter(text="").exists():
            clips.approve_track(track, user=crew.people["translator"])
            approved.append(track.language)
    return approved


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
