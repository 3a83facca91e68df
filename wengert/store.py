"""Short links: the text of a state, kept under an id; the only room that knows SQL.

A SQLite file by default, PostgreSQL by its address. Every statement is a transaction of its own, and every write
may be done twice. Whatever goes wrong with the database is logged and raised as LinksAway; the next use tries again.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sql
from sqlalchemy import Column, Connection, Engine
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, DisconnectionError, SQLAlchemyError
from sqlalchemy.schema import CreateTable

from graphs.errors import Fault, LinksAway

SECONDS = 2.0  # that a request waits for the database; libpq's own shortest wait for a connection
FREE = 10_000_000  # bytes of the disk below which it counts as full: the largest link, several times over
PAUSE = 2.0  # seconds after such a wait during which nobody else begins one

_log = logging.getLogger("wengert.store")
_ID = re.compile(r"[A-Za-z0-9_-]{16,43}")
_POSTGRESQL = re.compile(r"postgres(?:ql)?(?:\+psycopg)?://")

# A schema's version is how many of these have been run. They are history: add to them, and change none.
MIGRATIONS = ("CREATE TABLE links (id VARCHAR(43) PRIMARY KEY, text TEXT NOT NULL, made BIGINT NOT NULL)",)

_tables = sql.MetaData()
_versions = sql.Table("schema_versions", _tables, Column("version", sql.Integer, primary_key=True, autoincrement=False))
_links = sql.Table("links", _tables, Column("id", sql.String(43), primary_key=True), Column("text", sql.Text),
               Column("made", sql.BigInteger))  # fmt: skip

# What differs between the two. A transaction that migrates begins with a lock that others wait for.
_BEGIN = {"sqlite": ["BEGIN IMMEDIATE"], "postgresql": ["BEGIN", "SELECT pg_advisory_xact_lock(20260911)"]}
_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_BYTES = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
    "postgresql": "SELECT pg_total_relation_size('links')",
}


class NewerSchema(Exception):
    """The database was made by a later version of this program."""


class Store:
    """Links in one database. address: PostgreSQL's, or empty for the file links.db in `folder`, which is made at
    first use; most_bytes: of the whole table. Raises ValueError where the address is of neither kind.
    """

    def __init__(self, address: str, folder: Path, most_bytes: int):
        self._most_bytes = most_bytes
        self._file = None if address else folder / "links.db"
        self._engine = _postgresql(address) if self._file is None else _sqlite(self._file)
        self._resume = 0.0  # on the monotonic clock: until then nobody waits for the database
        self._failure: str | None = None  # the failure that the log holds last, while it lasts

    def prepare(self) -> None:
        """At start: bring the schema of a database that is there up to date, and keep no connection open.

        A process that is forked afterwards must not share one. A failure is logged; the first use tries again.
        """
        if self._file is None or self._file.exists():
            with suppress(LinksAway), self._connection():
                pass
        self._engine.dispose()

    def works(self) -> bool:
        """Whether links can be opened now."""
        try:
            with self._connection() as connection:
                return connection.scalar(sql.select(1)) == 1
        except LinksAway:
            return False

    def has_room(self) -> bool:
        """Whether one more link could be kept: the bound is not reached, and the disk not full."""
        try:
            with self._connection() as connection:
                self._check_room(connection)
        except LinksAway:
            return False
        return self._file is None or shutil.disk_usage(self._file.parent).free >= FREE

    def keep(self, text: str) -> str:
        """The id under which the text is kept: the same for the same text. Raises LinksAway."""
        with self._connection() as connection:
            for id_ in ids_of(text):
                stored = _text(connection, id_)
                if stored is None:
                    self._check_room(connection)
                    row = {"id": id_, "text": text, "made": int(time.time())}
                    connection.execute(_INSERT[connection.dialect.name](_links).values(row).on_conflict_do_nothing())
                    stored = _text(connection, id_)  # another process may have been first, with another text
                if stored == text:
                    return id_
        raise Fault("two states have one hash")

    def find(self, id_: str) -> str | None:
        """The text that is kept under an id; None where there is none. Raises LinksAway."""
        if not _ID.fullmatch(id_):
            return None
        with self._connection() as connection:
            return _text(connection, id_)

    def _check_room(self, connection: Connection) -> None:
        if (connection.exec_driver_sql(_BYTES[connection.dialect.name]).scalar() or 0) > self._most_bytes:
            raise LinksAway(f"no more links can be kept: they may take {self._most_bytes:,} bytes in all")

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        """A connection to a database whose schema is up to date. Raises LinksAway."""
        began = time.monotonic()
        if began < self._resume:
            raise LinksAway("the database of short links does not answer")
        try:
            if self._file is not None:
                self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._engine.connect() as connection:
                if "migrated" not in connection.info:  # what the pool remembers of a connection
                    _migrate(connection)
                    connection.info["migrated"] = True
                yield connection
        except (SQLAlchemyError, OSError, NewerSchema) as failure:
            if time.monotonic() - began > SECONDS / 2:
                self._resume = time.monotonic() + PAUSE
            self._tell(str(failure.orig if isinstance(failure, DBAPIError) else failure).partition("\n")[0])
            raise LinksAway("the database of short links does not answer") from None
        if self._failure is not None:
            self._failure = None
            _log.warning("short links work again")

    def _tell(self, failure: str) -> None:
        """Once for each failure, not for each request."""
        if failure != self._failure:
            self._failure = failure
            _log.error("short links are away: %s", failure)


def ids_of(text: str) -> Iterator[str]:
    """The ids that a text may have, the usual one first: 96 bits of its hash, and longer ones, should another text
    have been given that.
    """
    digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")
    yield from (digest[:16], digest[:32], digest)


def _text(connection: Connection, id_: str) -> str | None:
    text: str | None = connection.scalar(sql.select(_links.c.text).where(_links.c.id == id_))
    return text


def _migrate(connection: Connection) -> None:
    """Run what is missing; several processes may try at once. Raises NewerSchema."""
    if _version(connection) == len(MIGRATIONS):
        return
    for statement in _BEGIN[connection.dialect.name]:
        connection.exec_driver_sql(statement)
    try:
        connection.execute(CreateTable(_versions, if_not_exists=True))
        for version in range(_version(connection), len(MIGRATIONS)):
            connection.exec_driver_sql(MIGRATIONS[version])
            connection.execute(sql.insert(_versions).values(version=version + 1))
    except BaseException:
        connection.exec_driver_sql("ROLLBACK")
        raise
    connection.exec_driver_sql("COMMIT")


def _version(connection: Connection) -> int:
    if not sql.inspect(connection).has_table(_versions.name):
        return 0
    version: int = connection.scalar(sql.select(sql.func.max(_versions.c.version))) or 0
    if version > len(MIGRATIONS):
        newest = len(MIGRATIONS)
        raise NewerSchema(f"the database has schema version {version}, and this program knows {newest} at most")
    return version


def _sqlite(file: Path) -> Engine:
    engine = sql.create_engine(sql.URL.create("sqlite", database=str(file)), connect_args={"timeout": SECONDS},
                               isolation_level="AUTOCOMMIT", pool_timeout=SECONDS, hide_parameters=True)  # fmt: skip

    def identity() -> tuple[int, int] | None:
        return (file.stat().st_dev, file.stat().st_ino) if file.exists() else None

    @sql.event.listens_for(engine, "connect")
    def begin(connection: Any, record: Any) -> None:
        _keep_private(file)  # nothing is in it before the first statement
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")  # a link that was acknowledged survives a power cut
        record.info["file"] = identity()

    @sql.event.listens_for(engine, "checkout")
    def notice_another_file(connection: Any, record: Any, _: object) -> None:
        """Or links would go on into a file that was deleted, or replaced by a copy put back."""
        if record.info["file"] != identity():
            raise DisconnectionError

    return engine


def _keep_private(file: Path) -> None:
    """The database is its owner's alone: what SQLite puts beside it gets the file's own mode."""
    os.close(os.open(file, os.O_CREAT, 0o600))
    for each in (file, Path(f"{file}-wal"), Path(f"{file}-shm")):
        with suppress(FileNotFoundError, PermissionError):  # another's, who lets us write
            each.chmod(0o600)


def _postgresql(address: str) -> Engine:
    if not _POSTGRESQL.match(address):
        raise ValueError("DATABASE_URL must begin with postgresql://")
    url = _POSTGRESQL.sub("postgresql://", address)
    return sql.create_engine("postgresql+psycopg://", pool_pre_ping=True, pool_timeout=SECONDS, hide_parameters=True,
                         isolation_level="AUTOCOMMIT",
                         creator=lambda: _Clocked.connect(url, connect_timeout=int(SECONDS)))  # fmt: skip


class _Clocked(psycopg.Connection[Any]):
    """A connection that is given up when the server does not answer in time: a server that hangs keeps no clock."""

    def wait(self, gen: Any, *options: Any, **named: Any) -> Any:
        try:
            return super().wait(gen, *options, **{"timeout": SECONDS, **named})
        except psycopg.OperationalError:
            self.close()
            raise
