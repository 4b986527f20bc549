"""A trip day's end: what is open is found, explained and signed; a report that comes late opens it again for all."""

from __future__ import annotations

from tests.browser.check_off_pages import explains_everything, says_it_is_back
from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.office import Office
from tests.browser.phone import Phone


def test_a_trip_is_checked_off_and_a_late_report_opens_it_again(
    proxied_phone: Phone, proxy: FaultyProxy, office: Office
) -> None:
    phone = proxied_phone
    phone.reports_a_grazed_knee()
    phone.lists_at_school(1)
    office.signs_in_as("office")
    office.goes_to_the_trip("Castle visit")
    office.page.get_by_role("link", name="Check the trip off").click()
    office.sees("Say first when it came back")
    says_it_is_back(office)
    phone.reloads()
    phone.lists_at_school(1)
    office.reloads()
    office.sees("Nothing waits")
    office.sees("Phone 4: it has not told the school what it holds")
    explains_everything(office, "Phone 4 and the iPad stayed at school.")
    office.presses("Sign the trip off")
    office.sees("The trip is signed off")
    office.goes_to_the_trip("Castle visit")
    office.sees("Signed off")

    proxy.breaks("/api/", "refuse")
    phone.reports_a_grazed_knee()
    office.reloads()
    office.sees_nothing_of("Open again")
    proxy.mends()
    phone.lists_at_school(2)
    office.reloads()
    office.sees("Open again")
    office.goes_to("/office")
    office.sees("Castle visit is open again")
