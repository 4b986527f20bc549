// What happened, line by line. Sealed bytes differ from run to run by nature, so they are named in order of appearance.

export class Trace {
  constructor() {
    this.lines = [];
    this.names = new Map();
  }

  add(line) {
    this.lines.push(line);
  }

  /** @param {string} digest */
  nameOf(digest) {
    if (!this.names.has(digest)) this.names.set(digest, `#${this.names.size + 1}`);
    return this.names.get(digest);
  }
}
