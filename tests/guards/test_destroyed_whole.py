"""Of what is destroyed nothing is left: each table says whether rows of it go with a record (ADR 0066)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from server.foundation.database import bring_up_to_date
from server.retention.members import BY_ID, BY_NUMBER
from tests.guards.sources import hold

GO = {table for table, _column in (*BY_ID, *BY_NUMBER)} | {
    *("record", "envelope_bytes", "alert", "alert_act", "alert_recipient", "delivery")
}
# Labels, numbers and proofs, without a word of what was written.
STAY = {
    *("envelope", "opening", "announcement", "chain", "chain_word", "phone_contact", "second_copy", "backup_made"),
    *("tombstone", "tombstone_swept", "retention_hold", "retention_hold_end", "retention_confirmation"),
    *("retention_taken_back", "police_hold", "audit_entry", "audit_head", "audit_witness", "photo_viewing"),
    *("trip_return", "trip_sign_off", "sign_off_signature", "trip_reopening", "gap_explanation", "trip_named"),
}
# Of the school itself, its people, phones, trips and policy: made in the office, and of no record.
OF_NO_RECORD = {
    *("school", "staff", "staff_role", "staff_device", "sign_in", "sign_in_rules", "failed_sign_in", "known_browser"),
    *("challenge", "passkey", "password_reset", "second_factor_removal", "second_factor_rules", "sheet_code"),
    *("agreement", "agreement_signature", "joining_code", "own_number_mark", "office_search", "board_look", "unlock"),
    *("phone", "phone_charge", "phone_credential", "phone_loan", "phone_rules", "enrolment_code", "data_incident"),
    *("push_subscriber", "push_subscription", "list_given", "alert_added", "alert_rules"),
    *("pupil", "pupil_care", "pupil_contact", "authority", "contact", "contact_change", "contact_rules"),
    *("trip", "trip_change", "trip_joiner", "trip_phone", "trip_place", "trip_pupil", "trip_staff"),
    *("consent_decision", "consent_import", "consent_import_undone", "consent_mapping", "consent_rules"),
    *("consent_told", "consent_turn", "lawful_basis", "never_photograph", "image_authorisation"),
    *("image_authorisation_revoked", "photo_exception", "photo_rules", "photos_off_by"),
    *("own_phone_agreement", "own_phone_agreement_revoked", "own_phone_rules"),
    *("policy_review", "policy_version", "policy_wish", "policy_wish_end", "national_text_read"),
    # About the headteacher: the chair's alone, and in no list of what is due.
    *("head_concern", "head_concern_note", "head_concern_opening", "chair_stand_in"),
    # Who asked for what is held about a child, and what was decided; the copy of a record goes with the record.
    *("access_request", "access_act", "access_standing", "access_file"),
    *("access_review", "first_run", "role_wish", "step_left_out"),
    *("schema_migration", "sqlite_sequence"),
}


def test_each_table_says_whether_its_rows_go_with_a_record(tmp_path: Path) -> None:
    file = tmp_path / "school.sqlite3"
    bring_up_to_date(file)
    with closing(sqlite3.connect(file)) as rows:
        tables = {name for (name,) in rows.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    unsaid = sorted(tables - GO - STAY - OF_NO_RECORD)
    hold(tables, unsaid, "What is drawn from a record goes with it: list its table in server/retention/members.py.")
    assert not (GO | STAY | OF_NO_RECORD) - tables
    assert not GO & (STAY | OF_NO_RECORD)
