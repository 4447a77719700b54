# SPDX-License-Identifier: MIT
"""Says where the bundled icons and fonts come from, and makes them again.

Run it in a folder outside the project with Node's `npm` on the path and `fonttools` and `brotli` installed:
`python resources/fetch.py`. The versions below are the ones that lie here; a new one is a conscious act.
"""

import subprocess
import tarfile
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

HERE = Path(__file__).resolve().parent
PACKAGES = {
    "lucide-static": "1.62.0",
    "@fontsource/inter": "5.3.0",
    "@fontsource/noto-sans": "5.3.0",
    "@fontsource/source-serif-4": "5.3.1",
}
ICONS = """
sun inbox users-round shield-check hourglass book-open id-card scroll-text settings
mailbox mail globe phone store
user-round building-2 file-text file-check mail-open message-square folder-open folder file-badge wallet receipt
washing-machine log-in toggle-left toggle-right tag
pencil-line eraser ban lock file-output shield-plus
search scan-text folder-input user-plus phone-call phone-outgoing printer download send mail-plus archive users
undo-2 zoom-in zoom-out rotate-cw crosshair eye eye-off ellipsis corner-down-left chevron-left
circle-check circle-dot circle-arrow-right circle-question-mark circle-x triangle-alert info clock calendar-clock
file-warning megaphone-off lock-keyhole hard-drive key-round spell-check arrow-big-up flask-conical
arrow-down arrow-down-up arrow-up check chevron-down chevron-right chevron-up file-plus file-x history maximize
minus paperclip plus timer user-check x
""".split()
_LATIN = ("latin", "latin-ext")
_WIDE = ("latin", "latin-ext", "greek", "greek-ext", "cyrillic", "cyrillic-ext")
_SERIF = ("latin", "latin-ext", "greek", "cyrillic", "cyrillic-ext")
# file here: (package, prefix, subsets, weight, slope, family, style)
FONTS = {
    "Inter-Regular": ("@fontsource/inter", "inter", _LATIN, 400, "normal", "Inter", "Regular"),
    "Inter-Medium": ("@fontsource/inter", "inter", _LATIN, 500, "normal", "Inter", "Medium"),
    "Inter-SemiBold": ("@fontsource/inter", "inter", _LATIN, 600, "normal", "Inter", "SemiBold"),
    "SourceSerif4-Regular": (
        "@fontsource/source-serif-4", "source-serif-4", _SERIF, 400, "normal", "Source Serif 4", "Regular",
    ),
    "SourceSerif4-SemiBold": (
        "@fontsource/source-serif-4", "source-serif-4", _SERIF, 600, "normal", "Source Serif 4", "SemiBold",
    ),
    "SourceSerif4-Italic": (
        "@fontsource/source-serif-4", "source-serif-4", _SERIF, 400, "italic", "Source Serif 4", "Italic",
    ),
    "NotoSans-Regular": ("@fontsource/noto-sans", "noto-sans", _WIDE, 400, "normal", "Noto Sans", "Regular"),
    "NotoSans-SemiBold": ("@fontsource/noto-sans", "noto-sans", _WIDE, 600, "normal", "Noto Sans", "SemiBold"),
    "NotoSans-Bold": ("@fontsource/noto-sans", "noto-sans", _WIDE, 700, "normal", "Noto Sans", "Bold"),
}  # fmt: skip


def unpack(package: str, version: str, folder: Path) -> Path:
    """Fetch one package with npm and unpack it."""
    target = folder / package.replace("/", "-").strip("@")
    target.mkdir()
    done = subprocess.run(  # noqa: S603
        ["npm", "pack", "--silent", f"{package}@{version}"],  # noqa: S607
        cwd=target, check=True, capture_output=True, text=True,
    )  # fmt: skip
    with tarfile.open(target / done.stdout.split()[-1]) as archive:
        archive.extractall(target, filter="data")
    return target / "package"


def join(parts: list[Path], out: Path, family: str, style: str, weight: int, folder: Path) -> None:
    """Merge the subsets of one weight into one TTF that carries its own name."""
    plain: list[str] = []
    taken: set[int] = set()
    for part in parts:
        font = TTFont(part)
        font.flavor = None
        for table in font["cmap"].tables:  # the subsets overlap: the first one to hold a letter keeps it
            table.cmap = {code: glyph for code, glyph in table.cmap.items() if code not in taken}
        taken |= set(font.getBestCmap())
        if part is not parts[0]:
            for layout in ("vhea", "vmtx", "STAT"):
                if layout in font:
                    del font[layout]
        plain.append(str(folder / f"{part.stem}.ttf"))
        font.save(plain[-1])
    merged = Merger().merge(plain)
    ribbi = style in ("Regular", "Bold", "Italic")
    names = merged["name"]
    names.names = [record for record in names.names if record.nameID in (0, 13, 14)]
    for name_id, text in {
        1: family if ribbi else f"{family} {style}",
        2: style if ribbi else "Regular",
        3: f"{family} {style} merged",
        4: f"{family} {style}",
        6: out.stem,
        **({} if ribbi else {16: family, 17: style}),
    }.items():
        names.setName(text, name_id, 3, 1, 0x409)
    merged["OS/2"].usWeightClass = weight
    add_narrow_space(merged)
    merged.save(out)


def add_narrow_space(font: TTFont) -> None:
    """Give the font U+202F, which French numbers use and the subsets leave out: a fifth of an em, no ink."""
    name = "uni202F"
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"].glyphs[name] = Glyph()
    font["hmtx"][name] = (font["head"].unitsPerEm // 5, 0)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[0x202F] = name


def main() -> None:
    """Write icons, fonts and their licences beside this file."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        at = {package: unpack(package, version, folder) for package, version in PACKAGES.items()}
        for name in ICONS:
            source = at["lucide-static"] / "icons" / f"{name}.svg"
            (HERE / "icons" / f"{name}.svg").write_bytes(source.read_bytes())
        (HERE / "icons" / "LICENSE").write_bytes((at["lucide-static"] / "LICENSE").read_bytes())
        for stem, (package, prefix, subsets, weight, slope, family, style) in FONTS.items():
            parts = [at[package] / "files" / f"{prefix}-{subset}-{weight}-{slope}.woff2" for subset in subsets]
            join(parts, HERE / "fonts" / f"{stem}.ttf", family, style, weight, folder)
            licence = HERE / "fonts" / f"LICENSE-{family.replace(' ', '')}.txt"
            licence.write_bytes((at[package] / "LICENSE").read_bytes())


if __name__ == "__main__":
    main()
