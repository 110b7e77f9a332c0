// kafka-transactions abort: writes the marker that a hanging transaction's coordinator never will.
import type { AbortTransactionSpec, Admin, TopicPartition } from "@ottla/client";
import type { ToolOptions } from "../../tool.ts";
import { fail, failWith } from "./print.ts";

async function specOf(admin: Admin, key: TopicPartition, startOffset: number): Promise<AbortTransactionSpec> {
  const name = `${key.topic}-${key.partition}`;
  const outcome = (await admin.describeProducers([key])).outcome(key);
  if (outcome?.ok !== true) {
    const error = outcome?.error ?? new Error("the broker did not answer");
    return failWith(`Failed to validate producer state for partition ${name}`, error);
  }
  const found = outcome.value.find((one) => one.currentTransactionStartOffset === startOffset);
  if (found === undefined) {
    return fail(`Could not find any open transactions starting at offset ${startOffset} on partition ${name}`);
  }
  const { producerId, producerEpoch, coordinatorEpoch = 0 } = found;
  return { ...key, producerId, producerEpoch, coordinatorEpoch };
}

function givenSpec(values: ToolOptions, key: TopicPartition, producerId: string): AbortTransactionSpec {
  const producerEpoch = values.integer("producer-epoch") ?? fail("Missing required argument --producer-epoch");
  const coordinatorEpoch = values.integer("coordinator-epoch") ?? fail("Missing required argument --coordinator-epoch");
  // A transaction of a new producer that hung before its first marker has none; 0 is below every coordinator's.
  return { ...key, producerId: BigInt(producerId), producerEpoch, coordinatorEpoch: Math.max(0, coordinatorEpoch) };
}

export async function abortTransaction(admin: Admin, values: ToolOptions): Promise<void> {
  const key = { topic: values.required("topic"), partition: values.integer("partition") ?? 0 };
  const startOffset = values.integer("start-offset");
  const producerId = values.text("producer-id");
  if (producerId !== undefined && !/^\d+$/.test(producerId)) {
    fail(`argument --producer-id: could not convert '${producerId}' to Long (64 bits)`);
  }
  if (startOffset === undefined && producerId === undefined) {
    fail(
      "The transaction to abort must be identified either with --start-offset (for brokers on 3.0 or above) or with " +
        "--producer-id, --producer-epoch, and --coordinator-epoch (for older brokers)",
    );
  }
  const spec =
    startOffset === undefined ? givenSpec(values, key, producerId ?? "") : await specOf(admin, key, startOffset);
  try {
    await admin.abortTransaction(spec);
  } catch (error) {
    const { topic, partition, producerId: id, producerEpoch, coordinatorEpoch } = spec;
    const text = `AbortTransactionSpec(topicPartition=${topic}-${partition}, producerId=${id}, producerEpoch=${producerEpoch}, coordinatorEpoch=${coordinatorEpoch})`;
    failWith(`Failed to abort transaction ${text}`, error instanceof Error ? error : new Error(String(error)));
  }
}
