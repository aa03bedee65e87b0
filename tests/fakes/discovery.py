"""Checks requests against a Google discovery document."""

import json
from pathlib import Path
from typing import Any

from tests.fakes.description import Violation
from tests.fakes.loopback import Request

_TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
    "array": list,
    "object": dict,
}


class Discovery:
    """One document. prefixes: what uploads put before a path, as the document's `mediaUpload` says."""

    def __init__(self, path: Path) -> None:
        self._document = json.loads(path.read_text(encoding="utf-8"))
        self._common = set(self._document["parameters"])

    def method(self, request: Request) -> dict[str, Any]:
        """Return the method that a request calls. Raises Violation."""
        for resource in self._document["resources"].values():
            for method in resource.get("methods", {}).values():
                uploads = [each["path"] for each in method.get("mediaUpload", {}).get("protocols", {}).values()]
                if request.method == method["httpMethod"] and request.path in [f"/{method['path']}", *uploads]:
                    return method
        raise Violation(f"{request.call} is not described")

    def check(self, request: Request, body: Any = None) -> dict[str, Any]:
        """Check the query, and `body` where it is given; returns the method. Raises Violation."""
        method = self.method(request)
        known = method.get("parameters", {})
        for name, _value in request.query:
            if name not in known and name not in self._common:
                raise Violation(f"{request.call}: the parameter {name} is not described")
        given = {name for name, _value in request.query}
        for name, each in known.items():
            if each.get("required") and name not in given:
                raise Violation(f"{request.call}: the parameter {name} is missing")
        if body is not None:
            if "request" not in method:
                raise Violation(f"{request.call}: no body is described")
            self._fits(body, self._document["schemas"][method["request"]["$ref"]], where=request.call)
        return method

    def _fits(self, value: Any, schema: dict[str, Any], *, where: str) -> None:
        if "$ref" in schema:
            schema = self._document["schemas"][schema["$ref"]]
        if not isinstance(value, _TYPES[schema["type"]]):
            raise Violation(f"{where}: {value!r} is no {schema['type']}")
        if "enum" in schema and value not in schema["enum"]:
            raise Violation(f"{where}: {value!r} is none of {schema['enum']}")
        if isinstance(value, list):
            for each in value:
                self._fits(each, schema["items"], where=where)
        if isinstance(value, dict):
            for name, each in value.items():
                inner = schema.get("properties", {}).get(name) or schema.get("additionalProperties")
                if inner is None:
                    raise Violation(f"{where}: {name} is not described")
                self._fits(each, inner, where=f"{where}: {name}")
