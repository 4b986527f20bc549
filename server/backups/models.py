"""The backups that were made, each from the moment it was read back and found whole."""

from __future__ import annotations

from peewee import AutoField, IntegerField, TextField

from server.foundation.database import InstantField, Table


class BackupMade(Table):
    """One verified backup. Every arrival up to `backed_up_n` of that life (`epoch`) is in it."""

    id = AutoField()
    epoch = TextField()
    made_at = InstantField()
    backed_up_n = IntegerField()
    name = TextField()
    size_bytes = IntegerField()
    sha256 = TextField()
    kid = TextField()
