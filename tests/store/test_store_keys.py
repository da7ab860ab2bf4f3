"""The master key's file, and what a seal is bound to."""

from __future__ import annotations

import base64
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.store import keys
from bot.store.base import Damaged, KeyRefused, StoreError
from bot.store.keys import Keyring, MasterKey, load_or_create_master_key
from bot.store.sealing import Seal, decode, encode
from tests.store.support import MASTER

anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    # Surrogates too: what Telegram sends is cleaned before, but a store must not fall over.
    | st.text(st.characters(exclude_categories=())),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@settings(max_examples=100)
@given(anything)
def test_what_is_sealed_is_opened_unchanged(data: object) -> None:
    seal = Seal(bytes(32))
    assert decode(seal.open(seal.seal(encode(data), b"o", b"t", b"r"), b"o", b"t", b"r")) == data


def test_a_seal_opens_only_whole_and_only_where_it_belongs() -> None:
    seal = Seal(bytes(32))
    sealed = seal.seal(b"words", b"owner", b"table", b"row")
    assert b"words" not in sealed
    assert sealed != seal.seal(b"words", b"owner", b"table", b"row")
    places = [(b"other", b"table", b"row"), (b"owner", b"other", b"row"), (b"owner", b"table", b"")]
    for place in places:
        with pytest.raises(Damaged):
            seal.open(sealed, *place)
    for at in range(len(sealed)):
        changed = bytearray(sealed)
        changed[at] ^= 1
        with pytest.raises(Damaged):
            seal.open(bytes(changed), b"owner", b"table", b"row")
    for length in (0, 5, 12, 27, len(sealed) - 1):
        with pytest.raises(Damaged) as caught:
            seal.open(sealed[:length], b"owner", b"table", b"row")
        assert not isinstance(caught.value, StoreError)  # trying again would not help
        assert caught.value.__context__ is None
    with pytest.raises(Damaged):
        Seal(bytes([1] * 32)).open(sealed, b"owner", b"table", b"row")


def test_row_ids_tell_nothing_and_differ_by_key_and_table() -> None:
    one, two = Seal(bytes(32)), Seal(bytes([1] * 32))
    ids = {one.row_id(b"due", "ask"), one.row_id(b"due", "ask "), one.row_id(b"records", "ask")}
    assert len(ids | {two.row_id(b"due", "ask")}) == 4
    assert one.row_id(b"due", "ask") == Seal(bytes(32)).row_id(b"due", "ask")
    assert one.row_id(b"due", "lone \ud83d")


def test_a_key_file_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "data.key"
    key = load_or_create_master_key(path, database_exists=False)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(key.secret) == 32
    assert key == load_or_create_master_key(path, database_exists=True)
    assert [entry.name for entry in tmp_path.iterdir()] == ["data.key"]
    other = load_or_create_master_key(tmp_path / "other.key", database_exists=False)
    assert other != key


def test_no_new_key_where_a_database_exists(tmp_path: Path) -> None:
    path = tmp_path / "data.key"
    with pytest.raises(KeyRefused) as caught:
        load_or_create_master_key(path, database_exists=True)
    assert str(caught.value).startswith(f"{path}: the key file is missing")
    assert "Restore" in str(caught.value)
    assert not path.exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o620, 0o660, 0o601])
def test_a_key_file_open_to_others_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "data.key"
    load_or_create_master_key(path, database_exists=False)
    path.chmod(mode)
    with pytest.raises(KeyRefused, match=f"chmod 600 {path}"):
        load_or_create_master_key(path, database_exists=True)
    path.chmod(0o400)
    load_or_create_master_key(path, database_exists=True)


@pytest.mark.parametrize("text", ["", "short", "z" * 64, "ab" * 31, "ab" * 33, "é" * 44])
def test_what_is_no_key_is_refused_without_being_repeated(tmp_path: Path, text: str) -> None:
    path = tmp_path / "data.key"
    path.touch(0o600)
    path.write_text(text)
    with pytest.raises(KeyRefused) as caught:
        load_or_create_master_key(path, database_exists=True)
    assert str(caught.value).startswith(f"{path}: this is not a key")
    assert not text or text not in str(caught.value)
    with pytest.raises(KeyRefused, match="BOT_KEY"):
        MasterKey.parse(text, "BOT_KEY")


def test_a_key_file_that_cannot_be_used_is_refused_in_words(tmp_path: Path) -> None:
    for path in (tmp_path / "missing" / "data.key", tmp_path):
        path.chmod(0o700) if path.exists() else None
        with pytest.raises(KeyRefused, match="cannot be used"):
            load_or_create_master_key(path, database_exists=False)


def test_a_key_may_be_written_in_several_ways_and_is_never_printed() -> None:
    secret = bytes(range(200, 232))
    forms = [
        secret.hex(),
        secret.hex().upper(),
        base64.b64encode(secret).decode() + "\n",
        base64.b64encode(secret).decode().rstrip("="),
        base64.urlsafe_b64encode(secret).decode(),
    ]
    assert {MasterKey.parse(form, "BOT_KEY") for form in forms} == {MasterKey(secret)}
    assert secret.hex() not in repr(MasterKey(secret))
    assert repr(secret) not in repr(MasterKey(secret))


def test_the_cache_of_keys_is_bounded_and_lets_the_oldest_go(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(keys, "_CACHED_KEYS", 3)
    ring = Keyring(MASTER, 1, bytes(32), bytes(32))
    wrapped = [ring.new_key(bytes([number]))[0] for number in range(3)]
    first = ring.key(b"\x00", 1, wrapped[0])
    ring.new_key(b"\x03")
    assert ring.key(b"\x00", 1, wrapped[0]) is first
    assert wrapped[1] not in ring._cache
    assert len(ring._cache) == 3
    sealed = ring.key(b"\x01", 1, wrapped[1]).seal(b"x", b"", b"", b"")
    ring.drop(wrapped[1])
    assert ring.key(b"\x01", 1, wrapped[1]).open(sealed, b"", b"", b"") == b"x"
    others = wrapped[2]
    ring.drop(others)
    for owner, version in ((b"\x01", 1), (b"\x02", 2)):
        with pytest.raises(Damaged):
            ring.key(owner, version, others)
