// What a worker does with a record; used by workers.ts.
import { threadId } from "node:worker_threads";
import type { WorkerRecord } from "@ottla/client";

export default function handle(record: WorkerRecord): void {
  // Something that takes the processor a while.
  let sum = 0;
  for (let i = 0; i < 1e6; i++) sum += Math.sqrt(i);
  console.log(`thread ${threadId}: record ${record.offset} of partition ${record.partition} (${Math.round(sum)})`);
}
