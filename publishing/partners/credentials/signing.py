"""Signs a finished MP4, and reads what a signed one says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from publishing.partners.credentials.certificate import Certificate

SOUND = frozenset({"Valid", "Trusted"})


class CredentialsError(Exception):
    """A file could not be signed, or what was signed does not verify. code: unsigned, broken."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code, self.detail = code, detail


@dataclass(frozen=True)
class Reading:
    """What a file's credentials say. state: C2PA's Invalid, Valid (sound, signer unknown) or Trusted.

    problems: codes of what failed. manifest: the active one. signer: name of the certificate.
    """

    state: str
    problems: tuple[str, ...]
    manifest: Mapping[str, Any]
    signer: str

    @property
    def sound(self) -> bool:
        return self.state in SOUND

    def assertion(self, label: str) -> Mapping[str, Any]:
        """The data of an assertion; empty where it is not there."""
        found = (each for each in self.manifest.get("assertions", ()) if each.get("label") == label)
        return next((each.get("data", {}) for each in found), {})


def sign(
    path: Path, out: Path, *, manifest: Mapping[str, Any], certificate: Certificate, timestamps: str = ""
) -> Reading:
    """Write `path` with credentials to `out`, and read them back. timestamps: address of an RFC 3161 authority.

    Raises CredentialsError where it cannot be signed or does not verify; then there is no `out`.
    """
    import c2pa  # its library takes a while to load, and few processes sign

    info = c2pa.C2paSignerInfo(
        certificate.algorithm, certificate.chain, certificate.key, timestamps.encode() if timestamps else None
    )
    try:
        with c2pa.Signer.from_info(info) as signer, c2pa.Builder.from_json(dict(manifest)) as builder:
            builder.sign_file(path, out, signer)
    except c2pa.C2paError as error:
        out.unlink(missing_ok=True)
        raise CredentialsError("unsigned", str(error)) from error
    reading = read(out, anchors=certificate.anchor.decode())
    if not reading.sound:
        out.unlink(missing_ok=True)
        raise CredentialsError("broken", ", ".join(reading.problems))
    return reading


def read(path: Path, *, anchors: str = "") -> Reading:
    """The credentials of a file, checked. anchors: PEM of the roots that are trusted.

    Raises LookupError for a file without any, CredentialsError for what cannot be read.
    """
    import c2pa

    trust = {"trust": {"trust_anchors": anchors}} if anchors else {}
    try:
        settings = c2pa.Settings.from_dict({**trust, "verify": {"verify_trust": bool(anchors)}})
        with c2pa.Reader(path, context=c2pa.Context(settings)) as reader:
            told, state = json.loads(reader.json()), reader.get_validation_state() or "Invalid"
            results = reader.get_validation_results() or {}
    except c2pa.C2paError.ManifestNotFound:
        raise LookupError("no content credentials") from None
    except c2pa.C2paError as error:
        raise CredentialsError("broken", str(error)) from error
    failures = results.get("activeManifest", {}).get("failure", ())
    active = told.get("manifests", {}).get(told.get("active_manifest", ""), {})
    signature = active.get("signature_info", {})
    signer = str(signature.get("common_name") or signature.get("issuer") or "")
    return Reading(state, tuple(each.get("code", "") for each in failures), active, signer)
