"""What is kept is found again, whatever happens to the database; what goes wrong is told as LinksAway, and passes."""

from __future__ import annotations

import logging
import multiprocessing
import resource
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from graphs.errors import LinksAway
from wengert import store
from wengert.store import Store

ROOM = 1_000_000
TEXTS = ['{"program":"x"}', '{"program":"x1*x2"}', '{"program":"θ·\\ud83d\\ude00"}', "y" * 300_000]


@pytest.fixture
def links(tmp_path: Path) -> Store:
    return Store("", tmp_path / "deep" / "data", ROOM)


def file_of(links: Store) -> Path:
    assert links._file is not None
    return links._file


def version_of(file: Path) -> list[tuple[int]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute("SELECT version FROM schema_versions ORDER BY version").fetchall()


def test_what_is_kept_is_found_and_has_one_id(links: Store) -> None:
    ids = [links.keep(text) for text in TEXTS]
    assert [links.find(each) for each in ids] == TEXTS
    assert [links.keep(text) for text in TEXTS] == ids
    assert len(set(ids)) == len(TEXTS) and all(len(each) == 16 for each in ids)
    assert Store("", file_of(links).parent, ROOM).find(ids[0]) == TEXTS[0]


def test_what_is_acknowledged_is_on_the_disk(links: Store) -> None:
    with links._connection() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2  # FULL: a power cut loses nothing


def test_nothing_is_made_before_the_first_use(links: Store) -> None:
    links.prepare()
    assert not file_of(links).parent.exists()
    assert links.find("A" * 16) is None
    assert file_of(links).exists()
    links.prepare()
    assert version_of(file_of(links)) == [(1,)]


def modes(folder: Path) -> set[str]:
    return {f"{each.name} {each.stat().st_mode & 0o777:o}" for each in folder.iterdir()}


def test_links_are_their_owners_alone(tmp_path: Path) -> None:
    """Also those of a version that left them to everybody."""
    private = {f"links.db{more} 600" for more in ("", "-wal", "-shm")}
    first = Store("", tmp_path, ROOM)
    id_ = first.keep("one")
    assert modes(tmp_path) == private
    for each in tmp_path.iterdir():
        each.chmod(0o644)
    assert Store("", tmp_path, ROOM).find(id_) == "one" and modes(tmp_path) == private


def test_room_ends_with_the_bound_and_with_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    links = Store("", tmp_path, ROOM)
    assert links.has_room()
    links.keep("one")
    assert not Store("", tmp_path, 4_096).has_room()
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage._replace(free=9_999_999))
    assert not links.has_room() and links.works()


@pytest.mark.parametrize(
    "id_", ["", "A" * 15, "A" * 44, "../links.db", "%f", "AAAAAAAAAAAAAAA'", "A" * 15 + "\n", "é" * 16]
)
def test_an_id_that_cannot_be_one_asks_no_database(tmp_path: Path, id_: str) -> None:
    links = Store("", tmp_path / "data", ROOM)
    assert links.find(id_) is None
    assert not (tmp_path / "data").exists()


def test_texts_with_one_hash_are_never_taken_for_each_other(links: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    real = store.ids_of
    monkeypatch.setattr(store, "ids_of", lambda text: ["A" * 16, *real(text)])
    ids = [links.keep(text) for text in TEXTS]
    assert ids[0] == "A" * 16 and len(set(ids)) == len(TEXTS)
    assert [links.find(each) for each in ids] == TEXTS
    assert [links.keep(text) for text in TEXTS] == ids


def test_a_full_store_keeps_what_it_has(tmp_path: Path) -> None:
    Store("", tmp_path, ROOM).keep(TEXTS[0])
    full = Store("", tmp_path, 4_096)
    with pytest.raises(LinksAway, match="may take 4,096 bytes"):
        full.keep(TEXTS[1])
    assert full.find(full.keep(TEXTS[0])) == TEXTS[0]


def folder_is_a_file(file: Path) -> None:
    file.parent.parent.mkdir()
    file.parent.write_text("")


def file_is_a_folder(file: Path) -> None:
    file.mkdir(parents=True)


def file_is_no_database(file: Path) -> None:
    file.parent.mkdir(parents=True)
    file.write_text("no database at all, though it is long enough to look like one" * 100)


def file_is_another_database(file: Path) -> None:
    file.parent.mkdir(parents=True)
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript("CREATE TABLE schema_versions (version TEXT); CREATE TABLE links (other TEXT)")


@pytest.mark.parametrize("harm", [folder_is_a_file, file_is_a_folder, file_is_no_database, file_is_another_database])
def test_a_database_that_is_away_is_told_once_and_comes_back(
    links: Store, harm: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    file = file_of(links)
    harm(file)
    links.prepare()
    for _ in range(3):
        with pytest.raises(LinksAway):
            links.keep(TEXTS[0])
        with pytest.raises(LinksAway):
            links.find("A" * 16)
    assert not links.works()
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    (file.parent if file.parent.is_file() else file).rename(file.parent.parent / "aside")
    assert links.works()
    assert links.find(links.keep(TEXTS[0])) == TEXTS[0]
    assert caplog.messages[1:] == ["short links work again"]


def test_a_file_that_is_replaced_is_noticed(links: Store, tmp_path: Path) -> None:
    file = file_of(links)
    first = links.keep(TEXTS[0])
    links.prepare()  # the last connection closes: the file is whole, without its log
    copy = tmp_path / "copy.db"
    copy.write_bytes(file.read_bytes())
    second = links.keep(TEXTS[1])
    copy.replace(file)
    for rest in ("-wal", "-shm"):
        file.with_name(file.name + rest).unlink()
    assert (links.find(first), links.find(second)) == (TEXTS[0], None)
    file.unlink()
    assert links.find(first) is None
    assert Store("", file.parent, ROOM).find(links.keep(TEXTS[2])) == TEXTS[2]


def test_a_disk_that_is_full_loses_nothing_that_was_acknowledged(links: Store) -> None:
    kept = {links.keep(text): text for text in TEXTS[:2]}
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
    try:
        with pytest.raises(LinksAway):
            for k in range(100):
                text = f"{k}" * 5_000
                kept[links.keep(text)] = text
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert len(kept) > 5
    kept[links.keep(TEXTS[3])] = TEXTS[3]
    assert {each: links.find(each) for each in kept} == kept


def test_nobody_waits_long_for_a_database_in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "SECONDS", 0.2)
    links = Store("", tmp_path, ROOM)
    kept = links.keep(TEXTS[0])
    with closing(sqlite3.connect(tmp_path / "links.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LinksAway):
            links.keep(TEXTS[1])
        assert links._resume > time.monotonic()
        with pytest.raises(LinksAway):  # at once, though it could be read
            links.find(kept)
    links._resume = 0.0
    assert links.find(kept) == TEXTS[0] and links.keep(TEXTS[1])


# The schema of the first release, as its databases hold it.
FIRST = """
    CREATE TABLE schema_versions (version INTEGER NOT NULL, PRIMARY KEY (version));
    INSERT INTO schema_versions VALUES (1);
    CREATE TABLE links (id VARCHAR(43) PRIMARY KEY, text TEXT NOT NULL, made BIGINT NOT NULL);
    INSERT INTO links VALUES ('HT7pYeJlkMWFwZ0s', '{"program":"x1*x2"}', 1795838613);
"""


def made(folder: Path, script: str) -> Path:
    with closing(sqlite3.connect(folder / "links.db")) as connection:
        connection.executescript(script)
    return folder / "links.db"


def test_links_of_the_first_release_open(tmp_path: Path) -> None:
    file = made(tmp_path, FIRST)
    links = Store("", tmp_path, ROOM)
    links.prepare()
    assert links.find("HT7pYeJlkMWFwZ0s") == TEXTS[1]
    assert version_of(file) == [(1,)]


def test_a_later_schema_is_reached_step_by_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = made(tmp_path, FIRST)
    more = ("ALTER TABLE links ADD COLUMN opened BIGINT", "CREATE INDEX links_made ON links (made)")
    monkeypatch.setattr(store, "MIGRATIONS", (*store.MIGRATIONS, *more))
    for _ in range(2):
        links = Store("", tmp_path, ROOM)
        links.prepare()
        assert links.find("HT7pYeJlkMWFwZ0s") == TEXTS[1]
        assert version_of(file) == [(1,), (2,), (3,)]


def test_a_migration_that_fails_leaves_the_database_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = made(tmp_path, FIRST)
    monkeypatch.setattr(
        store, "MIGRATIONS", (*store.MIGRATIONS, "ALTER TABLE links ADD COLUMN opened BIGINT", "nonsense")
    )
    links = Store("", tmp_path, ROOM)
    links.prepare()
    assert not links.works()
    assert version_of(file) == [(1,)]
    monkeypatch.undo()
    assert links.find("HT7pYeJlkMWFwZ0s") == TEXTS[1]


def test_a_newer_schema_is_refused_with_a_word_in_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = made(tmp_path, FIRST + "INSERT INTO schema_versions VALUES (7);")
    links = Store("", tmp_path, ROOM)
    links.prepare()
    with pytest.raises(LinksAway):
        links.keep(TEXTS[0])
    assert caplog.messages == [
        "short links are away: the database has schema version 7, and this program knows 1 at most"
    ]
    assert version_of(file) == [(1,), (7,)]


def keep_some(folder: Path, name: int) -> list[str]:
    links = Store("", folder, ROOM)
    return [links.keep(text) for text in ("shared", f"of {name}")]


def test_processes_that_start_at_once_make_one_database(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        ids = pool.starmap(keep_some, [(tmp_path / "data", name) for name in range(6)])
    links = Store("", tmp_path / "data", ROOM)
    assert {links.find(shared) for shared, _ in ids} == {"shared"}
    assert [links.find(own) for _, own in ids] == [f"of {name}" for name in range(6)]
    assert version_of(tmp_path / "data" / "links.db") == [(1,)]


@pytest.mark.parametrize("address", ["postgres://u:p@h/d", "postgresql://h/d", "postgresql+psycopg://h:5/d"])
def test_postgresql_is_spelled_as_people_spell_it(address: str, tmp_path: Path) -> None:
    assert Store(address, tmp_path, ROOM)._engine.dialect.name == "postgresql"


@pytest.mark.parametrize("address", ["mysql://h/d", "sqlite:///x.db", "x", "postgresql", " postgresql://h/d"])
def test_another_database_is_refused_at_start(address: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="DATABASE_URL must begin with postgresql://"):
        Store(address, tmp_path, ROOM)
