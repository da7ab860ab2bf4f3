"""Sealing: AES-256-GCM over JSON, bound to the owner, the table and the row it belongs to."""

from __future__ import annotations

import hmac
import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.store.base import Damaged

KEY_BYTES = 32
NONCE_BYTES = 12

_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def encode(data: Any) -> bytes:
    """JSON as bytes. A lone surrogate passes unchanged. Raises TypeError for what is not JSON."""
    return _encoder.encode(data).encode("utf-8", "surrogatepass")


def decode(plain: bytes) -> Any:
    """What `encode` was given."""
    return json.loads(plain.decode("utf-8", "surrogatepass"))


class Seal:
    """One key: seals and opens, and makes keyed ids out of names."""

    __slots__ = ("_aead", "_names")

    def __init__(self, key: bytes) -> None:
        self._aead = AESGCM(key)
        # A key of its own for ids, so that no key serves two algorithms.
        self._names = hmac.digest(key, b"row ids", "sha256")

    def seal(self, plain: bytes, owner: bytes, table: bytes, row: bytes) -> bytes:
        """Nonce and ciphertext of `plain`, which opens only for this owner, table and row."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._aead.encrypt(nonce, plain, b"%b|%b|%b" % (owner, table, row))

    def open(self, sealed: bytes, owner: bytes, table: bytes, row: bytes) -> bytes:
        """What was sealed. Raises Damaged when it does not belong here."""
        context = b"%b|%b|%b" % (owner, table, row)
        try:
            return self._aead.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context)
        except (InvalidTag, ValueError):
            pass
        raise Damaged

    def read(self, sealed: bytes, owner: bytes, table: bytes, row: bytes) -> Any:
        """The JSON that was sealed, None where it does not open: for rows one can do without."""
        try:
            return decode(self.open(sealed, owner, table, row))
        except Damaged:
            return None

    def row_id(self, table: bytes, name: str) -> bytes:
        """A keyed hash of a name: the same name finds the same row, and nobody reads the name."""
        text = name.encode("utf-8", "surrogatepass")
        return hmac.digest(self._names, table + b"|" + text, "sha256")[:16]
