"""Small pictures: a screenshot brought down to 24 colours, as WebP, which GitHub and every browser show."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

COLOURS = 24


def write_small(screenshot: bytes, file: Path) -> None:
    """Write a PNG screenshot as a WebP of at most 24 colours."""
    with Image.open(io.BytesIO(screenshot)) as picture:
        few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).convert("RGB")
    file.parent.mkdir(parents=True, exist_ok=True)
    few.save(file, "WEBP", lossless=True, quality=100, method=6)
