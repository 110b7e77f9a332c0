// What the threads of listener-consumers.test.ts do, as each record says: a line of a file for each delivery, then what it is told to.
import { appendFileSync, existsSync, writeFileSync } from "node:fs";
import { threadId } from "node:worker_threads";
import type { WorkerRecord } from "@ottla/client";
import type { ListenerContext } from "@ottla/listener";

export interface Job {
  /** The file. */
  readonly results: string;
  readonly does?: "throw" | "hang" | "eat" | "crash" | "wait" | "acknowledge" | "nack" | "pause";
  /** Only at the first delivery, whichever thread has it. */
  readonly once?: boolean;
}

function isFirst(mark: string): boolean {
  if (existsSync(mark)) return false;
  writeFileSync(mark, "");
  return true;
}

function misbehave(how: string): void {
  const eaten: number[][] = [];
  for (;;) {
    if (how === "eat") eaten.push(Array.from({ length: 100_000 }, (_unused, index) => index + eaten.length));
  }
}

export default async function handle(record: WorkerRecord, context: ListenerContext): Promise<void> {
  const { partition, offset } = record;
  const { results, does, once } = JSON.parse(Buffer.from(record.value ?? []).toString()) as Job;
  appendFileSync(results, `${threadId} ${partition}@${offset} ${context.deliveryAttempt}\n`);
  const isDue = does !== undefined && (once !== true || isFirst(`${results}-${partition}@${offset}`));
  switch (isDue ? does : undefined) {
    case "throw":
      throw new RangeError("told to");
    case "hang":
    case "eat":
      misbehave(does ?? "");
      return;
    case "crash":
      // Outside of what the container waits for.
      setImmediate(() => {
        throw new Error("a loose end");
      });
      await new Promise(() => {});
      return;
    case "wait":
      await new Promise(() => {});
      return;
    case "acknowledge":
      await context.acknowledgment?.acknowledge();
      return;
    case "nack":
      context.acknowledgment?.nack(10);
      return;
    case "pause":
      context.consumer.pause([{ topic: record.topic, partition }]);
      return;
    case undefined:
      await context.acknowledgment?.acknowledge();
  }
}
