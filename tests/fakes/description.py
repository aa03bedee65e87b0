"""Checks requests and answers against an OpenAPI 3.1 description."""

import json
import re
from email import message_from_bytes, policy
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from tests.fakes.loopback import Reply, Request

_NAME = "urn:description"


class Violation(Exception):
    """A request or an answer that the description does not allow."""


class Description:
    """One OpenAPI document."""

    def __init__(self, path: Path) -> None:
        self._document = _document(path)
        self._registry = Registry().with_resource(_NAME, DRAFT202012.create_resource(self._document))
        self._paths = [
            (re.compile("^" + re.sub(r"\{[^}]+\}", "[^/]+", template) + "$"), template, operations)
            # A path without parameters wins over one with: /accounts/verify_credentials over /accounts/{id}.
            for template, operations in sorted(self._document["paths"].items(), key=lambda item: item[0].count("{"))
        ]

    def operation(self, request: Request) -> dict[str, Any]:
        for pattern, _template, operations in self._paths:
            # Rails takes a slash at the end for none.
            if pattern.match(request.path.rstrip("/")) and request.method.lower() in operations:
                return operations[request.method.lower()]
        raise Violation(f"{request.call} is not described")

    def example(self, name: str) -> dict[str, Any]:
        """Return a copy of one of the document's examples."""
        return json.loads(json.dumps(self._document["components"]["examples"][name]["value"]))

    def needs_token(self, request: Request) -> bool:
        return any(self.operation(request).get("security") or [])

    def check_request(self, request: Request) -> dict[str, Any]:
        """Return the fields of the body (files as bytes). Raises Violation."""
        operation = self.operation(request)
        self._check_query(request, operation)
        return self._check_body(request, operation)

    def _check_query(self, request: Request, operation: dict[str, Any]) -> None:
        known = {each["name"]: each for each in map(self._resolved, operation.get("parameters", []))}
        for name, value in request.query:
            if name not in known or known[name]["in"] != "query":
                raise Violation(f"{request.call}: the query parameter {name} is not described")
            schema = known[name]["schema"]
            self._validate(_typed(value, self._resolved(schema)), schema, where=f"{request.call}: {name}")
        given = {name for name, _ in request.query}
        for name, each in known.items():
            if each["in"] == "query" and each.get("required") and name not in given:
                raise Violation(f"{request.call}: the query parameter {name} is missing")

    def _check_body(self, request: Request, operation: dict[str, Any]) -> dict[str, Any]:
        described = operation.get("requestBody")
        if described is None:
            if request.body and request.body != b"{}":
                raise Violation(f"{request.call}: no body is described")
            return {}
        content = described["content"]
        kind = request.header("content-type").split(";")[0]
        # Rails reads a form wherever JSON is described, and the documentation of Mastodon itself shows forms.
        described_kind = "application/json" if kind == "application/x-www-form-urlencoded" else kind
        if described_kind not in content:
            raise Violation(f"{request.call}: {kind or 'no content type'} is not described")
        schema = content[described_kind]["schema"]
        properties = self._properties(schema)
        fields = _fields(request, kind)
        strangers = set(fields) - set(properties)
        if strangers:
            raise Violation(f"{request.call}: {', '.join(sorted(strangers))} is not described")
        if kind != "application/json":
            fields = {name: _typed(value, self._resolved(properties[name])) for name, value in fields.items()}
        shown = {name: "" if isinstance(value, bytes) else value for name, value in fields.items()}
        self._validate_one_of(shown, schema, where=request.call)
        return fields

    def _validate_one_of(self, value: Any, schema: dict[str, Any], *, where: str) -> None:
        # The description says oneOf where it means anyOf: a status with both text and media fits two of them.
        if "oneOf" in schema:
            schema = {"anyOf": schema["oneOf"]}
        self._validate(value, schema, where=where)

    def check_reply(self, request: Request, reply: Reply) -> None:
        """Hold the stand-in itself to the description. Raises Violation."""
        answers = self.operation(request)["responses"]
        if str(reply.status) not in answers:
            return
        schema = answers[str(reply.status)].get("content", {}).get("application/json", {}).get("schema")
        if schema:
            self._validate_one_of(json.loads(reply.content()), schema, where=f"answer to {request.call}")

    def _validate(self, value: Any, schema: dict[str, Any], *, where: str) -> None:
        rooted = json.loads(json.dumps(schema).replace('"#/components', f'"{_NAME}#/components'))
        for error in Draft202012Validator(rooted, registry=self._registry).iter_errors(value):
            raise Violation(f"{where}: {error.json_path}: {error.message[:300]}")

    def _resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in schema:
            found: Any = self._document
            for part in schema["$ref"].removeprefix("#/").split("/"):
                found = found[part]
            schema = found
        return schema

    def _properties(self, schema: dict[str, Any]) -> dict[str, Any]:
        schema = self._resolved(schema)
        found = dict(schema.get("properties", {}))
        for part in [*schema.get("allOf", []), *schema.get("oneOf", []), *schema.get("anyOf", [])]:
            found |= self._properties(part)
        return found


@cache
def _document(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def form_fields(request: Request) -> dict[str, Any]:
    """Return the fields of a body, files as bytes, whatever kind it is."""
    return _fields(request, request.header("content-type").split(";")[0])


def _fields(request: Request, kind: str) -> dict[str, Any]:
    if not request.body:
        return {}
    if kind == "application/json":
        return json.loads(request.body)
    found: dict[str, Any] = {}
    if kind == "application/x-www-form-urlencoded":
        for name, value in parse_qsl(request.body.decode(), keep_blank_values=True):
            if name.endswith("[]"):
                found.setdefault(name[:-2], []).append(value)
            else:
                found[name] = value
        return found
    header = f"Content-Type: {request.header('content-type')}\r\n\r\n".encode()
    for part in message_from_bytes(header + request.body, policy=policy.HTTP).iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if part.get_filename() is not None and part.get_content_type() == "application/octet-stream":
            raise Violation(f"{request.call}: the file has no MIME type")
        found[str(name)] = content if part.get_filename() is not None else content.decode()
    return found


def _typed(value: Any, schema: dict[str, Any]) -> Any:
    """Read a form's text as the type that is described for it, as the server would."""
    kinds = schema.get("type")
    if isinstance(value, str) and kinds == "integer" and re.fullmatch(r"-?\d+", value):
        return int(value)
    if isinstance(value, str) and kinds == "boolean":
        return {"true": True, "1": True, "True": True, "false": False, "0": False, "False": False}.get(value, value)
    return value
