// One open tab, or the worker, running the shipped code: filing, sending, setting up, hearing what the school says.
import { Connection } from "../../pwa/foundation/connection.js";
import { digestOf } from "../../pwa/foundation/bytes.js";
import { newestKey, sealed } from "../../pwa/foundation/seal.js";
import { StillWaitingError, takeTurn } from "../../pwa/outbox/background_turn.js";
import { fileRecord, NotSavedError } from "../../pwa/outbox/file_record.js";
import { fileAll } from "../../pwa/outbox/filing_store.js";
import { OutboxDatabase } from "../../pwa/outbox/outbox_database.js";
import { OutboxStore } from "../../pwa/outbox/outbox_store.js";
import { signIn } from "../../pwa/accounts/signing_in.js";
import { Sending } from "../../pwa/outbox/sending.js";
import { Hearing } from "../../pwa/phones/hearing.js";
import { setUp } from "../../pwa/phones/set_up.js";
import { choosePin, heedPeople } from "./holders.js";
import * as photos from "./photos.js";

const FACTS = { app: "faults", persisted: true, usage: 1000 };

/** The shipped connection, over this phone's storage. */
class TabConnection extends Connection {
  constructor(tab) {
    super("outbox", 1, () => undefined);
    this.tab = tab;
  }

  async opened() {
    const connection = this.tab.phone.disk.connect(this.tab);
    connection.isBroken = this.tab.isBrokenForGood;
    this.tab.connection = connection;
    return connection;
  }
}

export class Tab {
  constructor(phone, name, isWorker) {
    Object.assign(this, {
      phone,
      name,
      isWorker,
      isDead: false,
      isBrokenForGood: false,
      connection: null,
      planned: [],
    });
    const { world } = phone;
    const { chance } = world;
    const database = new OutboxDatabase();
    database.connection = new TabConnection(this);
    this.machine = {
      fetch: (url, init) => world.wire.fetch(this, url, init),
      store: new OutboxStore(database, () => chance.hex(32)),
      clock: phone.clock,
      random: () => chance.next(),
      lock: work => phone.lock.request(this, work),
      newId: () => chance.uuid(),
    };
    world.bug?.onTab?.(this);
    this.hearing = new Hearing({ fetch: this.machine.fetch, local: phone.local });
    this.sending = new Sending(this.machine, this.around());
  }

  around() {
    return {
      facts: () => FACTS,
      isVisible: () => true,
      isWanted: () => true,
      told: contact => this.heard(contact),
      stumbled: error => this.act(() => Promise.reject(error)),
      later: (work, ms) => this.planned.push({ work, at: this.phone.world.time + ms }),
      never: () => {
        this.planned = [];
      },
    };
  }

  timers() {
    const { time } = this.phone.world;
    const run = one => {
      this.planned = this.planned.filter(other => other !== one);
      one.work();
    };
    return this.planned.filter(({ at }) => at <= time).map(one => ({ kind: "timer", tab: this, run: () => run(one) }));
  }

  /** As the app does after each contact. */
  async heard(contact) {
    heedPeople(this.phone, contact?.said?.card);
    const heard = await this.hearing.hear(contact);
    if (heard.isMended) this.sending.hope();
    else if (heard.failure) throw heard.failure;
    if (!this.isWorker) await photos.tellGone(this, filed => this.phone.world.claim(this.phone, filed));
  }

  /** Opens the outbox and makes contact, as the app does at its start. */
  begin() {
    this.act(async () => {
      await this.machine.store.prepare();
      this.sending.now();
    });
  }

  look() {
    this.act(async () => {
      this.sending.hope();
      await this.machine.store.probe();
    });
  }

  sendNow() {
    this.act(() => this.sending.now(true));
  }

  /** The worker's turn, after which it is gone. */
  takeTurn() {
    const around = { facts: async () => FACTS, heard: this.hearing.hear.bind(this.hearing), tell: () => undefined };
    const turn = takeTurn(this.machine, around, { evenIdle: this.phone.world.chance.flip(0.5) });
    this.act(() =>
      turn
        .catch(error => {
          if (!(error instanceof StillWaitingError)) throw error;
        })
        .finally(() => this.close()),
    );
  }

  /** Files a record, and claims it once the phone says that it is filed. @param {object} finished @param {{text: string | null, signer: string | null}} told */
  file(finished, told) {
    this.act(async () => {
      const filed = await fileRecord(this.machine, this.phone.known(), finished);
      this.phone.world.claim(this.phone, filed, told);
      this.sending.hope();
    });
  }

  /** Keeps a photo with its record. @param {any} shot @param {{text: null, signer: string | null}} told of the record */
  keep(shot, told) {
    this.act(async () => {
      const [record, picture] = await photos.keep(this, shot);
      this.phone.world.claim(this.phone, record, told);
      this.phone.world.claim(this.phone, picture);
      this.sending.hope();
    });
  }

  /** Files bytes that no form makes: a photo without its record, or what a broken build might seal. @param {{type: string, id: string, trip: string | null, json: string, kid?: string}} odd */
  fileOdd({ type, id, trip, json, kid }) {
    this.act(async () => {
      const key = newestKey(this.phone.known().keys);
      const body = await sealed(key, { type, id }, json);
      const filing = { type, id, kid: kid ?? key.kid, trip, digest: await digestOf(body), size: body.length };
      const dated = { ...filing, filed_at: this.phone.clock() };
      const [filed] = await fileAll(this.machine.store, [{ filing: dated, body: body.buffer }]);
      this.phone.world.claim(this.phone, filed);
    });
  }

  setUp(code) {
    const { local, world } = this.phone;
    this.act(async () => {
      const outcome = await setUp({ ...this.machine, local }, code, this.phone.known().keys);
      if (!("done" in outcome)) return world.note(`${this.name} is not set up: ${outcome.refused.status}`);
      const { phone, keys } = outcome.done;
      await this.hearing.phones.keep({ phone, keys, needsSetUp: false });
      this.sending.hope();
    });
  }

  signIn(email, password) {
    this.act(() => this.signedIn(email, password));
  }

  signedIn(email, password) {
    return signIn({ fetch: this.machine.fetch, authors: this.hearing.authors }, email, password);
  }

  choosePin(email, password) {
    this.act(async () => {
      const outcome = await this.signedIn(email, password);
      if ("author" in outcome) await choosePin(this);
    });
  }

  signOut() {
    this.act(() => this.hearing.authors.signOut());
  }

  /** Does something a person asked for. Storage that refuses is told to them; anything else is a fault of the code. */
  act(work) {
    const { world } = this.phone;
    Promise.resolve()
      .then(work)
      .catch(error => this.tolerate(error))
      .catch(error => world.broken.push(error));
  }

  tolerate(error) {
    if (error instanceof NotSavedError || error instanceof DOMException) {
      this.phone.world.note(`${this.name} heard ${error.reason ?? error.name}`);
      return;
    }
    throw error;
  }

  /** Gone at once: nothing it waited for ever comes back to it. */
  close() {
    const { phone } = this;
    this.isDead = true;
    phone.tabs = phone.tabs.filter(tab => tab !== this);
    phone.disk.forget(this);
    phone.lock.forget(this);
    phone.world.wire.forget(this);
    this.planned = [];
  }
}
