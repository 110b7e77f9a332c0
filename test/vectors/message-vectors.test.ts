// Messages made by Apache Kafka's own classes, two for every message and version: each is decoded and compared field by
// field, and encoded again from its JSON to the same bytes. MESSAGE_VECTORS names another file of such lines.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { decodeMessage, encodeMessage, loadAllMessages } from "@ottla/protocol";
import type { AnyMessageCodec } from "@ottla/protocol";
import type { MessageModel } from "../../packages/protocol/compile/model.ts";
import { inputFromJson, messageFromJson } from "../../packages/protocol/src/testing/kafka-json.ts";
import { DEFAULT_MESSAGE_VECTORS, readMessageVectors } from "../../packages/protocol/src/testing/message-vectors.ts";
import type { MessageVector } from "../../packages/protocol/src/testing/message-vectors.ts";
import { loadSchemaModels } from "../../packages/protocol/src/testing/schema-models.ts";

const DEFAULT_VECTOR_COUNT = 1454;
/** Kafka writes its snapshot files by hand: the storage tests compare them with files that it wrote. */
const WITHOUT_VECTORS: readonly string[] = ["ProducerSnapshot 1"];
const path = process.env["MESSAGE_VECTORS"] ?? DEFAULT_MESSAGE_VECTORS;
const vectors = readMessageVectors(path);
const byMessage = Map.groupBy(vectors, ({ message }) => message);

let codecs: Map<string, AnyMessageCodec>;
let models: Map<string, MessageModel>;

/** Bytes fields are views of a frame in one and plain arrays in the other: compared as hex. */
function comparable(value: unknown): unknown {
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString("hex")}`;
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, comparable(field)]));
}

function check(vector: MessageVector): void {
  const codec = codecs.get(vector.message);
  const model = models.get(vector.message);
  assert(codec !== undefined && model !== undefined, `no message ${vector.message}`);
  const decoded = decodeMessage(codec, Buffer.from(vector.hex, "hex"), vector.version);
  const expected = messageFromJson(model.root, vector.json);
  assert.deepEqual(comparable(decoded), comparable(expected), `${vector.message} v${vector.version} decoded`);
  const hex = (message: object): string => Buffer.from(encodeMessage(codec, message, vector.version)).toString("hex");
  assert.equal(hex(inputFromJson(model.root, vector.json)), vector.hex, `${vector.message} v${vector.version} encoded`);
  assert.equal(hex(decoded), vector.hex, `${vector.message} v${vector.version} encoded again`);
}

describe("message vectors", () => {
  before(async () => {
    codecs = await loadAllMessages();
    models = await loadSchemaModels();
  });

  it("the file is complete", () => {
    if (path === DEFAULT_MESSAGE_VECTORS) {
      assert.equal(vectors.length, DEFAULT_VECTOR_COUNT);
      const expected = [...codecs.values()].flatMap(({ name, lowestVersion, highestVersion }) =>
        Array.from(
          { length: Math.max(0, highestVersion - lowestVersion + 1) },
          (_, i) => `${name} ${lowestVersion + i}`,
        ),
      );
      const present = new Set(vectors.map(({ message, version }) => `${message} ${version}`));
      assert.deepEqual(
        expected.filter((name) => !present.has(name)),
        WITHOUT_VECTORS,
        "messages and versions without a vector",
      );
    } else {
      assert(vectors.length > 0, `${path} has no vectors`);
    }
  });

  for (const [message, group] of byMessage) {
    it(`${message}: ${group.length} vectors`, () => {
      for (const vector of group) check(vector);
    });
  }
});
