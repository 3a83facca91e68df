"""Make the fonts of printed pictures (PNG, PDF) from those of the page: graphs/forms/fonts.

    pip install fonttools==4.68.0 brotli==1.2.1 && python3 scripts/print_fonts.py

The page's fonts are compressed for browsers, and each lacks signs that another has. Whoever draws pictures without a
browser takes a whole line from another font where one sign is missing; so each font is given the signs that it lacks
from the others. They have names of their own, as their licences ask of what is changed.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
VENDOR, TARGET = ROOT / "static" / "vendor", ROOT / "graphs" / "forms" / "fonts"
MAIN, BOLD, ITALIC, SIGNS = (
    VENDOR / "katex" / "fonts" / f"KaTeX_{name}.woff2"
    for name in ("Main-Regular", "Main-Bold", "Math-Italic", "AMS-Regular")
)
TEXT, STRONG = (VENDOR / "source-sans-3" / f"source-sans-3-latin-{weight}-normal.woff2" for weight in (400, 600))
CODE = VENDOR / "source-code-pro" / "source-code-pro-latin-400-normal.woff2"
# file, family, style, and the fonts that it is made of: the first one's signs come first.
FONTS = (
    ("main", "Wengert Main", "Regular", (MAIN, ITALIC, SIGNS, TEXT)),
    ("bold", "Wengert Main", "Bold", (BOLD, MAIN, ITALIC, SIGNS, TEXT)),
    ("italic", "Wengert Math", "Italic", (ITALIC, MAIN, SIGNS, TEXT)),
    ("text", "Wengert Text", "Regular", (TEXT, MAIN, ITALIC, SIGNS)),
    ("strong", "Wengert Text", "Bold", (STRONG, MAIN, ITALIC, SIGNS)),
    ("code", "Wengert Code", "Regular", (CODE, TEXT, MAIN, ITALIC, SIGNS)),
)
DROPPED = ("GSUB", "GPOS", "GDEF", "kern", "fpgm", "prep", "cvt ", "gasp", "STAT", "DSIG", "FFTM", "MATH")
WEIGHTS = {"Regular": 400, "Bold": 700, "Italic": 400}
SELECTIONS = {"Regular": 1 << 6, "Bold": 1 << 5, "Italic": 1}


def main() -> None:
    """Replace all of them."""
    TARGET.mkdir(exist_ok=True)
    for file, family, style, sources in FONTS:
        font = TTFont(sources[0])
        for source in sources[1:]:
            add_missing(font, TTFont(source))
        name(font, family, style)
        font.flavor = None
        font.save(TARGET / f"{file}.ttf")
    shutil.copyfile(VENDOR / "source-sans-3" / "LICENSE", TARGET / "LICENSE-source")
    shutil.copyfile(VENDOR / "katex" / "LICENSE", TARGET / "LICENSE-katex")


def add_missing(font: TTFont, other: TTFont) -> None:
    """Copy the outlines of the signs that only the other font has."""
    known, glyphs, scale = font.getBestCmap(), other.getGlyphSet(), font["head"].unitsPerEm / other["head"].unitsPerEm
    if scale != 1:
        raise SystemExit("fonts of different units are not merged")
    for code, glyph in other.getBestCmap().items():
        if code in known:
            continue
        added = f"u{code:05X}"
        outline, pen = DecomposingRecordingPen(glyphs), TTGlyphPen(None)
        glyphs[glyph].draw(outline)
        outline.replay(pen)
        font["glyf"][added] = pen.glyph()
        font["hmtx"][added] = (glyphs[glyph].width, 0)
        for table in font["cmap"].tables:
            if table.isUnicode() and (table.format != 4 or code < 0x10000):
                table.cmap[code] = added
    font["maxp"].numGlyphs = len(font.getGlyphOrder())


def name(font: TTFont, family: str, style: str) -> None:
    """Its own name, style and weight, and nothing that was made for the glyphs it had."""
    for table in DROPPED:
        if table in font:
            del font[table]
    for glyph in font["glyf"].glyphs.values():
        if hasattr(glyph, "program"):
            glyph.removeHinting()
    names = font["name"]
    kept = [record for record in names.names if record.nameID in (0, 13, 14)]
    names.names = kept
    whole = f"{family} {style}"
    for key, text in ((1, family), (2, style), (3, whole), (4, whole), (6, whole.replace(" ", "-"))):
        names.setName(text, key, 3, 1, 0x409)
    font["OS/2"].usWeightClass, font["OS/2"].fsSelection = WEIGHTS[style], SELECTIONS[style]
    font["head"].macStyle = {"Regular": 0, "Bold": 1, "Italic": 2}[style]
    font["post"].formatType = 3.0


if __name__ == "__main__":
    main()
