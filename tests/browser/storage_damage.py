"""What befalls a phone's storage from outside the app: bytes that rot on its disk, and a browser that lets it go."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from tests.browser.chromium import Handset
from tests.browser.phone import Phone

NOISE = b"\x5a"
# Loses the sealed bytes of the report of one number, and nothing else; true once done.
FORGET_A_BODY = """async seq => {
  const settled = asked => new Promise(done => { asked.onsuccess = () => done(asked.result); });
  const database = await settled(indexedDB.open("outbox"));
  const stores = database.transaction(["envelope", "body"], "readwrite");
  const item = (await settled(stores.objectStore("envelope").getAll())).find(one => one.seq === seq);
  await settled(stores.objectStore("body").delete([item.type, item.id]));
  database.close();
  return true;
}"""


def database_folder(phone: Phone) -> Path:
    """Where a phone keeps its databases. Its browser must be closed."""
    assert isinstance(phone.handset, Handset)
    (folder,) = phone.handset.profile.rglob(f"*_{urlsplit(phone.url).port}.indexeddb.leveldb")
    return folder


def rots(phone: Phone) -> None:
    """Spoil some bytes in the middle of every table and log the phone keeps, as a failing disk does."""
    for file in database_folder(phone).iterdir():
        if file.suffix in (".log", ".ldb"):
            kept = file.read_bytes()
            middle = len(kept) // 2
            file.write_bytes(kept[:middle] + NOISE * 64 + kept[middle + 64 :])


def loses_its_index(phone: Phone) -> None:
    """Take away the file that says which files belong together: no database of the phone's opens any more."""
    for file in database_folder(phone).glob("MANIFEST-*"):
        file.unlink()


def is_let_go(phone: Phone) -> None:
    """Have the browser delete every database of the app, and leave the cookies: what a phone short of room may do."""
    phone.page.goto(f"{phone.url}/healthz")
    browser = phone.context.new_cdp_session(phone.page)
    browser.send("Storage.clearDataForOrigin", {"origin": phone.url, "storageTypes": "indexeddb"})
