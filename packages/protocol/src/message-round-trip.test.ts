// Properties of every message in every version: what is encoded is decoded the same, a truncated message is refused with
// the one decode error, altered bytes cause nothing else, and unknown tagged fields survive.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import fc from "fast-check";
import type { MessageModel } from "../compile/model.ts";
import { decodeMessage, encodeMessage } from "./frames.ts";
import { loadAllMessages } from "./message-registry.ts";
import type { AnyMessageCodec } from "./message-registry.ts";
import { arbitraryMessage } from "./testing/arbitrary-message.ts";
import { readMessageVectors } from "./testing/message-vectors.ts";
import { loadSchemaModels } from "./testing/schema-models.ts";
import { ProtocolDecodeError, ProtocolEncodeError } from "./wire/errors.ts";
import { WireReader } from "./wire/reader.ts";
import type { RawTaggedField } from "./wire/tagged-field.ts";

const seed = Number(process.env["SEED"] ?? Math.floor(Math.random() * 0x7fffffff));
const RUNS_PER_VERSION = 5;

let codecs: Map<string, AnyMessageCodec>;
let models: Map<string, MessageModel>;

interface Case {
  readonly codec: AnyMessageCodec;
  readonly model: MessageModel;
  readonly version: number;
}

function* everyVersion(): Generator<Case> {
  for (const codec of codecs.values()) {
    const model = models.get(codec.name);
    assert(model !== undefined);
    for (let version = codec.lowestVersion; version <= codec.highestVersion; version++) yield { codec, model, version };
  }
}

/** Decodes and encodes; anything but the two protocol errors comes out. */
function survives(codec: AnyMessageCodec, bytes: Uint8Array, version: number): boolean {
  let message: object;
  try {
    message = codec.decode(new WireReader(bytes), version);
  } catch (error) {
    assert(error instanceof ProtocolDecodeError, `${codec.name} v${version}: ${String(error)}`);
    assert.equal(error.messageName, codec.name);
    assert.equal(error.apiKey, codec.apiKey);
    assert.equal(error.version, version);
    assert(error.offset >= 0 && error.offset <= bytes.length);
    return false;
  }
  try {
    encodeMessage(codec, message, version);
  } catch (error) {
    assert(error instanceof ProtocolEncodeError, `${codec.name} v${version}: ${String(error)}`);
  }
  return true;
}

describe(`every message and version (SEED=${seed})`, () => {
  before(async () => {
    codecs = await loadAllMessages();
    models = await loadSchemaModels();
  });

  it("comes back as it was encoded", () => {
    for (const { codec, model, version } of everyVersion()) {
      fc.assert(
        fc.property(arbitraryMessage(model.root, version), (message) => {
          assert.deepEqual(decodeMessage(codec, encodeMessage(codec, message, version), version), message);
        }),
        { seed, numRuns: RUNS_PER_VERSION, verbose: true },
      );
    }
  });

  it("is refused when it is cut off anywhere", () => {
    for (const { message, version, hex } of readMessageVectors()) {
      const codec = codecs.get(message);
      assert(codec !== undefined);
      const bytes = Buffer.from(hex, "hex");
      // Long strings and record bytes are cut at every seventh place only.
      const step = bytes.length > 400 ? 7 : 1;
      for (let length = 0; length < bytes.length; length += step) {
        assert(
          !survives(codec, bytes.subarray(0, length), version),
          `${message} v${version} cut at ${length} is accepted`,
        );
      }
    }
  });

  it("causes only protocol errors when bytes are altered", () => {
    const vectors = readMessageVectors();
    fc.assert(
      fc.property(
        fc.nat(vectors.length - 1),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1 }),
        (index, edits) => {
          const vector = vectors[index];
          assert(vector !== undefined);
          const codec = codecs.get(vector.message);
          assert(codec !== undefined);
          const bytes = Buffer.from(vector.hex, "hex");
          for (const [at, byte] of edits) if (bytes.length > 0) bytes[at % bytes.length] = byte;
          survives(codec, bytes, vector.version);
        },
      ),
      { seed, numRuns: 20_000 },
    );
  });

  it("causes only protocol errors, and little work, for bytes that mean huge lengths", () => {
    const before = process.memoryUsage();
    for (const fill of [0x00, 0x01, 0x7f, 0x80, 0xff]) {
      const bytes = Buffer.alloc(2000, fill);
      for (const { codec, version } of everyVersion()) survives(codec, bytes, version);
    }
    const grown = process.memoryUsage().arrayBuffers - before.arrayBuffers;
    assert(grown < 32 * 1024 * 1024, `${grown} bytes of buffers for 2,000-byte messages`);
  });

  it("keeps the unknown tagged fields of a flexible version, in tag order", () => {
    const added: RawTaggedField[] = [
      { tag: 900, data: Buffer.from("later") },
      { tag: 101, data: Buffer.alloc(300, 7) },
      { tag: 100, data: Buffer.alloc(0) },
    ];
    for (const { codec, model, version } of everyVersion()) {
      if (version < codec.flexibleFrom) continue;
      const [sample] = fc.sample(arbitraryMessage(model.root, version), { seed, numRuns: 1 });
      const bytes = encodeMessage(codec, { ...sample, unknownTaggedFields: added }, version);
      const decoded: { unknownTaggedFields?: RawTaggedField[] } = decodeMessage(codec, bytes, version);
      assert.deepEqual(decoded.unknownTaggedFields, added.toReversed());
      assert.deepEqual(encodeMessage(codec, decoded, version), bytes);
    }
  });

  it("refuses unknown tagged fields in a version without tagged fields", () => {
    for (const { codec, version } of everyVersion()) {
      if (version >= codec.flexibleFrom || codec.flexibleFrom === Number.POSITIVE_INFINITY) continue;
      const message: { unknownTaggedFields: RawTaggedField[] } = {
        unknownTaggedFields: [{ tag: 100, data: Buffer.alloc(1) }],
      };
      assert.throws(() => encodeMessage(codec, message, version), ProtocolEncodeError);
    }
  });

  it("refuses versions outside of its range", () => {
    for (const codec of codecs.values()) {
      for (const version of [codec.lowestVersion - 1, codec.highestVersion + 1, -1, Number.NaN]) {
        assert.throws(() => decodeMessage(codec, Buffer.alloc(100), version), ProtocolDecodeError);
        assert.throws(() => encodeMessage(codec, {}, version), ProtocolEncodeError);
      }
    }
  });
});
