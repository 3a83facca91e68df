"""An SVG whose style sheet is worked into its elements, for whoever draws without CSS.

cssselect2 finds which rules hold for an element; here they become attributes, in the order of the cascade.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

import cssselect2
import tinycss2

_SVG = "http://www.w3.org/2000/svg"
_FONT = re.compile(r"(?:(?P<weight>[1-9]00) )?(?P<size>[0-9.]+(?:px|em)) (?P<family>.*)", re.DOTALL)
_FAMILIES = {  # what the page's fonts are called among those of print, see scripts/print_fonts.py
    "KaTeX_Main": "Wengert Main",
    "KaTeX_Math": "Wengert Math",
    "Source Sans 3": "Wengert Text",
    "Source Code Pro": "Wengert Code",
}
_SCREEN = ("cursor", "transition", "pointer-events", "vector-effect", "will-change")  # of no use on paper

ElementTree.register_namespace("", _SVG)
Declarations = list[tuple[str, str]]


def flat(svg: str) -> str:
    """The same picture with presentation attributes in place of its style element."""
    root = ElementTree.fromstring(svg)  # noqa: S314  # written by svg.py
    matcher = cssselect2.Matcher()
    for style in root.findall(f"{{{_SVG}}}style"):
        _add_rules(matcher, style.text or "")
        root.remove(style)
    for element in cssselect2.ElementWrapper.from_xml_root(root).iter_subtree():
        own = element.etree_element
        for name, value in _cascaded(matcher, element).items():
            own.set(name, value)
    return ElementTree.tostring(root, encoding="unicode")


def _add_rules(matcher: cssselect2.Matcher, sheet: str) -> None:
    for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
        if rule.type != "qualified-rule":  # animations, and what holds for some media
            continue
        found = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
        declarations = [(each.lower_name, tinycss2.serialize(each.value).strip()) for each in found
                        if each.type == "declaration" and each.lower_name not in _SCREEN]  # fmt: skip
        for selector in cssselect2.compile_selector_list(rule.prelude):
            if selector.pseudo_element is None:
                matcher.add_selector(selector, declarations)


def _font(shorthand: str) -> dict[str, str]:
    """The properties of a font in one, as our sheet writes it: [weight] size family."""
    found = _FONT.fullmatch(shorthand)
    assert found is not None, shorthand
    return {f"font-{key}": each for key, each in found.groupdict().items() if each}


def _cascaded(matcher: cssselect2.Matcher, element: cssselect2.ElementWrapper) -> dict[str, str]:
    """By property, the value that wins."""
    values: dict[str, str] = {}
    for _, _, _, declarations in sorted(matcher.match(element), key=lambda match: match[:2]):
        for name, value in declarations:
            if name == "font":
                values.update(_font(value))
            else:
                values[name] = value
    if "font-family" in values:
        first = values["font-family"].partition(",")[0].strip("\"' ")
        values["font-family"] = _FAMILIES.get(first, first)
    return values
