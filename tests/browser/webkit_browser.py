#!/usr/bin/python3
"""A WebKitGTK window that WebKitWebDriver drives, with a profile on disk: WebKit's own test browser keeps nothing.

Run by the system's Python, which has WebKitGTK's bindings: `webkit_browser.py --profile FOLDER --user-agent TEXT
--size 820x1180 --script JAVASCRIPT`. The script runs in each page before the page's own.
"""

from __future__ import annotations

import argparse
import signal
from pathlib import Path
from typing import Any

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import GLib, Gtk, WebKit2  # noqa: E402 - the versions come first

# Safari has these, and WebKitGTK keeps them switched off.
FEATURES = ("StorageAPI", "StorageAPIEstimate", "FileSystem")


def wanted() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--profile", type=Path, required=True)
    parser.add_argument("--user-agent", required=True)
    parser.add_argument("--size", default="820x1180")
    parser.add_argument("--script", default="")
    return parser.parse_args()


def context_keeping(profile: Path) -> WebKit2.WebContext:
    """A browser that keeps storage, workers, caches and cookies below this folder."""
    keeper = WebKit2.WebsiteDataManager(
        base_data_directory=str(profile / "storage"), base_cache_directory=str(profile / "cache")
    )
    cookies = keeper.get_cookie_manager()
    cookies.set_persistent_storage(str(profile / "cookies.sqlite"), WebKit2.CookiePersistentStorage.SQLITE)
    return WebKit2.WebContext.new_with_website_data_manager(keeper)


def settings_of(user_agent: str) -> WebKit2.Settings:
    """The settings of every window."""
    settings = WebKit2.Settings()
    settings.set_user_agent(user_agent)
    # A camera that shows a pattern; `allow` answers where a page asks for it.
    settings.set_enable_media_stream(True)
    settings.set_enable_mock_capture_devices(True)
    known = WebKit2.Settings.get_all_features()
    for feature in (known.get(place) for place in range(known.get_length())):
        if feature.get_identifier() in FEATURES:
            settings.set_feature_enabled(feature, True)
    return settings


def script_first(source: str) -> WebKit2.UserContentManager:
    """What runs in each page before the page's own scripts, out of reach of its security policy."""
    content = WebKit2.UserContentManager()
    frames, moment = WebKit2.UserContentInjectedFrames.TOP_FRAME, WebKit2.UserScriptInjectionTime.START
    if source:
        content.add_script(WebKit2.UserScript.new(source, frames, moment, None, None))
    return content


def allow(_view: WebKit2.WebView, request: WebKit2.PermissionRequest) -> bool:
    """Let a page use the camera, as somebody does who taps "Allow"; anything else is WebKit's to decide."""
    if isinstance(request, WebKit2.UserMediaPermissionRequest):
        request.allow()
        return True
    return False


def main() -> None:
    """Wait for the driver, and open a window whenever it asks for one."""
    asked = wanted()
    width, height = (int(part) for part in asked.size.split("x"))
    context = context_keeping(asked.profile)

    def open_window(*_: Any) -> WebKit2.WebView:
        view = WebKit2.WebView(
            web_context=context,
            settings=settings_of(asked.user_agent),
            user_content_manager=script_first(asked.script),
            is_controlled_by_automation=True,
        )
        window = Gtk.Window(default_width=width, default_height=height)
        window.add(view)
        view.connect("close", lambda *_: window.destroy())
        view.connect("permission-request", allow)
        window.show_all()
        return view

    def begin(_context: WebKit2.WebContext, session: WebKit2.AutomationSession) -> None:
        info = WebKit2.ApplicationInfo()
        info.set_name("MiniBrowser")  # What selenium asks for.
        info.set_version(WebKit2.get_major_version(), WebKit2.get_minor_version(), WebKit2.get_micro_version())
        session.set_application_info(info)
        session.connect("create-web-view", open_window)
        session.connect("will-close", lambda *_: GLib.idle_add(Gtk.main_quit))

    context.connect("automation-started", begin)
    context.set_automation_allowed(True)
    GLib.unix_signal_add(GLib.PRIORITY_HIGH, signal.SIGTERM, Gtk.main_quit)
    Gtk.main()


if __name__ == "__main__":
    main()
