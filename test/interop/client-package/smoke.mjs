// What an installed @ottla/client does on the runtime that runs this: node smoke.mjs BOOTSTRAP. Prints one line, `ok` and the runtime, when all of it works.
import { strict as assert } from "node:assert";
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Admin, Consumer, ParallelConsumer, Producer } from "@ottla/client";

const [, , bootstrapServers] = process.argv;
const runtime = process.versions.bun === undefined ? `node-${process.versions.node}` : `bun-${process.versions.bun}`;
const name = `smoke-${runtime.replaceAll(".", "-")}-${process.pid}`;

const admin = new Admin({ bootstrapServers });
(await admin.createTopics([{ name, numPartitions: 2 }])).throwIfAnyFailed();

// A thread that cannot begin is done without; here all have to. Node tells of each.
const broken = [];
process.on("worker", (worker) => worker.on("error", (error) => broken.push(error)));

const values = [];
for (const compressionType of ["none", "gzip", "snappy", "lz4", "zstd"]) {
  const producer = new Producer({ bootstrapServers, compressionType });
  const sent = Array.from({ length: 20 }, (_, index) => `${compressionType} ${index} ${"x".repeat(100)}`);
  // So large that it is decompressed on another thread, and no repetition that would make it small.
  sent.push(`${compressionType} ${randomBytes(200_000).toString("base64")}`);
  await producer.sendBatch(sent.map((value) => ({ topic: name, key: value, value, headers: { h: "v" } })));
  values.push(...sent);
  await producer.close();
}
const transactional = new Producer({ bootstrapServers, transactionalId: name });
await transactional.transactional((transaction) => transaction.send({ topic: name, value: "in a transaction" }));
values.push("in a transaction");
const dropped = transactional.transactional(async (transaction) => {
  await transaction.send({ topic: name, value: "aborted" });
  throw new Error("on purpose");
});
await assert.rejects(dropped, /on purpose/);
await transactional.close();

for (const groupProtocol of ["classic", "consumer"]) {
  const consumer = new Consumer({
    ...{ bootstrapServers, groupProtocol, groupId: `${name}-${groupProtocol}`, autoOffsetReset: "earliest" },
    ...{ isolationLevel: "read_committed", valueDeserializer: "StringDeserializer" },
  });
  consumer.subscribe(name);
  const read = [];
  for await (const record of consumer) {
    read.push(record.value);
    if (read.length === values.length) break;
  }
  assert.deepEqual(read.sort(), [...values].sort());
  await consumer.commitSync();
  await consumer.close();
}

// Threads begin with files of their own, which have to be there.
const module = join(import.meta.dirname, `${name}.mjs`);
writeFileSync(module, "export default () => {};\n");
const parallel = new ParallelConsumer({
  consumer: { bootstrapServers, groupId: `${name}-workers`, autoOffsetReset: "earliest", enableAutoCommit: false },
  ...{ topics: name, handler: pathToFileURL(module), workers: 2, commitIntervalMs: 50 },
});
const running = parallel.run();
const deadline = Date.now() + 30_000;
for (let done = false; !done;) {
  assert.ok(Date.now() < deadline, "the workers did not finish in time");
  await new Promise((resolve) => setTimeout(resolve, 50));
  const offsets = (await admin.listConsumerGroupOffsets([`${name}-workers`])).value(`${name}-workers`);
  let committed = 0;
  for (const one of offsets) committed += one.committed?.offset ?? 0;
  done = committed >= values.length;
}
await parallel.close();
await running;
await admin.close();
assert.deepEqual(broken, []);
process.stdout.write(`ok ${runtime}\n`);
