// The loop of the console consumer: poll, print, until the count, the silence or the signal that ends it. Records that were polled and not
// printed stay uncommitted: the position goes back to the first of them.
import { once } from "node:events";
import type { Consumer, ConsumerRecord } from "@ottla/client";
import { KafkaError } from "@ottla/client";
import type { CommandIo } from "../../command.ts";
import type { MessageFormatter } from "./message-formatter.ts";

export interface ConsumeOptions {
  readonly format: MessageFormatter;
  /** -1: without end. */
  readonly maxMessages: number;
  /** How long no record may come before the tool ends, in ms; Infinity: for ever. */
  readonly timeoutMs: number;
  readonly skipsErrors: boolean;
  readonly saysShutdown: boolean;
  readonly io: CommandIo;
}

/** Longest wait of one poll, in ms. */
const POLL_MS = 1000;

/** Seeks every partition of unprinted records back to its first one. */
function giveBack(consumer: Consumer, rest: readonly ConsumerRecord[]): void {
  const first = new Map<string, ConsumerRecord>();
  for (const record of rest) {
    const name = `${record.topic}-${record.partition}`;
    if (!first.has(name)) first.set(name, record);
  }
  for (const { topic, partition, offset } of first.values()) consumer.seek({ topic, partition }, offset);
}

/** Reads and prints; answers with the exit code. */
export async function consumeTo(consumer: Consumer, options: ConsumeOptions): Promise<number> {
  const { format, io, maxMessages, timeoutMs, skipsErrors } = options;
  let count = 0;
  let isStopped = false;
  const stop = (): void => {
    isStopped = true;
    consumer.wakeup();
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  io.stdout.once("error", stop);
  let lastRecordMs = performance.now();
  try {
    while (!isStopped && count !== maxMessages) {
      const silenceMs = performance.now() - lastRecordMs;
      if (silenceMs >= timeoutMs) break;
      const records = await consumer.poll({ timeoutMs: Math.min(POLL_MS, timeoutMs - silenceMs) });
      if (records.count === 0) continue;
      lastRecordMs = performance.now();
      const batch = [...records];
      const wanted = maxMessages < 0 ? batch : batch.slice(0, maxMessages - count);
      giveBack(consumer, batch.slice(wanted.length));
      const chunks: Buffer[] = [];
      for (const record of wanted) {
        try {
          chunks.push(format(record));
        } catch (error) {
          if (!skipsErrors) throw error;
          io.stderr.write(`Error processing message, skipping this message: ${String(error)}\n`);
        }
      }
      count += wanted.length;
      if (!io.stdout.write(Buffer.concat(chunks)) && !isStopped) await Promise.race([once(io.stdout, "drain"), once(io.stdout, "close")]);
    }
  } catch (error) {
    const isWakeup = error instanceof KafkaError && error.code === "WAKEUP";
    if (!isWakeup) io.stderr.write(`Error processing message, terminating consumer process: ${String(error)}\n`);
  } finally {
    process.removeListener("SIGINT", stop);
    process.removeListener("SIGTERM", stop);
    io.stderr.write(`Processed a total of ${count} messages\n`);
    if (options.saysShutdown) io.stdout.write("shutdown_complete\n");
  }
  return 0;
}
