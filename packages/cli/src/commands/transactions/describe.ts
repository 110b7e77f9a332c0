// kafka-transactions list, describe, describe-producers and forceTerminateTransaction.
import type { Admin } from "@ottla/client";
import type { CommandIo } from "../../command.ts";
import type { ToolOptions } from "../../tool.ts";
import { failWith, orFail, printTable } from "./print.ts";

export async function listTransactions(admin: Admin, values: ToolOptions, io: CommandIo): Promise<void> {
  const pattern = values.text("transactional-id-pattern");
  const results = await orFail(
    admin.listTransactions({
      filteredDuration: values.integer("duration-filter") ?? -1,
      ...(pattern === undefined ? {} : { filteredTransactionalIdPattern: pattern }),
    }),
    "Failed to list transactions",
  );
  const [failure] = results.errors();
  if (failure !== undefined) failWith("Failed to list transactions", failure[1]);
  const rows = results
    .all()
    .flatMap(([brokerId, listings]) =>
      listings.map((one) => [one.transactionalId, String(brokerId), String(one.producerId), one.state]),
    );
  printTable(["TransactionalId", "Coordinator", "ProducerId", "TransactionState"], rows, io);
}

export async function describeTransaction(admin: Admin, values: ToolOptions, io: CommandIo): Promise<void> {
  const id = values.required("transactional-id");
  const outcome = (await admin.describeTransactions([id])).outcome(id);
  if (outcome?.ok !== true) {
    const error = outcome?.error ?? new Error("the broker did not answer");
    return failWith(`Failed to describe transaction state of transactional-id \`${id}\``, error);
  }
  const { value } = outcome;
  const startMs = value.transactionStartTimeMs;
  const row = [
    String(value.coordinatorId),
    id,
    String(value.producerId),
    String(value.producerEpoch),
    value.state,
    String(value.transactionTimeoutMs),
    startMs === undefined ? "None" : String(startMs),
    startMs === undefined ? "None" : String(Date.now() - startMs),
    value.topicPartitions.map(({ topic, partition }) => `${topic}-${partition}`).join(","),
  ];
  const headings = [
    ...["CoordinatorId", "TransactionalId", "ProducerId", "ProducerEpoch", "TransactionState", "TransactionTimeoutMs"],
    ...["CurrentTransactionStartTimeMs", "TransactionDurationMs", "TopicPartitions"],
  ];
  printTable(headings, [row], io);
}

export async function describeProducers(admin: Admin, values: ToolOptions, io: CommandIo): Promise<void> {
  const topic = values.required("topic");
  const partition = values.integer("partition") ?? 0;
  const brokerId = values.integer("broker-id");
  const key = { topic, partition };
  const outcome = (await admin.describeProducers([key], brokerId === undefined ? {} : { brokerId })).outcome(key);
  if (outcome?.ok !== true) {
    const where = brokerId === undefined ? "leader" : `broker ${brokerId}`;
    const error = outcome?.error ?? new Error("the broker did not answer");
    return failWith(`Failed to describe producers for partition ${topic}-${partition} on ${where}`, error);
  }
  const rows = outcome.value.map((one) => [
    String(one.producerId),
    String(one.producerEpoch),
    String(one.coordinatorEpoch ?? -1),
    String(one.lastSequence),
    String(one.lastTimestamp),
    String(one.currentTransactionStartOffset ?? "None"),
  ]);
  const headings = [
    ...["ProducerId", "ProducerEpoch", "LatestCoordinatorEpoch", "LastSequence", "LastTimestamp"],
    "CurrentTransactionStartOffset",
  ];
  printTable(headings, rows, io);
}

export async function terminate(admin: Admin, values: ToolOptions): Promise<void> {
  const id = values.required("transactionalId");
  await orFail(admin.forceTerminateTransaction(id), `Failed to force terminate transactionalId \`${id}\``);
}
