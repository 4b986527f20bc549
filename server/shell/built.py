"""Hands out what the build made: compressed where the browser takes it, and never half a build."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Response, current_app, render_template, request, send_from_directory

from server.shell.look import built_files


def built(name: str, mimetype: str) -> Any:
    """The built page or worker of this name; where the build is not whole, a page that says how to make it (503)."""
    folder = Path(current_app.config["BUILD_DIR"])
    if not _is_whole(folder, name):
        return render_template("shell/not_built.html"), 503
    return unaged(squeezed(folder, name, mimetype))


def _is_whole(folder: Path, name: str) -> bool:
    """Whether a built file is there, and all that its build names: a page without its script would stay white."""
    listed = built_files(folder)
    return bool(listed) and all((folder / file).is_file() for file in (name, *listed.values()))


def squeezed(folder: Path, name: str, mimetype: str) -> Response:
    """Send a built file; compressed by the build where the browser takes it, since one bar of signal must carry it."""
    is_taken = request.accept_encodings["br"] > 0 and (folder / f"{name}.br").is_file()
    response = send_from_directory(folder, f"{name}.br" if is_taken else name, mimetype=mimetype)
    if is_taken:
        response.content_encoding = "br"
    response.vary.add("Accept-Encoding")
    return response


def unaged(response: Response) -> Response:
    """Let the browser keep a copy, and ask each time whether it is still the newest."""
    response.headers["Cache-Control"] = "no-cache"
    return response
