"""What a member has chosen: asked for, prepared and signed, taken back, forgotten."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from curation.clips.edit import Edit
from curation.clips.errors import ClipError
from curation.clips.exports import FORMATS, export
from curation.clips.models import CaptionTrack, ClipVersion, Cue, Rendition
from curation.files import store
from curation.files.local import keep, local_copy, scratch
from curation.footage.licensing.asking import terms_under
from curation.jobs import services as jobs
from curation.jobs.work import JobFailed, Work, handler
from curation.rights.packet import rights_packet
from curation.video.metadata.packet import append_packet
from publishing.guard.files import find_in_file
from publishing.guard.services import findings_for, finest_for
from publishing.partners import catalogue, ledger
from publishing.partners.credentials import certificate as certificates
from publishing.partners.credentials.certificate import Certificate, CertificateError
from publishing.partners.credentials.manifest import Source, Story, Translation, manifest
from publishing.partners.credentials.signing import CredentialsError, sign
from publishing.partners.ledger import Kind, Origin
from publishing.partners.models import Acceptance, Agreement, Copy, Member, Offer
from publishing.partners.refusals import NotGiven
from publishing.partners.states import COPY
from publishing.posts.drafts import language_name

State = Copy.State
LASTS = timedelta(days=7)
QUOTA = timedelta(days=30)
_MACHINE = (Cue.Method.MACHINE, Cue.Method.REWRITTEN, Cue.Method.MENDED)


@dataclass(frozen=True)
class Choice:
    """What a member wants of a clip. languages, formats: of caption files."""

    agreement: int
    rendition: int
    languages: tuple[str, ...] = ()
    formats: tuple[str, ...] = ("vtt",)


def ask(member: Member, offer_id: int, choice: Choice, *, origin: Origin) -> Copy:
    """Have the chosen files prepared. Raises NotGiven, which is in the ledger then."""
    try:
        with transaction.atomic():
            Member.objects.select_for_update().get(pk=member.pk)  # two at once are counted one after the other
            return _ask(member, offer_id, choice, origin=origin)
    except NotGiven as refusal:
        offer = Offer.objects.filter(pk=offer_id).select_related("clip").first()
        seen: dict[str, Any] = (
            {"clip": offer.clip.title, "clip_key": offer.clip_id} if offer and refusal.code != "not_covered" else {}
        )
        ledger.note(Kind.REFUSED, member=member, origin=origin, reason=refusal.code, **seen)
        raise


def _ask(member: Member, offer_id: int, choice: Choice, *, origin: Origin) -> Copy:
    entry = catalogue.entry(member, offer_id)
    licence = entry.licence(choice.agreement)
    agreement, offer = licence.agreement, entry.offer
    _require_acceptance(member, agreement)
    rendition = next((each for each in catalogue.renditions(offer) if each.pk == choice.rendition), None)
    if rendition is None:
        raise NotGiven("rendition_missing")
    languages = tuple(dict.fromkeys(choice.languages))
    for ending in choice.formats:
        if ending not in FORMATS:
            raise NotGiven("format_unknown", {"format": ending})
    _require_languages(offer, agreement, languages, burnt=rendition.language)
    _require_quota(member, agreement)
    copy = Copy.objects.create(
        member=member,
        agreement=agreement,
        offer=offer,
        rendition=rendition,
        title=offer.title_in("en")[:200],
        version_number=offer.version.number,
        languages=list(languages),
        formats=list(dict.fromkeys(choice.formats)) if languages else [],
        terms_hash=agreement.terms_hash,
        expires_at=_expiry(agreement, until=licence.until),
    )
    ledger.note(Kind.ASKED, copy=copy, origin=origin)
    copy.job = jobs.start("partner_copy", payload={"copy": str(copy.pk)})
    copy.save(update_fields=["job"])
    return copy


def _require_acceptance(member: Member, agreement: Agreement) -> None:
    accepted = Acceptance.objects.filter(member=member, agreement=agreement)
    if not accepted.filter(terms_hash=agreement.terms_hash).exists():
        raise NotGiven("terms_changed" if accepted.exists() else "terms_open", {"agreement": agreement.title})


def _require_languages(offer: Offer, agreement: Agreement, languages: Sequence[str], *, burnt: str) -> None:
    """Of caption files and of words in the picture: agreed, approved, and allowed by rights."""
    there = {track.language for track in catalogue.tracks(offer)}
    for language in filter(None, (*languages, burnt)):
        name = {"language": language_name(language)}
        if not catalogue.reads(agreement, language):
            raise NotGiven("language_not_agreed", name)
        if language not in there and language != burnt:
            raise NotGiven("captions_missing", name)
    decision = catalogue.allowed(offer, agreement, languages=[each for each in (*languages, burnt) if each])
    if not decision.allowed:
        raise catalogue.rights_refused(decision.reasons)


def _require_quota(member: Member, agreement: Agreement) -> None:
    limit = agreement.monthly_downloads
    if limit is None:
        return
    Agreement.objects.select_for_update().get(pk=agreement.pk)
    since = timezone.now() - QUOTA
    rows = Copy.objects.filter(agreement=agreement, created_at__gt=since).exclude(state=State.FAILED)
    if rows.count() < limit:
        return
    freed = rows.order_by("-created_at").values_list("created_at", flat=True)[max(limit - 1, 0) : limit].first()
    free_on = timezone.localdate((freed or timezone.now()) + QUOTA)
    raise NotGiven("quota_spent", {"limit": limit, "next": date_format(free_on)})


def left(agreement: Agreement) -> int | None:
    """How many downloads an agreement has left now; None where it is not limited."""
    if agreement.monthly_downloads is None:
        return None
    rows = Copy.objects.filter(agreement=agreement, created_at__gt=timezone.now() - QUOTA)
    return max(agreement.monthly_downloads - rows.exclude(state=State.FAILED).count(), 0)


def _expiry(agreement: Agreement, *, until: datetime | None) -> datetime:
    """In a week, or when the agreement or the rights end before."""
    ends = [timezone.now() + LASTS]
    if agreement.ends_on:
        after = datetime.combine(agreement.ends_on + timedelta(days=1), datetime.min.time())
        ends.append(timezone.make_aware(after))
    if until:
        ends.append(until)
    return min(ends)


def with_related() -> QuerySet[Copy]:
    """Copies with all that `still_allowed` looks at."""
    related = ("member__user", "member__organisation", "agreement__organisation", "offer__clip", "offer__version")
    return Copy.objects.select_related(*related, "rendition", "job")


def still_allowed(copy: Copy, *, known: catalogue.Facts | None = None) -> None:
    """Whether its files may be handed out at this moment. Raises NotGiven. known: as of `catalogue.allowed`."""
    member, agreement, offer = copy.member, copy.agreement, copy.offer
    now = timezone.now()
    if member.closed_at or not member.user.is_active:
        raise NotGiven("account_closed")
    if copy.state == State.REVOKED:
        raise NotGiven("download_revoked")
    if offer is None or agreement is None or offer.withdrawn_at:
        raise NotGiven("download_revoked")
    today = timezone.localdate(now)
    if agreement.starts_on > today or (agreement.ends_on and agreement.ends_on < today):
        raise NotGiven("agreement_ended", {"agreement": agreement.title})
    if copy.state == State.EXPIRED or copy.expires_at <= now:
        raise NotGiven("download_expired")
    if copy.state != State.READY:
        raise NotGiven("not_ready")
    burnt = [copy.rendition.language] if copy.rendition and copy.rendition.language else []
    decision = catalogue.allowed(offer, agreement, at=now, languages=[*copy.languages, *burnt], known=known)
    if not decision.allowed:
        raise catalogue.rights_refused(decision.reasons)


@transaction.atomic
def revoke(copy: Copy, *, why: str, origin: Origin | None = None) -> None:
    """Take it back: from now on none of its links gives anything."""
    row = Copy.objects.select_for_update().get(pk=copy.pk)
    if row.state in {State.REVOKED, State.EXPIRED}:
        return
    COPY.move(row, State.REVOKED, revoked_at=timezone.now(), revoked_why=why[:300])
    ledger.note(Kind.REVOKED, copy=row, origin=origin)


def forget_old() -> int:
    """Delete the files of what has expired or was taken back; the rows and the ledger stay."""
    now = timezone.now()
    for copy in Copy.objects.filter(state__in=[State.READY, State.FAILED, State.PREPARING], expires_at__lte=now):
        COPY.move(copy, State.EXPIRED)
    gone = 0
    for copy in Copy.objects.filter(state__in=[State.EXPIRED, State.REVOKED]).exclude(files=[]):
        for file in copy.files:
            store.delete(file["stored"])
        Copy.objects.filter(pk=copy.pk).update(files=[])
        gone += 1
    return gone


# ------------------------------------------------------------------------------------------------------ preparing
@handler("partner_copy")
def prepare(work: Work) -> dict[str, Any]:
    """Make the files of a copy; repeating it is safe."""
    copy = Copy.objects.filter(pk=work.job.payload.get("copy")).first()
    if copy is None:
        raise JobFailed("source_gone")
    if copy.state != State.PREPARING:
        return {}
    try:
        with work.kept_alive():
            files = _files(copy)
    except (CertificateError, CredentialsError) as error:
        _failed(copy, "certificate_expired" if error.code == "expired" else "not_signed")
        raise JobFailed("not_signed", str(error)) from error
    except (FileNotFoundError, NotGiven) as error:
        _failed(copy, "file_gone")
        raise JobFailed("source_gone", str(error)) from error
    except Leak as leak:
        _failed(copy, "guard")
        raise JobFailed("leak_in_file", str(leak)) from leak
    with transaction.atomic():
        row = Copy.objects.select_for_update().get(pk=copy.pk)
        if row.state == State.PREPARING:
            COPY.move(row, State.READY, files=files)
            ledger.note(Kind.PREPARED, copy=row, file=files[0]["name"])
            return {"files": len(files)}
    for file in files:  # taken back meanwhile
        store.delete(file["stored"])
    return {}


class Leak(Exception):
    """The guard has found something in a finished file."""


def _failed(copy: Copy, code: str) -> None:
    COPY.move(copy, State.FAILED, error_code=code)
    ledger.note(Kind.FAILED, copy=copy, reason=code)


def _files(copy: Copy) -> list[dict[str, Any]]:
    rendition, offer = copy.rendition, copy.offer
    if rendition is None or offer is None:
        raise FileNotFoundError("rendition")
    stem = file_stem(copy)
    with scratch() as folder:
        film = folder / "film.mp4"
        with local_copy(rendition.file) as source:
            shutil.copyfile(source, film)
        found = find_in_file(film, name=f"{stem}.mp4", finest=finest_for(offer.version))
        if found:
            raise Leak("; ".join(f"{each.where}: {each.code}" for each in found))
        append_packet(film, _packet(copy, offer.version))
        signed = folder / "signed.mp4"
        sign(
            film,
            signed,
            manifest=manifest(_story(copy, offer.version, rendition)),
            certificate=certificate(),
            timestamps=settings.CREDENTIALS_TIMESTAMPS,
        )
        files = [_kept(copy, signed, name=f"{stem}.mp4", media="video/mp4", place=0)]
        for language in copy.languages:
            for ending in copy.formats:
                path = folder / f"{language}.{ending}"
                path.write_bytes(_captions(offer, language, ending))
                name = f"{stem}.{language}.{ending}"
                files.append(_kept(copy, path, name=name, media=FORMATS[ending], place=len(files)))
        return files


def _kept(copy: Copy, path: Path, *, name: str, media: str, place: int) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    stored = keep(path, f"copies/{copy.pk.hex[:2]}/{copy.pk.hex}/{place}")
    return {"name": name, "stored": stored, "type": media, "size": path.stat().st_size, "sha256": digest}


def _captions(offer: Offer, language: str, ending: str) -> bytes:
    track = next((each for each in catalogue.tracks(offer) if each.language == language), None)
    if track is None:
        raise FileNotFoundError(language)
    try:
        return export(track, ending)
    except ClipError as error:
        raise FileNotFoundError(ending) from error


def file_stem(copy: Copy) -> str:
    """`pugmark-amur-tiger-v2-1a2b3c4d`: what it shows in plain letters, its version, the beginning of its id."""
    plain = re.sub(r"[^a-z0-9]+", "-", copy.title.casefold()).strip("-")[:60].strip("-")
    return "-".join(part for part in ("pugmark", plain, f"v{copy.version_number}", copy.pk.hex[:8]) if part)


def certificate() -> Certificate:
    """The one that the settings name, else the development one of this installation. Raises CertificateError."""
    if settings.CREDENTIALS_CERTIFICATE:
        return certificates.load(Path(settings.CREDENTIALS_CERTIFICATE), Path(settings.CREDENTIALS_KEY))
    return certificates.development(settings.CREDENTIALS_FOLDER)


def _packet(copy: Copy, version: ClipVersion) -> bytes:
    """Rights as XMP: the terms of all footage, the credit lines of them and of the agreement. Raises Leak."""
    segments = version.segments.select_related("footage")
    terms = terms_under(list({segment.footage_id: segment.footage for segment in segments}.values()))
    line = copy.agreement.credit_line if copy.agreement else ""
    words = [line, *(text for each in terms for text in (each.name, each.owner, each.credit_line, each.notes))]
    # Days of a licence may be told: only places and devices are looked for.
    found = findings_for({"rights": "\n".join(filter(None, words))}, finest="hour")
    if found:
        raise Leak("; ".join(f"{each.where}: {each.code}" for each in found))
    return rights_packet(terms, credits=(line,) if line else (), download=str(copy.pk))


def _story(copy: Copy, version: ClipVersion, rendition: Rendition) -> Story:
    segments = list(version.segments.select_related("footage"))
    footage = {segment.footage_id: segment.footage for segment in segments}
    languages = [*copy.languages, *([rendition.language] if rendition.language else [])]
    return Story(
        title=copy.title,
        download=str(copy.pk),
        version=settings.VERSION,
        sources=[Source(key, row.fingerprint or "") for key, row in footage.items()],
        edits=_edits(version, rendition, shots=len(segments)),
        translations=list(_translations(version, languages)),
        terms_hash=copy.terms_hash,
        licensee=copy.member.organisation.name,
    )


def _edits(version: ClipVersion, rendition: Rendition, *, shots: int) -> list[str]:
    """C2PA's names of what was done to the footage."""
    edit = Edit.from_dict(version.edit)
    done = ["c2pa.trimmed", "c2pa.transcoded"]
    if edit.look != Edit().look:
        done.append("c2pa.color_adjustments")
    if edit.titles or rendition.language:
        done.append("c2pa.addedText")
    if rendition.shape != "16:9":
        done.append("c2pa.cropped")
    if rendition.watermark:
        done.append("c2pa.watermarked")
    if shots > 1:
        done.append("c2pa.edited")
    return done


def _translations(version: ClipVersion, languages: Sequence[str]) -> Sequence[Translation]:
    """Of these captions, those that a machine wrote first."""
    found = []
    for language in dict.fromkeys(languages):
        track = version.clip.tracks.filter(language=language, source__isnull=False).select_related("source").first()
        if track is None:
            continue
        engine = track.cues.filter(method__in=_MACHINE).values_list("engine", flat=True).first()
        if engine is not None:
            checked = track.state == CaptionTrack.State.APPROVED
            found.append(Translation(track.source.language, language, engine, checked))  # type: ignore[union-attr]
    return found
