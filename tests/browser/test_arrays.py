"""Vectors and matrices on the page: typed, shown, laid out, stepped through."""

from __future__ import annotations

from urllib.parse import parse_qs, quote, urlsplit

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit

SQUARES = "/?e=" + quote("r = A @ x - y\ndot(r, r)") + "&A=[[1,2],[3,4]]&x=[1,-1]&y=[1,0]&sweep=reverse"
LAYERS = "/?e=" + quote("A = [[1,2],[3,4],[5,6]]\ntanh(A @ x)") + "&x=[0.1,-0.2]"
LARGE = "/?e=" + quote("A = outer(v, v)\nsum(A @ x)") + f"&v={[*range(1, 8)]}&x={[0.5] * 7}&sweep=reverse"


def state(visit: Visit) -> dict[str, str]:
    return {key: value[0] for key, value in parse_qs(urlsplit(visit.page.url).query).items()}


def matrix(visit: Visit, name: str) -> str:
    """A row of the answer as its formula's source says it."""
    told = """name => [...document.querySelectorAll('#answer dt')].find(term => term.querySelector('annotation').textContent === name)
        .nextElementSibling.querySelector('annotation').textContent"""
    return " ".join(visit.page.evaluate(told, name).split())


def test_a_list_is_checked_as_it_is_typed(visit: Visit) -> None:
    visit.open(SQUARES)
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url))
    field = visit.page.locator("#at-A")
    expect(field).to_have_value("[[1, 2],\n [3, 4]]")
    field.fill("[[1, 2], [3]]")
    assert "one length" in visit.text("#complaint-A")
    assert field.get_attribute("aria-invalid") == "true"
    assert asked == []
    field.fill("[[1, 2], [3, 5]]")
    visit.ready()
    assert (visit.text("#complaint-A"), asked != []) == ("", True)
    assert state(visit)["A"] == "[[1,2],[3,5]]"
    assert visit.slot("c6", "value") == "8"


def test_a_number_becomes_a_list_by_typing_one(visit: Visit) -> None:
    visit.open("/?e=" + quote("sum(x*x)") + "&x=3")
    visit.page.locator("#at-x").click()
    visit.page.keyboard.press("Control+A")
    visit.page.keyboard.type("[1, 2]")
    visit.ready()
    assert state(visit)["x"] == "[1,2]"
    assert matrix(visit, "\\partial f/\\partial x") == "\\begin{bmatrix}2 & 4\\end{bmatrix}"
    visit.page.locator("#at-x").fill("4")
    visit.page.locator("#at-x").blur()
    visit.ready()
    assert visit.page.locator("input#at-x[type=number]").input_value() == "4"


def test_a_matrix_that_is_missing_can_be_typed(visit: Visit) -> None:
    visit.open("/").type("sum(W @ θ)")
    assert visit.page.locator("#problem").is_visible()
    for name, text in (("W", "[[1, 2], [3, 4]]"), ("theta", "[1, 1]")):
        field = visit.page.locator(f"#at-{name}")
        if field.evaluate("field => field.localName") == "input":
            visit.page.get_by_role("button", name=f"{name}: type a list").click()
        visit.page.locator(f"#at-{name}").fill(text)
        visit.ready()
    assert not visit.page.locator("#problem").is_visible()
    assert matrix(visit, "\\partial f/\\partial \\theta") == "\\begin{bmatrix}4 & 6\\end{bmatrix}"


def test_a_missing_matrix_has_its_field_when_the_address_is_opened(visit: Visit) -> None:
    visit.page.goto(visit.address + "/?e=" + quote("det(W)*b"))
    visit.ready().page.locator("#at-W").fill("[[1, 2], [3, 4]]")
    visit.ready()
    assert not visit.page.locator("#problem").is_visible()
    assert visit.page.locator("svg .node").count() == 4


def test_the_layout_of_derivatives(visit: Visit) -> None:
    visit.open(SQUARES)
    assert matrix(visit, "\\partial f/\\partial x") == "\\begin{bmatrix}-10 & -16\\end{bmatrix}"
    assert matrix(visit, "\\partial f/\\partial A") == "\\begin{bmatrix}-4 & -2 \\\\ 4 & 2\\end{bmatrix}"
    assert "Numerator layout (outputs by inputs)" in visit.text(".layout-words") and "1×2 row" in visit.text(
        ".layout-words"
    )
    visit.page.get_by_role("button", name="denominator").click()
    assert matrix(visit, "\\partial f/\\partial x") == "\\begin{bmatrix}-10 \\\\ -16\\end{bmatrix}"
    assert matrix(visit, "\\partial f/\\partial A") == "\\begin{bmatrix}-4 & 4 \\\\ -2 & 2\\end{bmatrix}"
    assert "Denominator layout (inputs by outputs)" in visit.text(".layout-words") and "2×1 column" in visit.text(
        ".layout-words"
    )
    assert state(visit)["layout"] == "denominator"
    visit.page.reload()
    assert "Denominator layout" in visit.ready().text(".layout-words")
    visit.page.go_back()
    assert "Numerator layout" in visit.ready().text(".layout-words")
    visit.type("x1*x2")
    assert not visit.page.locator("[aria-label='Layout of derivatives']").is_visible()


def test_a_jacobian_and_the_cotangent_that_makes_it_one_sweep(visit: Visit) -> None:
    visit.open(LAYERS + "&sweep=reverse")
    assert "\\\\" in matrix(visit, "\\partial f/\\partial x") and "3×2 matrix" in visit.text(".layout-words")
    assert visit.count() == "0 of 0" and "The output is 3 numbers" in visit.text("#explanation")
    ends = "['#step .words', '.seed'].map((part) => document.querySelector(part).getBoundingClientRect())"
    assert (
        0 < visit.page.evaluate(f"(([words, seed]) => seed.top - words.bottom)({ends})") < 30
    )  # right below what asks for it
    visit.page.get_by_role("button", name="Seed with ones").click()
    visit.ready()
    assert state(visit)["cotangent"] == "[1,1,1]"
    assert visit.count() != "0 of 0" and not visit.page.get_by_role("button", name="Seed with ones").is_visible()
    field = visit.page.locator("#cotangent-field")
    field.fill("[1, 0]")
    assert "3 entries" in visit.text("#cotangent-complaint")
    field.fill("[1, 0, 0]")
    visit.ready()
    assert state(visit)["cotangent"] == "[1,0,0]"
    visit.page.get_by_role("button", name="None").click()
    visit.ready()
    assert "cotangent" not in state(visit) and visit.count() == "0 of 0"


def test_every_step_of_arrays_is_told(visit: Visit) -> None:
    visit.open(SQUARES + "&step=0")
    steps = int(visit.count().split(" of ")[1])
    assert steps > 5
    for _ in range(steps):
        visit.press("ArrowRight")
        assert visit.text("#step .words")
        assert visit.page.locator("#step .rule .katex, #step .numbers .katex").count()
        assert "undefined" not in visit.text("#explanation")
    assert visit.text("#trace tr[data-node=c1] .adjoint") == "[[−4, 4], [−2, 2]]"


def test_the_trace_tells_an_array_in_full_to_the_keyboard(visit: Visit) -> None:
    visit.open(LARGE + "&step=end")
    row = visit.page.locator("#trace tr[data-node=c1]")
    row.focus()
    assert "[1, 2, 3, 4, 5, 6, 7]" in visit.text("#trace .in-full")
    widths = "[...document.querySelectorAll('#trace thead th')].map(cell => cell.offsetWidth)"
    before = visit.page.evaluate(widths)
    visit.page.locator("[name=sweep][value=forward]").click()
    assert visit.ready().page.evaluate(widths) == before


def test_a_large_array_opens_in_a_table(visit: Visit) -> None:
    visit.open("/?e=" + quote("sum(A * A)") + f"&A={[[i + j for j in range(6)] for i in range(5)]}")
    details = visit.page.locator("#answer details.entries")
    assert details.locator("table").count() == 0
    details.locator("summary").click()
    expect(details.locator("td")).to_have_count(31)  # the corner, and 6 by 5 entries


def test_forward_mode_goes_along_an_entry(visit: Visit) -> None:
    visit.open(SQUARES.replace("reverse", "forward"))
    options = visit.page.locator(".wrt option").all_text_contents()
    assert options == ["A[0,0]", "A[0,1]", "A[1,0]", "A[1,1]", "x[0]", "x[1]", "y[0]", "y[1]"]
    visit.page.locator(".wrt select").select_option("A[0,1]")
    visit.ready()
    assert state(visit)["wrt"] == "A[0,1]"
    assert visit.slot("c6", "derivative") == "4"
    for width in (1280, 360):
        visit.page.set_viewport_size({"width": width, "height": 800})
        head, pieces = visit.page.locator("#trace .trace:not(.formulas) th.tangent:not(.unscripted)").evaluate(HEADING)
        assert (head, pieces) == ("ċ along A[0,1]", []), width


# What is seen of the trace's heading, and what of it lies outside of its cell: a cut would leave pieces of a formula.
HEADING = """(head) => { const box = head.getBoundingClientRect(), copy = head.cloneNode(true);
    for (const hidden of copy.querySelectorAll(".hidden, .katex-mathml")) hidden.remove();
    const letters = [...head.querySelectorAll(":scope > span:not(.hidden, .joint), :scope .mord")].filter((each) => each.textContent.trim());
    return [copy.textContent.replace(/\\s+/g, " ").replace("c˙", "ċ").trim(),
        letters.filter((each) => each.getBoundingClientRect().right > box.right + 1).map((each) => each.textContent)]; }"""


def test_with_many_entries_forward_mode_is_run_for_one(visit: Visit) -> None:
    many = "/?e=" + quote("sum(A * A)") + f"&A={[[1] * 6] * 5}&sweep=forward"
    visit.open(many)
    assert visit.count() == "3 of 3" and visit.text(".wrt option:checked") == "A[0,0]"
    visit.page.locator(".wrt select").select_option("A[4,5]")
    assert visit.ready().count() == "3 of 3" and state(visit)["wrt"] == "A[4,5]"


def test_a_phone_takes_and_shows_arrays(phone: Visit) -> None:
    phone.open(SQUARES + "&step=6")
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 360
    phone.page.locator("#edit").click()
    assert phone.page.locator("#at-A").bounding_box()["width"] > 200  # type: ignore[index]
    phone.page.locator("#at-x").fill("[2, 2]")
    phone.ready()
    assert state(phone)["x"] == "[2,2]"


def test_without_scripts_arrays_are_there(unscripted: Page, address: str) -> None:
    unscripted.goto(address + SQUARES)
    assert "[[−4, 4], [−2, 2]]" in unscripted.locator("#answer").inner_text()
    assert unscripted.locator("#at-A").input_value() == "[[1, 2], [3, 4]]"
    assert "[−10, −16]" in unscripted.locator("#trace tr[data-node=c2]").inner_text()


def test_a_row_of_derivatives_fits_beside_its_name(visit: Visit) -> None:
    program = quote("Phi = [[1,-1,1,-1],[1,0,0,0],[1,1,1,1],[1,2,4,8]]\ny = [0,1,0,3]\nnorm(y - Phi @ theta)**2")
    visit.open(f"/?e={program}&theta=[0.5,0.1,-0.3,0.2]&sweep=reverse&step=end")
    row = visit.page.locator("#answer dd.array")
    assert row.evaluate("e => e.scrollWidth <= e.clientWidth && !e.classList.contains('below')")
