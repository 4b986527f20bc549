"""What each row of the table of alerts is about, in words."""

from __future__ import annotations

from server.alerts import routing_rules as rules

ROW_NAMES = {
    rules.SERIOUS: "An incident that is serious, critical or of a severity not given; a missing pupil",
    rules.SAFEGUARDING: "A safeguarding concern, a nude image, a report with no category",
    rules.ONLINE: "Online safety, bullying by phone",
    rules.VISITORS: "What a visitor or volunteer did, such as using a phone near pupils",
    rules.WELFARE: "A call home for a pupil",
    rules.STAFF_CONDUCT: "A concern about a member of staff, however small",
    rules.HEADS_CONDUCT: "Anything about the headteacher",
    rules.DATA: "A lost phone, a data breach",
    rules.OWN_PHONES: "An own phone was used, or photographs were taken with one",
    rules.LEFT_ANYWAY: "A phone left with a trip though something was not well",
    rules.CANNOT_OPEN: "Something came that could not be opened",
    rules.NOT_HEARD: "A trip is due back, and a phone has not been heard of",
    rules.NOBODY_HOLDS: "Nobody holds a role that was to be told",
}
