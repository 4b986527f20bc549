"""Small PNG files: a screenshot brought down to the 40 colours it uses most, by the browser that took it."""

from __future__ import annotations

import base64
import struct
import zlib
from pathlib import Path

from playwright.sync_api import Page

# Colours are counted at 5 bits a channel; what is not among the 40 most used takes the nearest of them.
BY_PALETTE = """async source => {
  const bytes = Uint8Array.from(atob(source), letter => letter.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes]));
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
  canvas.drawImage(bitmap, 0, 0);
  const pixels = new Uint32Array(canvas.getImageData(0, 0, bitmap.width, bitmap.height).data.buffer);
  const parts = colour => [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255];
  const coarse = colour => colour & 0xf8f8f8;
  const counts = new Map();
  for (const pixel of pixels) {
    const cell = counts.get(coarse(pixel)) ?? new Map();
    cell.set(pixel, (cell.get(pixel) ?? 0) + 1);
    counts.set(coarse(pixel), cell);
  }
  const total = cell => [...cell.values()].reduce((sum, count) => sum + count, 0);
  const most = cell => [...cell].reduce((a, b) => (b[1] > a[1] ? b : a))[0];
  const cells = [...counts.values()].map(cell => [total(cell), most(cell)]).sort((a, b) => b[0] - a[0]);
  const palette = cells.slice(0, 40).map(([, colour]) => parts(colour));
  const nearest = new Map();
  const indexOf = pixel => {
    const [r, g, b] = parts(pixel);
    const distances = palette.map(([x, y, z]) => (r - x) ** 2 + (g - y) ** 2 + (b - z) ** 2);
    return distances.indexOf(Math.min(...distances));
  };
  const indices = Uint8Array.from(pixels, pixel => {
    if (!nearest.has(pixel)) nearest.set(pixel, indexOf(pixel));
    return nearest.get(pixel);
  });
  let text = "";
  for (let at = 0; at < indices.length; at += 30000) text += String.fromCharCode(...indices.subarray(at, at + 30000));
  return { width: bitmap.width, height: bitmap.height, palette, indices: btoa(text) };
}"""


def write_small(blank: Page, screenshot: bytes, file: Path) -> None:
    """Write a screenshot as a PNG of at most 40 colours; `blank` is any page to calculate in."""
    image = blank.evaluate(BY_PALETTE, base64.b64encode(screenshot).decode())
    width, height = image["width"], image["height"]
    indices = base64.b64decode(image["indices"])
    rows = b"".join(b"\0" + indices[at : at + width] for at in range(0, len(indices), width))
    colours = b"".join(bytes(colour) for colour in image["palette"])
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"PLTE", colours)
        + _chunk(b"IDAT", zlib.compress(rows, 9))
        + _chunk(b"IEND", b"")
    )


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
