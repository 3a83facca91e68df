"""The examples' page, and every example opened as a person would."""

from __future__ import annotations

from graphs.gallery import examples
from tests.browser.conftest import Visit


def test_pictures_come_when_they_are_looked_at_and_shift_nothing(visit: Visit) -> None:
    visit.open("/examples")
    places = "[...document.querySelectorAll('.example')].map(e => e.offsetTop)"
    before = visit.page.evaluate(places)
    for picture in visit.page.locator(".example img").all():
        picture.scroll_into_view_if_needed()
        picture.evaluate("img => img.decode()")  # it rejects where there is no picture
    assert visit.page.evaluate(places) == before


def test_every_example_opens(visit: Visit) -> None:
    """The page goes from one to the next as it does for Back: a page load each takes three times as long."""
    visit.open("/examples")
    links = visit.page.locator("a.open").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert len(links) == len(examples())
    visit.open(links[0])
    for link, example in zip(links, examples(), strict=True):
        visit.page.evaluate(
            "(link) => { history.pushState(null, '', link); dispatchEvent(new PopStateEvent('popstate')); }", link
        )
        visit.ready()
        assert visit.page.locator("#editor textarea").input_value() == example.program, link
        assert not visit.page.locator("#problem").is_visible(), link
        assert visit.page.locator("svg.graph .node").count() > 1, link
        assert visit.page.locator("#answer dd").count() > 1, link


def test_every_formula_of_every_example_can_be_typeset(visit: Visit) -> None:
    visit.open("/")
    broken = """async (bodies) => {
        const options = {throwOnError: true, strict: "ignore", trust: true};
        const found = [];
        for (const body of bodies) {
            const answer = await (await fetch("/api/v1/trace", {
                method: "POST", headers: {"content-type": "application/json"}, body: JSON.stringify(body)})).json();
            const formulas = new Set(answer.formula);
            for (const each of [...answer.nodes, ...answer.edges, ...answer.steps]) {
                for (const part of [each.latex, each.symbol, each.label, each.numbers, ...Object.values(each.chain ?? {})]) formulas.add(part ?? "");
            }
            for (const formula of formulas) {
                try { katex.renderToString(formula, options); } catch (error) { found.push(`${body.program}: ${formula}: ${error.message}`); }
            }
        }
        return found;
    }"""
    indexed = {"program": "norm(x1[0:2])*x1.T[0]*A[0, 1]", "at": {"x1": [1, 2, 3], "A": [[1, 2], [3, 4]]}}
    bodies = [indexed, *({"program": example.program, "at": example.at} for example in examples())]
    assert visit.page.evaluate(broken, bodies) == []


def test_the_way_to_the_examples_and_back(visit: Visit) -> None:
    visit.open("/")
    visit.page.get_by_role("link", name="Examples").click()
    visit.ready().page.get_by_role("link", name="Binary cross-entropy, one example", exact=True).click()
    visit.ready()
    assert "sigmoid" in visit.page.locator("#editor textarea").input_value()
    example = visit.page.locator("#example")
    assert example.locator("h2").inner_text() == "Binary cross-entropy, one example"
    assert "times the feature" in example.inner_text() and example.locator("dt").count() == 5
    visit.page.go_back()
    assert visit.ready().page.get_by_role("heading", level=1).inner_text() == "Examples"


def test_an_example_opened_in_place_tells_what_it_is(visit: Visit) -> None:
    visit.open("/")
    visit.page.locator("#starts button", has_text="Softmax").click()
    visit.page.locator("[popover]:popover-open a", has_text="Jacobian of softmax").click()
    title = visit.ready().page.locator("#example h2")
    assert title.inner_text() == "Jacobian of softmax"
    visit.page.locator("#at-z").fill("[1, 2, 3]")  # another point of the same example, another program, and back
    assert visit.ready().page.locator("#example").is_visible()
    visit.type("softmax(z) + 1")
    assert not title.is_visible()
    visit.type("softmax(z)")
    assert title.inner_text() == "Jacobian of softmax"
    title.locator("a").click()
    assert visit.ready().page.url.endswith("/examples#softmax-jacobian")
    shown = visit.page.locator(".example:visible")
    assert shown.count() == len(examples())
    visit.page.locator("#q").fill("sigmoid SLOPE")
    assert 1 < shown.count() < 6 and visit.text(".search [role=status]") == f"{shown.count()} examples"
    assert "?q=sigmoid%20SLOPE" in visit.page.url
    found = visit.page.locator(".example:visible .title").all_inner_texts()
    visit.page.reload()
    assert visit.ready().page.locator(".example:visible .title").all_inner_texts() == found
    visit.page.locator("#q").fill("no such thing")
    assert shown.count() == 0 and visit.text(".search [role=status]") == "No examples"
