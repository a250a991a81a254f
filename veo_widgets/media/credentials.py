"""Content Credentials of a clip: read, and signed with the certificate of whoever asks for it."""

from __future__ import annotations

import importlib
import json
import os
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from veo_widgets._lib.values import file_path, short
from veo_widgets.errors import InvalidRequest, MediaError
from veo_widgets.media.boxes import has_credentials

if TYPE_CHECKING:
    from pathlib import Path

STATES: Final = {
    "Trusted": "valid, by a trusted signer",
    "Valid": "valid, by a signer that nobody vouches for",
    "Invalid": "broken: the file was changed after it was signed",
}
CURVES: Final = {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}
MIME: Final = "video/mp4"
UNREAD: Final = "there; pip install 'veo-widgets[provenance]' reads them"


def credentials_of(path: Path) -> str:
    """Return what a clip's Content Credentials say, in words; empty where it has none."""
    if not has_credentials(path):
        return ""
    try:
        c2pa = importlib.import_module("c2pa")
    except ImportError:
        return UNREAD
    try:
        with path.open("rb") as file, c2pa.Reader(MIME, file) as reader:
            state = str(reader.get_validation_state())
    except (c2pa.C2paError, OSError):
        return "there, but they cannot be read"
    return STATES.get(state, state)


class Signer(NamedTuple):
    """Who signs: a certificate with those above it, and its private key, both as PEM.

    Attributes:
        chain: The certificates, the signer's own first.
        key: The key, which goes to the signing library and nowhere else.
        algorithm: What the key signs with, by C2PA's name.
    """

    chain: bytes
    key: bytes
    algorithm: str

    def __repr__(self) -> str:
        """Say nothing of the key."""
        return f"Signer({self.algorithm})"


def signer_of(files: object) -> Signer:
    """Read a certificate and its key.

    Args:
        files: Paths of the certificate and of the key.

    Raises:
        InvalidRequest: These are not two files, the key is locked or of no kind that signs,
            or the package is missing.
    """
    pair = files if isinstance(files, (tuple, list)) else ()
    paths = [file_path(each) for each in pair]
    if len(paths) != 2 or None in paths:
        raise InvalidRequest("sign takes two files: the certificate's and its key's, as PEM")
    _package()
    try:
        chain, key = (path.read_bytes() for path in paths if path is not None)
    except OSError as error:
        where = short(error.filename)
        raise InvalidRequest(f"{where} cannot be read: {error.strerror}") from None
    return Signer(chain, key, _algorithm(key, short(os.fspath(pair[1]))))


def _algorithm(key: bytes, where: str) -> str:
    """Return what a key signs with."""
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        loaded = load_pem_private_key(key, None)
    except TypeError:
        raise InvalidRequest(f"{where} is locked by a password: give a key without one") from None
    except ValueError:
        raise InvalidRequest(f"{where} is no private key in PEM") from None
    if isinstance(loaded, rsa.RSAPrivateKey):
        return "ps256"
    if isinstance(loaded, ed25519.Ed25519PrivateKey):
        return "ed25519"
    curve = loaded.curve.name if isinstance(loaded, ec.EllipticCurvePrivateKey) else ""
    if curve not in CURVES:
        raise InvalidRequest(f"{where} is of a kind that signs no Content Credentials")
    return CURVES[curve]


def sign(source: Path, target: Path, signer: Signer, claims: dict[str, Any]) -> None:
    """Write a signed copy; nothing is asked of the network, not even the time.

    Args:
        source: An MP4 without Content Credentials.
        target: The copy, which must not be there.
        signer: Who signs.
        claims: The manifest.

    Raises:
        InvalidRequest: The certificate is not one that may sign, or not the key's.
        MediaError: The clip cannot be signed.
    """
    c2pa = _package()
    told = c2pa.C2paSignerInfo(signer.algorithm, signer.chain, signer.key, None)
    try:
        made = c2pa.Signer.from_info(told)
    except c2pa.C2paError as error:
        raise InvalidRequest(f"this certificate and key cannot sign: {_kind(error)}") from None
    try:
        with (
            made,
            c2pa.Builder(json.dumps(claims)) as builder,
            source.open("rb") as clip,
            target.open("w+b") as copy,
        ):
            builder.sign(made, MIME, clip, copy)
    except c2pa.C2paError as error:
        raise MediaError(f"the clip cannot be signed: {_kind(error)}") from None


def _kind(error: Exception) -> str:
    """Return the first line of what the library says."""
    return short(str(error).partition("\n")[0])


def _package() -> Any:  # noqa: ANN401
    try:
        return importlib.import_module("c2pa")
    except ImportError:
        raise InvalidRequest("signing needs c2pa: pip install 'veo-widgets[provenance]'") from None
