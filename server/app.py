"""The composition root: with slices.py the only one that knows every slice."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_login import LoginManager
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from server import config
from server.access_requests import due as access_request_due
from server.accounts import (
    agreements,
    own_phones,
)
from server.accounts import kinds as account_kinds
from server.accounts import settings as account_settings
from server.accounts.queries import person_of
from server.accounts.sign_ins import phone_notices
from server.alerts import call_kinds, delivery_settings, hearing, let_go, subscriptions, take_up, times
from server.alerts import doctor as alert_doctor
from server.alerts import kinds as alert_kinds
from server.alerts import settings as alert_settings
from server.alerts.push_keys import PushKeys
from server.backups import doctor as backup_doctor
from server.consent import actions as consent_actions
from server.consent import checks, pack_part
from server.consent import kinds as consent_kinds
from server.consent import settings as consent_settings
from server.custody import because
from server.custody import cards as custody_cards
from server.custody import holds as custody_holds
from server.custody import kinds as custody_kinds
from server.custody import links as custody_links
from server.doctor import commands as doctor_commands
from server.doctor import looks
from server.foundation import access, database, problems, registry
from server.foundation.chair_keys import ChairKeys
from server.foundation.crypto import KeyRing
from server.foundation.sessions import Sessions
from server.incidents import actions as incident_actions
from server.incidents import (
    count_kinds,
    counts,
    emergencies,
    emergency_kinds,
    head_concerns,
    head_pages,
    head_queries,
    head_rules,
    later,
    later_kinds,
    named,
)
from server.incidents import kinds as incident_kinds
from server.incidents import pages as incident_pages
from server.incidents import queries as incident_queries
from server.incidents import rules as incident_rules
from server.incidents import settings as incident_settings
from server.intake import authorship
from server.intake import doctor as intake_doctor
from server.intake import kinds as intake_kinds
from server.intake.worker import Writer
from server.personal_phone import kinds as personal_phone_kinds
from server.personal_phone import (
    own_phone_settings,
    use_pages,
    use_queries,
    uses,
)
from server.personal_phone import settings as personal_phone_settings
from server.phones import (
    charges,
    locking,
    losses,
    lost_phones,
    set_up_checks,
    unlocks,
)
from server.phones import kinds as phone_kinds
from server.phones import queries as phone_queries
from server.phones import settings as phone_settings
from server.photos import actions as photo_actions
from server.photos import holding, stays
from server.photos import kinds as photo_kinds
from server.photos import settings as photo_settings
from server.policy import asking_again, changing, own_words, served, versions, why
from server.policy import queries as policy_queries
from server.reconciliation import (
    access_due,
    backup_due,
    chair_due,
    consent_due,
    contact_due,
    custody_due,
    decisions,
    demo_sign_off,
    incident_due,
    own_phone_due,
    phone_due,
    photo_due,
    policy_due,
    push_due,
    ready_due,
    reopening,
    sign_off_due,
    trip_states,
)
from server.reconciliation import due as reconciliation_due
from server.reconciliation import pages as reconciliation_pages
from server.retention import retention_due
from server.retention import settings as retention_settings
from server.shell import look
from server.slices import ABOUT_CHILD, API, COMMANDS, OFFICE, SERVE_RULES
from server.trips import cards as trip_cards
from server.trips import (
    delays,
    departures,
    given,
    home_authorities,
    silence,
    trip_contacts,
)
from server.trips import kinds as trip_kinds
from server.trips import queries as trip_queries


def create_app(settings: dict[str, Any] | None = None) -> Flask:
    """Build the app for one school. Refuses an unsafe configuration, and any route that declares no access."""
    app = Flask("server", static_folder=None)
    app.config.update(config.load(settings))
    if app.config["PROXIES"]:
        # The host is not taken over: the proxy passes it on as it was asked for, or /api refuses every phone.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=app.config["PROXIES"], x_proto=app.config["PROXIES"])  # type: ignore[method-assign]
    app.extensions["lanyard.keys"] = KeyRing(app.config["KEY_DIR"], ChairKeys(app.config["CHAIR_KEY_DIR"]))
    app.extensions["lanyard.push_keys"] = PushKeys(app.config["KEY_DIR"])
    delivery_settings.install(app)
    app.extensions["lanyard.writer"] = Writer(app)
    database.install(app)
    problems.install(app)
    _install_sign_in(app)
    access.install(app)
    _declare(registry.install(app))
    _install_routes(app)
    access.refuse_undeclared(app)
    return app


def cannot_start(refusal: config.CannotStart, settings: dict[str, Any] | None = None) -> Flask:
    """In the place of an app that cannot be built: the doctor alone. Raises `refusal` without settings to read."""
    app = Flask("server", static_folder=None)
    try:
        app.config.update(config.read(settings))
    except config.CannotStart:
        raise refusal from None
    _declare_doctor(registry.install(app))
    doctor_commands.install(app, refusal)
    return app


def _install_sign_in(app: Flask) -> None:
    app.session_interface = Sessions()
    manager = LoginManager(app)
    # Bound to our own rows instead: flask-login's protection signs people out when a mobile network moves them.
    manager.session_protection = None
    manager.user_loader(person_of)
    access.find_phones_with(app, phone_queries.calling_phone)
    access.find_own_phones_with(app, own_phones.calling)


def _declare(here: registry.Registry) -> None:
    below = (account_kinds, intake_kinds, alert_kinds, call_kinds, phone_kinds, trip_kinds, consent_kinds)
    of_incidents = (incident_kinds, later_kinds, count_kinds, emergency_kinds)
    for slice_kinds in (*below, *of_incidents, photo_kinds, personal_phone_kinds):
        here.kinds.update(slice_kinds.KINDS)
    # Checks before photos, and photos before whether they are held back: each reads what the one before has noted.
    photos = (checks, photo_actions, holding)
    incidents = (incident_actions, named, later, counts)
    noted = (authorship, agreements, set_up_checks, delays, departures, *incidents, *photos, uses)
    for listener in (*noted, hearing, take_up):
        here.when_opened.append(listener.hear)
    here.when_held.append(hearing.hear_held)
    here.demo_parts.append(demo_sign_off.make)
    here.when_opened.append(reopening.hear)
    here.when_held.append(reopening.hear_held)
    here.when_stored.append(reopening.hear_stored)
    here.when_told.append(reopening.hear_told)
    # The same order, and for the same reason.
    here.when_placed.extend((delays.hear, departures.hear, incident_actions.place, checks.hear))
    here.when_placed.append(counts.hear)
    here.when_placed.extend((photo_actions.place, holding.hear, uses.place, hearing.place))
    here.when_blob_opened.append(photo_actions.hear_blob)
    here.when_consent_changed.append(holding.consent_changed)
    here.knows_trip.append(trip_queries.is_trip_of)
    phones = (phone_queries, unlocks, locking, charges)
    trips = (trip_cards, trip_contacts, home_authorities)
    cards = (policy_queries, agreements, *phones, *trips, stays, own_phone_settings, times, emergencies)
    here.card_parts.extend(part.card_part for part in cards)
    here.pack_parts.extend((pack_part.pack_part, home_authorities.pack_part))
    here.sign_keys = unlocks.sign_keys
    here.notices.extend((phone_notices, losses.phone_notices, lost_phones.phone_notices))
    _declare_who(here)
    _declare_due(here)
    _declare_custody(here)
    _declare_facts(here)
    _declare_policy(here)
    _declare_doctor(here)


def _declare_who(here: registry.Registry) -> None:
    """What is the chair's alone, and what ends with an account or a role."""
    here.for_the_chair.extend((head_rules.is_for_the_chair, head_queries.is_about_a_concern))
    here.when_for_the_chair.append(head_concerns.hear)
    here.is_chairs_report = head_queries.is_report_of_one
    here.when_account_ends.extend(part.hear_account_ended for part in (unlocks, subscriptions, let_go))
    here.when_role_taken.append(let_go.hear_role_taken)


def _declare_doctor(here: registry.Registry) -> None:
    """What the doctor looks at: first of the server itself, then of each slice, from keys to mail."""
    for looked_at in (looks, intake_doctor, backup_doctor, alert_doctor):
        here.doctor_looks.extend(looked_at.LOOKS)


def _declare_policy(here: registry.Registry) -> None:
    """What a school decides for itself, in the order in which the policy's page shows it."""
    below = (account_settings, phone_settings, personal_phone_settings)
    above = (consent_settings, photo_settings, incident_settings, alert_settings, retention_settings, own_words)
    for declared in (*below, *above):
        here.settings.update({one.code: one for one in declared.SETTINGS})
        here.clashes.extend(declared.CLASHES)
    here.around_policy.extend((account_settings.around_policy, consent_actions.around_policy))
    here.around_policy.append(asking_again.around_policy)
    here.choose_policy, here.chosen = changing.choose, versions.value
    here.phones_out = given.heard_out
    here.card_parts.append(why.card_part)
    here.pack_parts.append(why.pack_part)


def _declare_due(here: registry.Registry) -> None:
    """What waits for somebody."""
    records = (incident_due, custody_due, consent_due, photo_due, own_phone_due)
    told = (push_due, contact_due, policy_due, chair_due, backup_due, access_due, access_request_due, ready_due)
    for due in (reconciliation_due, sign_off_due, phone_due, *records, *told, retention_due):
        here.due_parts.extend(due.PARTS)
        here.due_sources.extend(due.SOURCES)


def _declare_custody(here: registry.Registry) -> None:
    """Items taken: what is heard of them, and what phones hear of what is kept."""
    here.kinds.update(custody_kinds.KINDS)
    here.when_opened.append(custody_links.hear)
    here.when_placed.append(custody_links.place)
    here.card_parts.append(custody_cards.card_part)
    here.about_incidents, here.incidents_read = later.about, incident_queries.read_among
    here.taken_because, here.held_for_police = because.taken_because, custody_holds.held_for_police


def _declare_facts(here: registry.Registry) -> None:
    """What slices further down ask of those above them."""
    here.pin_holders = unlocks.holders_on
    here.phone_names = phone_queries.names_of
    here.trip_states = trip_states.trip_states
    here.trip_titles, here.trips_ahead = trip_queries.titles_of, trip_cards.trips_ahead
    here.trip_leaders, here.silent_phones = trip_queries.leaders_of, silence.silent_phones
    subjects = (head_pages, incident_pages, use_pages, reconciliation_pages)
    here.subject_pages.extend(part.subject_page for part in subjects)
    here.about_child.extend(part.ABOUT_CHILD for part in ABOUT_CHILD)
    here.category_names.update(incident_rules.CATEGORY_NAMES)
    here.said_in_office = decisions.said_in_office
    here.rules_served.extend(rule for name in SERVE_RULES for rule in served.by_slice(name))
    here.whose_own_phone, here.own_phone_officer = uses.whose_own_phone, use_queries.officer_of


def _install_routes(app: Flask) -> None:
    csrf = CSRFProtect(app)
    look.install_look(app)
    for office in OFFICE:
        app.register_blueprint(office.blueprint)
    for api in API:
        app.register_blueprint(api.blueprint)
        # In place of a token, which would go stale offline: see access._refuse_foreign.
        csrf.exempt(api.blueprint)
    for commands in COMMANDS:
        commands.install(app)
