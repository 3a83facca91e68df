"""The page with its script and its styles in a file each: it looks, steps, asks and fetches late as with its modules."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import Visit
from tests.support import bundles
from tests.support.servers import served

LOADED = "performance.getEntriesByType('resource').map((entry) => entry.name.replace(/.*[/]static[/][^/]*[/]/, ''))"

SHOWN = """[...document.querySelectorAll('body [id], body button, body h2')].map((each) => [each, getComputedStyle(each)])
    .map(([each, style]) => [each.localName, each.id, style.display, style.color, style.fontSize].join())"""


# The page follows a change of its size a frame later.
TWO_FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.fixture(scope="module")
def served_copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Where a copy of the sources is served with their bundle, and the bundle."""
    folder = tmp_path_factory.mktemp("bundled")
    static = bundles.copy(folder)
    bundles.make(static)
    command = ["-c", "import sys; from pathlib import Path; from wengert.web import files; files.STATIC = Path(sys.argv[1]); import app; app.main()"]  # fmt: skip
    with served([*command, str(static)], WENGERT_DATA=str(folder / "data")) as (_, address):
        yield address, static / "dist"


@pytest.fixture
def both(served_copy: tuple[str, Path], visiting: Callable[..., Visit]) -> tuple[Visit, Visit]:
    """The page from its bundle and from its modules, while the bundle is away, each in a browser that has seen nothing yet."""
    address, dist = served_copy
    bundled, modules = (visiting(alone=True, locale="en-GB") for _ in range(2))
    bundled.address = modules.address = address
    away = dist.rename(dist.parents[1] / "away")
    modules.open("/")
    away.rename(dist)
    bundled.open("/")
    assert "js/main.js" in modules.page.evaluate(LOADED) and "js/main.js" not in bundled.page.evaluate(LOADED)
    return bundled, modules


def test_the_page_is_the_same_from_one_file(both: tuple[Visit, Visit]) -> None:
    bundled, modules = both
    loaded = bundled.page.evaluate(LOADED)
    scripts = [name for name in loaded if name.endswith(".js")]
    assert (
        sum(name.startswith("dist/") for name in scripts) == len(scripts) - 1 <= 6
        and "js/pages/first_paint.js" in scripts
    )
    assert [name for name in loaded if name.endswith(".css")] == [name for name in loaded if re.match(r"dist/main-\w+\.css$", name)]  # fmt: skip
    for each in both:
        each.press("ArrowRight", "ArrowRight")
        each.page.locator("#plot-tab").click()
        each.ready().type("x1*x2 + sin(x1)")
    assert any(name.startswith("dist/plot_panel-") for name in bundled.page.evaluate(LOADED))
    for selector in ("#trace", "#explanation", "#plot", "#answer", ".count", "#inputs"):
        assert bundled.page.locator(selector).inner_text() == modules.page.locator(selector).inner_text() != "", (
            selector
        )
    looks = "document.body.offsetHeight + ' ' + getComputedStyle(document.querySelector('.graph .wire')).stroke + document.fonts.check('12px KaTeX_Main')"
    assert bundled.page.evaluate(looks) == modules.page.evaluate(looks)


def test_print_and_forced_colours_reach_into_it(both: tuple[Visit, Visit]) -> None:
    for media in ({"media": "print"}, {"media": "screen", "forced_colors": "active"}, {"forced_colors": "none"}):
        for each in both:
            each.page.emulate_media(**media)
            each.page.evaluate(TWO_FRAMES)
        bundled, modules = (each.page.evaluate(SHOWN) for each in both)
        assert bundled == modules
