"""What several test rooms share: the app's client, and how long hypothesis looks."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings

settings.register_profile(
    "wengert",
    deadline=None,
    derandomize=os.environ.get("CI") == "true",  # a change is judged by one set of examples
    max_examples=150,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
settings.load_profile("wengert")


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    from wengert.web.application import create_app  # only where it is needed: the engine's tests run without the web
    from wengert.web.settings import Settings

    app = create_app(Settings(data=tmp_path_factory.mktemp("data"), rated=False))
    app.testing = False  # unforeseen faults must become 500s here as they do outside
    with app.test_client() as client:
        yield client
