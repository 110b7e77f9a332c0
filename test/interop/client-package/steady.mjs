// A steady load through one producer and one consumer: node --expose-gc steady.mjs BOOTSTRAP TOPIC SECONDS RECORDS_PER_SECOND. Prints how many records were read,
// and how much memory was in use after a collection at a third, two thirds and the end of the time, in MiB.
import { Consumer, Producer } from "@ottla/client";

const [, , bootstrapServers, topic, seconds, perSecond] = process.argv;
const producer = new Producer({ bootstrapServers });
const consumer = new Consumer({ bootstrapServers, groupId: `steady-${process.pid}`, autoOffsetReset: "earliest" });
consumer.subscribe(topic);
const endMs = performance.now() + Number(seconds) * 1_000;
const used = [];
const look = () => {
  globalThis.gc();
  const { external, heapUsed } = process.memoryUsage();
  used.push(((heapUsed + external) / 2 ** 20).toFixed(2));
};
const thirds = [1, 2].map((third) => setTimeout(look, (Number(seconds) * 1_000 * third) / 3));
const value = Buffer.alloc(200, "x");
let [sent, read] = [0, 0];
const sending = (async () => {
  const begun = performance.now();
  while (performance.now() < endMs) {
    const due = Math.floor(((performance.now() - begun) / 1_000) * Number(perSecond)) - sent;
    const sends = Array.from({ length: Math.max(0, due) }, () =>
      producer.send({ topic, key: String(sent++ % 1_000), value }),
    );
    await Promise.all(sends);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
})();
while (performance.now() < endMs || read < sent) read += (await consumer.poll({ timeoutMs: 100 })).count;
await sending;
for (const timer of thirds) clearTimeout(timer);
look();
await consumer.close();
await producer.close();
process.stdout.write(`${sent} ${read} ${used.join(" ")}\n`);
