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
let read = 0;
for await (const record of consumer) {
  console.log(`${record.key}: ${record.value}`);
  read++;
  if (read === 10) break;
}
// What was read is committed when the consumer closes.
