"""Cuts Hall Sans out of Noto Sans CJK SC, with its own outlines and with TrueType ones.

usage: subset.py NotoSansCJK-<weight>.ttc <weight> out      (writes out.otf and out.ttf)

The characters are GBK (names and places on customers' papers) and the 8,105 characters of
the Table of General Standard Chinese Characters, which has some that GBK lacks, with
Latin, punctuation, arrows, circled numbers and the full-width forms.
The result is renamed, as the OFL asks of a changed font, and has no hinting.
"""

import bz2
import sys

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

FAMILY = "Hall Sans"
FACE = 2  # in the .ttc: 0 JP, 1 KR, 2 SC, 3 TC, 4 HK
MAX_ERROR = 1.0  # font units per 1000 em: below what can be seen at 480 px
UNIHAN = "/usr/share/unicode/Unihan_OtherMappings.txt.bz2"
RANGES = [
    (0x0020, 0x007E), (0x00A0, 0x017F),  # Latin-1 and Extended-A
    (0x0391, 0x03C9), (0x0401, 0x0451),
    (0x2010, 0x2027), (0x2030, 0x203B), (0x20AC, 0x20AC), (0x2103, 0x2116),
    (0x2150, 0x217F), (0x2190, 0x2199), (0x21D2, 0x21D4),
    (0x2200, 0x22A5), (0x2460, 0x24FF), (0x2500, 0x257F), (0x2581, 0x25E5),
    (0x2605, 0x2642), (0x2713, 0x2717),
    (0x3000, 0x303F), (0x3105, 0x3129), (0x3220, 0x3229), (0x3380, 0x33DF),
    (0xFF01, 0xFF5E), (0xFFE0, 0xFFE5),
]
NAME_IDS = [0, 1, 2, 3, 4, 5, 6, 13, 14]


def main(source, weight, out):
    font = cut(source)
    rename(font, weight)
    font.save(out + ".otf")
    to_truetype(font)
    font.save(out + ".ttf")
    print(out, len(font.getBestCmap()), "characters")


def characters():
    chars = set()
    for first, last in RANGES:
        chars.update(range(first, last + 1))
    for high in range(0x81, 0xFF):
        for low in range(0x40, 0xFF):
            try:
                chars.add(ord(bytes([high, low]).decode("gbk")))
            except (UnicodeDecodeError, TypeError):
                pass
    with bz2.open(UNIHAN, "rt", encoding="utf-8") as lines:
        for line in lines:
            part = line.split("\t")
            if len(part) == 3 and part[1] == "kTGH":
                chars.add(int(part[0][2:], 16))
    return chars


def cut(source):
    options = subset.Options()
    options.font_number = FACE
    options.layout_features = ["kern"]
    options.hinting = False
    options.recalc_bounds = True  # the new outlines have no boxes yet
    options.notdef_outline = True
    options.name_IDs = NAME_IDS
    options.name_languages = [0x409]
    options.drop_tables += ["VORG", "vhea", "vmtx", "BASE", "VVAR", "DSIG"]
    font = subset.load_font(source, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters())
    subsetter.subset(font)
    return font


def to_truetype(font):
    """Replaces CFF by glyf, loca and a maxp 1.0 (charts and PDF libraries read only these)."""
    glyphs, shapes = font.getGlyphSet(), {}
    order = font.getGlyphOrder()
    for name in order:
        pen = TTGlyphPen(None)
        glyphs[name].draw(Cu2QuPen(pen, MAX_ERROR, reverse_direction=True))
        shapes[name] = pen.glyph()
    font["loca"] = newTable("loca")
    glyf = font["glyf"] = newTable("glyf")
    glyf.glyphOrder, glyf.glyphs = order, shapes
    del font["CFF "]
    glyf.compile(font)
    for name in order:
        width, _ = font["hmtx"][name]
        font["hmtx"][name] = (width, getattr(shapes[name], "xMin", 0))
    modern_maxp(font, len(order))
    post = font["post"]
    post.formatType = 3.0  # no glyph names: half a megabyte nobody reads
    font["head"].glyphDataFormat = 0
    font.sfntVersion = "\000\001\000\000"


def modern_maxp(font, count):
    maxp = font["maxp"] = newTable("maxp")
    maxp.tableVersion, maxp.numGlyphs = 0x00010000, count
    maxp.maxZones = 1
    for field in ("maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs",
                  "maxStackElements", "maxSizeOfInstructions"):
        setattr(maxp, field, 0)
    maxp.maxComponentElements = 0
    maxp.recalc(font)


def rename(font, weight):
    plain = FAMILY.replace(" ", "")
    names = {
        1: FAMILY, 2: weight, 3: f"{plain}-{weight}", 4: f"{FAMILY} {weight}", 6: f"{plain}-{weight}",
    }
    for record in list(font["name"].names):
        if record.nameID in names:
            font["name"].setName(names[record.nameID], record.nameID, record.platformID,
                                 record.platEncID, record.langID)


if __name__ == "__main__":
    main(*sys.argv[1:])
