// What the drafts of those forms are called that come with the rest.
import { THINGS } from "./draft_words.js";

THINGS["own-phone"] = { full: "log of an own phone's use", short: "log" };
THINGS.add = { full: "follow-up to a report", short: "follow-up" };
THINGS.item = { full: "record of an item", short: "record" };
