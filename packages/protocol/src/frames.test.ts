import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ApiKey } from "./api-keys.ts";
import {
  decodeMessage,
  decodeRequest,
  decodeRequestHeader,
  decodeResponse,
  encodeMessage,
  encodeRequest,
  encodeResponse,
} from "./frames.ts";
import { ApiVersionsRequest, ApiVersionsResponse } from "./generated/api-versions.ts";
import { FetchRequest } from "./generated/fetch.ts";
import { MetadataRequest } from "./generated/metadata.ts";
import { ProduceRequest } from "./generated/produce.ts";
import { ProtocolDecodeError, ProtocolEncodeError } from "./wire/errors.ts";
import { WireReader } from "./wire/reader.ts";
import { WireWriter } from "./wire/writer.ts";

const identity = { version: 9, correlationId: 42, clientId: "test" };

/** The frame behind its size, which must be right. */
function content(chunks: readonly Uint8Array[]): Buffer {
  const frame = Buffer.concat(chunks);
  assert.equal(frame.readInt32BE(), frame.length - 4);
  return frame.subarray(4);
}

describe("frames", () => {
  it("of a request come back with header and body", () => {
    const records = Buffer.alloc(2000, 3);
    const message = { acks: -1, topicData: [{ name: "t", partitionData: [{ index: 1, records }] }] };
    const chunks = encodeRequest(ProduceRequest, message, identity);
    assert(chunks.includes(records), "records are not copied");
    const { header, body } = decodeRequest(ProduceRequest, content(chunks));
    assert.deepEqual(header, {
      requestApiKey: ApiKey.Produce,
      requestApiVersion: 9,
      correlationId: 42,
      clientId: "test",
    });
    assert.deepEqual(body.topicData[0]?.partitionData[0]?.records, records);
    assert.equal(body.transactionalId, null);
  });

  it("of a response come back with the correlation id", () => {
    const message = { errorCode: 35, apiKeys: [{ apiKey: 18, minVersion: 0, maxVersion: 4 }] };
    const frame = content(encodeResponse(ApiVersionsResponse, message, { version: 3, correlationId: 7 }));
    assert.equal(frame.readInt16BE(4), 35, "ApiVersions has no tagged fields in its header");
    const { header, body } = decodeResponse(ApiVersionsResponse, frame, 3);
    assert.equal(header.correlationId, 7);
    assert.equal(body.errorCode, 35);
    assert.equal(body.finalizedFeaturesEpoch, -1);
  });

  it("of a key that Kafka lacks still have a readable header", () => {
    const header = decodeRequestHeader(new WireReader(Buffer.from("270f0001000000070001610102", "hex")));
    assert.deepEqual(header, { requestApiKey: 9999, requestApiVersion: 1, correlationId: 7, clientId: "a" });
  });

  it("leave the writer usable when a message is refused", () => {
    const writer = new WireWriter();
    assert.throws(() => encodeRequest(FetchRequest, { maxWaitMs: 2 ** 40 }, { ...identity, version: 12 }, writer));
    const frame = content(encodeRequest(ApiVersionsRequest, {}, { ...identity, version: 0 }, writer));
    assert.equal(frame.length, 8 + 2 + 4);
  });

  it("with bytes after the message are refused, naming the message", () => {
    const bytes = Buffer.concat([encodeMessage(ApiVersionsRequest, {}, 0), Buffer.alloc(3)]);
    assert.throws(
      () => decodeMessage(ApiVersionsRequest, bytes, 0),
      (error) => error instanceof ProtocolDecodeError && /ApiVersionsRequest v0: 3 trailing bytes/.test(error.message),
    );
  });
});

describe("Kafka's rules for values that a version lacks", () => {
  it("an ignorable field is dropped", () => {
    assert.equal(
      encodeMessage(FetchRequest, { sessionId: 7, rackId: "r" }, 4).length,
      encodeMessage(FetchRequest, {}, 4).length,
    );
  });

  it("another field is refused, naming message, field and version", () => {
    assert.throws(
      () => encodeMessage(FetchRequest, { replicaState: { replicaId: 3 } }, 12),
      (error) =>
        error instanceof ProtocolEncodeError &&
        error.messageName === "FetchRequest" &&
        error.field === "FetchRequest.replicaState" &&
        error.version === 12 &&
        error.apiKey === ApiKey.Fetch,
    );
    assert.doesNotThrow(() => encodeMessage(FetchRequest, { replicaState: { replicaId: -1 } }, 12));
  });

  it("a value that is not of the message's shape is refused", () => {
    const topics: never[] = [null as never];
    assert.throws(() => encodeMessage(FetchRequest, { topics }, 12), ProtocolEncodeError);
    assert.throws(() => encodeMessage(FetchRequest, { maxWaitMs: 1n as never }, 12), ProtocolEncodeError);
  });

  it("null is refused in versions where the field is not nullable", () => {
    assert.throws(
      () => encodeMessage(MetadataRequest, { topics: null }, 0),
      (error) =>
        error instanceof ProtocolEncodeError && error.field === "MetadataRequest.topics" && error.version === 0,
    );
    assert.equal(decodeMessage(MetadataRequest, encodeMessage(MetadataRequest, { topics: null }, 1), 1).topics, null);
  });
});
