// Sends ten records with keys and reads them back as a member of a group. KAFKA_BOOTSTRAP names the cluster; default 127.0.0.1:9092.
import { Consumer, Producer } from "@ottla/client";

const bootstrapServers = process.env["KAFKA_BOOTSTRAP"] ?? "127.0.0.1:9092";
const topic = process.env["TOPIC"] ?? "example-orders";

await using producer = new Producer({ bootstrapServers });
for (let number = 0; number < 10; number++) {
  const sent = await producer.send({ topic, key: `customer-${number % 3}`, value: JSON.stringify({ number }) });
  console.log(`order ${number} is record ${sent.offset} of partition ${sent.partition}`);
}

await using consumer = new Consumer<string | null, string>({
  bootstrapServers,
  groupId: `${topic}-readers`,
  autoOffsetReset: "earliest",
  keyDeserializer: "StringDeserializer",
  valueDeserializer: "StringDeserializer",
});
consumer.subscribe(topic);
const end = new AbortController();
let read = 0;
for await (const record of consumer.records({ signal: end.signal })) {
  console.log(`${record.key}: ${record.value}`);
  read++;
  // Unlike `break`, this says that the record is done.
  if (read === 10) end.abort();
}
// What is done is committed when the consumer closes.
