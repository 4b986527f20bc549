// The line to the Python process that runs the real server: one question, one answer, in lock step.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PYTHON = process.env.PYTHON ?? join(".venv", "bin", "python");
const EMPTY = Buffer.alloc(0);

/** In memory where that can be had, so that a sync costs nothing. */
function folderForServer() {
  const hasMemory = statSync("/dev/shm", { throwIfNoEntry: false })?.isDirectory();
  return mkdtempSync(join(hasMemory ? "/dev/shm" : tmpdir(), "lanyard-faults-"));
}

export class ServerLine {
  constructor() {
    this.folder = folderForServer();
    this.child = spawn(PYTHON, ["-m", "tests.faults.server_under_test", this.folder], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.parts = EMPTY;
    this.waiting = null;
    this.child.stdout.on("data", part => this.heard(part));
    this.child.on("exit", code => this.waiting?.reject(new Error(`The server's process ended with ${code}`)));
  }

  /** @param {object} question @param {Uint8Array} [body] @returns {Promise<[any, Buffer]>} */
  ask(question, body = EMPTY) {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      const text = Buffer.from(JSON.stringify(question));
      this.child.stdin.write(Buffer.concat([length(text), text, length(body), body]));
    });
  }

  heard(part) {
    this.parts = this.parts.length === 0 ? part : Buffer.concat([this.parts, part]);
    const text = partOf(this.parts, 0);
    const body = text && partOf(this.parts, text.end);
    if (!body) return;
    this.parts = this.parts.subarray(body.end);
    const { resolve } = this.waiting;
    this.waiting = null;
    resolve([JSON.parse(text.content.toString()), Buffer.from(body.content)]);
  }

  /** Ends the process and removes its files. */
  async end() {
    const ended = new Promise(resolve => this.child.on("exit", resolve));
    this.child.stdin.end();
    if (this.child.exitCode === null) await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function length(bytes) {
  const four = Buffer.alloc(4);
  four.writeUInt32BE(bytes.length);
  return four;
}

function partOf(bytes, at) {
  if (bytes.length < at + 4) return null;
  const end = at + 4 + bytes.readUInt32BE(at);
  return bytes.length < end ? null : { content: bytes.subarray(at + 4, end), end };
}
