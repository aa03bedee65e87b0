"""The addresses beneath /api/monitoring/v1/, for programs with a token. Answers and problems are in English."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError
from ninja.security import HttpBearer

from curation.footage.models import ApiClient, ApiRequest
from curation.footage.monitoring import idempotency, limits, observations, registration
from curation.footage.monitoring.batches import body_of, entries_of
from curation.footage.monitoring.clients import client_of
from curation.footage.monitoring.problems import MEDIA_TYPE, Problem
from curation.footage.monitoring.schemas import (
    BatchAnswer,
    FootageAnswer,
    FootageBatch,
    FootageState,
    ObservationAnswer,
    ObservationBatch,
    ProblemDetails,
)

logger = logging.getLogger(__name__)
VERSION = "1.0.0"
REFERENCE = "#/components/schemas/{model}"


class MonitoringAPI(NinjaAPI):
    """Describes itself with the bodies and problems that it checks and writes itself."""

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> Any:
        schema = super().get_openapi_schema(*args, **kwargs)
        for batch in (ObservationBatch, FootageBatch):
            described = batch.model_json_schema(ref_template=REFERENCE)
            schema["components"]["schemas"] |= described.pop("$defs") | {batch.__name__: described}
        for path in schema["paths"].values():
            for operation in path.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= HTTPStatus.BAD_REQUEST:
                        answer["content"] = {MEDIA_TYPE: answer["content"].pop("application/json")}
        return schema


class Token(HttpBearer):
    """A client's token. Each request is counted here, before its body is looked at."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiClient | None:
        client = client_of(token)
        if client is not None:
            limits.count_request(client)
        return client


api = MonitoringAPI(
    title="Pugmark monitoring API",
    version=VERSION,
    description="Detections and files from the park's monitoring system. See /api/monitoring/v1/ for a page to read.",
    urls_namespace="monitoring",
    auth=Token(),
    docs_url=None,  # ninja's pages load scripts from elsewhere; ours is reference.html
)

Batch = Callable[..., dict[str, Any]]
WRONG = dict.fromkeys((400, 401, 409, 413, 415, 422, 429), ProblemDetails)


def _taken(request: HttpRequest, *, name: str, limit: int, store: Batch) -> HttpResponse:
    """Carry a batch out once, by its Idempotency-Key, and answer what became of each item."""
    client, body = _client(request), body_of(request)
    key = request.headers.get("Idempotency-Key", "")

    def work() -> tuple[int, dict[str, Any]]:
        with translation.override("en"):
            return HTTPStatus.OK, store(entries_of(body, name=name, limit=limit), client=client)

    digest = idempotency.request_digest(request.method or "", request.path, body)
    answer = idempotency.once(client, key, digest=digest, work=work)
    response = api.create_response(request, answer.body, status=answer.status)
    if answer.replayed:
        response["Idempotency-Replayed"] = "true"
    return response


def _client(request: HttpRequest) -> ApiClient:
    client = getattr(request, "auth", None)
    if not isinstance(client, ApiClient):
        raise AuthenticationError
    return client


def _described(schema: type[Any]) -> dict[str, Any]:
    """What a batch looks like, for the OpenAPI document: items are checked one by one, not by the framework."""
    return {
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": REFERENCE.format(model=schema.__name__)}}},
        },
        "parameters": [
            {
                "in": "header",
                "name": "Idempotency-Key",
                "required": True,
                "schema": {"type": "string", "minLength": 1, "maxLength": 200},
                "description": "One name for one request: sent again, it gets the same answer and is not done again",
            }
        ],
    }


@api.post(
    "/observations",
    response={200: ObservationAnswer, **WRONG},
    openapi_extra=_described(ObservationBatch),
    summary="Send observations, at most 5,000 at once",
)
def post_observations(request: HttpRequest) -> HttpResponse:
    """Items that are right are stored, the others named in `problems`. An observationID that was sent before is
    changed, not doubled. People, vehicles, fire and smoke put the footage into quarantine."""
    return _taken(request, name="observations", limit=limits.OBSERVATIONS, store=observations.store_batch)


@api.delete(
    "/observations/{path:observation_id}",
    response={204: None, 401: ProblemDetails, 404: ProblemDetails, 429: ProblemDetails},
    summary="Take back an observation that this client sent",
)
def delete_observation(request: HttpRequest, observation_id: str) -> HttpResponse:
    """By its observationID. An alarm that it raised stays until a ranger has looked."""
    if not observation_id.isprintable() or not observations.delete_own(observation_id, client=_client(request)):
        raise Problem(HTTPStatus.NOT_FOUND, "not_found")
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@api.post(
    "/footage",
    response={200: FootageAnswer, **WRONG},
    openapi_extra=_described(FootageBatch),
    summary="Register files that lie in the object store, at most 1,000 at once",
)
def post_footage(request: HttpRequest) -> HttpResponse:
    """The file stays where it is and is read by a job; `"read": false` leaves it unread in the archive. A file that is
    here already is found by its fingerprint when it is read, and linked."""
    return _taken(request, name="footage", limit=limits.FILES, store=registration.register_batch)


@api.get(
    "/footage/{footage_id}",
    response={200: FootageState, 401: ProblemDetails, 404: ProblemDetails, 429: ProblemDetails},
    summary="What became of a file that this client registered",
)
def get_footage(request: HttpRequest, footage_id: str) -> Any:
    """By Pugmark's number, such as 12 or F12."""
    number = observations.number_of(footage_id)
    with translation.override("en"):
        state = registration.state_of(number, client=_client(request)) if number else None
    if state is None:
        raise Problem(HTTPStatus.NOT_FOUND, "not_found")
    return state


@api.get(
    "/batches/{path:key}",
    response={200: BatchAnswer, 401: ProblemDetails, 404: ProblemDetails, 429: ProblemDetails},
    summary="The answer to an earlier request of this client, by its Idempotency-Key",
)
def get_batch(request: HttpRequest, key: str) -> Any:
    """Answers are kept for 14 days."""
    row = ApiRequest.objects.filter(client=_client(request), key=key).first() if key.isprintable() else None
    if row is None:
        raise Problem(HTTPStatus.NOT_FOUND, "not_found")
    return BatchAnswer(key=row.key, status=row.status, answer=row.answer, received_at=row.created_at)


# ------------------------------------------------------------------------------------------------------- problems
@api.exception_handler(Problem)
def _problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    return problem.response()


@api.exception_handler(AuthenticationError)
def _unauthorized(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    headers = {"WWW-Authenticate": 'Bearer realm="Pugmark monitoring API"'}
    return Problem(HTTPStatus.UNAUTHORIZED, "unauthorized", headers=headers).response()


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, _error: Http404) -> HttpResponse:
    return Problem(HTTPStatus.NOT_FOUND, "not_found").response()


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    told = str(error.errors[0].get("msg", "")) if error.errors else ""
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", problem=told).response()


@api.exception_handler(Exception)
def _broke(request: HttpRequest, error: Exception) -> HttpResponse:
    """The edge of a request: whatever broke is logged, and the program gets an answer that it can read."""
    logger.exception("%s %s broke", request.method, request.path, exc_info=error)
    return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "internal").response()
