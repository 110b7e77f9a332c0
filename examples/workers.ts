// One consumer and four threads; records with the same key are handled one after the other.
import { ParallelConsumer } from "@ottla/client";

const bootstrapServers = process.env["KAFKA_BOOTSTRAP"] ?? "127.0.0.1:9092";
const topic = process.env["TOPIC"] ?? "example-orders";

const parallel = new ParallelConsumer({
  consumer: { bootstrapServers, groupId: `${topic}-workers`, autoOffsetReset: "earliest" },
  topics: topic,
  handler: new URL("./worker-handler.ts", import.meta.url),
  workers: 4,
  order: "key",
  onError: (record, error, attempt) => {
    console.error(`record ${record.offset}: ${error.message}`);
    return attempt < 3 ? "retry" : "skip";
  },
});
// Until Ctrl-C: what is begun is finished and committed.
const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => stop.abort());
await parallel.run({ signal: stop.signal });
