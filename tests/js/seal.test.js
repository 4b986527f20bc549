// What is sealed can be opened by the school's key alone, bound to its type and id, and framed as the wire says.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { inflateRawSync } from "node:zlib";
import { test } from "node:test";
import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_P256_HKDF_SHA256 } from "hpke";
import { base64url, fromBase64url, utf8, wellFormed } from "../../pwa/foundation/bytes.js";
import { framed, framedSmall } from "../../pwa/foundation/framing.js";
import { infoFor, newestKey, sealed } from "../../pwa/foundation/seal.js";
import { golden } from "./golden.js";

const suite = new CipherSuite(KEM_DHKEM_P256_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM);

async function schoolKey() {
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  const jwk = await crypto.subtle.exportKey("jwk", pair.publicKey);
  return { key: { kid: "k1", jwk, use: "school", not_after: null }, pair };
}

function opened(pair, bytes, info) {
  return suite.Open(pair, bytes.subarray(0, 65), bytes.subarray(65), { info });
}

function unframed(plaintext) {
  const length = new DataView(plaintext.buffer, plaintext.byteOffset).getUint32(1);
  const part = plaintext.subarray(5, 5 + length);
  return (plaintext[0] === 1 ? inflateRawSync(part) : Buffer.from(part)).toString("utf8");
}

for (const { name, json, framed_bytes, framed_sha256, framed_start_base64url } of golden("framing").cases) {
  test(`the frame of ${name} is the one both languages hold`, () => {
    const bytes = framed(utf8(json));
    assert.equal(bytes.length, framed_bytes);
    assert.equal(createHash("sha256").update(bytes).digest("hex"), framed_sha256);
    assert.equal(base64url(bytes.subarray(0, 24)), framed_start_base64url);
  });
}

test("what is sealed opens again, padded to whole kilobytes", async () => {
  const { key, pair } = await schoolKey();
  const json = JSON.stringify({ text: "grazed knee ".repeat(300) });
  const bytes = await sealed(key, { type: "record", id: "an-id" }, json);
  const plaintext = await opened(pair, bytes, infoFor("record", "an-id"));
  assert.equal(unframed(plaintext), json);
  assert.equal(plaintext.length % 1024, 0);
  assert.equal(plaintext[0], 1);
});

test("a seal is bound to its type and its id", async () => {
  const { key, pair } = await schoolKey();
  const bytes = await sealed(key, { type: "record", id: "an-id" }, "{}");
  await assert.rejects(opened(pair, bytes, infoFor("record", "another-id")));
  await assert.rejects(opened(pair, bytes, infoFor("blob", "an-id")));
  assert.equal(new TextDecoder().decode(infoFor("record", "x")), "lanyard/1|record|x");
});

test("without deflate-raw in the browser the frame is raw", async t => {
  t.mock.method(
    globalThis,
    "CompressionStream",
    class {
      constructor() {
        throw new TypeError("Unsupported compression format");
      }
    },
  );
  const json = "a".repeat(3000);
  const bytes = await framedSmall(utf8(json));
  assert.deepEqual([bytes[0], unframed(bytes)], [0, json]);
});

test("the newest school key is used, and an old one never refused", () => {
  const key = (kid, not_after, use = "school") => ({ kid, jwk: {}, use, not_after });
  assert.equal(newestKey([key("a", "2027-01-01"), key("b", "2028-01-01")])?.kid, "b");
  assert.equal(newestKey([key("a", "2027-01-01"), key("b", null), key("c", "2028-01-01")])?.kid, "b");
  assert.equal(newestKey([key("old", "2001-01-01"), key("chair", null, "chair")])?.kid, "old");
  assert.equal(newestKey([]), undefined);
});

test("lone surrogates are replaced and everything else is kept", () => {
  assert.equal(wellFormed("a\ud800b\udc00c🚑"), "a\ufffdb\ufffdc🚑");
});

test("base64url goes there and back without padding", () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, at) => at);
  assert.match(base64url(bytes), /^[\w-]+$/);
  assert.deepEqual(fromBase64url(base64url(bytes)), bytes);
});
