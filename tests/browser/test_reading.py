"""Texts as people have them, pasted whole: what is read, what is left out, what is stated; and what may be chosen otherwise."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from graphs.gallery import Example, groups
from tests.browser.conftest import Visit
from tests.browser.test_input import paste, program
from tests.browser.test_page import state

WHOLE = groups()[-1].examples
CODE = """import torch
x = torch.tensor(2.0)
y = torch.tensor(1.0)
w = torch.tensor(0.5, requires_grad=True)
b = torch.tensor(-0.5, requires_grad=True)

p = torch.sigmoid(w*x + b)
loss = -y*torch.log(p) - (1-y)*torch.log(1-p)
loss.backward()
print(w.grad)"""
FIELD = "#editor textarea"
# What the editor's lines look like: the struck stretches, the words beside the lines that are seen.
STRUCK = "[...document.querySelectorAll('.gutter .out')].map((it) => it.textContent)"
WORDS = "[...document.querySelectorAll('.gutter .line')].map((it) => it.querySelector('.word')?.textContent ?? '')"
PRESSED = """(name) => [...document.querySelectorAll('.role')].find((it) => it.querySelector('code').textContent === name)
    .querySelector('[aria-pressed=true]').value"""
NUMBERS = """[...document.querySelectorAll("#answer dl dd:not(.array)")].map((it) => it.title)"""
# The places of characters in the field's layers: a mark that stands beside its text is worse than none.
LAYERS = """() => [...document.querySelectorAll('#editor textarea, #editor pre')].map((it) => { const style = getComputedStyle(it);
    return [it.clientWidth, ...["paddingLeft", "paddingRight", "paddingTop", "font", "whiteSpace", "overflowWrap", "tabSize"].map((key) => style[key])].join(); })"""
HEIGHTS = """() => [...document.querySelectorAll('#editor textarea, .gutter, .marks, .handles')].map((it) => it.scrollHeight - it.clientHeight)"""


def pasted(visit: Visit, text: str) -> Visit:
    """Into an empty field; a paste that no script takes is the browser's own, which a test cannot give it."""
    visit.page.locator(FIELD).fill("")
    paste(visit, FIELD, text)
    assert program(visit) == "", "no script reads what is pasted"
    visit.page.keyboard.insert_text(text)
    return visit.ready()


def choose(visit: Visit, name: str, role: str) -> Visit:
    visit.page.get_by_role("group", name=f"{name} is").get_by_role("button", name=role).click()
    return visit.ready()


def test_whole_texts_are_answered_right(visit: Visit) -> None:
    """Pasted one after the other over what was there: no value of a text before moves one of the next."""
    visit.open("/?e=x*y&x=7&y=5")
    for example in WHOLE:
        visit.page.locator(FIELD).fill("")
        pasted(visit, example.program)
        assert program(visit) == example.program
        assert not visit.page.locator("#problem").is_visible(), example.id
        assert visit.page.locator("#inputs .input").count() == len(example.symbols), example.id
        assert visit.page.locator("svg.graph .node").count() > 0, example.id
        visit.page.evaluate("document.querySelector('#answer .all[aria-expanded=false]:not([hidden])')?.click()")
        numbers = [float(text.replace("−", "-")) for text in visit.page.evaluate(NUMBERS)]
        wanted = [*scalars(example)]
        assert numbers == pytest.approx(wanted, rel=1e-9, abs=1e-12), example.id
        point, answer = (visit.page.locator(part).bounding_box() for part in ("#inputs .input >> nth=0", "#answer"))
        assert point and answer and point["y"] + point["height"] <= answer["y"], f"{example.id}: the point is in sight"
        assert "&" not in visit.page.url.partition("?e=")[2].partition("&sweep")[0], "the text gives the point"


def scalars(example: Example) -> Iterator[float]:
    """The numbers of an answer, in its order, that are no arrays: those the page writes in full."""
    numbers = [example.references["value"], *example.references.get("gradient", {}).values()]
    yield from (number for number in numbers if not isinstance(number, list))


def test_lines_that_compute_nothing_are_struck_and_named(visit: Visit) -> None:
    visit.open("/?e=x")
    pasted(visit, CODE)
    assert visit.page.evaluate(STRUCK) == ["import torch", "loss.backward()", "print(w.grad)"]
    words = ["left out", "data", "data", "input", "input", "", "", "", "left out", "left out"]
    assert visit.page.evaluate(WORDS) == words
    assert len(set(visit.page.evaluate(HEIGHTS))) == 1
    assert visit.text(".notes summary") == "Left out: lines 1, 9 and 10"
    visit.page.locator(".notes summary").click()
    visit.page.locator(".notes").get_by_role("button", name="line 10").click()
    selected = (
        "(() => { const it = document.activeElement; return it.value.slice(it.selectionStart, it.selectionEnd); })()"
    )
    assert visit.page.evaluate(selected) == "print(w.grad)"
    marks = visit.page.locator(".left-out").get_by_role("button", name="the marks")
    marks.click()
    expect(visit.page.locator(".gutter .word").first).to_be_hidden()
    struck = "getComputedStyle(document.querySelector('.gutter .out')).textDecorationLine"
    assert visit.page.evaluate(struck) == "none"
    marks.click()
    assert visit.page.evaluate(struck) == "line-through"
    expect(visit.page.locator(".gutter .word").first).to_be_visible()
    visit.page.locator(".notes").get_by_role("button", name="line 10").click()
    visit.page.keyboard.type("w + w")  # of a line that is another now nothing is said until the answer has come
    assert visit.page.evaluate(WORDS)[-1] == ""
    visit.ready()


def test_the_notes_are_told_once_and_politely(visit: Visit) -> None:
    visit.open("/?e=x")
    visit.page.evaluate("""() => { window.told = []; const region = document.querySelector("#reading-said");
        new MutationObserver(() => window.told.push(region.textContent)).observe(region, {childList: true, characterData: true, subtree: true}); }""")
    pasted(visit, CODE)
    visit.page.locator("#inputs [type=range]").first.focus()
    visit.press("ArrowRight", "ArrowRight")
    assert [each for each in visit.page.evaluate("window.told") if "Python" in each] == [
        "Read as Python. Left out: lines 1, 9 and 10."
    ]
    assert visit.page.locator("#reading-said").get_attribute("role") == "status"


def test_a_name_is_made_data_and_an_input_again(visit: Visit) -> None:
    visit.open("/?e=" + quote(CODE))
    assert [visit.page.evaluate(PRESSED, name) for name in "xywb"] == ["data", "data", "input", "input"]
    choose(visit, "b", "data")
    assert state(visit)["inputs"] == "w"
    assert visit.page.locator("#inputs .input").count() == 1
    assert "−0.75508" in visit.text("#answer dl") and "−0.37754" not in visit.text("#answer dl")
    assert visit.page.evaluate("document.activeElement.value") == "data", "the focus stays"
    choose(visit, "x", "input")
    assert state(visit)["inputs"] == "w,x" and visit.page.locator("#inputs .input").count() == 2
    visit.page.reload()
    assert [visit.ready().page.evaluate(PRESSED, name) for name in "xywb"] == ["input", "data", "input", "data"]
    visit.page.go_back()
    visit.ready()
    assert state(visit)["inputs"] == "w"
    visit.type("u*v")
    assert "inputs" not in state(visit), "what was chosen for another text is over"


def test_a_value_of_the_text_is_moved_and_given_back(visit: Visit) -> None:
    visit.open("/?e=" + quote(CODE))
    assert visit.page.locator("#at-w").input_value() == "0.5" and "w" not in state(visit)
    visit.page.locator("#at-w").fill("0.7")
    visit.ready()
    assert state(visit)["w"] == "0.7" and "b" not in state(visit)
    assert "0.34115" in visit.text("#answer dl")
    assert visit.page.evaluate(PRESSED, "x") == "data", "whoever moves an input makes no other one"
    visit.page.get_by_role("button", name="w: back to 0.5").click()
    visit.ready()
    assert visit.page.locator("#at-w").input_value() == "0.5" and "w" not in state(visit)
    assert "0.47408" in visit.text("#answer dl")
    visit.page.locator("#at-w").fill("0.7")
    visit.type(CODE.replace("0.5, req", "0.6, req", 1))  # the text's own line is another now
    assert visit.page.locator("#at-w").input_value() == "0.6"


def test_what_is_no_plain_mathematics_gives_no_names_before_its_answer(visit: Visit) -> None:
    visit.open("/?e=" + quote("A @ x") + "&A=[[1,2],[3,4]]&x=[1,2]")
    visit.type("import torch\nx = torch.tensor([1., 2.])\nx @ torch.tensor([1., 2., 3.])")
    expect(visit.page.locator("#problem")).to_be_visible()
    assert not {"import", "torch", "tensor"} & {*visit.page.locator("#inputs label").all_text_contents()}
    visit.type("Find the slope of $f(x) = x^2$ at $x = 3$.")
    assert visit.page.locator("#inputs label").count() == 1 and visit.page.locator("#at-x").input_value() == "3"


def test_what_a_text_states_is_right_or_wrong(visit: Visit) -> None:
    sheet = next(example for example in WHOLE if example.id == "homework-sheet")
    visit.open("/?e=x")
    pasted(visit, sheet.program)
    claims = visit.page.locator("#claims li")
    told = claims.evaluate_all("(items) => items.map((it) => [it.className, it.querySelector('b').textContent])")
    assert ["wrong", "✗ wrong"] in told and told.count(["right", "✓ right"]) == len(told) - 1 >= 3
    wrong = visit.page.locator("#claims .wrong")
    assert "4.5403" in wrong.inner_text()
    wrong.get_by_role("button").click()
    assert "4.44" in visit.page.evaluate(
        "(() => { const it = document.activeElement; return it.value.slice(it.selectionStart, it.selectionEnd); })()"
    )
    assert visit.page.locator(".gutter .out").first.text_content() == "Problem 3. Let"


def test_a_text_of_two_readings_has_two_buttons(visit: Visit) -> None:
    visit.open("/?e=x").type("0,5x + 1")
    buttons = visit.page.locator("#problem .apply")
    expect(buttons).to_have_text(["Read as: 0.5", "Read as: 0, 5"])
    buttons.first.click()
    visit.ready()
    assert program(visit) == "0.5x + 1" and not visit.page.locator("#problem").is_visible()


@pytest.mark.parametrize(("text", "nodes", "said"), [
    ("y = x if x > 0 else 0.01*x", (4, 4), ("", "")),
    ("if x > 0:\n    y = x\nelse:\n    y = 0.01*x", (1, 2), ("'x > 0' holds", "'x > 0' does not hold")),
], ids=["an expression", "a statement"])  # fmt: skip
def test_a_slider_crosses_a_border(visit: Visit, text: str, nodes: tuple[int, int], said: tuple[str, str]) -> None:
    """Of an expression both branches are in the graph, of a statement the one that is taken."""
    visit.open("/?e=" + quote(text) + "&x=0&sweep=reverse&step=end")
    visit.page.get_by_role("tab", name="Plot").click()
    for x, slope, taken in ((1, 1, 0), (-1, 0.01, 1)):
        slider = visit.ready().page.locator("#inputs [type=range]")
        slider.evaluate("(it, x) => { it.value = x; it.dispatchEvent(new Event('input', {bubbles: true})); }", str(x))
        expect(visit.page.locator("#c1 text.value")).to_have_text("−1" if x < 0 else "1")
        visit.ready()
        assert [float(each.replace("−", "-")) for each in visit.page.evaluate(NUMBERS)] == [slope * x, slope]
        assert visit.page.locator("svg.graph .node").count() == nodes[taken]
        assert visit.slot("c1", "derivative") == f"{slope:g}"
        assert (
            said[taken] in visit.text(".notes .told")
            if said[taken]
            else not visit.page.locator(".notes .told li").count()
        )
        plot = visit.page.locator(".plot > [role=img]").get_attribute("aria-label") or ""
        assert "y along x from −2 to 2" in plot and f"its tangent has the slope {slope:g}" in plot
        left, right = bends(visit)
        assert right / left == pytest.approx(100, rel=0.1)  # as they are drawn, to a tenth of a pixel


def bends(visit: Visit) -> tuple[float, float]:
    """The slopes of the plotted line's halves, in pixels."""
    drawn = visit.page.locator(".plot .curve").get_attribute("d") or ""
    points = [tuple(map(float, each.split())) for each in drawn.removeprefix("M").split("L")]
    (x0, y0), (x1, y1), (x2, y2) = points[0], points[len(points) // 2], points[-1]
    return (y1 - y0) / (x1 - x0), (y2 - y1) / (x2 - x1)


def test_the_form_is_chosen(visit: Visit) -> None:
    """xy is x times y in LaTeX, and one name in plain text."""
    visit.open("/?e=" + quote("yx + y"))
    chosen = visit.page.locator("#read-as")
    assert chosen.input_value() == "" and visit.page.locator("#inputs .input").count() == 2
    note = visit.page.locator(".notes .told li")
    expect(note).to_contain_text("line 1:")
    chosen.select_option("latex")
    visit.ready()
    assert state(visit)["form"] == "latex"
    visit.page.reload()
    assert visit.ready().page.locator("#read-as").input_value() == "latex"
    chosen.select_option(label="what it looks like")
    visit.ready()
    assert "form" not in state(visit)


def test_tab_indents_in_code_and_is_no_trap(visit: Visit) -> None:
    visit.open("/?e=" + quote("x*y")).page.locator(FIELD).focus()
    visit.press("Tab")
    assert visit.page.evaluate("document.activeElement.localName") != "textarea", "mathematics has no use for it"
    visit.page.locator(FIELD).fill("")
    visit.page.keyboard.type("def f(x):\nreturn x**2")
    assert program(visit) == "def f(x):\n    return x**2"
    visit.press("Shift+Tab")
    assert program(visit) == "def f(x):\nreturn x**2"
    visit.press("Tab", "Escape", "Tab")
    assert program(visit).count("    ") == 1
    assert visit.page.evaluate("document.activeElement.localName") != "textarea"


DROP = """([name, text]) => { const data = new DataTransfer(); data.items.add(new File([text], name, {type: "text/plain"}));
    for (const kind of ["dragover", "drop"]) document.querySelector("#editor").dispatchEvent(new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true})); }"""


def test_a_file_is_opened_or_dropped(visit: Visit) -> None:
    visit.open("/?e=x")
    visit.page.locator("#file").set_input_files(
        {"name": "a.py", "mimeType": "text/x-python", "buffer": b"a = 2\r\nb = a*x\r\n"}
    )
    expect(visit.page.locator(FIELD)).to_have_value("a = 2\nb = a*x")
    visit.ready()
    assert "2" in visit.text("#answer dl")
    visit.page.evaluate(DROP, ["b.md", "Let $g(t) = t^3$."])
    expect(visit.page.locator(FIELD)).to_have_value("Let $g(t) = t^3$.")
    visit.ready().press("Control+Z")
    assert program(visit) == "a = 2\nb = a*x"
    cells = [{"cell_type": "markdown", "source": "# f"}, {"cell_type": "code", "source": ["a = 3.0\n", "a*a\n"]}]
    visit.page.evaluate(DROP, ["e.ipynb", json.dumps({"cells": cells})])
    expect(visit.page.locator(FIELD)).to_have_value("a = 3.0\na*a")
    expect(visit.page.locator("#file-told")).to_have_text(
        "e.ipynb: 1 cell of code, read as Python; 1 other cell left out."
    )
    assert state(visit.ready())["form"] == "python" and "9" in visit.text("#answer dl")
    visit.press("Control+Z")
    visit.page.evaluate(DROP, ["f.ipynb", "x*y"])
    expect(visit.page.locator("#file-told")).to_have_text("f.ipynb is no notebook that can be read.")
    visit.page.evaluate(DROP, ["c.txt", "x" * 200_001])
    expect(visit.page.locator("#file-told")).to_have_text("c.txt is too large: a text has at most 200 kB.")
    visit.page.evaluate(DROP, ["d.png", "\0\1"])
    expect(visit.page.locator("#file-told")).to_have_text("d.png is no text.")
    assert program(visit) == "a = 2\nb = a*x"


# Files that anybody may have made: what they hold is parsed, and never becomes part of the page.
HOSTILE = [
    ("a.svg", "<svg xmlns='http://www.w3.org/2000/svg'><metadata id='wengert'>{&quot;query&quot;: 3}</metadata></svg>"),
    ("b.svg", "<!DOCTYPE s [<!ENTITY a 'aaaaaaaaaa'>" + "".join(f"<!ENTITY a{k} '{f'&a{k - 1 or str()};' * 10}'>" for k in range(1, 12)) + "]><svg xmlns='http://www.w3.org/2000/svg'><metadata id='wengert'>&a11;</metadata></svg>"),
    ("c.svg", "<svg xmlns='http://www.w3.org/2000/svg' onload='window.caught=1'><script>window.caught=1</script></svg>"),
    ("d.html", "<img src=x onerror='window.caught=1'><script id=wengert>window.caught=1</script>"),
    ("e.html", "<script type='application/json' id='wengert'>{'query': '?e=x'}</script>"),
    ("f.json", json.dumps({"link": "javascript:alert(1)"})),
    ("g.json", json.dumps({"link": "https://evil.example/?e=x"})[:-1]),
]  # fmt: skip


def test_a_file_of_ours_opens_again_and_a_hostile_one_opens_nothing(visit: Visit) -> None:
    visit.open("/?e=x")
    query = "?e=exp(x1)*x2&x1=0&x2=2&sweep=reverse&step=2"
    picture = visit.page.request.get(visit.address + "/graph.svg" + query).text()
    visit.page.evaluate(DROP, ["f.svg", picture])
    expect(visit.page.locator("#file-told")).to_have_text("f.svg opened.")
    assert program(visit.ready()) == "exp(x1)*x2" and (visit.count(), visit.slot("c3", "value")) == ("2 of 4", "1")
    for name, text in HOSTILE:
        visit.page.evaluate(DROP, [name, text])
        expect(visit.page.locator("#file-told")).to_have_text(f"{name} holds no graph that this page could open.")
    island = json.dumps({"query": "?e=a*<b>&a=3"}).replace("<", "\\u003c")
    visit.page.evaluate(DROP, ["p.html", f"<script type='application/json' id='wengert'>{island}</script>"])
    expect(visit.page.locator("#file-told")).to_have_text("p.html opened.")
    assert program(visit.ready()) == "a*<b>" and visit.page.locator("b:has-text('x')").count() == 0
    assert visit.page.evaluate("window.caught") is None
    visit.page.go_back()
    assert program(visit.ready()) == "exp(x1)*x2"


@pytest.mark.parametrize("width", [1280, 360])
def test_marks_lie_on_their_lines(visiting: Any, width: int) -> None:
    """The layers break their lines as the field does: the last line stands at the same height."""
    visit = visiting(width=width)
    visit.open("/?e=" + quote(CODE))
    if width < 640:
        visit.page.locator("#edit").click()
    assert len(set(visit.page.evaluate(HEIGHTS))) == 1
    layers = visit.page.evaluate(LAYERS)
    assert len(layers) == 5 and len(set(layers)) == 1
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
    overlaps = """() => [...document.querySelectorAll('.gutter .word:not(.crowded)')].filter((word) => {
        const [line] = [...word.previousSibling.getClientRects()].slice(-1); const box = word.getBoundingClientRect();
        return line && line.right > box.left && line.bottom > box.top && line.top < box.bottom; }).map((word) => word.parentElement.textContent)"""
    assert visit.page.evaluate(overlaps) == []


def test_equal_expressions_that_are_one_node_say_so_and_can_be_drawn_apart(visit: Visit) -> None:
    visit.open("/?e=" + quote("sin(x*y) + x*y*2 + exp(x*y)") + "&x=3&y=4&sweep=value&step=3")
    page = visit.page
    assert "stands in 3 places, and is one node" in visit.text(".equal")
    assert page.locator("#editor .source mark").all_text_contents() == ["*"] * 3
    assert page.locator(".graph .node").count() == 8
    page.get_by_role("button", name="Draw them apart").click()
    visit.ready()
    assert page.locator(".graph .node").count() == 10 and "share=false" in page.url
    page.get_by_role("button", name="Make them one").click()
    visit.ready()
    assert page.locator(".graph .node").count() == 8 and "share" not in page.url
