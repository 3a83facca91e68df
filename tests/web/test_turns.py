"""Large questions wait for their turn and end in time, whatever they ask; small ones are answered beside them."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from benchmarks.hostile import SMALL_HEAVY
from graphs.clock import Clock, running, tick, timed
from graphs.errors import Busy, OutOfTime, Unwanted
from graphs.limits import WEB, Limits
from graphs.study import study
from graphs.workers.pool import children
from wengert.web.middleware import turns
from wengert.web.middleware.turns import Turns, turn, waits
from wengert.web.replies import SETTINGS
from wengert.web.settings import Settings

TIGHT = replace(WEB, small=5_000, work_seconds=0.5, answer_seconds=0.4, turn_seconds=0.02, layout_seconds=0.3)
SLACK = 4.0  # seconds: between two looks at the clock, on a machine that is busy with other things

HUNDRED = [0.1] * 100
CHAIN = " + ".join(f"x{k}*sin(x{k + 1})" for k in range(49))
SIXTEEN = "+".join("abcdfghijklmnopq")
INVERSE = "sum(inv(outer(x,x)+eye(100))@outer(x,x))"
HEAVY: dict[str, dict[str, Any]] = {
    "matrices": {"program": SMALL_HEAVY},
    "sixteen forward passes": {"program": f"A=({SIXTEEN})*ones(100,100);B=A@A;C=B@B;sum(tanh(C@B)@C)"},
    "inverses": {"program": "A=x*ones(100,100)+eye(100);B=inv(A);C=inv(B+A);sum(solve(C,A))+logdet(A)+det(B)"},
    "determinants": {"program": "A=x*ones(100,100);" + "+".join(f"det(A*{k}+eye(100))" for k in range(1, 9))},
    "constants alone": {"program": "x*sum(" + "+".join(f"inv(eye(100)*{k})" for k in range(1, 60)) + ")"},
    "slow constants": {"program": "x*sum(" + "+".join(f"gamma(ones(100,100)*{k}.5)" for k in range(1, 40)) + ")"},
    "faults entry by entry": {"program": ";".join(f"a{k}=log(-x*ones(100,100)*{k})" for k in range(1, 9)) + ";sum(a1+a2)"},
    "a Jacobian": {"program": "A=x*ones(100,100);B=tanh(A@A);B[0]"},
    "a Hessian of a determinant": {"program": f"det(({SIXTEEN})*ones(100,100)*.1+eye(100))", "include": ["hessian"]},
    "a Hessian of a product": {"program": "prod(x)", "at": {"x": HUNDRED}, "include": ["hessian"]},
    "a Hessian of arrays": {"program": INVERSE, "at": {"x": HUNDRED}, "include": ["hessian"]},
    "checks": {"program": INVERSE, "at": {"x": HUNDRED}, "include": ["checks"]},
    "SymPy's derivative": {"program": CHAIN, "include": ["checks"]},
    "closed forms": {"program": CHAIN, "include": ["symbolic"]},
    "closed forms of arrays": {"program": INVERSE, "at": {"x": HUNDRED}, "include": ["symbolic"]},
    "a thousand steps downhill": {"program": CHAIN, "include": ["directions"], "descent": {"step": 1e-3, "steps": 1000}},
    "everything": {"program": "sum(tanh(outer(x,x)@outer(x,x)))", "at": {"x": HUNDRED},
                   "include": ["steps", "svg", "symbolic", "hessian", "checks", "code", "directions"]},
    "a long text": {"program": "\n".join(f"a{k} = x + x*sin(x)*sin(x)" for k in range(200))},
    "many numbers at a point": {"program": "sum(A@A)", "at": {"A": [HUNDRED] * 100}},
    "a line": {"program": "sum(tanh(x*ones(9,9))@ones(9,9))", "axes": ["x"]},
    "a grid": {"program": "x*y*" + "*".join(["gamma(x+y)"] * 20), "axes": ["x", "y"]},
}  # fmt: skip
QUICK: dict[str, dict[str, Any]] = {
    "the assignment": {"program": "exp(x1)*(x1**2 + x2**2)**3", "include": ["steps", "svg", "code"]},
    "its second derivatives": {"program": "exp(x1)*(x1**2 + x2**2)**3", "include": ["hessian", "directions"]},
    "a Hessian of fifty inputs": {"program": CHAIN, "include": ["hessian"]},
    "a small network": {"program": "sum(tanh(W@x)**2)", "at": {"W": [[0.1] * 4] * 4, "x": [0.1] * 4}},
    "a plot": {"program": "sin(x)*exp(-x**2)", "axes": ["x"]},
}
# The same states by their addresses.
PATHS = ("/", "/graph.svg", "/api/v1/trace", "/api/v1/step")


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """When turns were taken."""
    real, moments = Turns.turn, []

    def noted(self: Turns, *asked: Any) -> Any:
        moments.append(time.monotonic())
        return real(self, *asked)

    monkeypatch.setattr(Turns, "turn", noted)
    yield moments


@pytest.fixture
def limited(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> Any:
    def set_to(limits: Limits) -> FlaskClient:
        monkeypatch.setitem(client.application.extensions, SETTINGS, Settings(limits=limits, rated=False))
        return client

    return set_to


def asked(client: FlaskClient, body: dict[str, Any]) -> Any:
    path = "/api/v1/plot" if "axes" in body else "/api/v1/trace"
    return client.post(path, json=body if "axes" in body else {"include": [], **body})


@pytest.mark.parametrize("name", HEAVY)
def test_whatever_is_heavy_takes_a_turn_and_ends_in_time(limited: Any, taken: list[float], name: str) -> None:
    client, began = limited(TIGHT), time.monotonic()
    response = asked(client, HEAVY[name])
    assert time.monotonic() - began < TIGHT.turn_seconds + TIGHT.work_seconds + SLACK
    assert len(taken) == 1
    assert response.status_code in (200, 413, 503), response.get_data(as_text=True)[:300]
    if response.status_code == 503:
        assert response.json["type"] == "/problems/out-of-time"
        assert "at most 0.5 seconds of work go into one answer" in response.json["detail"]


@pytest.mark.parametrize("name", QUICK)
def test_what_is_quick_takes_none(limited: Any, taken: list[float], name: str) -> None:
    assert asked(limited(WEB), QUICK[name]).status_code == 200
    assert taken == []


@pytest.mark.parametrize("path", PATHS)
def test_every_route_goes_by_the_clock_and_the_turn(limited: Any, taken: list[float], path: str) -> None:
    asked_for = urlencode({"e": f"det(({SIXTEEN})*ones(100,100)+eye(100))*{'+'.join(['det(a*ones(100,100))'] * 3)}"})
    response = limited(replace(TIGHT, small=1, work_seconds=0.03)).get(f"{path}?{asked_for}")
    assert response.status_code == 503 and len(taken) == 1
    assert "at most 0.03 seconds of work" in response.get_data(as_text=True)


def test_small_ones_do_not_wait_and_large_ones_do_not_wait_for_ever(limited: Any) -> None:
    limits = replace(WEB, turn_seconds=0.01)
    client, large = limited(limits), {"e": SMALL_HEAVY}
    queue = turns.turns(limits.large_at_once, limits.large_waiting)
    with ExitStack() as held:
        for _ in range(WEB.large_at_once):
            held.enter_context(queue.turn(0.01))
        assert [client.get(path, query_string={"e": "x*y"}).status_code for path in PATHS] == [200] * 4
        refused = [client.get(path, query_string=large) for path in PATHS]
        assert [each.status_code for each in refused] == [503] * 4
        assert [each.headers.get("Retry-After") for each in refused] == ["2"] * 4
        assert {each.json["type"] for each in refused[1:]} == {"/problems/busy"}
    with queue.turn(0.01):  # they are free again
        pass


def test_a_turn_ends_with_an_error_too(limited: Any) -> None:
    limits = replace(TIGHT, work_seconds=0.01, large_at_once=1, large_waiting=1)
    for _ in range(4):
        told = asked(limited(limits), HEAVY["determinants"])
        assert (told.status_code, told.json["type"]) == (503, "/problems/out-of-time")
    with turns.turns(1, 1).turn(0.01):
        assert not turns.small


def test_few_wait_and_the_rest_are_refused_at_once() -> None:
    queue, entered = Turns(1, 2), []

    def wait() -> None:
        with queue.turn(60.0):
            entered.append(1)

    with queue.turn(60.0):
        threads = [threading.Thread(target=wait) for _ in range(2)]
        for thread in threads:
            thread.start()
        while queue._room._value:  # type: ignore[attr-defined]
            time.sleep(0.001)
        with pytest.raises(Busy), queue.turn(60.0):
            pass
        assert entered == []
    for thread in threads:
        thread.join()
    assert entered == [1, 1]


def test_who_has_gone_is_noticed_while_waiting_and_while_working() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        assert waits(ours) and waits(None)
        theirs.send(b"GET")  # the next request of the same connection
        assert waits(ours)
        ours.recv(3)
        ours.settimeout(60.0)  # as the server of `make run` has it: nobody waits so long to see
        assert waits(ours)
        theirs.close()
        assert not waits(ours)
        queue = Turns(1, 1)
        with queue.turn(60.0), pytest.raises(Unwanted), queue.turn(60.0, ours):
            pass
        with pytest.raises(Unwanted), turn(WEB, ours):
            while True:
                tick()
    assert not waits(ours)


def test_the_clock_counts_waits_once_and_leaves_waiting_out() -> None:
    waited: list[float] = []

    def wait() -> None:
        waited.append(time.monotonic())
        time.sleep(0.3)

    with running(Clock(0.25, 0.25, small=10, large=wait)):
        assert [*timed(range(10))] == [*range(10)] and waited == []
        tick()
        tick()  # though more than 0.25 seconds have passed
        assert len(waited) == 1
        with pytest.raises(OutOfTime, match=r"at most 0\.25 seconds of work"):
            while True:
                tick()
    tick(10**9)  # no clock, no end


def test_large_ones_stand_aside_for_small_ones_and_not_for_ever() -> None:
    aside = turns.Aside()
    time.sleep(0.05)
    began = time.monotonic()
    with turns.small.more():
        aside.stand()
    assert 0.02 < time.monotonic() - began < SLACK
    began = time.monotonic()
    aside.stand()  # nobody is there
    assert time.monotonic() - began < 0.02


def test_all_who_may_wait_together_leave_threads_for_small_questions() -> None:
    import runpy

    import wengert.web.application  # noqa: F401  # whatever the server uses is there by then

    named = children()
    waiting = sum(
        named[name]._waiting + named[name]._processes for name in ("layout", "large layout", "derivative", "forms")
    )
    threads = runpy.run_path("gunicorn.conf.py")["threads"]
    assert WEB.large_at_once + WEB.large_waiting + waiting <= threads - 16


def test_a_jacobian_of_no_inputs_takes_no_pass(client: FlaskClient) -> None:
    told = asked(client, {"program": "ones(100, 100)@ones(100, 100)"}).json
    assert told["cost"]["reverse"] == {"passes": 0, "operations": 0, "stored": 10_000}
    assert told["jacobian"] == {} and told["value"][0][0] == 100.0
    made = study("[1, 2, 3]", cotangent=[1.0, 1.0, 1.0])
    assert made.jacobian == [[], [], []] and made.adjoints is not None
