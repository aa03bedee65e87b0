"""What signs: a certificate with its chain and its key; one for development is made on the spot."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

YEARS, DAY = 10, timedelta(days=1)
_LEEWAY = timedelta(hours=1)  # for clocks that go differently
_CURVES = {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}


class CertificateError(Exception):
    """No signing with this certificate. code: missing, unreadable, expired, not_begun, wrong_key, unknown_kind."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code, self.detail = code, detail


@dataclass(frozen=True)
class Certificate:
    """chain: PEM, the signing one first. key: PEM, unencrypted. algorithm: C2PA's name. until: aware, its last moment.

    anchor: PEM of the chain's last certificate, which a verifier has to trust. development: made by Pugmark.
    """

    chain: bytes
    key: bytes
    algorithm: str
    until: datetime
    anchor: bytes
    development: bool = False


def load(chain_path: Path, key_path: Path, *, now: datetime | None = None, development: bool = False) -> Certificate:
    """Read a certificate and its key, both PEM. Raises CertificateError."""
    try:
        chain, key = chain_path.read_bytes(), key_path.read_bytes()
    except OSError as error:
        raise CertificateError("missing", str(error)) from None
    try:
        certificates = x509.load_pem_x509_certificates(chain)
        private = serialization.load_pem_private_key(key, password=None)
    except (ValueError, TypeError) as error:
        raise CertificateError("unreadable", str(error)) from None
    first, moment = certificates[0], now or datetime.now(UTC)
    if first.not_valid_after_utc <= moment:
        raise CertificateError("expired", first.not_valid_after_utc.isoformat())
    if first.not_valid_before_utc > moment:
        raise CertificateError("not_begun", first.not_valid_before_utc.isoformat())
    if private.public_key() != first.public_key():
        raise CertificateError("wrong_key")
    anchor = certificates[-1].public_bytes(serialization.Encoding.PEM)
    return Certificate(chain, key, _algorithm(private), first.not_valid_after_utc, anchor, development)


def development(folder: Path, *, now: datetime | None = None) -> Certificate:
    """The one in `folder`, made there if there is none or the one there has ended. Nobody else trusts it."""
    chain, key = folder / "development.pem", folder / "development.key"
    try:
        return load(chain, key, now=now, development=True)
    except CertificateError as error:
        if error.code not in {"missing", "expired"}:
            raise
    folder.mkdir(parents=True, exist_ok=True)
    made, secret = _make(now or datetime.now(UTC))
    # One beside the other in the order in which they are read: who reads in between finds the old pair or none.
    for path, content in ((key, secret), (chain, made)):
        _write(path, content)
    return load(chain, key, now=now, development=True)


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, readable by its owner only."""
    descriptor, partial = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    Path(partial).replace(path)


def _make(now: datetime) -> tuple[bytes, bytes]:
    """Chain and key: a root of its own and a certificate for signing, as the C2PA's profile wants them."""
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name, name = _name("Pugmark development root"), _name("Pugmark development")
    root = (
        _begun(root_name, root_name, root_key.public_key(), now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(root_key.public_key()), critical=False)
        .sign(root_key, hashes.SHA256())
    )
    leaf = (
        _begun(name, root_name, key.public_key(), now)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(root_key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return leaf.public_bytes(pem) + root.public_bytes(pem), secret


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime
) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
    builder = builder.serial_number(x509.random_serial_number())
    return builder.not_valid_before(now - _LEEWAY).not_valid_after(now + YEARS * 365 * DAY)


def _name(common: str) -> x509.Name:
    parts = ((NameOID.ORGANIZATION_NAME, "Pugmark"), (NameOID.COMMON_NAME, common))
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in parts])


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs, key_cert_sign=not signs, crl_sign=not signs, content_commitment=False,
        key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _algorithm(key: object) -> str:
    if isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name in _CURVES:
        return _CURVES[key.curve.name]
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return "ed25519"
    if isinstance(key, rsa.RSAPrivateKey):
        return "ps256"
    raise CertificateError("unknown_kind")
