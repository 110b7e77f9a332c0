// Raw requests for hostile tests: right ones as bytes to be damaged, and a witness that must go on while others misbehave.
import assert from "node:assert/strict";
import { ApiKey, decodeResponse, encodeRequest, errorName } from "@ottla/protocol";
import type { Input, MessageCodec } from "@ottla/protocol";
import { ApiVersionsRequest, ApiVersionsResponse } from "@ottla/protocol/messages/api-versions";
import { CreateTopicsRequest, CreateTopicsResponse } from "@ottla/protocol/messages/create-topics";
import { FetchRequest, FetchResponse } from "@ottla/protocol/messages/fetch";
import { ProduceRequest, ProduceResponse } from "@ottla/protocol/messages/produce";
import { RawConnection } from "../differential/raw-connection.ts";
import type { OttlaProcess } from "../support/ottla-process.ts";

const ANSWER_MS = 10_000;
export const PRODUCE_VERSION = 9;

/** A whole request frame, its size in front. */
export function frame<T>(codec: MessageCodec<T>, body: Input<T>, version: number, correlationId = 7): Buffer {
  return Buffer.concat(encodeRequest(codec, body, { version, correlationId, clientId: "hostile" }));
}

export function produceFrame(topic: string, records: Uint8Array | null, acks = -1): Buffer {
  const topicData = [{ name: topic, partitionData: [{ index: 0, records }] }];
  return frame(ProduceRequest, { acks, timeoutMs: 5000, topicData }, PRODUCE_VERSION);
}

export function connectTo(server: OttlaProcess): Promise<RawConnection> {
  return RawConnection.open(server.host, server.port);
}

/** Sends a request and decodes its answer. @throws AssertionError when the connection closes or stays silent */
export async function ask<Req, Res>(
  connection: RawConnection,
  request: MessageCodec<Req>,
  response: MessageCodec<Res>,
  version: number,
  body: Input<Req>,
): Promise<Res> {
  connection.write(frame(request, body, version));
  const outcome = await connection.next(ANSWER_MS);
  assert(outcome.kind === "frame", `${request.name} is answered, not ${outcome.kind}`);
  return decodeResponse(response, outcome.bytes, version).body;
}

/** Kafka's name of the error that one produced batch gets, or "closed" or "silence". */
export async function produceOutcome(
  connection: RawConnection,
  topic: string,
  records: Uint8Array | null,
): Promise<string> {
  connection.write(produceFrame(topic, records));
  const outcome = await connection.next(ANSWER_MS);
  if (outcome.kind !== "frame") return outcome.kind;
  const { body } = decodeResponse(ProduceResponse, outcome.bytes, PRODUCE_VERSION);
  return errorName(body.responses[0]?.partitionResponses[0]?.errorCode ?? -1);
}

export async function createTopic(connection: RawConnection, name: string): Promise<string> {
  const topics = [{ name, numPartitions: 1, replicationFactor: 1 }];
  const { topics: answers } = await ask(connection, CreateTopicsRequest, CreateTopicsResponse, 5, {
    topics,
    timeoutMs: 5000,
  });
  return errorName(answers[0]?.errorCode ?? -1);
}

/** Another client, with a topic of its own: after each misdeed of others it still produces and reads back what it wrote. */
export class Witness {
  readonly #connection: RawConnection;
  readonly #batch: Uint8Array;
  #nextOffset = 0;

  private constructor(connection: RawConnection, batch: Uint8Array) {
    this.#connection = connection;
    this.#batch = batch;
  }

  static async of(server: OttlaProcess, batch: Uint8Array): Promise<Witness> {
    const connection = await connectTo(server);
    assert.equal(await createTopic(connection, "witness"), "NONE");
    return new Witness(connection, batch);
  }

  /** @throws AssertionError when the broker does not serve it as before */
  async goesOn(): Promise<void> {
    assert.equal(await produceOutcome(this.#connection, "witness", this.#batch), "NONE");
    const partitions = [{ partition: 0, fetchOffset: this.#nextOffset, partitionMaxBytes: 1 << 20 }];
    const answer = await ask(this.#connection, FetchRequest, FetchResponse, 11, {
      maxWaitMs: 5000,
      minBytes: 1,
      topics: [{ topic: "witness", partitions }],
    });
    const [partition] = answer.responses[0]?.partitions ?? [];
    assert.equal(partition?.errorCode, 0);
    assert.equal(partition?.highWatermark, this.#nextOffset + 1);
    assert((partition?.records?.length ?? 0) > 0);
    this.#nextOffset += 1;
  }

  close(): void {
    this.#connection.close();
  }
}

/** A well-formed request that any broker answers at once. */
export function apiVersionsFrame(): Buffer {
  return frame(ApiVersionsRequest, { clientSoftwareName: "hostile", clientSoftwareVersion: "1" }, 3);
}

/** Whether the connection still answers ApiVersions. */
export async function isUsable(connection: RawConnection): Promise<boolean> {
  connection.write(apiVersionsFrame());
  const outcome = await connection.next(ANSWER_MS);
  if (outcome.kind !== "frame") return false;
  const { body } = decodeResponse(ApiVersionsResponse, outcome.bytes, 3);
  return body.apiKeys.some((api) => api.apiKey === ApiKey.Produce);
}
