"""Whatever hostile text is typed, opened or sent, the page holds no element, attribute or request that came from it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.browser.conftest import Visit

PAYLOADS = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "\"><iframe src=javascript:alert(1)></iframe>", "' onmouseover='alert(1)' x='", "javascript:alert(1)",
    "</title><base href=//evil.example>", "</textarea><script>alert(1)</script>", "]]><style>*{display:none}</style>",
    "\\href{javascript:alert(1)}{x}", "\\url{https://evil.example}", "\\htmlClass{evil}{x}", "\\htmlStyle{color:red}{x}",
    "\\includegraphics{https://evil.example/x.png}", "{{7*7}}${7*7}<%= 7*7 %>", "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<math><mtext></table><img src=//evil.example/x>", "x # <script>alert(1)</script> \\href{javascript:alert(1)}{y}",
    "x'); drop table links; --", "`;alert(1)//", "\u202e\u2028<a href=javascript:alert(1)>", "<link rel=stylesheet href=//evil.example/x.css>",
]  # fmt: skip
NAMES = "constructor + toString*valueOf - hasOwnProperty/prototype + __proto__x".replace("__proto__x", "isPrototypeOf")

# What an element of the page is: its name and its attributes' names, and each address that it leads to; what scripts there
# are; and whether anything stands where nothing of ours ever does.
SHAPES = """() => {
  const elements = new Set(), attributes = new Set(), links = new Set();
  for (const element of document.querySelectorAll("*")) {
    elements.add(element.localName);
    for (const { name, value } of element.attributes) {
      attributes.add(name);
      if (["href", "src", "action", "formaction", "xlink:href", "data", "srcset", "poster"].includes(name)) links.add(value);
    }
  }
  const scripts = [...document.querySelectorAll("script:not([type='application/json'])")].map((each) => each.getAttribute("src"));
  const planted = document.querySelectorAll(".evil, iframe, object, embed, base").length;
  const polluted = [Object.prototype, Array.prototype].flatMap((each) => Object.keys(each));
  return { elements: [...elements], attributes: [...attributes], links: [...links], scripts, planted, polluted };
}"""
ELEMENTS = set(
    "a article aside base64 body br button circle code datalist dd defs details dialog div dl dt em fieldset figcaption figure "
    "footer form g h1 h2 h3 h4 head header hr html img input kbd label legend li line link main marker math meta metadata mrow mi mo mn "
    "mtext msub msup msubsup mfrac mover munder munderover mspace mpadded mstyle menclose msqrt mroot mtable mtr mtd semantics "
    "annotation nav ol option output p path pattern pre rect script section select small span strong sub summary sup svg table "
    "tbody td text textarea tfoot th thead time title tr tspan ul b i mark noscript".split()
)
SCRIPTS = re.compile(r"/static/[0-9a-f]{12}/(js|vendor|dist)/")


class Watched(Visit):
    """A visit that also notes every dialog."""

    def __init__(self, page: Any, address: str):
        super().__init__(page, address)
        self.listen("dialog", lambda dialog: (self.wrong.append(f"a dialog: {dialog.message}"), dialog.dismiss()))

    def look(self) -> None:
        """Raises where the page holds what no page of ours holds."""
        found = self.page.evaluate(SHAPES)
        assert set(found["elements"]) <= ELEMENTS, set(found["elements"]) - ELEMENTS
        assert not [
            name for name in found["attributes"] if name.startswith(("on", "formaction", "srcdoc", "http-equiv"))
        ]
        wrong = [link for link in found["links"] if not link.startswith(("/", "#", "?")) or link.startswith("//")]
        assert wrong == []
        assert all(source and SCRIPTS.match(source) for source in found["scripts"])
        assert found["planted"] == 0 and found["polluted"] == []


@pytest.fixture
def watched(visiting: Callable[..., Watched]) -> Watched:
    return visiting(kind=Watched)


def addresses(payload: str) -> list[str]:
    """The page with a payload in each place of its address but the program."""
    plain = {"e": "x*y", "x": "1"}
    asked = [{**plain, payload: "1"}, {**plain, "x": payload},
             {**plain, "wrt": payload}, {**plain, "direction": json.dumps({payload: 1})}, {**plain, "sweep": payload},
             {**plain, "at." + payload: "[1,2]"}]  # fmt: skip
    return ["/?" + urlencode(each) for each in asked]


def test_a_program_brings_nothing_into_the_page(watched: Watched) -> None:
    for payload in PAYLOADS:
        watched.open("/?" + urlencode({"e": payload})).look()
    watched.open("/?" + urlencode({"e": f"f = x # {' '.join(PAYLOADS)}"})).look()


@pytest.mark.parametrize("payload", [PAYLOADS[1], PAYLOADS[3], PAYLOADS[9]])
def test_an_address_brings_nothing_into_the_page(watched: Watched, payload: str) -> None:
    for path in addresses(payload):
        watched.open(path).look()


def test_what_is_typed_brings_nothing_into_the_page(watched: Watched) -> None:
    """And each is refused, in words that show it as text."""
    watched.open("/?e=x*y&x=1&y=2")
    for payload in PAYLOADS:
        watched.type(payload).look()
        assert watched.page.locator("#problem").is_visible(), payload
    watched.type(f"x*y + sin(x) # {' '.join(PAYLOADS)}").look()


def test_names_of_javascripts_own_are_plain_inputs(watched: Watched) -> None:
    watched.open("/?" + urlencode({"e": NAMES, "constructor": "2", "toString": "3"})).look()
    watched.type(NAMES + " + constructor").look()
    watched.press("ArrowRight")
    assert watched.page.locator("#editor textarea").input_value().startswith("constructor")


def test_pictures_and_pages_of_words_hold_nothing_of_it(watched: Watched) -> None:
    for payload in PAYLOADS[:4]:
        for path in ("/graph.svg?" + urlencode({"e": f"x # {payload}"}), "/graph.svg?" + urlencode({"e": payload}),
                     "/examples?" + urlencode({"e": payload}), "/problems/" + urlencode({"": payload})[1:].replace("%2F", "_"),
                     "/api/v1/docs?" + urlencode({"x": payload})):  # fmt: skip
            watched.page.goto(watched.address + path)
            found = watched.page.evaluate(SHAPES)
            assert set(found["elements"]) <= ELEMENTS | {"style"}, path
            assert not [name for name in found["attributes"] if name.startswith("on")]
    watched.page.goto(watched.address + "/graph.svg?e=x*y")
    assert watched.page.evaluate("window.origin") == "null"


def test_a_planted_element_and_a_planted_handler_are_caught(watched: Watched) -> None:
    watched.open("/?e=x")
    for spoil in (
        "document.body.append(document.createElement('marquee'))",
        "document.body.setAttribute('onclick', '')",
        "document.querySelector('a').href = 'javascript:1'",
    ):
        watched.page.evaluate(spoil)
        with pytest.raises(AssertionError):
            watched.look()
        watched.open("/?e=x")
    watched.wrong.clear()  # the planted handler is refused by the policy, which says so
