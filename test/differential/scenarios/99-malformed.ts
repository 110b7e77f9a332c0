// Frames that are no requests: truncated, oversized, unknown keys and versions. What the server does is closing the
// connection; that it goes on for everybody else is seen by the request after it.
import { ApiVersions, Metadata } from "../apis.ts";
import { API_SCHEMAS } from "../api-schemas.ts";
import { encodeRequest, framed } from "../api.ts";
import { scenario } from "../scenario.ts";
import type { Session } from "../session.ts";

async function stillServes(s: Session): Promise<void> {
  await s.send(Metadata, 9, { topics: [] }, { on: 1000 });
}

const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};

scenario("Malformed/frame lengths", async (s) => {
  for (const [index, length] of [-1, -2_147_483_648, 0, 1, 104_857_601, 2_147_483_647].entries()) {
    await s.raw(Buffer.concat([int32(length), Buffer.alloc(Math.max(0, Math.min(length, 16)))]), {
      on: index,
      silenceMs: 700,
    });
  }
  await stillServes(s);
});

scenario("Malformed/truncated headers", async (s) => {
  const whole = encodeRequest(ApiVersions, 3, {}, { correlationId: 1, clientId: "c" }).subarray(4);
  for (let length = 1; length < whole.length; length++) {
    await s.raw(framed([whole.subarray(0, length)]), {
      on: length,
      silenceMs: 1000,
      decodeAs: { api: ApiVersions, version: 0 },
    });
  }
  await stillServes(s);
});

scenario("Malformed/unknown API keys", async (s) => {
  for (const [index, key] of [-1, 4, 5, 6, 7, 93, 100, 1000, 32_767, -32_768].entries()) {
    await s.rawRequest(key, 0, Buffer.alloc(8), { on: index });
  }
  await stillServes(s);
});

scenario("Malformed/keys of the controller only", async (s) => {
  for (const [index, key] of [52, 53, 54, 56, 58, 59, 62, 63, 67, 70, 73, 82].entries()) {
    await s.rawRequest(key, 0, Buffer.alloc(8), { on: index });
  }
  await stillServes(s);
});

scenario("Malformed/versions that do not exist", async (s) => {
  let on = 0;
  for (const key of [
    0, 1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 15, 16, 19, 20, 21, 22, 23, 32, 33, 35, 37, 42, 44, 47, 60, 61, 74, 75,
  ]) {
    const versions = /^(\d+)-(\d+)$/.exec(API_SCHEMAS.get(key)?.request.versions ?? "");
    const low = Number(versions?.[1] ?? 0);
    const high = Number(versions?.[2] ?? 0);
    for (const version of [low - 1, high + 1, 32_767, -32_768])
      await s.rawRequest(key, version, Buffer.alloc(32), { on: on++ });
  }
  await stillServes(s);
});

scenario("Malformed/bodies cut short", async (s) => {
  const whole = encodeRequest(
    Metadata,
    9,
    { topics: [{ name: "cut" }], allowAutoTopicCreation: false },
    { correlationId: 1, clientId: "c" },
  );
  for (let cut = 1; cut <= 10; cut++) {
    await s.raw(framed([whole.subarray(4, whole.length - cut)]), { on: cut, silenceMs: 2000 });
  }
  await stillServes(s);
});

scenario("Malformed/bytes after the body", async (s) => {
  const whole = encodeRequest(Metadata, 9, { topics: [] }, { correlationId: 1, clientId: "c" });
  await s.raw(framed([whole.subarray(4), Buffer.from([0, 0, 0])]), { on: 1, decodeAs: { api: Metadata, version: 9 } });
  await stillServes(s);
});

scenario("Malformed/counts that lie", async (s) => {
  const count = (value: number): Buffer => int32(value);
  for (const [index, value] of [1, 1000, 1_000_001, 2_147_483_647].entries()) {
    await s.rawRequest(3, 1, count(value), { on: index });
  }
  await stillServes(s);
});

scenario("Malformed/null where nothing may be null", async (s) => {
  await s.rawRequest(10, 0, Buffer.from([0xff, 0xff]), { on: 1 });
  await s.rawRequest(12, 0, Buffer.concat([Buffer.from([0xff, 0xff]), int32(1), Buffer.from([0, 0])]), { on: 2 });
  await s.rawRequest(3, 0, int32(-1), { on: 3 });
  await stillServes(s);
});

scenario("Malformed/tagged fields that nobody knows", async (s) => {
  const client = Buffer.from("c");
  const header = Buffer.concat([Buffer.from([0, 3, 0, 9]), int32(1), Buffer.from([0, 1]), client]);
  const unknownTag = Buffer.from([1, 99, 2, 7, 7]);
  const body = Buffer.concat([Buffer.from([1, 0, 0, 0]), unknownTag]);
  await s.raw(framed([header, unknownTag, body]), { on: 1, decodeAs: { api: Metadata, version: 9 } });
  const doubled = Buffer.from([2, 99, 1, 7, 99, 1, 7]);
  await s.raw(framed([header, doubled, body]), { on: 2, decodeAs: { api: Metadata, version: 9 } });
  const unordered = Buffer.from([2, 99, 1, 7, 5, 1, 7]);
  await s.raw(framed([header, unordered, body]), { on: 3, decodeAs: { api: Metadata, version: 9 } });
  const endless = Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f]);
  await s.raw(framed([header, endless, body]), { on: 4, decodeAs: { api: Metadata, version: 9 } });
  await stillServes(s);
});

scenario("Malformed/text that is not UTF-8", async (s) => {
  const name = Buffer.from([0, 2, 0xc3, 0x28]);
  await s.rawRequest(3, 1, Buffer.concat([int32(1), name]), { on: 1, decodeAs: { api: Metadata, version: 1 } });
  await stillServes(s);
});

scenario("Malformed/a request in many pieces, and many in one", async (s) => {
  const one = encodeRequest(ApiVersions, 0, {}, { correlationId: 1, clientId: "c" });
  const pieces = [...one].map((byte) => Buffer.from([byte]));
  const last = pieces.pop() ?? Buffer.alloc(0);
  await s.trickle(pieces, 1);
  await s.raw(last, { on: 1, decodeAs: { api: ApiVersions, version: 0 } });
  await s.raw(Buffer.concat([one, one]), { on: 2, decodeAs: { api: ApiVersions, version: 0 } });
  await s.raw(Buffer.alloc(0), { on: 2, decodeAs: { api: ApiVersions, version: 0 } });
});
