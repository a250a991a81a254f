"""Content Credentials with a certificate of one's own: signed when asked, read, shown, never stripped."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import c2pa
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tests.clips import coded_clip
from veo_widgets.errors import InvalidRequest
from veo_widgets.media import Clip, Origin
from veo_widgets.media.credentials import Signer, credentials_of, signer_of
from veo_widgets.view.clip import fact_views

if TYPE_CHECKING:
    from pathlib import Path

Pair = tuple["Path", "Path"]
USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


def certificate(subject: str, key: Any, issuer: str, by: Any, *usages: str) -> x509.Certificate:
    today = dt.datetime.now(dt.UTC)
    names = [
        x509.Name(
            [
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Ana"),
                x509.NameAttribute(NameOID.COMMON_NAME, name),
            ]
        )
        for name in (subject, issuer)
    ]
    building = (
        x509.CertificateBuilder(issuer_name=names[1], subject_name=names[0])
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - dt.timedelta(days=1))
        .not_valid_after(today + dt.timedelta(days=30))
        .add_extension(x509.BasicConstraints(subject == issuer, None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False
        )
        .add_extension(x509.KeyUsage(**{name: name in usages for name in USAGES}), critical=True)
    )
    if subject != issuer:
        mail = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
        building = building.add_extension(mail, critical=False)
    return building.sign(by, hashes.SHA256())


def pem(key: Any, password: bytes | None = None) -> bytes:
    locked = (
        serialization.BestAvailableEncryption(password)
        if password
        else serialization.NoEncryption()
    )
    pem: bytes = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, locked
    )
    return pem


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """Return the files of a certificate that may sign, and of its key."""
    folder = tmp_path_factory.mktemp("own")
    root, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    chain = (
        certificate("Signer", key, "Root", root, "digital_signature"),
        certificate("Root", root, "Root", root, "key_cert_sign", "crl_sign"),
    )
    files = folder / "chain.pem", folder / "key.pem"
    files[0].write_bytes(b"".join(each.public_bytes(serialization.Encoding.PEM) for each in chain))
    files[1].write_bytes(pem(key))
    return files


@pytest.fixture
def clip(tmp_path: Path) -> Clip:
    plain = Clip.open(coded_clip(tmp_path / "plain.mp4", 12, 192, 96))
    told: dict[str, Any] = {"parameters": {"prompt": "a fox", "seed": 7}, "model": "veo-3.1-fast"}
    return replace(plain, stamp=None, endpoint="segmind", origin=Origin("job1"), **told)


def credentials(clip: Clip) -> str:
    return {fact["name"]: fact["got"] for fact in fact_views(clip)}.get("Content Credentials", "")


def test_a_copy_is_signed_by_its_person_read_shown_and_copied_whole(
    clip: Clip, own: Pair, tmp_path: Path
) -> None:
    assert not credentials(clip)
    assert not credentials_of(clip.export(tmp_path / "unsigned.mp4"))
    signed = Clip.open(clip.export(tmp_path / "signed.mp4", sign=own))

    assert "valid, by a signer that nobody vouches for" in credentials(signed)
    assert signed.parameters == clip.parameters
    with c2pa.Reader(str(signed.path)) as reader:
        manifest = reader.json()
    assert "trainedAlgorithmicMedia" in manifest
    assert '"Signer"' in manifest
    copy = signed.export(tmp_path / "copy.mp4")
    assert copy.read_bytes() == signed.path.read_bytes()
    assert Clip.open(copy).parameters == clip.parameters
    with pytest.raises(InvalidRequest, match="signed already"):
        signed.export(tmp_path / "twice.mp4", sign=own)
    assert not [*tmp_path.glob("*.tmp"), *tmp_path.glob("*.signed")]


def test_a_change_after_signing_is_seen(clip: Clip, own: Pair, tmp_path: Path) -> None:
    signed = clip.export(tmp_path / "signed.mp4", sign=own)
    data = bytearray(signed.read_bytes())
    at = data.index(b"mdat") + 40
    data[at] ^= 255
    signed.write_bytes(data)
    assert "broken" in credentials_of(signed)


def test_what_cannot_sign_says_why_and_no_key(clip: Clip, own: Pair, tmp_path: Path) -> None:
    chain, key = own
    locked, other = tmp_path / "locked.pem", tmp_path / "other.pem"
    locked.write_bytes(pem(ec.generate_private_key(ec.SECP256R1()), b"word"))
    other.write_bytes(pem(ec.generate_private_key(ec.SECP256K1())))
    for pair, words in (
        (chain, "two files"),
        ((chain,), "two files"),
        ((chain, tmp_path / "none.pem"), "none.pem' cannot be read"),
        ((chain, locked), "locked by a password"),
        ((chain, chain), "no private key"),
        ((chain, other), "of a kind that signs no"),
        ((key, key), "cannot"),
    ):
        with pytest.raises(Exception, match=words) as caught:
            clip.export(tmp_path / "no.mp4", sign=pair)
        assert "PRIVATE" not in str(caught.value)
        assert caught.type.__module__.startswith("veo_widgets")
    assert not (tmp_path / "no.mp4").exists()
    signer = signer_of(own)
    assert isinstance(signer, Signer)
    assert "PRIVATE" not in repr(signer)
