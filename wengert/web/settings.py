"""What the environment decides, read once at start."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graphs.limits import WEB, Limits, limits_from

# What a setting of text must look like, and the words for it.
_PUBLIC = (r"(?:https?://[^/?#\s]+/?)?", "http:// or https:// and a host")
_COUNTS = (r"memory://|(?:rediss?|redis\+unix)://\S+", "memory:// or an address that begins with redis://")
_DATABASE = (r"(?:postgres(?:ql)?(?:\+psycopg)?://\S+)?", "an address that begins with postgresql://")


@dataclass(frozen=True)
class Settings:
    """limits: of every request. data: the folder of the links' database, unless `database` is PostgreSQL's address.
    public_url: where visitors find this app, without a slash at the end; empty: addresses stay relative. rated:
    whether one address's requests are counted, in `counts`, against the rates. trusted_proxies: how many stand between.
    metrics: whether /metrics is served. log_characters: of what a visitor typed, so many are logged with a fault.
    """

    limits: Limits = WEB
    database: str = ""
    data: Path = Path("data")
    public_url: str = ""
    rated: bool = True
    counts: str = "memory://"
    # A class of five hundred behind one address, some twenty of them moving a slider at any moment, thirty times a
    # second: what two workers can answer at most. A short window, so that who is refused waits ten seconds at most.
    rate: str = "6000 per 10 seconds"
    # Readings that may take seconds each: closed forms, Hessians, checks, directions.
    rate_heavy: str = "600 per 10 seconds"
    # Kilobytes of links: four links a student in ten minutes, and three days until one address fills the store.
    rate_links: str = "2000 per 10 minutes"
    trusted_proxies: int = 0
    metrics: bool = False
    log_characters: int = 200

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Settings:
        """Raises ValueError, which names the variable, where one cannot be read."""
        return cls(
            limits=limits_from(environ),
            database=_text(environ, "DATABASE_URL", cls.database, *_DATABASE),
            data=Path(environ.get("WENGERT_DATA", cls.data)),
            public_url=_text(environ, "PUBLIC_URL", cls.public_url, *_PUBLIC).rstrip("/"),
            rated=_boolean(environ, "FLASK_RATELIMIT_ENABLED", cls.rated),
            counts=_text(environ, "RATELIMIT_STORAGE_URI", cls.counts, *_COUNTS),
            rate=environ.get("WENGERT_RATE", cls.rate),
            rate_heavy=environ.get("WENGERT_RATE_HEAVY", cls.rate_heavy),
            rate_links=environ.get("WENGERT_RATE_LINKS", cls.rate_links),
            trusted_proxies=_count(environ, "TRUSTED_PROXIES", cls.trusted_proxies),
            metrics=_boolean(environ, "WENGERT_METRICS", cls.metrics),
            log_characters=_count(environ, "WENGERT_LOG_CHARACTERS", cls.log_characters),
        )


def _text(environ: Mapping[str, str], name: str, default: str, pattern: str, expected: str) -> str:
    """Not quoted where it is wrong: it may hold a password."""
    text = environ.get(name, default)
    if not re.fullmatch(pattern, text):
        raise ValueError(f"{name} must be {expected}")
    return text


def _boolean(environ: Mapping[str, str], name: str, default: bool) -> bool:
    text = environ.get(name, str(default)).lower()
    if text not in ("true", "false", "1", "0"):
        raise ValueError(f"{name} must be true or false, not {text!r}")
    return text in ("true", "1")


def _count(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name, str(default))
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise ValueError(f"{name} must be a number from 0, not {text!r}")
    return int(text)
