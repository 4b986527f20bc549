// Which alerts nobody has taken up, by the rules of docs/adr/0036 and by what was done about each; nothing here asks how
// the school works it out.

const LEADS = ["trip leader", "EVC", "base contact"];
const DSLS = ["DSL", "deputy DSL"];
const SENIOR = ["office", "network manager", "headteacher"];
const GRAVE = ["serious", "critical"];
const SLIGHT = ["minor", "moderate"];
const ALWAYS_NOW = ["missing_pupil", "lost_phone"];
const MAY_WAIT = ["behaviour", "near_miss", "other"];

/** Whom a report is for, and whether they are needed now. One that nobody gave a category may be about a child's safety. */
function reportTells({ category, severity }) {
  const isSlight = SLIGHT.includes(severity) && category !== "missing_pupil";
  const first = category === "lost_phone" ? SENIOR : category === null || category === "safeguarding" ? DSLS : [];
  const told = [...first, ...(isSlight || category === "safeguarding" ? [] : LEADS)];
  const isForNow = GRAVE.includes(severity) || ALWAYS_NOW.includes(category);
  return { told, isNow: isForNow || !(SLIGHT.includes(severity) || MAY_WAIT.includes(category)) };
}

const isGrave = ({ category, severity }) => category === "missing_pupil" || GRAVE.includes(severity);

const TELLS = {
  "incident.reported": reportTells,
  "personal_phone.used": () => ({ told: ["headteacher"], isNow: false }),
};

const isGraver = (now, before) => now.told.some(role => !before.told.includes(role)) || (now.isNow && !before.isNow);

/** Every alert, by kind and subject. @typedef {{trip: string | null, tells: any, state: "asked" | "taken" | "closed", phone?: string, isOfPhotos?: boolean}} Alert */
export class Alerts {
  constructor() {
    /** @type {Map<string, Alert>} */
    this.all = new Map();
    /** The incidents listed, and those that are over. @type {Map<string, any>} */
    this.incidents = new Map();
    this.over = new Set();
  }

  /** How many of a place nobody has taken up. @param {(alert: Alert) => boolean} isOf */
  open(isOf) {
    return [...this.all.values()].filter(alert => alert.state === "asked" && isOf(alert)).length;
  }

  /** Something that came was opened, or is held. */
  hear(row) {
    const isHeld = row.state === "held" && row.reason !== "trip.unknown";
    if (row.kind in TELLS) this.raise(`${row.kind} ${row.id}`, { trip: row.trip, tells: TELLS[row.kind](row) }, isHeld);
    if (isHeld) this.hearHeld(row);
    else if (row.kind === "incident.reported" && !this.incidents.has(row.id)) this.incidents.set(row.id, row);
    else this.hearLater(row);
  }

  /** More is known of an incident that was over: where that was grave, whoever had it hears of it anew. */
  hearLater({ kind, incident }) {
    if (kind === "incident.closed") this.over.add(incident);
    if (kind !== "incident.followed_up" || !this.over.delete(incident)) return;
    const alert = this.all.get(`incident.reported ${incident}`);
    if (alert && isGrave(this.incidents.get(incident))) alert.state = "asked";
  }

  /** Of one subject there is one; what turns out graver is everybody's to take up again, but not while it is held. */
  raise(key, { trip, tells }, isHeld) {
    const before = this.all.get(key);
    if (tells.told.length === 0 || (before && (isHeld || !isGraver(tells, before.tells)))) return;
    this.all.set(key, { trip, tells, state: "asked" });
  }

  /** Of one phone one is asked about at a time; what is said of photographs says nothing of reports. */
  hearHeld({ n, phone, type }) {
    const isOfPhotos = type === "blob";
    const covers = one => one.phone === phone && one.state === "asked" && (!one.isOfPhotos || isOfPhotos);
    if ([...this.all.values()].some(covers)) return;
    this.all.set(`item.held ${phone}:${n}`, { trip: null, tells: null, state: "asked", phone, isOfPhotos });
  }

  /** Somebody did something. Returns whether there was such an alert. @param {import("./office.js").Answer} answer */
  answer({ kind, subject, act }) {
    const alert = this.all.get(`${kind} ${subject}`);
    if (alert && act !== "opened") alert.state = act === "handed_on" ? "asked" : act;
    return Boolean(alert);
  }
}
