"""Bodies of batches: read, counted, checked item by item; a bad item never spoils the others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Generic, TypeVar

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.http.request import UnreadablePostError
from pydantic import BaseModel, ValidationError

from curation.footage.monitoring.limits import LARGEST_BODY
from curation.footage.monitoring.problems import Problem

Item = TypeVar("Item", bound=BaseModel)


def body_of(request: HttpRequest) -> bytes:
    """The body as it came. Raises Problem: too large, compressed, or of another type."""
    if request.headers.get("Content-Encoding", "identity") != "identity" or request.content_type != "application/json":
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "media_type")
    too_large = Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large", limit=LARGEST_BODY)
    length = request.headers.get("Content-Length", "0")
    if length.isdigit() and int(length) > LARGEST_BODY:
        raise too_large
    try:
        body = request.body
    except RequestDataTooBig:
        raise too_large from None
    except UnreadablePostError as error:
        raise Problem(HTTPStatus.BAD_REQUEST, "not_json", problem="it broke off") from error
    if len(body) > LARGEST_BODY:
        raise too_large
    return body


def entries_of(body: bytes, *, name: str, limit: int) -> list[Any]:
    """The list that a batch is about. Raises Problem."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        problem = str(error)[:100] if isinstance(error, json.JSONDecodeError) else "it is not UTF-8, or nested too deep"
        raise Problem(HTTPStatus.BAD_REQUEST, "not_json", problem=problem) from error
    entries = data.get(name) if isinstance(data, dict) else None
    if not isinstance(entries, list) or not entries:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "not_a_batch", name=name)
    for member in data:
        if member != name:
            raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "unknown_member", member=repr(member)[:60])
    if len(entries) > limit:
        raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_many", limit=limit, count=len(entries))
    return entries


@dataclass
class Batch(Generic[Item]):
    """Checked items by their index, and what is wrong with the others. `identifier` names the field of their own id."""

    entries: list[Any]
    model: type[Item]
    identifier: str
    problems: list[dict[str, Any]] = field(default_factory=list)

    def items(self) -> Iterator[tuple[int, Item]]:
        """The items that are well formed and whose id stands in no earlier one."""
        seen: dict[str, int] = {}
        for index, entry in enumerate(self.entries):
            try:
                item = self.model.model_validate(entry)
            except ValidationError as error:
                self._refuse_invalid(index, error)
                continue
            first = seen.setdefault(getattr(item, self.identifier), index)
            if first != index:
                self.refuse(index, "duplicate_id", f"Item {first} of this batch has the same id.", self.identifier)
                continue
            yield index, item

    def refuse(self, index: int, code: str, message: str, where: str = "") -> None:
        """Leave an item out, with the reason; the first reason stands."""
        self.problems.append(
            {"index": index, "id": self._id(index), "field": where, "code": code, "message": message[:400]}
        )

    def _refuse_invalid(self, index: int, error: ValidationError) -> None:
        told = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = str(told["loc"][0]) if told["loc"] else ""
        self.refuse(index, str(told["type"]), f"{told['msg']}.".replace("..", "."), where[:60])

    def _id(self, index: int) -> str:
        entry = self.entries[index]
        own = entry.get(self.identifier) if isinstance(entry, dict) else None
        return own[:200] if isinstance(own, str) else ""

    def sorted_problems(self) -> list[dict[str, Any]]:
        return sorted(self.problems, key=lambda problem: problem["index"])
