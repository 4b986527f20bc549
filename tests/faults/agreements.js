// The agreements to use an own phone on the trip, as the school has them: a database put back has those of its day.

export class Agreements {
  constructor() {
    /** Those in force, by their ids: whose phone. @type {Map<string, string>} */
    this.inForce = new Map();
    this.saved = new Map();
  }

  /** Whether somebody may use their own phone. @param {string | null} staff */
  cover(staff) {
    return [...this.inForce.values()].includes(staff);
  }

  save() {
    this.saved = new Map(this.inForce);
  }

  putBack() {
    this.inForce = new Map(this.saved);
  }
}

export async function agree({ chance, about, ask, agreements }) {
  const { id: staff } = chance.pick(about.people);
  const [{ agreement }] = await ask({ do: "agree", staff, trip: about.trip, by: about.head });
  agreements.inForce.set(agreement, staff);
}

export async function takeBack({ chance, about, ask, agreements }) {
  const agreement = chance.pick([...agreements.inForce.keys()]);
  await ask({ do: "take_back", agreement, by: about.head });
  agreements.inForce.delete(agreement);
}
