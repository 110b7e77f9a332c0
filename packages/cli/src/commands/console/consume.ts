// The loop of the console consumer: poll, print, until the count, the silence or the signal that ends it. Records that were polled and not
// printed stay uncommitted: the position goes back to the first of them.
import type { Consumer, ConsumerRecord } from "@ottla/client";
import { KafkaError } from "@ottla/client";
import type { CommandIo } from "../../command.ts";
import { describeFailure } from "../../failure.ts";
import { onStopSignal } from "../../stop-signal.ts";
import { OutputPipe } from "./output-pipe.ts";
import type { MessageFormatter } from "./message-formatter.ts";

export interface ConsumeOptions {
  readonly format: MessageFormatter;
  /** -1: without end. */
  readonly maxMessages: number;
  /** How long no record may come before the tool ends, in ms; Infinity: for ever. */
  readonly timeoutMs: number;
  readonly skipsErrors: boolean;
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

/** What became of a batch of records. */
interface Printed {
  readonly bytes: Buffer;
  /** Records that were looked at, the one that could not be printed among them. */
  readonly count: number;
  readonly error: unknown;
}

function print(records: readonly ConsumerRecord[], { format, skipsErrors, io }: ConsumeOptions): Printed {
  const chunks: Buffer[] = [];
  let count = 0;
  for (const record of records) {
    count += 1;
    try {
      chunks.push(format(record));
    } catch (error) {
      if (!skipsErrors) return { bytes: Buffer.concat(chunks), count, error };
      io.stderr.write(`Error processing message, skipping this message: ${describeFailure(error)}\n`);
    }
  }
  return { bytes: Buffer.concat(chunks), count, error: undefined };
}

/** Reads and prints; answers with the exit code. */
export async function consumeTo(consumer: Consumer, options: ConsumeOptions): Promise<number> {
  const { io, maxMessages, timeoutMs } = options;
  const output = new OutputPipe(io.stdout);
  let count = 0;
  const stopping = new AbortController();
  using _signals = onStopSignal(() => {
    stopping.abort();
    consumer.wakeup();
  });
  let lastRecordMs = performance.now();
  try {
    while (!stopping.signal.aborted && count !== maxMessages) {
      const silenceMs = performance.now() - lastRecordMs;
      if (silenceMs >= timeoutMs) break;
      const records = await consumer.poll({ timeoutMs: Math.min(POLL_MS, timeoutMs - silenceMs) });
      if (records.count === 0) continue;
      const batch = [...records];
      const wanted = maxMessages < 0 ? batch : batch.slice(0, maxMessages - count);
      const printed = print(wanted, options);
      giveBack(consumer, batch.slice(printed.count));
      count += printed.count;
      if (!(await output.write(printed.bytes))) {
        io.stderr.write("Unable to write to standard out, closing consumer.\n");
        break;
      }
      if (printed.error !== undefined) {
        io.stderr.write(`Unknown error when running consumer: ${describeFailure(printed.error)}\n`);
        return 1;
      }
      lastRecordMs = performance.now();
    }
  } catch (error) {
    const isWakeup = error instanceof KafkaError && error.code === "WAKEUP";
    if (!isWakeup)
      io.stderr.write(`Error processing message, terminating consumer process: ${describeFailure(error)}\n`);
  } finally {
    io.stderr.write(`Processed a total of ${count} messages\n`);
  }
  return 0;
}
