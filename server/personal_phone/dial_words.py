"""Why a number is dialled as it is, or not at all, in plain words. `pwa/personal_phone/dial_words.js` says the same."""

from __future__ import annotations

# By `Dialled.why`. Nothing here promises that a number is hidden: it is tried.
WHY = {
    "uk": "141 in front asks for your number to be withheld. It is tried, not promised.",
    "own_already": "Withholding your number was asked for already: 141 goes in front once. It is tried, not promised.",
    "releases_number": "What stood in front shows your number. 141 takes its place. It is tried, not promised.",
    "abroad": "A number abroad. 141 goes in front, but your number may not be hidden.",
    "emergency": "Ring it as it is, at once. Never put 141 before an emergency number.",
    "emergency_elsewhere": "An emergency number in some other countries, rung as it is. In the UK ring 999.",
    "helpline": "Ring it as it is. It takes no 141.",
    "short_code": "Ring it as it is. A short number takes no 141, and yours may show.",
    "empty": "There is no number yet.",
    "letters": "Write the number in figures, without letters. In danger, ring 999.",
    "two_numbers": "That is more than one number. Write one of them.",
    "too_short": "That is too short for a whole number. Check it, and write its area code too.",
    "too_long": "That is too long for one number. Check it.",
    "no_zero": "A UK number begins with 0, and a number abroad with + or 00. Write it whole, with its area code.",
    "not_uk": "No UK number begins like this. Write a number abroad with + and its country's code.",
    "no_country": "After + or 00 comes a country's code, and no country's begins with 0.",
    "prefix_alone": "141 goes before a number. Write the number too.",
    "releases_alone": "1470 shows your number to whoever you ring. Write the number that you want to ring.",
    "last_caller": "1471 and its like ask your own phone company who rang last. They are no number to ring here.",
    "no_number": "That is not a telephone number. Check it. In danger, ring 999.",
}
