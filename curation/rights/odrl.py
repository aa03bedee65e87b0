"""Terms as an ODRL 2.2 policy in JSON-LD (https://www.w3.org/TR/odrl-model/)."""

from __future__ import annotations

from typing import Any

from curation.rights.terms import Terms

CONTEXT = "http://www.w3.org/ns/odrl.jsonld"
PROFILE = "urn:pugmark:odrl:1"


def policy(terms: Terms, *, uid: str, target: str) -> dict[str, Any]:
    """A Set: one permission with its constraints and the duty of a credit. `uid`, `target`: URIs of policy and asset.

    Purposes, media and what ODRL has no word for are terms of our profile; countries are ISO 3166 codes.
    """
    permission: dict[str, Any] = {"target": target, "action": "distribute", "constraint": _constraints(terms)}
    if terms.owner:
        permission["assigner"] = {"@type": "Party", "fn": terms.owner}
    if terms.credit_line:
        attribute = {"action": "attribute", "constraint": [_limit("urn:pugmark:odrl:1:text", "eq", terms.credit_line)]}
        permission["duty"] = [attribute]
    told: dict[str, Any] = {
        "@context": [CONTEXT, {"fn": "http://www.w3.org/2006/vcard/ns#fn", "dc": "http://purl.org/dc/terms/"}],
        "@type": "Set",
        "uid": uid,
        "profile": PROFILE,
        "dc:title": terms.name,
        "dc:identifier": f"sha256:{terms.fingerprint}",
        "permission": [permission],
    }
    if terms.without:
        barred = [_limit("spatial", "isAnyOf", sorted(terms.without))]
        told["prohibition"] = [{"target": target, "action": "distribute", "constraint": barred}]
    return told


def _constraints(terms: Terms) -> list[dict[str, Any]]:
    found = []
    if terms.uses is not None:
        found.append(_limit("purpose", "isAnyOf", [f"{PROFILE}:{use}" for use in sorted(terms.uses)]))
    if terms.media is not None:
        found.append(_limit("media", "isAnyOf", [f"{PROFILE}:{each}" for each in sorted(terms.media)]))
    if terms.territories is not None:
        found.append(_limit("spatial", "isAnyOf", sorted(terms.territories)))
    if terms.languages is not None:
        found.append(_limit("language", "isAnyOf", sorted(terms.languages)))
    found += [_moment("gteq", moment.isoformat()) for moment in (terms.since, terms.embargo_until) if moment]
    if terms.until:
        found.append(_moment("lt", terms.until.isoformat()))
    if terms.exclusive_until:
        either = [
            _limit("recipient", "eq", terms.exclusive_to),
            _moment("gteq", terms.exclusive_until.isoformat()),
        ]
        found.append({"or": either})
    for name, free in (("people_release", "not_needed"), ("property_release", "not_needed"), ("sensitivity", "open")):
        if (value := getattr(terms, name)) != free:
            found.append(_limit(f"{PROFILE}:{name}", "eq", value))
    return found


def _limit(left: str, operator: str, right: Any) -> dict[str, Any]:
    return {"leftOperand": left, "operator": operator, "rightOperand": right}


def _moment(operator: str, value: str) -> dict[str, Any]:
    return _limit("dateTime", operator, {"@value": value, "@type": "xsd:dateTime"})
