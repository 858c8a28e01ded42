"""Tokens: keyed, per council and kind, and silent about their key."""

from __future__ import annotations

import hashlib
import hmac
import stat

import pandas as pd
import pytest

from pipeline import tokens
from pipeline.home import Home
from pipeline.tokens import KeyFileError, Tokens

KEY = bytes(range(32))


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "raw", tmp_path / "home").prepare()


def one(kind, identifier, council="S12000010", key=KEY):
    return Tokens(key, council).of(kind, pd.Series([identifier], dtype="str")).iloc[0]


def test_a_token_is_the_keyed_sha256_of_kind_council_and_identifier():
    expected = hmac.new(KEY, b"child|S12000010|AB 12", hashlib.sha256).hexdigest()[:32]
    assert one("child", " ab  12 ").partition("-")[2] == expected


@pytest.mark.parametrize("other", [("worker", "1"), ("child", "01"), ("child", "1", "S12000019")])
def test_another_kind_identifier_or_council_has_another_token(other):
    assert one(*other) != one("child", "1")


def test_another_key_has_another_key_id():
    assert one("child", "1", key=b"x" * 32)[:5] != one("child", "1")[:5]


def test_a_missing_identifier_has_no_token():
    assert Tokens(KEY, "S12000010").of("child", pd.Series([None, "1"], dtype="str")).isna().tolist() == [True, False]


def test_the_key_is_made_once_for_the_owner_only(home):
    first, second = tokens.for_council(home, "S12000010"), tokens.for_council(home, "S12000010")
    assert first.key == second.key
    assert len(first.key) == 32
    assert stat.S_IMODE((home.restricted / "token.key").stat().st_mode) == 0o600


def test_a_key_file_named_in_the_environment_is_used_and_none_is_made(home, tmp_path, monkeypatch):
    (tmp_path / "key").write_bytes(KEY)
    monkeypatch.setenv("KPI_TOKEN_KEY_FILE", str(tmp_path / "key"))
    assert tokens.for_council(home, "S12000010").key == KEY
    assert not (home.restricted / "token.key").exists()


@pytest.mark.parametrize("content", [None, b"short"])
def test_an_unusable_key_file_stops_the_run_rather_than_change_every_token(tmp_path, home, monkeypatch, content):
    if content is not None:
        (tmp_path / "key").write_bytes(content)
    monkeypatch.setenv("KPI_TOKEN_KEY_FILE", str(tmp_path / "key"))
    with pytest.raises(KeyFileError):
        tokens.for_council(home, "S12000010")


def test_a_token_maker_shows_no_key():
    assert "\\x00" not in repr(Tokens(KEY, "S12000010")) and str(KEY) not in repr(Tokens(KEY, "S12000010"))
