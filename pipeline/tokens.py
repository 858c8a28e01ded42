"""Tokens: a keyed hash stands for every raw identifier from gate 1 on. The key never leaves the restricted folder."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pipeline.home import Home

KEY_BYTES = 32


class KeyFileError(RuntimeError):
    """The token key is missing or unusable; the text says what to do."""


def normal(identifier: str) -> str:
    """An identifier as it is hashed: composed Unicode, upper case, no spaces around, single ones inside."""
    return " ".join(unicodedata.normalize("NFKC", identifier).split()).upper()


@dataclass(frozen=True, repr=False)
class Tokens:
    """Makes tokens ``<key id>-<32 hex digits>`` for one council. Never shows its key."""

    key: bytes
    council_id: str

    @property
    def key_id(self) -> str:
        """Four hex digits that tell keys apart and say nothing about them."""
        return hashlib.sha256(b"key id|" + self.key).hexdigest()[:4]

    def of(self, kind: str, identifiers: pd.Series[str]) -> pd.Series[str]:
        """The tokens of identifiers that name a ``kind`` of thing (child, worker, ...); missing stays missing."""
        domain, prefix = f"{kind}|{self.council_id}|", f"{self.key_id}-"
        distinct = identifiers.dropna().unique()
        token = {raw: prefix + hmac.digest(self.key, (domain + normal(raw)).encode(), "sha256").hex()[:32]
                 for raw in distinct}  # fmt: skip
        return identifiers.map(token).astype("str")


def prepare(home: Home) -> None:
    """See that the key is there, before several processes ask for it at once. Raises KeyFileError."""
    _key(home)


def for_council(home: Home, council_id: str) -> Tokens:
    """The token maker of a council, with the key of this installation. Raises KeyFileError."""
    return Tokens(_key(home), council_id)


def _key(home: Home) -> bytes:
    """The key in KPI_TOKEN_KEY_FILE, or in the restricted folder, where it is made on the first run."""
    named = os.environ.get("KPI_TOKEN_KEY_FILE")
    path = Path(named) if named else home.restricted / "token.key"
    if not named and not path.exists():
        _make_key(path)
    try:
        key = path.read_bytes()
    except OSError:
        raise KeyFileError("The token key file cannot be read. Check KPI_TOKEN_KEY_FILE and its permissions.") from None
    if len(key) < KEY_BYTES:
        raise KeyFileError(f"The token key file holds fewer than {KEY_BYTES} bytes. Restore it from its backup.")
    return key


def _make_key(path: Path) -> None:
    """Write a new key; a crash leaves either no key or a whole one, since tokens of a lost key name nobody."""
    half = path.with_suffix(".new")
    half.unlink(missing_ok=True)
    with open(half, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(secrets.token_bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)
