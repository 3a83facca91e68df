"""A fuzzer's bytes → what people send: a text, an address's parameters."""

from __future__ import annotations

BETWEEN = "\x1e"  # ASCII's record separator: it stands in no program, and a corpus stays readable


def text_of(data: bytes) -> str:
    """Any bytes as text: lone surrogates and all."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def parameters_of(data: bytes) -> list[tuple[str, str]]:
    """The program, then `key=value` for each parameter of the address, as a web server would hand them over."""
    program, *rest = text_of(data).encode("utf-8", "replace").decode().split(BETWEEN)
    return [("e", program), *((key, value) for key, _, value in (pair.partition("=") for pair in rest))]


def bytes_of(program: str, parameters: dict[str, str]) -> bytes:
    """What `parameters_of` reads as these."""
    return BETWEEN.join([program, *(f"{key}={value}" for key, value in parameters.items())]).encode("utf-8", "replace")
