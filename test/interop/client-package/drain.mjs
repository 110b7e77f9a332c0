// Drains a topic through a slow handler: node drain.mjs BOOTSTRAP TOPIC RECORDS RECORDS_PER_SECOND. Prints how many records it saw and the largest resident
// memory of this process meanwhile, in MiB.
import { Consumer } from "@ottla/client";

const [, , bootstrapServers, topic, records, perSecond] = process.argv;
let [largest, count, checksum] = [0, 0, 0];
const look = () => (largest = Math.max(largest, process.memoryUsage.rss() / 2 ** 20));
const looking = setInterval(look, 20);
const consumer = new Consumer({ bootstrapServers, groupId: `drain-${process.pid}`, autoOffsetReset: "earliest" });
consumer.subscribe(topic);
const begun = performance.now();
for await (const record of consumer) {
  checksum += record.value[0];
  count++;
  // Slower than records can be fetched, so that they wait.
  const aheadMs = (count / Number(perSecond)) * 1_000 - (performance.now() - begun);
  if (aheadMs > 5) await new Promise((resolve) => setTimeout(resolve, aheadMs));
  if (count >= Number(records)) break;
}
look();
clearInterval(looking);
await consumer.close();
process.stdout.write(`${count} ${largest.toFixed(1)} ${checksum}\n`);
