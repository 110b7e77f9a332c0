// kafka-transactions find-hanging: open transactions in partitions that are older than any transaction may be, and of which no coordinator knows.
import type { Admin, ProducerState, TopicPartition, TransactionDescription } from "@ottla/client";
import { KafkaError } from "@ottla/client";
import type { CommandIo } from "../../command.ts";
import type { ToolOptions } from "../../tool.ts";
import { fail, failWith, orFail, printTable } from "./print.ts";

/** Partitions or topics asked about at once. */
const BATCH_SIZE = 500;
const MINUTE_MS = 60_000;
const DEFAULT_TIMEOUT_MINUTES = 15;

interface OpenTransaction extends TopicPartition {
  readonly producer: ProducerState;
}

function batches<T>(items: readonly T[]): T[][] {
  const list: T[][] = [];
  for (let start = 0; start < items.length; start += BATCH_SIZE) list.push(items.slice(start, start + BATCH_SIZE));
  return list;
}

async function partitionsToSearch(
  admin: Admin,
  scope: {
    readonly topic: string | undefined;
    readonly partition: number | undefined;
    readonly brokerId: number | undefined;
  },
): Promise<TopicPartition[]> {
  const { topic, partition, brokerId } = scope;
  if (topic !== undefined && partition !== undefined) return [{ topic, partition }];
  const topics =
    topic === undefined ? (await orFail(admin.listTopics(), "Failed to list topics")).map((one) => one.name) : [topic];
  const found: TopicPartition[] = [];
  for (const batch of batches(topics)) {
    const described = await admin.describeTopics(batch);
    const [failure] = described.errors();
    if (failure !== undefined) failWith(`Failed to describe ${batch.length} topics`, failure[1]);
    for (const [name, { partitions }] of described.all()) {
      for (const one of partitions) {
        const isThere = brokerId === undefined || one.replicas.some((replica) => replica.id === brokerId);
        if (isThere) found.push({ topic: name, partition: one.partition });
      }
    }
  }
  return found;
}

async function openTransactions(
  admin: Admin,
  partitions: readonly TopicPartition[],
  options: { readonly brokerId: number | undefined; readonly timeoutMs: number },
): Promise<OpenTransaction[]> {
  const { brokerId, timeoutMs } = options;
  const found: OpenTransaction[] = [];
  for (const batch of batches(partitions)) {
    const results = await admin.describeProducers(batch, brokerId === undefined ? {} : { brokerId });
    const [failure] = results.errors();
    if (failure !== undefined) {
      const where = brokerId === undefined ? "Optional.empty" : `Optional[${brokerId}]`;
      failWith(`Failed to describe producers for ${batch.length} partitions on broker ${where}`, failure[1]);
    }
    for (const [{ topic, partition }, producers] of results.all()) {
      for (const producer of producers) {
        const isOpen = producer.currentTransactionStartOffset !== undefined;
        if (isOpen && Date.now() - producer.lastTimestamp > timeoutMs) found.push({ topic, partition, producer });
      }
    }
  }
  return found;
}

/** What the coordinators know of the producers: the state of their transactional id, or nothing. */
async function coordinatorsView(
  admin: Admin,
  producerIds: readonly bigint[],
): Promise<Map<bigint, TransactionDescription>> {
  const sentence = `Failed to list transactions for ${producerIds.length} producers`;
  const listed = await orFail(admin.listTransactions({ filteredProducerIds: producerIds }), sentence);
  const [failure] = listed.errors();
  if (failure !== undefined) failWith(sentence, failure[1]);
  const ids = new Map(
    listed.values().flatMap((listings) => listings.map((one) => [one.producerId, one.transactionalId] as const)),
  );
  const described = await admin.describeTransactions([...ids.values()]);
  const known = new Map<bigint, TransactionDescription>();
  for (const [producerId, id] of ids) {
    const outcome = described.outcome(id);
    if (outcome?.ok === true) known.set(producerId, outcome.value);
    else if (!(outcome?.error instanceof KafkaError && outcome.error.code === "TRANSACTIONAL_ID_NOT_FOUND")) {
      failWith(`Failed to describe ${ids.size} transactions`, outcome?.error ?? new Error("the broker did not answer"));
    }
  }
  return known;
}

function isExpected(open: OpenTransaction, known: TransactionDescription | undefined): boolean {
  return known?.topicPartitions.some((one) => one.topic === open.topic && one.partition === open.partition) ?? false;
}

export async function findHanging(admin: Admin, values: ToolOptions, io: CommandIo): Promise<void> {
  const brokerId = values.integer("broker-id");
  const topic = values.text("topic");
  const partition = values.integer("partition");
  if (topic === undefined && brokerId === undefined) {
    fail("The `find-hanging` command requires either --topic or --broker-id to limit the scope of the search");
  }
  if (partition !== undefined && topic === undefined) {
    fail("The --partition argument requires --topic to be provided");
  }
  const timeoutMs = (values.integer("max-transaction-timeout") ?? DEFAULT_TIMEOUT_MINUTES) * MINUTE_MS;
  const partitions = await partitionsToSearch(admin, { topic, partition, brokerId });
  const candidates = await openTransactions(admin, partitions, { brokerId, timeoutMs });
  const producerIds = [...new Set(candidates.map((one) => one.producer.producerId))];
  const known = producerIds.length === 0 ? new Map() : await coordinatorsView(admin, producerIds);
  const rows = candidates
    .filter((open) => !isExpected(open, known.get(open.producer.producerId)))
    .map((open) => [
      open.topic,
      String(open.partition),
      String(open.producer.producerId),
      String(open.producer.producerEpoch),
      String(open.producer.coordinatorEpoch ?? -1),
      String(open.producer.currentTransactionStartOffset ?? -1),
      String(open.producer.lastTimestamp),
      String(Math.floor((Date.now() - open.producer.lastTimestamp) / MINUTE_MS)),
    ]);
  const headings = [
    ...["Topic", "Partition", "ProducerId", "ProducerEpoch", "CoordinatorEpoch", "StartOffset", "LastTimestamp"],
    "Duration(min)",
  ];
  printTable(headings, rows, io);
}
