// Records with a schema, through a real broker: Avro in a registry, written by one program and read by another that knows nothing of the schema.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, it } from "node:test";
import { Consumer, Producer } from "@ottla/client";
import { RegistrySerde, SchemaRegistry, avroFormat, longSerde } from "@ottla/serdes";
import { clientTarget } from "./client-target.ts";

const target = clientTarget();

interface Order {
  readonly id: number;
  readonly customer: string;
}

const SCHEMA = JSON.stringify({
  type: "record",
  name: "Order",
  fields: [
    { name: "id", type: "long" },
    { name: "customer", type: "string" },
  ],
});

describe("records with a schema", () => {
  let server: Server;
  let urls = "";
  before(async () => {
    server = createServer((request, response) => {
      response.end(request.method === "POST" ? '{"id":7}' : JSON.stringify({ schema: SCHEMA }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    urls = `http://127.0.0.1:${port}`;
  });
  after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it("are written with its id and read by it", async () => {
    const topic = await target.topic();
    const { bootstrapServers } = target;
    const writing = new RegistrySerde<Order>({
      registry: new SchemaRegistry({ urls }),
      format: avroFormat(),
      schema: SCHEMA,
    });
    await writing.prepare(topic);
    const serializers = { keySerializer: longSerde.serializer, valueSerializer: writing.serializer };
    await using producer = new Producer<bigint, Order>({ bootstrapServers, ...serializers });
    await producer.send({ topic, key: 5n, value: { id: 1, customer: "c" } });

    const reading = new RegistrySerde<Order>({ registry: new SchemaRegistry({ urls }), format: avroFormat() });
    const deserializers = { keyDeserializer: longSerde.deserializer, valueDeserializer: reading.deserializer };
    await using consumer = new Consumer<bigint | null, Order | null>({
      ...{ bootstrapServers, autoOffsetReset: "earliest" },
      ...deserializers,
    });
    consumer.assign([{ topic, partition: 0 }]);
    let records = await consumer.poll({ timeoutMs: 10_000 });
    while (records.isEmpty) records = await consumer.poll({ timeoutMs: 10_000 });
    await reading.load(records);
    const [record] = records;
    assert.equal(record?.key, 5n);
    assert.deepEqual({ ...record.value }, { id: 1, customer: "c" });
    assert.equal(
      Buffer.from(record.rawValue ?? [])
        .subarray(0, 5)
        .toString("hex"),
      "0000000007",
    );
  });
});
