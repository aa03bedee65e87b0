"""Content credentials: `credentials verify FILE` checks a file, `credentials certificate` shows what signs."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from publishing.partners.copies import certificate
from publishing.partners.credentials.certificate import CertificateError
from publishing.partners.credentials.signing import CredentialsError, Reading, read


class Command(BaseCommand):
    help = "Verifies the content credentials (C2PA) of a file, or shows the certificate that signs downloads."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        verify = what.add_parser("verify", help="check a file; exit 0 where it is as it was signed")
        verify.add_argument("file", type=Path)
        verify.add_argument("--anchors", type=Path, help="PEM of roots to trust; default: this installation's own")
        verify.add_argument("--json", action="store_true", help="print the whole manifest")
        what.add_parser("certificate", help="show which certificate signs, and until when")

    def handle(self, *_: Any, **options: Any) -> None:
        if options["what"] == "certificate":
            self._certificate()
        else:
            self._verify(options["file"], anchors=options["anchors"], whole=options["json"])

    def _certificate(self) -> None:
        try:
            found = certificate()
        except CertificateError as error:
            sentence = f"No downloads can be signed: {error}. Set CREDENTIALS_CERTIFICATE and CREDENTIALS_KEY."
            raise CommandError(sentence) from None
        kind = "a development certificate: nobody else trusts it" if found.development else "the one that is set"
        self.stdout.write(f"{kind}\nalgorithm {found.algorithm}\nuntil {found.until.isoformat()}")

    def _verify(self, file: Path, *, anchors: Path | None, whole: bool) -> None:
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        try:
            reading = read(file, anchors=self._anchors(anchors))
        except LookupError:
            raise CommandError(f"{file.name} carries no content credentials.") from None
        except CredentialsError as error:
            raise CommandError(f"{file.name}: its content credentials cannot be read ({error.detail}).") from None
        if whole:
            self.stdout.write(json.dumps(reading.manifest, indent=2, ensure_ascii=False))
        if not reading.sound:
            raise CommandError(f"{file.name} is not as it was signed: {', '.join(reading.problems)}.")
        self._tell(file, reading)

    def _anchors(self, path: Path | None) -> str:
        if path is not None:
            return path.read_text()
        try:
            return certificate().anchor.decode()
        except CertificateError:
            return ""

    def _tell(self, file: Path, reading: Reading) -> None:
        download = reading.assertion("org.pugmark.download")
        trusted = "trusted" if reading.state == "Trusted" else "not known to this installation"
        self.stdout.write(f"{file.name} is as it was signed by {reading.signer} ({trusted}).")
        for name, label in (("id", "download"), ("licensee", "licensed to"), ("terms", "licence")):
            if download.get(name):
                self.stdout.write(f"  {label}: {download[name]}")
        for each in reading.manifest.get("ingredients", ()):
            self.stdout.write(f"  made of: {each.get('title', '')}")
        for each in reading.assertion("c2pa.actions.v2").get("actions", ()):
            self.stdout.write(
                f"  {each.get('action', '')}{': ' + each['description'] if each.get('description') else ''}"
            )
