"""The backups that were made, each from the moment it was read back and found whole."""

from __future__ import annotations

from peewee import AutoField, BooleanField, IntegerField, TextField

from server.foundation.database import InstantField, Table


class BackupMade(Table):
    """One verified backup. Every arrival up to `backed_up_n` of that life (`epoch`) is in it.

    `is_elsewhere` where it was made for another place than BACKUP_DIR, such as a stick: it is not looked for again.
    """

    id = AutoField()
    epoch = TextField()
    made_at = InstantField()
    backed_up_n = IntegerField()
    name = TextField()
    size_bytes = IntegerField()
    sha256 = TextField()
    kid = TextField()
    is_elsewhere = BooleanField(default=False)
