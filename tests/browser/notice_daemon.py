#!/usr/bin/python3
"""What shows notifications on a desk (org.freedesktop.Notifications), for the tests: it says what it was told to show.

Run by the system's Python, which has D-Bus. It prints one JSON object a line for each notification; `click ID ACTION`
on standard input is a person's click on it.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from gi.repository import Gio, GLib

NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
INTERFACE = """<node><interface name='org.freedesktop.Notifications'>
<method name='GetCapabilities'><arg type='as' direction='out'/></method>
<method name='GetServerInformation'><arg type='s' direction='out'/><arg type='s' direction='out'/>
  <arg type='s' direction='out'/><arg type='s' direction='out'/></method>
<method name='Notify'><arg type='s' direction='in'/><arg type='u' direction='in'/><arg type='s' direction='in'/>
  <arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='as' direction='in'/>
  <arg type='a{sv}' direction='in'/><arg type='i' direction='in'/><arg type='u' direction='out'/></method>
<method name='CloseNotification'><arg type='u' direction='in'/></method>
<signal name='ActionInvoked'><arg type='u'/><arg type='s'/></signal>
<signal name='NotificationClosed'><arg type='u'/><arg type='u'/></signal>
</interface></node>"""
CAN = ["actions", "body", "body-markup", "body-hyperlinks", "icon-static", "persistence"]
BY_A_PERSON, BY_A_CALL = 2, 3


class Daemon:
    """Shows nothing and says everything."""

    def __init__(self) -> None:
        self.shown = 0
        self.bus: Any = None

    def answers(self, _bus: Any, _sender: str, _path: str, _interface: str, method: str, given: Any, call: Any) -> None:
        """Answer one call of a browser."""
        if method == "GetCapabilities":
            call.return_value(GLib.Variant("(as)", (CAN,)))
        elif method == "GetServerInformation":
            call.return_value(GLib.Variant("(ssss)", ("tests", "tests", "1.0", "1.2")))
        elif method == "Notify":
            call.return_value(GLib.Variant("(u)", (self.shows(given.unpack()),)))
        else:
            call.return_value(None)
            self.closes(given.unpack()[0], BY_A_CALL)

    def shows(self, given: Any) -> int:
        """Say what is to be shown. One that takes another's place keeps its number."""
        _app, replaced, _icon, title, body, actions, *_ = given
        self.shown += 0 if replaced else 1
        number = replaced or self.shown
        say(shown=number, title=title, body=body, actions=actions)
        return int(number)

    def closes(self, number: int, why: int) -> None:
        """Take it from the screen."""
        self.tells("NotificationClosed", "(uu)", (number, why))
        say(closed=number)

    def tells(self, signal: str, kind: str, content: tuple[Any, ...]) -> None:
        """Let every browser hear."""
        self.bus.emit_signal(None, PATH, NAME, signal, GLib.Variant(kind, content))

    def is_on(self, bus: Any, _name: str) -> None:
        """The bus is there."""
        self.bus = bus
        bus.register_object(PATH, Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0], self.answers, None, None)

    def hears(self, _channel: Any, _condition: Any) -> bool:
        """Do what is typed; end with it."""
        words = sys.stdin.readline().split()
        if not words:
            LOOP.quit()
            return False
        self.tells("ActionInvoked", "(us)", (int(words[1]), words[2]))
        self.tells("NotificationClosed", "(uu)", (int(words[1]), BY_A_PERSON))
        return True


def say(**facts: Any) -> None:
    """One line of JSON."""
    sys.stdout.write(f"{json.dumps(facts)}\n")
    sys.stdout.flush()


LOOP = GLib.MainLoop()

if __name__ == "__main__":
    daemon = Daemon()
    flags = Gio.BusNameOwnerFlags.NONE
    Gio.bus_own_name(Gio.BusType.SESSION, NAME, flags, daemon.is_on, lambda *_: say(up=True), lambda *_: say(lost=True))
    GLib.io_add_watch(GLib.IOChannel.unix_new(0), GLib.IO_IN | GLib.IO_HUP, daemon.hears)
    LOOP.run()
