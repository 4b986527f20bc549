"""The drill: a server is lost in the middle of a trip, and everything is there again from a backup, a paper and phones.

What is planted to break a step is in here alone: the product has no switch for it.
"""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.api.backed_up import groups_on
from tests.browser.school import PATIENCE_SECONDS, School
from tests.protocol_client import Item, ProtocolClient, Wire

BEFORE, SINCE = 5, 3
# What can be planted, and what the drill then ends with.
ALTERED, OTHER_PAPER, STALE, SILENT, NO_KEYS = "altered", "other paper", "stale", "silent", "no keys"
PLANTED = {
    ALTERED: "was altered or cut short",
    OTHER_PAPER: "needs the paper of key",
    STALE: "Missing",
    SILENT: "Missing",
    NO_KEYS: "Not opened",
}


class DrilledSchool(School):
    """A school whose second copy and backups lie on disks of their own, and which can be lost with its whole folder."""

    def __init__(self, folder: Path, place: Path) -> None:
        super().__init__(folder, COPY_DIR=str(place / "copy"))
        self.place, self.copy, self.backups = place, place / "copy", place / "backups"

    def backs_up(self) -> Path:
        """`flask backup`: the file."""
        return Path(self.flask("backup", "--to", str(self.backups)).splitlines()[0])

    def is_lost(self, *, with_its_copy: bool = False) -> None:
        """Kill it, and lose its folder: database, photos and keys."""
        self.kill()
        shutil.rmtree(self.folder)
        if with_its_copy:
            shutil.rmtree(self.copy)

    def is_set_up_anew(self, backup: Path, paper: Path) -> None:
        """Another computer at the same address: an empty folder, the backup, what was typed from the paper."""
        self.folder = self.place / "another computer"
        self.folder.mkdir()
        self._environment["LANYARD_DATA"] = str(self.folder)
        self.flask("restore", str(backup), "--key", str(paper))

    def is_settled(self) -> None:
        """Wait until all that is here has a second copy: then all that the old one held was taken back before."""
        (epoch,) = (self.folder / "database" / "epoch").read_text().split()
        newest = "SELECT COALESCE(MAX(n), 0) FROM envelope"
        copied = f"SELECT 1 FROM second_copy WHERE epoch = ? AND settled_n = ({newest})"
        self._waits_until(lambda: bool(self._asks(copied, epoch)), "The second copy was never made anew.")

    def misses(self) -> list[str]:
        """The ids of what phones told of and that is not here."""
        here = "SELECT 1 FROM envelope AS came WHERE came.id = told.record_id AND came.digest = told.digest"
        rows = self._asks(f"SELECT record_id FROM announcement AS told WHERE NOT EXISTS ({here})")
        return [record for (record,) in rows]

    def backed_up(self) -> tuple[int, int]:
        """How far a verified backup of this life goes, and the newest arrival."""
        (epoch,) = (self.folder / "database" / "epoch").read_text().split()
        [(backed_up,)] = self._asks("SELECT COALESCE(MAX(backed_up_n), 0) FROM backup_made WHERE epoch = ?", epoch)
        [(newest,)] = self._asks("SELECT COALESCE(MAX(n), 0) FROM envelope")
        return backed_up, newest


@dataclass
class Drill:
    """One run. `planted` breaks one step of it."""

    school: DrilledSchool
    planted: str = ""
    phones: list[ProtocolClient] = field(default_factory=list)
    filed: dict[str, str] = field(default_factory=dict)

    def runs(self) -> None:
        """Every step. Raises AssertionError where anything is missing at the end."""
        with self.school:
            paper = self.prints_and_types()
            self.phones = [self._set_up(name) for name in ("Phone 3", "Year 5 iPad")]
            early = self.school.backs_up() if self.planted == STALE else None
            self.files(BEFORE, "before the backup")
            backup = early or self.school.backs_up()
            self.files(SINCE, "since the backup")
            self.phones[0].announces()
            self._lets_go(self.phones[0])
            unsent = [self._one(phone, "not sent yet") for phone in self.phones]
            self.school.is_lost(with_its_copy=self.planted == STALE)
            self.comes_back(backup, paper)
            if self.planted != SILENT:
                self.offer_again()
            self.proves(unsent)

    def prints_and_types(self) -> Path:
        """Make the key; the printed paper, and of it what a person types: nothing else of the key is left."""
        paper = self.school.place / "typed.txt"
        paper.write_text(groups_on(self.school.flask("backup-key")))
        return paper

    def files(self, number: int, when: str) -> None:
        """Each phone files and sends, and has its receipts."""
        for phone in self.phones:
            items = [self._one(phone, when) for _ in range(number)]
            phone.announces()
            phone.sends(items)
            assert not phone.waiting()

    def _one(self, phone: ProtocolClient, when: str) -> Item:
        text = f"Grazed knee {len(self.filed)}, {when}, on {phone.phone['name']}"
        item = phone.files({"what_happened": text}, phone.card["trip"]["id"])
        self.filed[item.header["id"]] = text
        return item

    def _set_up(self, name: str) -> ProtocolClient:
        phone = ProtocolClient(Wire(self.school.url), self.school.makes_a_code_for(name))
        assert phone.sets_itself_up()
        phone.announces()
        return phone

    def _lets_go(self, phone: ProtocolClient) -> None:
        """This phone keeps nothing any more of what has a second copy."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while any(item.sealed for item in phone.items):
            assert time.monotonic() < deadline, "The school never settled what it has."
            phone.announces()

    def comes_back(self, backup: Path, paper: Path) -> None:
        """Restore on another computer, with the file and the paper alone, and serve."""
        if self.planted == ALTERED:
            content = bytearray(backup.read_bytes())
            content[len(content) // 2] ^= 1
            backup.write_bytes(content)
        if self.planted == OTHER_PAPER:
            other = DrilledSchool(self.school.place / "elsewhere", self.school.place)
            other.folder.mkdir()
            paper.write_text(groups_on(other.flask("backup-key")))
        self.school.is_set_up_anew(backup, paper)
        if self.planted == NO_KEYS:
            (self.school.folder / "keys" / "school_keys.json").unlink()
        self.school.start()

    def offer_again(self) -> None:
        """Each phone hears of another life, and tells and sends what it keeps."""
        for phone in self.phones:
            phone.announces()
            phone.announces()
            phone.sends([item for item in phone.waiting() if item.sealed])

    def proves(self, unsent: list[Item]) -> None:
        """Nothing is missing: each is there once and opens, nothing is told of and absent, the log holds."""
        self.school.is_settled()
        lines = self.school.exports()
        came = {line["id"]: line for line in lines}
        missing = sorted(text for id_, text in self.filed.items() if id_ not in came)
        assert not missing, f"Missing: {missing}"
        assert len(lines) == len(came)
        shut = [line["reason"] for line in lines if line["state"] != "opened"]
        assert not shut, f"Not opened: {shut}"
        assert {id_: line["body"]["what_happened"] for id_, line in came.items()} == self.filed
        assert {item.header["digest"] for item in unsent} <= {line["digest"] for line in lines}
        assert self.school.misses() == []
        self.school.proves_its_audit_log()
        assert self.school.backed_up()[0] == 0, "Of this life nothing was backed up yet."
        self.school.backs_up()
        backed_up, newest = self.school.backed_up()
        assert backed_up == newest
