"""Before any test is imported: whether the packages they stand on are there, in a sentence and not a stack trace."""

from importlib.util import find_spec

WANTED = ("argon2", "flask", "hypothesis", "peewee", "pydantic", "segno", "time_machine", "zxcvbn")

if missing := [name for name in WANTED if find_spec(name) is None]:
    raise SystemExit(
        f"The tests need packages that this Python lacks ({', '.join(missing)}): pip install -r requirements.txt"
    )
