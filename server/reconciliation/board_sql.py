"""The one question that a board asks of the database: every row of some trips that is counted, listed or missing.

One statement, so that a board costs the same however large the school is, and its numbers are of one moment. Its rows
are (what, trip, phone, id, at, facts in JSON); `what` is one of the names below.
"""

from __future__ import annotations

from server.incidents.emergencies import runs_in
from server.incidents.later import NAMES_IT
from server.incidents.standing import is_closed_in
from server.reconciliation.decisions import ASSIGNED_TO as ASSIGNED
from server.reconciliation.held_custody import REPORTS
from server.trips.went import LENT, WENT

# In the place of the category of a report that has not come; no category has a space.
NOT_COME = "not come"

# What is for the chair alone, and what anybody answered to an alert of it (ADR 0039). Few are for the chair: their own
# index is small, where the row of each opening would be read for nothing.
_ORDINARY = """
    instr({e}.flags, 'chair.only') = 0
    AND NOT EXISTS (SELECT 1 FROM opening AS o INDEXED BY opening_for_chair
        WHERE o.envelope_id = {e}.n AND o.state = 'chair')
    AND NOT EXISTS (
        SELECT 1 FROM record AS r JOIN alert AS al ON al.id = json_extract(r.body, '$.alert') AND al.is_apart
        WHERE r.envelope_id = {e}.n AND r.kind = 'alert.answered')
"""
_NOT_APART = "NOT EXISTS (SELECT 1 FROM chain AS c WHERE c.chain = {e}.chain AND c.is_apart)"
_OF_TRIPS = "{e}.trip IN (SELECT value FROM json_each(:trips))"

# Known is what a phone told of or sent; it is here where it has a number of arrival, on whatever trip it came. What
# somebody assigned to a trip counts there as well.
_ITEMS = f"""
WITH told AS MATERIALIZED (
    SELECT {{trip_of_a}} AS trip, a.phone, a.type, a.record_id AS id, a.digest, a.chain, a.seq, a.size,
        a.announced_at AS at, a.id AS told, e.n
    FROM announcement AS a LEFT JOIN envelope AS e
        ON e.school_id = a.school_id AND e.id = a.record_id AND e.type = a.type AND e.digest = a.digest
    WHERE a.school_id = :school AND {{on_a}} AND {_NOT_APART.format(e="a")}
        AND (e.n IS NULL OR ({_ORDINARY.format(e="e")}))
), sent AS MATERIALIZED (
    SELECT {{trip_of_e}} AS trip, e.phone, e.type, e.id, e.digest, e.seq, e.size, e.received_at AS at, e.n,
        opening.state, opening.reason
    FROM envelope AS e JOIN opening ON opening.envelope_id = e.n
    WHERE e.school_id = :school AND {{on_e}} AND {_NOT_APART.format(e="e")} AND {_ORDINARY.format(e="e")}
    UNION
    SELECT hd.trip, e.phone, e.type, e.id, e.digest, e.seq, e.size, e.received_at, e.n, opening.state, opening.reason
    FROM ({ASSIGNED}) AS hd JOIN envelope AS e ON e.n = hd.n JOIN opening ON opening.envelope_id = e.n
    WHERE hd.trip IN (SELECT value FROM json_each(:trips)) AND {_NOT_APART.format(e="e")} AND {_ORDINARY.format(e="e")}
), known AS MATERIALIZED (
    SELECT trip, phone, type, id, digest, n FROM told UNION SELECT trip, phone, type, id, digest, n FROM sent
), going AS (
    SELECT trip, phone FROM ({WENT}) UNION SELECT trip, phone FROM known
)
"""
# The kinds that name an incident.
_NAME_ONE = ", ".join(f"'{kind}'" for kind in NAMES_IT)
_COUNTS = f"""
SELECT 'count', trip, phone, NULL, NULL, json_object('announced', COUNT(*), 'arrived', COUNT(n))
FROM known GROUP BY trip, phone
UNION ALL
SELECT 'total', trip, NULL, NULL, NULL, json_object('announced', COUNT(*), 'arrived', COUNT(n))
FROM (SELECT DISTINCT trip, type, id, digest, n FROM known) GROUP BY trip
UNION ALL
SELECT 'new', trip, NULL, NULL, NULL, json_object('count', COUNT(*))
FROM (SELECT DISTINCT trip, type, id, digest, n FROM known) WHERE n > :seen GROUP BY trip
UNION ALL
SELECT 'missing', trip, phone, id, at, json_object('type', type, 'seq', seq, 'size', size, 'chain', chain,
    'digest', digest, 'told', MAX(told))
FROM told WHERE n IS NULL GROUP BY trip, phone, type, id, digest
UNION ALL
SELECT 'held', sent.trip, sent.phone, sent.id, sent.at, json_object('n', sent.n, 'seq', sent.seq,
    'type', sent.type, 'reason', sent.reason, 'kind', record.kind, 'is_heads', own_phone_use.is_heads,
    'is_read', record.envelope_id IS NOT NULL,
    'category', CASE WHEN json_valid(record.body) THEN json_extract(record.body, '$.category') ELSE 'unknown' END,
    'why_not', CASE WHEN json_valid(record.body)
        THEN COALESCE(json_extract(record.body, '$.why_not'), json_extract(record.body, '$.parent.why_not')) END,
    'named', CASE WHEN about.id IS NULL THEN 'unknown' ELSE about.category END, 'belongs', json({REPORTS}))
FROM sent LEFT JOIN record ON record.envelope_id = sent.n LEFT JOIN own_phone_use ON own_phone_use.n = sent.n
LEFT JOIN incident AS about ON about.school_id = :school AND about.id = CASE WHEN json_valid(record.body)
    AND record.kind IN ({_NAME_ONE})
    THEN COALESCE(json_extract(record.body, '$.incident'), json_extract(record.body, '$.about')) END
WHERE sent.state = 'held' AND NOT EXISTS (SELECT 1 FROM held_decision AS hd WHERE hd.envelope_id = sent.n)
"""
_PHONES = """
UNION ALL
SELECT 'phone', going.trip, going.phone, NULL, contact.heard_at, json_object(
    'name', phone.name, 'set_up', phone.set_up_at, 'revoked', phone.revoked_at,
    'waiting', contact.waiting - contact.waiting_apart, 'odd_items', contact.odd_items,
    'is_persisted', contact.is_persisted, 'clock_ahead_seconds', contact.clock_ahead_seconds,
    'numberings', (SELECT COUNT(*) FROM chain WHERE chain.phone = going.phone AND NOT chain.is_apart){went_along})
FROM going LEFT JOIN phone ON phone.id = going.phone AND phone.school_id = :school
LEFT JOIN phone_contact AS contact ON contact.phone = going.phone AND contact.phone <> ''
"""
# What else is known of a phone on a trip. With no trip nobody is lent one, or checks it.
_WENT_ALONG = f""",
    'goes', EXISTS (SELECT 1 FROM trip_phone AS tp WHERE tp.trip_id = going.trip AND tp.phone_id = going.phone),
    'list_at', (SELECT MIN(newest) FROM (SELECT MAX(last_at) AS newest FROM list_given AS g
        WHERE g.trip_id = going.trip AND g.phone_id = going.phone GROUP BY g.staff_id)),
    'check', json((SELECT json_object('checked_at', checked_at, 'charge', charge, 'list_as_at', list_as_at,
            'openers', openers, 'not_well', not_well, 'why', why)
        FROM departure_check AS d WHERE d.trip_id = going.trip AND d.phone = going.phone ORDER BY n DESC LIMIT 1)),
    'holder', (SELECT staff.name FROM phone_loan AS l JOIN staff ON staff.id = l.staff_id WHERE {LENT}),
    'out_at', (SELECT MAX(out_at) FROM phone_loan AS l WHERE {LENT}),
    'back_at', (SELECT MAX(back_at) FROM phone_loan AS l
        WHERE l.phone_id = going.phone AND l.trip = going.trip)"""
_INCIDENTS = """
UNION ALL
SELECT 'incident', {trip_of_i}, phone, id, received_at, json_object('n', n, 'category', category,
    'severity', severity, 'recorded_at', recorded_at, 'needs_follow_up', needs_follow_up,
    'is_unfinished', is_unfinished, 'is_closed', {is_closed}, 'runs', {runs}, 'happened_at', happened_at)
FROM incident AS i WHERE i.school_id = :school AND {on_i}
"""
_MATTERS = """
UNION ALL
SELECT 'photo', trip, phone, id, taken_at, json_object('size', size, 'is_held', held_reason IS NOT NULL, 'standing',
    CASE WHEN EXISTS (SELECT 1 FROM photo_file AS f
            WHERE f.photo = p.id AND f.school_id = p.school_id AND f.sha256 = p.sha256)
        THEN CASE WHEN EXISTS (SELECT 1 FROM photo_erasure AS x WHERE x.photo = p.id AND x.school_id = p.school_id)
            THEN 'off' ELSE 'at_school' END
        WHEN EXISTS (SELECT 1 FROM photo_file AS f WHERE f.photo = p.id AND f.school_id = p.school_id)
        THEN 'differs' ELSE 'missing' END)
FROM photo AS p WHERE p.school_id = :school AND {on_p}
UNION ALL
SELECT 'item', trip, NULL, id, since, json_object('state', state, 'is_odd', faults <> '' OR has_same_bag,
    'bag', bag, 'thing', thing, 'reports', (
        SELECT json_group_array(CASE WHEN report.id IS NULL THEN '{not_come}' ELSE report.category END)
        FROM custody_link AS link LEFT JOIN incident AS report
            ON report.school_id = link.school_id AND report.id = link.incident
        WHERE link.school_id = ci.school_id AND link.item = ci.id AND link.incident IS NOT NULL))
FROM custody_item AS ci WHERE ci.school_id = :school AND {on_ci}
UNION ALL
SELECT 'use', trip, phone, id, COALESCE(began_at, recorded_at, received_at), json_object('staff', staff, 'is_heads',
    is_heads OR EXISTS (SELECT 1 FROM staff_role WHERE staff_id = u.staff AND role = 'headteacher'),
    'lacks_agreement', instr(flags, 'no_agreement') > 0 AND NOT EXISTS (
        SELECT 1 FROM own_phone_agreement AS g
        WHERE g.trip_id = u.trip AND g.staff_id = u.staff AND g.kind = 'own_phone'
        AND NOT EXISTS (SELECT 1 FROM own_phone_agreement_revoked AS r WHERE r.agreement_id = g.id)))
FROM own_phone_use AS u WHERE school_id = :school AND {on_u}
UNION ALL
SELECT 'agreement', g.trip_id, NULL, g.id, given_at, json_object('number', number, 'kind', kind, 'name', staff.name,
    'revoked_at', r.at)
FROM own_phone_agreement AS g JOIN staff ON staff.id = g.staff_id
LEFT JOIN own_phone_agreement_revoked AS r ON r.agreement_id = g.id
WHERE g.school_id = :school AND g.trip_id IN (SELECT value FROM json_each(:trips))
    AND g.staff_id NOT IN (SELECT staff_id FROM staff_role WHERE school_id = :school AND role = 'headteacher')
UNION ALL
SELECT 'authorisation', trip.id, NULL, g.id, given_at, json_object('number', number, 'kind', kind, 'what', what,
    'trip', g.trip_id, 'from_on', from_on, 'until_on', until_on, 'revoked_at', r.at)
FROM image_authorisation AS g JOIN trip ON trip.id IN (SELECT value FROM json_each(:trips))
    AND (g.trip_id IS NULL OR g.trip_id = trip.id) AND g.from_on <= trip.ends_on AND g.until_on >= trip.starts_on
LEFT JOIN image_authorisation_revoked AS r ON r.authorisation_id = g.id
WHERE g.school_id = :school AND trip.school_id = :school
UNION ALL
SELECT 'stay', trip_id, NULL, id, agreed_at, json_object('until_on', until_on, 'why', why)
FROM photo_exception WHERE school_id = :school AND trip_id IN (SELECT value FROM json_each(:trips))
UNION ALL
SELECT 'alert', trip, NULL, id, raised_at, json_object('kind', kind, 'category', category, 'subject', subject,
    'is_about_staff', about_staff IS NOT NULL OR about_role IS NOT NULL, 'urgency', urgency,
    'is_theirs', EXISTS (SELECT 1 FROM alert_recipient AS t WHERE t.alert_id = al.id AND t.staff_id = :staff),
    'told', json((SELECT json_group_array(name) FROM (SELECT staff.name FROM alert_recipient AS t
        JOIN staff ON staff.id = t.staff_id WHERE t.alert_id = al.id ORDER BY t.step, t.told_at, staff.name))))
FROM alert AS al WHERE school_id = :school AND {on_al} AND closed_at IS NULL AND NOT is_apart
AND NOT EXISTS (SELECT 1 FROM alert_recipient AS t WHERE t.alert_id = al.id AND t.taken_at IS NOT NULL)
UNION ALL
SELECT 'check', trip_id, phone, id, checked_at,
    json_object('has_stopped', outcome <> 'go', 'is_flagged', flags <> '{{}}')
FROM consent_check
WHERE +school_id = :school AND trip_id IN (SELECT value FROM json_each(:trips))
AND (outcome <> 'go' OR flags <> '{{}}')
UNION ALL
SELECT 'no', trip_id, phone, n, changed_at, json_object('change', change)
FROM consent_change
WHERE school_id = :school AND trip_id IN (SELECT value FROM json_each(:trips))
"""
# What the office itself typed from paper: what sheets said, where one that says no number stands for one at least; and
# how many incidents came of it. A concern about staff is not among them, nor what is for the chair.
_SHEETS = """
UNION ALL
SELECT 'sheet', came.trip, NULL, NULL, NULL, json_object(
    'said', SUM(CASE json_type(sheet.body, '$.incidents')
        WHEN 'integer' THEN json_extract(sheet.body, '$.incidents') ELSE 1 END),
    'is_more', MAX(json_type(sheet.body, '$.incidents') IS NOT 'integer'),
    'typed', (SELECT COUNT(*) FROM incident AS typed JOIN authorship AS own ON own.n = typed.n
        WHERE typed.school_id = :school AND typed.trip = came.trip AND author_how = 'paper'
        AND category IS NOT 'allegation'))
FROM record AS sheet JOIN envelope AS came ON came.n = sheet.envelope_id JOIN authorship AS own ON own.n = came.n
WHERE sheet.school_id = :school AND sheet.trip IN (SELECT value FROM json_each(:trips))
    AND sheet.kind = 'sheet.returned' AND came.trip = sheet.trip AND came.type = 'record'
GROUP BY came.trip
"""

# Every item that is known, a page of them, for the lists behind the numbers.
_LISTED = """
, page AS MATERIALIZED (
    SELECT MAX(phone) AS phone, type, id, digest, n FROM known
    WHERE (:phone IS NULL OR phone = :phone) AND (NOT :has_arrived OR n IS NOT NULL) AND (n > :seen OR :seen = 0)
    GROUP BY type, id, digest, n
    ORDER BY n IS NULL DESC, n DESC, id LIMIT :many OFFSET :after
), word AS MATERIALIZED (
    SELECT page.id, page.digest, page.type, t.seq, t.size, t.at, MAX(told)
    FROM page JOIN told AS t ON t.id = page.id AND t.type = page.type AND t.digest = page.digest
        AND t.phone = page.phone
    GROUP BY page.type, page.id, page.digest
)
SELECT k.phone, k.type, k.id, k.n, t.seq, t.size, t.at, s.seq, s.size, s.at
FROM page AS k
LEFT JOIN word AS t ON t.type = k.type AND t.id = k.id AND t.digest = k.digest
LEFT JOIN sent AS s ON s.n = k.n
ORDER BY k.n IS NULL DESC, k.n DESC, k.id
"""
_TABLES = {
    "a": "announcement",
    "e": "envelope",
    "i": "incident",
    "p": "photo",
    "ci": "custody_item",
    "u": "own_phone_use",
    "al": "alert",
}
# Two searches of an index by trip; an OR would go through the whole school.
_OF_NONE = """{e}.rowid IN (
    SELECT rowid FROM {table} WHERE school_id = :school AND trip IS NULL
    UNION ALL
    SELECT rowid FROM {table} WHERE school_id = :school AND trip IN (SELECT value FROM json_each(:trips)))"""


def _whole(sql: str, *, is_of_none: bool) -> str:
    """The statement for trips, or for what names none of the school's: that is one board, of one name."""
    where = _OF_NONE if is_of_none else _OF_TRIPS
    if is_of_none:
        # By these few rows, and not by the index of the school.
        for name in _TABLES:
            sql = sql.replace(f"WHERE {name}.school_id", f"WHERE +{name}.school_id")
    places = {f"on_{name}": where.format(e=name, table=table) for name, table in _TABLES.items()}
    trips = {f"trip_of_{name}": "''" if is_of_none else f"{name}.trip" for name in _TABLES}
    went_along = "" if is_of_none else _WENT_ALONG
    words = {"went_along": went_along, "is_closed": is_closed_in("i"), "runs": runs_in("i"), "not_come": NOT_COME}
    return sql.format(**places, **trips, **words)


ROWS, ROWS_OF_NONE = (
    _whole(_ITEMS + _COUNTS + _PHONES + _INCIDENTS + _MATTERS + _SHEETS, is_of_none=none) for none in (False, True)
)
# As much of it as the page of what names no trip shows.
SHOWN_OF_NONE = _whole(_ITEMS + _COUNTS + _PHONES + _INCIDENTS, is_of_none=True)
LISTED, LISTED_OF_NONE = (_whole(_ITEMS + _LISTED, is_of_none=none) for none in (False, True))
