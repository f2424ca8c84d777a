"""Users, their file, and ``tutor user``."""

from __future__ import annotations

import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from cli_runs import Tutor

from tutor.errors import UsersError
from tutor.users import UserFile

PASSWORD = "correct horse"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # tests hash often


@pytest.fixture
def users(tmp_path: Path) -> UserFile:
    return UserFile(tmp_path / "in" / "users.json", CHEAP)


def test_a_user_logs_in_with_the_right_password_only(users: UserFile) -> None:
    users.add("ada", PASSWORD)
    assert users.verify("ada", PASSWORD)
    for name, password in (
        ("ada", "wrong password"),
        ("ada", ""),
        ("Ada", PASSWORD),
        ("bob", PASSWORD),
        ("", ""),
        ("ada", PASSWORD + "x" * 2_000),
    ):
        assert not users.verify(name, password)


def test_the_file_holds_argon2_hashes_that_only_its_owner_reads(
    users: UserFile, tmp_path: Path
) -> None:
    users.add("ada", PASSWORD)
    users.add("bob", PASSWORD)
    path = tmp_path / "in" / "users.json"
    kept = json.loads(path.read_text("utf-8"))["users"]
    assert sorted(kept) == ["ada", "bob"]
    assert kept["ada"] != kept["bob"]
    assert all(hashed.startswith("$argon2id$") for hashed in kept.values())
    assert PASSWORD not in path.read_text("utf-8")
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {p.name for p in path.parent.iterdir()} <= {"users.json", "users.json.lock"}


def test_a_name_that_is_not_there_is_hashed_as_well(
    users: UserFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the time of an answer would tell which names there are."""
    users.add("ada", PASSWORD)
    users.verify("ada", PASSWORD)
    seen: list[str] = []
    verify = PasswordHasher.verify

    def watched(self: PasswordHasher, hashed: str, password: str) -> bool:
        seen.append(hashed.rpartition("$")[0].rpartition("$")[0])
        return verify(self, hashed, password)

    monkeypatch.setattr(PasswordHasher, "verify", watched)
    users.verify("ada", "wrong password")
    users.verify("nobody", "wrong password")
    assert len(seen) == 2
    assert len(set(seen)) == 1  # the same cost


def test_a_new_password_needs_to_be_asked_for(users: UserFile) -> None:
    users.add("ada", PASSWORD)
    with pytest.raises(UsersError, match="--replace"):
        users.add("ada", "battery staple")
    assert users.verify("ada", PASSWORD)
    users.add("ada", "battery staple", replace=True)
    assert users.verify("ada", "battery staple")
    assert not users.verify("ada", PASSWORD)


def test_a_removed_user_is_out_at_once(users: UserFile) -> None:
    users.add("ada", PASSWORD)
    users.remove("ada")
    assert users.names() == []
    assert not users.verify("ada", PASSWORD)
    with pytest.raises(UsersError, match="no user ada"):
        users.remove("ada")


@pytest.mark.parametrize("name", ["", "two words", "a/b", "a" * 65, "x\n", "<b>", "a:b"])
def test_names_that_will_not_do(users: UserFile, name: str) -> None:
    with pytest.raises(UsersError, match="cannot be a user's name"):
        users.add(name, PASSWORD)
    assert users.names() == []


@pytest.mark.parametrize("password", ["", "short", "x" * 1_025])
def test_passwords_that_will_not_do(users: UserFile, password: str) -> None:
    with pytest.raises(UsersError, match="8 to 1024"):
        users.add("ada", password)


@pytest.mark.parametrize("content", ["", "[]", "{", '{"users": {"ada": 1}}', '{"other": {}}'])
def test_a_damaged_file_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "users.json"
    path.write_text(content)
    for call in (lambda u: u.names(), lambda u: u.verify("ada", PASSWORD)):
        with pytest.raises(UsersError, match="not a list of users"):
            call(UserFile(path))
    assert path.read_text() == content


def test_a_damaged_hash_lets_nobody_in(tmp_path: Path) -> None:
    path = tmp_path / "users.json"
    path.write_text('{"users": {"ada": "", "bob": "$argon2id$nonsense"}}')
    assert not UserFile(path, CHEAP).verify("ada", "")
    assert not UserFile(path, CHEAP).verify("bob", PASSWORD)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsersError, match="cannot be"):
        UserFile(tmp_path / "file" / "users.json").add("ada", PASSWORD)


def test_users_added_at_once_are_all_kept(tmp_path: Path) -> None:
    path = tmp_path / "users.json"
    names = [f"user{n}" for n in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda name: UserFile(path, CHEAP).add(name, PASSWORD), names))
    assert UserFile(path).names() == names


def test_the_commands(tutor: Tutor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = tutor("user", "add", "ada", stdin=b"correct horse\n")
    refused.assert_one_line()
    assert "TUTOR_AUTH_FILE" in refused.err
    monkeypatch.setenv("TUTOR_AUTH_FILE", str(tmp_path / "users.json"))
    assert "no users" in tutor("user", "list").out
    assert tutor("user", "add", "ada", stdin=b"correct horse\n").code == 0
    tutor("user", "add", "ada", stdin=b"correct horse\n").assert_one_line()
    tutor("user", "add", "bob", stdin=b"short\n").assert_one_line()
    assert tutor("user", "list", "--json").json == {"users": ["ada"]}
    assert UserFile(tmp_path / "users.json").verify("ada", PASSWORD)
    assert tutor("user", "remove", "ada").code == 0
    tutor("user", "remove", "ada").assert_one_line()
    assert tutor("user").code == 2
