"""The vendor's OpenAPI documents as judges of an answer."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.shared_data import SHARED

CLOUD = "jira-cloud-platform-v3.openapi.json"
DESK_CLOUD = "jsm-cloud.openapi.json"
DC = "jira-dc-10.3.openapi.json"
# In recorded answers (meta/rh_cloud_GET_serverInfo, field/goatl_v3_get-fields), not in the document.
UNDECLARED = ("'defaultLocale' was", "'untranslatedName' was")
AGILE_CLOUD = "jira-software-cloud-agile.openapi.json"
# Of a change; recorded as null (changelog/, issue/), declared as texts.
NULLABLE = ("from", "fromString", "to", "toString")
ASSETS_CLOUD, ASSETS_DC = "assets-cloud.derived.openapi.json", "assets-dc.derived.openapi.json"
DESK_DC = "jsm-dc.derived.openapi.json"


@lru_cache
def document(name: str) -> dict[str, Any]:
    """An OpenAPI 3.0 document, with `nullable` said in JSON Schema's words."""
    assert SHARED is not None
    found: dict[str, Any] = _schema_words(json.loads((SHARED / "specs" / name).read_text(encoding="utf-8")))
    return found


def _schema_words(node: Any) -> Any:
    if isinstance(node, list):
        return [_schema_words(item) for item in node]
    if not isinstance(node, dict):
        return node
    made = {name: _schema_words(value) for name, value in node.items()}
    anything = made.get("additionalProperties", True) in (True, {})
    if made.get("type") == "object" and "properties" not in made and "allOf" not in made and anything:
        return {}  # Java's Object: anything
    if any(isinstance(each, dict) and each.get("x-coerced") for each in made.get("oneOf", ())):
        made["anyOf"] = made.pop("oneOf")  # a text, and a time as text, which is one too
    if made.pop("nullable", False) is True and isinstance(made.get("type"), str):
        made["type"] = [made["type"], "null"]
    return made


@lru_cache
def _registry(name: str) -> Registry[Any]:
    resource = Resource(contents=document(name), specification=DRAFT202012)
    return Registry().with_resource("urn:document", resource)


def response_schema(name: str, method: str, path: str) -> dict[str, Any]:
    responses = document(name)["paths"][path][method.lower()]["responses"]
    content = (responses.get("200") or responses.get("201") or responses["default"])["content"]
    schema: dict[str, Any] = next(iter(content.values()))["schema"]
    return schema


def complaints(name: str, method: str, path: str, answer: Any) -> list[str]:
    """What the document has against `answer`.

    Data Center's documents declare one item where the site answers an array.
    """
    schema = response_schema(name, method, path)
    declared = schema
    if "$ref" in schema:
        declared = document(name)["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    if isinstance(answer, list) and declared.get("type") == "object":
        return [text for item in answer for text in _errors(name, schema, item)]
    return _errors(name, schema, answer)


def _errors(name: str, schema: dict[str, Any], answer: Any) -> list[str]:
    absolute = json.loads(json.dumps(schema).replace('"#/', '"urn:document#/'))
    validator = Draft202012Validator(absolute, registry=_registry(name))
    every = validator.iter_errors(answer)
    found = (
        error
        for error in every
        if not any(name in error.message for name in UNDECLARED)
        and not (error.instance is None and list(error.absolute_path)[-1:] and error.absolute_path[-1] in NULLABLE)
    )
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}" for error in found]
