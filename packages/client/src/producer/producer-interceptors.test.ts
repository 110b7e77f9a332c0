import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ProduceRequest, ProduceResponse } from "@ottla/protocol/messages/produce";
import { decodeBatch } from "@ottla/records";
import type { KafkaError } from "../errors.ts";
import { ScriptedCluster } from "../testing/scripted-broker.ts";
import type { ProducerInterceptor } from "./producer-interceptors.ts";
import { Producer } from "./producer.ts";
import type { RecordMetadata } from "./producer-record.ts";

const PRODUCE = { request: ProduceRequest, response: ProduceResponse };

async function started(): Promise<ScriptedCluster> {
  const cluster = await ScriptedCluster.start();
  cluster.addTopic("t", [0]);
  cluster.on(PRODUCE, ({ body }) => ({
    responses: body.topicData.map((topic) => ({
      name: topic.name,
      topicId: topic.topicId,
      partitionResponses: topic.partitionData.map(({ index }) => ({ index, errorCode: 0, baseOffset: 5 })),
    })),
  }));
  return cluster;
}

function sentValues(cluster: ScriptedCluster): string[] {
  return cluster.seen(ProduceRequest).flatMap(({ body }) => {
    const batch = decodeBatch(body.topicData[0]?.partitionData[0]?.records as Uint8Array);
    assert.ok("records" in batch);
    return batch.records.map((one) => Buffer.from(one.value ?? []).toString());
  });
}

/** Adds its name to values and notes what it sees. */
class Suffix implements ProducerInterceptor<string, string> {
  readonly seen: string[] = [];
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  onSend: NonNullable<ProducerInterceptor<string, string>["onSend"]> = (record) => ({
    ...record,
    value: `${record.value}${this.#name}`,
  });

  onAcknowledgement = (metadata: RecordMetadata, error: KafkaError | undefined, headers: unknown): void => {
    this.seen.push(
      `${metadata.topic}-${metadata.partition}@${metadata.offset} ${error?.code} ${headers !== undefined}`,
    );
  };

  close(): void {
    this.seen.push("closed");
  }
}

describe("producer config interceptor.classes", () => {
  it("changes records one after the other, and sees how they ended before the promise does", async () => {
    await using cluster = await started();
    const [a, b] = [new Suffix("a"), new Suffix("b")];
    const options = { bootstrapServers: cluster.bootstrapServers, lingerMs: 0, interceptorClasses: [a, b] };
    const producer = new Producer<string, string>(options, cluster.ports);
    const sent = producer.send({ topic: "t", value: "x", headers: { h: "1" } }).then(() => [...a.seen]);
    await cluster.advance(10);
    assert.deepEqual(await sent, ["t-0@5 undefined true"]);
    assert.deepEqual(b.seen, a.seen);
    assert.deepEqual(sentValues(cluster), ["xab"]);
    const closing = producer.close();
    await cluster.advance(10);
    await closing;
    assert.equal(a.seen.at(-1), "closed");
  });

  it("sees records that fail, with the partition they named", async () => {
    await using cluster = await started();
    const a = new Suffix("a");
    const options = { bootstrapServers: cluster.bootstrapServers, interceptorClasses: a, maxRequestSize: 100 };
    const producer = new Producer<string, string>(options, cluster.ports);
    await assert.rejects(producer.send({ topic: "t", value: "x".repeat(200), partition: 3 }));
    await assert.rejects(producer.send({ topic: "t", value: "x".repeat(200) }));
    assert.deepEqual(a.seen, ["t-3@-1 RECORD_TOO_LARGE false", "t--1@-1 RECORD_TOO_LARGE false"]);
    await producer.close({ timeoutMs: 0 });
  });

  it("passes over one that throws, tells the log, and goes on with the record as it was", async () => {
    await using cluster = await started();
    const broken: ProducerInterceptor<string, string> = {
      onSend: () => {
        throw new Error("no");
      },
      onAcknowledgement: () => {
        throw new Error("neither");
      },
      close: () => {
        throw new Error("nor");
      },
    };
    const options = {
      bootstrapServers: cluster.bootstrapServers,
      lingerMs: 0,
      interceptorClasses: [new Suffix("a"), broken, new Suffix("b")],
    };
    const producer = new Producer<string, string>(options, cluster.ports);
    const sent = producer.send({ topic: "t", value: "x" });
    await cluster.advance(10);
    assert.equal((await sent).offset, 5);
    assert.deepEqual(sentValues(cluster), ["xab"]);
    const closing = producer.close();
    await cluster.advance(10);
    await closing;
    assert.deepEqual(cluster.warnings, [
      "Error executing interceptor onSend callback: no",
      "Error executing interceptor onAcknowledgement callback: neither",
      "Error executing interceptor close callback: nor",
    ]);
  });

  it("takes objects only", () => {
    for (const value of ["com.example.Interceptor", {}, [{ onSend: 1 }]]) {
      const options = new Map<string, unknown>([
        ["bootstrap.servers", "h:1"],
        ["interceptor.classes", value],
      ]);
      assert.throws(() => new Producer(options), /must hold objects with onSend, onAcknowledgement, close/);
    }
  });
});
