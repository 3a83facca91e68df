"""What other sites show of a link to the page: oEmbed, OpenGraph. They take absolute addresses alone, so that there is
nothing where the server does not know its own.
"""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote

from graphs.contract.state import State, Trace, address_of, url_of
from graphs.forms.shown import title
from wengert.web.replies import limits, settings


class Preview(NamedTuple):
    """Texts, and absolute addresses: of the page, its picture, and its description for a frame."""

    title: str
    description: str
    url: str
    image: str
    alt: str
    oembed: str


def title_of(state: Trace) -> str:
    """What a state is about, on one line."""
    return title(state.program)


def preview_of(state: Trace) -> Preview | None:
    """Of a page in this state; None where the server does not know its own address, or none says all of the state."""
    public = settings().public_url
    if not public or (isinstance(state, State) and address_of(state, limits()) is None):
        return None
    title, url = title_of(state), public + url_of(state)
    return Preview(
        title=title,
        description="A computational graph: forward and reverse mode, step by step.",
        url=url,
        image=public + url_of(state, "/graph.png"),
        alt=f"The computational graph of {title}",
        oembed=f"{public}/oembed?format=json&url={quote(url, safe='')}",
    )
