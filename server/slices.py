"""Every page, address, command and rule of policy that a slice has: what app.py puts together into one app."""

from __future__ import annotations

from server.access_requests import going_pages as access_going_pages
from server.access_requests import item_pages as access_item_pages
from server.access_requests import pages as access_request_pages
from server.accounts import (
    agreement_pages,
    first_code_pages,
    guest_pages,
    role_pages,
    second_factor_pages,
    second_step_pages,
    staff_pages,
    you_pages,
)
from server.accounts import api as accounts_api
from server.accounts import commands as accounts_commands
from server.accounts import pages as accounts_pages
from server.alerts import about_child as alerts_about_child
from server.alerts import commands as alert_commands
from server.alerts import delivery_commands as alert_delivery_commands
from server.alerts import pages as alert_pages
from server.alerts import push_api, table_pages
from server.backups import chair_paper
from server.backups import commands as backup_commands
from server.backups import pages as backup_pages
from server.consent import about_child as consent_about_child
from server.consent import authorisation_pages, check_pages, photo_rule_pages, told_pages
from server.consent import commands as consent_commands
from server.consent import import_pages as consent_import_pages
from server.consent import pages as consent_pages
from server.consent import rule_pages as consent_rule_pages
from server.custody import about_child as custody_about_child
from server.custody import pages as custody_pages
from server.doctor import commands as doctor_commands
from server.incidents import about_child as incidents_about_child
from server.incidents import (
    action_pages,
    count_pages,
    double_pages,
    follow_up_pages,
    head_pages,
    list_pages,
    paper_pages,
    sheet_pages,
    slip_pages,
)
from server.incidents import commands as incident_commands
from server.incidents import pages as incident_pages
from server.intake import api as intake_api
from server.intake import commands as intake_commands
from server.personal_phone import about_child as personal_phone_about_child
from server.personal_phone import agreement_pages as own_phone_agreement_pages
from server.personal_phone import commands as personal_phone_commands
from server.personal_phone import (
    ledger_pages,
    own_number_pages,
    own_phone_rule_pages,
    pocket_card_pages,
    use_pages,
)
from server.personal_phone import paper_pages as own_phone_paper_pages
from server.phones import about_child as phones_about_child
from server.phones import (
    alert_api,
    charge_pages,
    inventory_pages,
    known_secret_pages,
    loan_pages,
    phone_pages,
    staff_device_pages,
    unlock_api,
)
from server.phones import api as phones_api
from server.phones import commands as phone_commands
from server.phones import pages as phones_pages
from server.photos import about_child as photos_about_child
from server.photos import held_pages, of_pupil_pages, release_pages, scrutiny_pages, stay_pages
from server.photos import pages as photo_pages
from server.policy import (
    authority_pages,
    contact_pages,
    coverage_commands,
    coverage_pages,
    policy_commands,
    policy_file_pages,
    policy_pages,
    preset_pages,
    text_pages,
    wish_pages,
)
from server.reconciliation import about_child as reconciliation_about_child
from server.reconciliation import (
    access_review_pages,
    board_pages,
    check_off_pages,
    policy_review_pages,
    report_pages,
    search_pages,
    trip_commands,
    verify_commands,
    version_pages,
)
from server.reconciliation import commands as reconciliation_commands
from server.reconciliation import held_pages as held_item_pages
from server.reconciliation import pages as reconciliation_pages
from server.retention import about_child as retention_about_child
from server.retention import commands as retention_commands
from server.retention import hold_pages as retention_hold_pages
from server.retention import pages as retention_pages
from server.school import commands as school_commands
from server.school import first_run_pages, pupil_list_pages, ready_pages, staff_list_pages
from server.shell import commands as shell_commands
from server.shell import hide_number_pages, trial_pages
from server.shell import pages as shell_pages
from server.trips import about_child as trips_about_child
from server.trips import (
    again_pages,
    contacts_card_pages,
    group_pages,
    home_pages,
    itinerary_pages,
    joiner_pages,
    phone_choice_pages,
    planning_pages,
    pupil_pages,
    roll_pages,
    team_pages,
)
from server.trips import api as trips_api
from server.trips import pages as trip_pages

ACCOUNTS = (accounts_pages, second_step_pages, you_pages, second_factor_pages, agreement_pages)
STAFF = (staff_pages, role_pages, guest_pages, first_code_pages, staff_list_pages, pupil_list_pages)
OFFICE = (
    *ACCOUNTS,
    *STAFF,
    first_run_pages,
    ready_pages,
    authority_pages,
    contact_pages,
    policy_pages,
    preset_pages,
    policy_file_pages,
    wish_pages,
    text_pages,
    access_review_pages,
    policy_review_pages,
    coverage_pages,
    alert_pages,
    table_pages,
    phones_pages,
    phone_pages,
    loan_pages,
    inventory_pages,
    staff_device_pages,
    charge_pages,
    known_secret_pages,
    trip_pages,
    planning_pages,
    team_pages,
    pupil_pages,
    group_pages,
    roll_pages,
    phone_choice_pages,
    itinerary_pages,
    again_pages,
    joiner_pages,
    home_pages,
    contacts_card_pages,
    consent_pages,
    consent_rule_pages,
    consent_import_pages,
    check_pages,
    photo_rule_pages,
    authorisation_pages,
    told_pages,
    incident_pages,
    list_pages,
    double_pages,
    paper_pages,
    sheet_pages,
    follow_up_pages,
    action_pages,
    slip_pages,
    count_pages,
    head_pages,
    custody_pages,
    photo_pages,
    release_pages,
    scrutiny_pages,
    stay_pages,
    held_pages,
    of_pupil_pages,
    use_pages,
    own_phone_paper_pages,
    ledger_pages,
    own_number_pages,
    own_phone_agreement_pages,
    own_phone_rule_pages,
    pocket_card_pages,
    reconciliation_pages,
    report_pages,
    search_pages,
    held_item_pages,
    version_pages,
    board_pages,
    check_off_pages,
    backup_pages,
    access_request_pages,
    access_item_pages,
    access_going_pages,
    retention_pages,
    retention_hold_pages,
    shell_pages,
    hide_number_pages,
    trial_pages,
)
API = (accounts_api, phones_api, unlock_api, alert_api, trips_api, push_api, intake_api)
COMMANDS = (
    accounts_commands,
    alert_commands,
    alert_delivery_commands,
    backup_commands,
    chair_paper,
    consent_commands,
    incident_commands,
    intake_commands,
    personal_phone_commands,
    phone_commands,
    policy_commands,
    coverage_commands,
    reconciliation_commands,
    retention_commands,
    trip_commands,
    verify_commands,
    school_commands,
    doctor_commands,
    shell_commands,
)
# What each holds about one child.
ABOUT_CHILD = (
    phones_about_child,
    trips_about_child,
    consent_about_child,
    incidents_about_child,
    custody_about_child,
    photos_about_child,
    personal_phone_about_child,
    alerts_about_child,
    reconciliation_about_child,
    retention_about_child,
)
# Whoever serves a rule of policy declares it in a file of their own folder, rules_served.json.
SERVE_RULES = (
    "accounts",
    "alerts",
    "backups",
    "consent",
    "custody",
    "incidents",
    "intake",
    "personal_phone",
    "phones",
    "photos",
    "policy",
    "reconciliation",
    "school",
    "retention",
    "trips",
)
