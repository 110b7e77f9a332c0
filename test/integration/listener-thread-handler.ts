// The handler of a thread that remembers what it was given; a record whose value is the name of a file has it written there, behind the thread's number.
import { appendFileSync } from "node:fs";
import { threadId } from "node:worker_threads";
import type { WorkerRecord } from "@ottla/client";

const given: string[] = [];

export default function handle({ partition, offset, value }: WorkerRecord): void {
  given.push(`${partition}@${offset}`);
  const file = Buffer.from(value ?? []).toString();
  if (file.includes("/")) appendFileSync(file, `${threadId} ${given.join(" ")}\n`);
}
