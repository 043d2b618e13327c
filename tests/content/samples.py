"""Documents invented for the tests, and where the real one lies when it is at hand."""

from pathlib import Path

FILES = Path(__file__).resolve().parent / "files"
REAL = Path(__file__).resolve().parents[3] / "shared/document/treating-bone-metastases.txt"

# As saved from a web page: curly signs, no-break spaces, bullets, back matter.
PAGE = (FILES / "page.txt").read_text(encoding="utf-8")
GUIDE = (FILES / "guide.en.md").read_text(encoding="utf-8")
