// The handler of a thread: the third record fails, the seventh never ends.
import type { WorkerRecord } from "@ottla/client";

export default function handle(record: WorkerRecord): Promise<void> | undefined {
  const value = Buffer.from(record.value ?? []).toString();
  if (value === "3") throw new Error("the third");
  return value === "7" ? new Promise<void>(() => {}) : undefined;
}
