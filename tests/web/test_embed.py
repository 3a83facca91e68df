"""The player in a frame: what it holds, what it says of what is wrong, and what other sites are told about it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from wengert.web.settings import Settings

STATE = "e=exp(x1)*(x1**2%2Bx2**2)**3&x1=0&x2=2&sweep=reverse&step=4"
PUBLIC = "https://wengert.example"


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    from wengert.web.application import create_app

    app = create_app(Settings(data=tmp_path_factory.mktemp("data"), rated=False, public_url=PUBLIC))
    yield app.test_client()


def told(page: str) -> Any:
    found = re.search(r'<script type="application/json" id="study">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def test_it_is_the_state_that_the_address_describes(client: FlaskClient) -> None:
    page = client.get(f"/embed?{STATE}&theme=dark&play=1").get_data(as_text=True)
    held = told(page)
    assert held["study"]["gradient"] == {"x1": 64.0, "x2": 192.0} and held["study"]["svg"] is None
    assert (held["state"]["sweep"], held["state"]["step"], held["state"]["play"]) == ("reverse", 4, True)
    assert '<html lang="en" data-ready="busy" data-theme="dark" data-themed>' in page
    assert page.count("<svg xmlns") == 2 and "step 4 of 9" in page
    assert f'href="/?{STATE}"'.replace("&", "&amp;") in page and "textarea" not in page and "<input" not in page


def test_a_name_of_the_program_stays_its_input(client: FlaskClient) -> None:
    """theme and play may be what the program calls its inputs."""
    held = told(client.get("/embed?e=theme*play&theme=2&play=3&view.theme=light").get_data(as_text=True))
    assert held["study"]["value"] == 6.0 and held["state"]["theme"] == "light" and held["state"]["play"] is False


def test_it_is_kept_as_the_page_is(client: FlaskClient) -> None:
    first = client.get(f"/embed?{STATE}")
    assert first.headers["Cache-Control"] == "public, no-cache"
    again = client.get(f"/embed?{STATE}", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and not again.data
    assert client.get(f"/embed?{STATE}&theme=dark").headers["ETag"] != first.headers["ETag"]


def test_a_short_link_is_shown_by_its_id(client: FlaskClient) -> None:
    body = {"program": "x*y", "at": {"x": 2, "y": 5}, "sweep": "forward", "step": 1, "theme": "dark", "play": True}
    link = client.post("/api/v1/links", json=body).json["url"]
    page = client.get(link.replace("/s/", "/embed/")).get_data(as_text=True)
    assert told(page)["study"]["value"] == 10.0 and 'data-theme="dark"' in page
    assert 'href="/?e=x*y&amp;x=2&amp;y=5&amp;sweep=forward&amp;step=1"' in page  # the page is not asked to play
    long = client.post("/api/v1/links", json={"program": "x*x  # " + "é" * 4000}).json["url"]
    assert f'href="{long}"' in client.get(long.replace("/s/", "/embed/")).get_data(as_text=True)


WRONG = [
    ("/embed?e=x1*%2Bsin(", 400, "expected an operand after '(", "x1*+sin<mark>(</mark>\n       ^"),
    ("/embed?e=a%3Dx%0Anosuch(a)", 422, "'nosuch'", "<mark>nosuch</mark>(a)\n^^^^^^"),
    ("/embed?e=" + "x%2B" * 60 + "*y", 400, "found '*'", "<mark>*</mark>y\n" + " " * 31 + "^"),
    ("/embed?e=<script>alert(1)</script>", 400, "&lt;", "<mark>"),
    ("/embed?x=1", 422, "the parameter 'e' must hold the program", None),
    ("/embed?e=x&theme=pink", 422, "light or dark", None),
    ("/embed?e=x&play=2", 422, "0 or 1", None),
    ("/embed/nothing", 404, "there is no such link", None),
    ("/embed?e=" + "x" * 17_000, 414, "characters may stand in an address", None),
]


@pytest.mark.parametrize(("url", "status", "detail", "place"), WRONG)
def test_what_is_wrong_is_a_small_page_with_its_place(
    client: FlaskClient, url: str, status: int, detail: str, place: str | None
) -> None:
    answer = client.get(url)
    page = answer.get_data(as_text=True)
    assert (answer.status_code, answer.mimetype) == (status, "text/html")
    assert detail in html.unescape(page) or detail in page
    assert "<pre" not in page if place is None else place in page
    assert "<script>" not in page and len(page) < 3_000 + (17_000 if status == 414 else 0)


def test_the_element_is_for_every_page(client: FlaskClient) -> None:
    answer = client.get("/wengert-graph.js", headers={"Origin": "https://elsewhere.example"})
    assert answer.mimetype == "text/javascript" and answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin" and answer.headers["ETag"]
    script = answer.get_data(as_text=True)
    assert len(script) < 5_000 and not re.search(r"\bimport\b|https?://", script)


OWN = [
    (f"{PUBLIC}/?{STATE}", f"{PUBLIC}/embed?{STATE}"),
    (f"{PUBLIC}?{STATE}", f"{PUBLIC}/embed?{STATE}"),
    (f"{PUBLIC}/embed?{STATE}&theme=dark", f"{PUBLIC}/embed?{STATE}&theme=dark"),
    (f"{PUBLIC}/?e=a%20%2B%20é", f"{PUBLIC}/embed?e=a%20%2B%20%C3%A9"),
]


@pytest.mark.parametrize(("address", "frame"), OWN)
def test_a_site_is_told_the_frame_of_a_link(public: FlaskClient, address: str, frame: str) -> None:
    answer = public.get("/oembed", query_string={"url": address})
    assert answer.status_code == 200 and answer.headers["Access-Control-Allow-Origin"] == "*"
    document = answer.json
    assert (document["version"], document["type"], document["provider_url"]) == ("1.0", "rich", PUBLIC + "/")
    assert f'src="{html.escape(frame)}" width="480" height="360"' in document["html"]


def test_a_short_link_has_its_frame(public: FlaskClient) -> None:
    link = public.post("/api/v1/links", json={"program": "a = x\na*a"}).json["url"]
    for address in (link, link.replace("/s/", "/embed/")):
        document = public.get("/oembed", query_string={"url": PUBLIC + address}).json
        assert link.replace("/s/", "/embed/") in document["html"] and document["title"] == "a*a"


@pytest.mark.parametrize(
    ("most", "size"),
    [({}, (480, 360)), ({"maxwidth": 1000}, (480, 360)), ({"maxwidth": 479}, (320, 480)), ({"maxwidth": 300}, (300, 480)),
     ({"maxheight": 200}, (480, 200)), ({"maxwidth": 320, "maxheight": 400}, (320, 400))],
)  # fmt: skip
def test_a_frame_is_as_large_as_a_site_allows(public: FlaskClient, most: dict[str, int], size: tuple[int, int]) -> None:
    document = public.get("/oembed", query_string={"url": f"{PUBLIC}/?{STATE}", **most}).json
    assert (document["width"], document["height"]) == size


NOT_OURS = [
    ({"url": f"https://evil.example/?{STATE}"}, 404), ({"url": f"{PUBLIC}.evil.example/?{STATE}"}, 404), ({}, 404),
    ({"url": f"{PUBLIC}/examples"}, 404), ({"url": f"{PUBLIC}/s/none"}, 404), ({"url": f"{PUBLIC}/"}, 404),
    ({"url": f"{PUBLIC}@evil.example/?{STATE}"}, 404), ({"url": f"{PUBLIC}/s/../?e=x"}, 404), ({"url": "https://[/"}, 404),
    ({"url": f"{PUBLIC}/?e=x&step=none"}, 422), ({"url": f"{PUBLIC}/?{STATE}", "format": "xml"}, 501),
    ({"url": f"{PUBLIC}/?{STATE}", "maxwidth": "wide"}, 422), ({"url": f"{PUBLIC}/?{STATE}", "maxheight": "0"}, 422),
]  # fmt: skip


@pytest.mark.parametrize(("query", "status"), NOT_OURS)
def test_of_other_addresses_nothing_is_told(public: FlaskClient, query: dict[str, str], status: int) -> None:
    answer = public.get("/oembed", query_string=query)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")


def test_absolute_addresses_come_from_the_setting_alone(public: FlaskClient, client: FlaskClient) -> None:
    refused = client.get("/oembed", query_string={"url": f"http://localhost/?{STATE}"})
    assert refused.status_code == 404 and "PUBLIC_URL" in refused.json["hint"]
    page = client.get(f"/?{STATE}").get_data(as_text=True)
    assert "og:" not in page and "oembed" not in page
    page = public.get(f"/?{STATE}", headers={"Host": "evil.example"}).get_data(as_text=True)
    own = html.escape(f"{PUBLIC}/?{STATE}")
    assert f'<meta property="og:url" content="{own}">' in page
    assert f'<meta property="og:image" content="{own.replace("/?", "/graph.png?")}">' in page
    oembed = html.escape(f"{PUBLIC}/oembed?format=json&url={quote(f'{PUBLIC}/?{STATE}', safe='')}")
    assert f'<link rel="alternate" type="application/json+oembed" href="{oembed}"' in page
    assert "evil" not in page
