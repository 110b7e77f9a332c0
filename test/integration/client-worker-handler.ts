// What the workers of client-workers.test.ts do, as each record says: each one that is done is a line of a file.
import { appendFileSync, existsSync, writeFileSync } from "node:fs";
import type { WorkerRecord } from "@ottla/client";

interface Job {
  readonly name: string;
  /** The file. */
  readonly results: string;
  readonly delayMs?: number;
  readonly does?: string;
}

/** True once for a job, whichever thread asks. */
function isFirst({ name, results }: Job): boolean {
  const mark = `${results}-${name}`;
  if (existsSync(mark)) return false;
  writeFileSync(mark, "");
  return true;
}

function misbehave(how: string): void {
  if (how === "throw") throw new Error("told to");
  const eaten: number[][] = [];
  for (;;) {
    if (how === "eat") eaten.push(Array.from({ length: 100_000 }, (_unused, index) => index + eaten.length));
  }
}

export default async function handle(record: WorkerRecord): Promise<void> {
  const job = JSON.parse(Buffer.from(record.value ?? []).toString()) as Job;
  const once = /^(.*)Once$/.exec(job.does ?? "")?.[1];
  if (once === undefined ? job.does !== undefined : isFirst(job)) misbehave(once ?? job.does ?? "");
  if (job.delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, job.delayMs));
  appendFileSync(job.results, `${job.name}\n`);
}
