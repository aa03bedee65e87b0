"""The addresses beneath /api/partner/v1/, for programs with a member's key. Answers and problems are in English."""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from ninja import NinjaAPI, Query, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer
from pydantic import Field

from curation import rates
from publishing.partners import acceptances, catalogue, copies, ledger, links, tokens
from publishing.partners.catalogue import Entry
from publishing.partners.models import Agreement, Copy, DownloadMoment, Member
from publishing.partners.refusals import NotGiven
from publishing.partners.selectors import running_agreements

VERSION = "1.0.0"
MEDIA_TYPE = "application/problem+json"
REQUESTS = 300  # a minute and member
LARGEST_KEY = 2**63 - 1


class Problem(Schema):
    """RFC 9457."""

    type: str = "about:blank"
    title: str
    status: int
    code: str


class AgreementOut(Schema):
    id: int
    licence: dict[str, Any]
    terms_hash: str
    accepted: bool
    downloads_left: int | None


class AgreementList(Schema):
    agreements: list[AgreementOut]


class SpeciesOut(Schema):
    scientificName: str
    vernacularNames: dict[str, str]


class ClipOut(Schema):
    id: int
    version: int
    titles: dict[str, str]
    summaries: dict[str, str]
    seconds: float
    species: list[SpeciesOut]
    agreements: list[int]


class ClipPage(Schema):
    total: int
    clips: list[ClipOut]


class RenditionOut(Schema):
    id: int
    width: int | None
    height: int | None
    bytes: int | None
    shape: str
    burnt_language: str


class ClipDetail(ClipOut):
    renditions: list[RenditionOut]
    captions: list[str]
    credits: dict[str, list[str]]


class AcceptIn(Schema):
    terms_hash: str = Field(min_length=64, max_length=64, pattern="^[0-9a-f]{64}$")


class CopyIn(Schema):
    agreement: int = Field(ge=1, le=LARGEST_KEY)
    rendition: int = Field(ge=1, le=LARGEST_KEY)
    languages: list[str] = Field(default_factory=list, max_length=40)
    formats: list[str] = Field(default_factory=lambda: ["vtt"], max_length=20)


class FileOut(Schema):
    name: str
    type: str
    bytes: int
    sha256: str
    url: str


class CopyOut(Schema):
    id: uuid.UUID
    state: str
    title: str
    version: int
    terms_hash: str
    expires_at: str
    files: list[FileOut]
    package: str | None


class MomentOut(Schema):
    at: str
    kind: str
    download: uuid.UUID | None
    member: str
    clip: str
    file: str
    reason: str
    address: str | None


class Ledger(Schema):
    moments: list[MomentOut]


class Key(HttpBearer):
    """A member's key. Each request is counted."""

    def authenticate(self, request: HttpRequest, token: str) -> Member | None:
        member = tokens.member_of(token)
        if member is not None and rates.asked_this_minute(f"partner-api:{member.pk}") > REQUESTS:
            raise NotGiven("too_often")
        return member


class PartnerAPI(NinjaAPI):
    """Describes its problems in the form in which it writes them."""

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> Any:
        schema = super().get_openapi_schema(*args, **kwargs)
        for path in schema["paths"].values():
            for operation in path.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= HTTPStatus.BAD_REQUEST:
                        answer["content"] = {MEDIA_TYPE: answer["content"].pop("application/json")}
        return schema


api = PartnerAPI(
    title="Pugmark partner API",
    version=VERSION,
    description="The clips that an organisation's agreements cover, their files, and its download ledger.",
    urls_namespace="partner_api",
    auth=Key(),
    docs_url=None,  # ninja's pages load scripts from elsewhere
)
WRONG = dict.fromkeys((400, 401, 422, 429), Problem)
NOT_GIVEN = {**WRONG, **dict.fromkeys((403, 404, 409), Problem)}


def _member(request: HttpRequest) -> Member:
    member = getattr(request, "auth", None)
    if not isinstance(member, Member):
        raise AuthenticationError
    return member


@api.get("/agreements", response={200: AgreementList, **WRONG}, summary="Agreements in force, with their licences")
def agreements(request: HttpRequest) -> dict[str, Any]:
    """`terms_hash` names the licence exactly as it is worded now; it is what is accepted."""
    member = _member(request)
    return {"agreements": [_agreement(each, member) for each in running_agreements(member.organisation)]}


def _agreement(row: Agreement, member: Member) -> dict[str, Any]:
    return {
        "id": row.pk,
        "licence": row.licence,
        "terms_hash": row.terms_hash,
        "accepted": acceptances.standing(member, row) is not None,
        "downloads_left": copies.left(row),
    }


@api.post(
    "/agreements/{agreement_id}/acceptance", response={200: AgreementOut, **NOT_GIVEN}, summary="Accept a licence"
)
def accept(request: HttpRequest, agreement_id: int, body: AcceptIn) -> dict[str, Any]:
    """By the hash of what was read. Another one than that of now is refused with 409 and `terms_changed`."""
    member = _member(request)
    _known(agreement_id)
    row = acceptances.accept(member, agreement_id, terms_hash=body.terms_hash, origin=ledger.origin_of(request))
    return _agreement(row.agreement, member)


@api.get("/clips", response={200: ClipPage, **WRONG}, summary="Clips that can be had now")
def clips(
    request: HttpRequest,
    q: str = Query("", max_length=200),
    offset: int = Query(0, ge=0, le=1_000_000),
    limit: int = Query(50, ge=1, le=200),
) -> dict[str, Any]:
    """Newest first; `q` is looked for in titles, summaries and names of species in every language."""
    found = catalogue.entries(_member(request), words=q.replace("\0", " "))
    return {"total": len(found), "clips": [_clip(each) for each in found[offset : offset + limit]]}


def _clip(entry: Entry) -> dict[str, Any]:
    offer = entry.offer
    return {
        "id": offer.pk,
        "version": offer.version.number,
        "titles": offer.titles,
        "summaries": offer.summaries,
        "seconds": round(offer.version.duration, 2),
        "species": [
            {"scientificName": each.scientific_name, "vernacularNames": each.preferred_names()}
            for each in entry.species
        ],
        "agreements": [each.agreement.pk for each in entry.licences],
    }


@api.get("/clips/{clip_id}", response={200: ClipDetail, **NOT_GIVEN}, summary="One clip with its files and captions")
def clip(request: HttpRequest, clip_id: int) -> dict[str, Any]:
    """`credits` are the lines that must be shown, by agreement."""
    _known(clip_id)
    entry = catalogue.entry(_member(request), clip_id)
    return {
        **_clip(entry),
        "renditions": [
            {
                "id": each.pk, "width": each.width, "height": each.height, "bytes": each.size, "shape": each.shape,
                "burnt_language": each.language,
            }
            for each in catalogue.renditions(entry.offer)
        ],
        "captions": [each.language for each in catalogue.tracks(entry.offer)],
        "credits": {str(each.agreement.pk): _credits(each) for each in entry.licences},
    }  # fmt: skip


def _credits(licence: catalogue.Licence) -> list[str]:
    return [line for line in (licence.agreement.credit_line, *licence.credits) if line]


@api.post("/clips/{clip_id}/copies", response={202: CopyOut, **NOT_GIVEN}, summary="Have files prepared")
def ask(request: HttpRequest, clip_id: int, body: CopyIn) -> HttpResponse:
    """It takes a moment: ask for the copy until its state is `ready`."""
    _known(clip_id)
    choice = copies.Choice(body.agreement, body.rendition, tuple(body.languages), tuple(body.formats))
    copy = copies.ask(_member(request), clip_id, choice, origin=ledger.origin_of(request))
    return api.create_response(request, _copy(copy), status=HTTPStatus.ACCEPTED)


@api.get("/copies/{copy_id}", response={200: CopyOut, **NOT_GIVEN}, summary="How a copy stands, with fresh links")
def copy(request: HttpRequest, copy_id: uuid.UUID) -> dict[str, Any]:
    """Links are good for a day and can be resumed with `Range`."""
    row = copies.with_related().filter(pk=copy_id, member=_member(request)).first()
    if row is None:
        raise Http404
    if row.state == Copy.State.READY:
        copies.still_allowed(row)
    return _copy(row)


def _copy(row: Copy) -> dict[str, Any]:
    ready = row.state == Copy.State.READY
    files = [
        {"name": each["name"], "type": each["type"], "bytes": each["size"], "sha256": each["sha256"],
         "url": links.address(row, place)}
        for place, each in enumerate(row.files if ready else [])
    ]  # fmt: skip
    return {
        "id": str(row.pk),
        "state": row.state,
        "title": row.title,
        "version": row.version_number,
        "terms_hash": row.terms_hash,
        "expires_at": row.expires_at.isoformat(),
        "files": files,
        "package": links.address(row, links.PACKAGE) if len(files) > 1 else None,
    }


@api.get("/ledger", response={200: Ledger, **WRONG}, summary="The organisation's download ledger, newest first")
def moments(
    request: HttpRequest,
    before: int = Query(LARGEST_KEY, ge=1, le=LARGEST_KEY),
    limit: int = Query(100, ge=1, le=1000),
) -> dict[str, Any]:
    """At most `limit` moments."""
    rows = ledger.moments(member=_member(request)).filter(pk__lt=before)[:limit]
    return {"moments": [_moment(each) for each in rows]}


def _moment(row: DownloadMoment) -> dict[str, Any]:
    return {
        "at": row.at.isoformat(), "kind": row.kind, "download": row.download, "member": row.member, "clip": row.clip,
        "file": row.file, "reason": row.reason, "address": row.address,
    }  # fmt: skip


def _known(key: int) -> None:
    """A number that no row can have is not there."""
    if not 0 < key <= LARGEST_KEY:
        raise NotGiven("not_covered")


# ------------------------------------------------------------------------------------------------------- problems
def _problem(request: HttpRequest, status: int, code: str, title: str) -> HttpResponse:
    body = {"type": "about:blank", "title": title, "status": int(status), "code": code}
    response = api.create_response(request, body, status=status)
    response["Content-Type"] = MEDIA_TYPE
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(NotGiven)
def _not_given(request: HttpRequest, error: NotGiven) -> HttpResponse:
    with translation.override("en"):
        return _problem(request, error.status, error.code, str(error))


@api.exception_handler(AuthenticationError)
def _nobody(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    return _problem(request, HTTPStatus.UNAUTHORIZED, "no_key", "Send a key that is in force: Authorization: Bearer …")


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    where = "; ".join(
        ".".join(map(str, each.get("loc", ()))) + ": " + str(each.get("msg", "")) for each in error.errors
    )
    return _problem(request, HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", where[:500])


@api.exception_handler(Http404)
def _missing(request: HttpRequest, _error: Http404) -> HttpResponse:
    return _problem(request, HTTPStatus.NOT_FOUND, "not_found", "There is nothing of yours here.")


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    return _problem(request, error.status_code, "refused", str(error))
