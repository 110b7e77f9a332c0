// The loop of the console share consumer: poll, print, acknowledge, until the count, the silence or the signal that ends it.
import type { AcknowledgeType, ShareConsumer } from "@ottla/client";
import { KafkaError } from "@ottla/client";
import { describeFailure } from "../../failure.ts";
import type { ConsumeOptions } from "./consume.ts";
import { OutputPipe } from "./output-pipe.ts";
import { onStopSignal } from "../../stop-signal.ts";

export interface ConsumeSharedOptions extends Omit<ConsumeOptions, "skipsErrors"> {
  readonly acknowledgeType: AcknowledgeType;
  /** A record that cannot be printed is rejected, and the tool goes on. */
  readonly rejectsErrors: boolean;
}

/** Longest wait of one poll, in ms. */
const POLL_MS = 1000;

/** Reads and prints; answers with the exit code. What is not printed is released when the consumer closes. */
export async function consumeSharedTo(consumer: ShareConsumer, options: ConsumeSharedOptions): Promise<number> {
  const { acknowledgeType, format, io, maxMessages, rejectsErrors, timeoutMs } = options;
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
      const chunks: Buffer[] = [];
      let failure: unknown;
      for (const record of records) {
        if (count === maxMessages) break;
        count += 1;
        try {
          chunks.push(format(record));
          consumer.acknowledge(record, acknowledgeType);
        } catch (error) {
          if (!rejectsErrors) {
            failure = error;
            break;
          }
          io.stderr.write(`Error processing message, rejecting this message: ${describeFailure(error)}\n`);
          consumer.acknowledge(record, "REJECT");
        }
      }
      if (!(await output.write(Buffer.concat(chunks)))) {
        io.stderr.write("Unable to write to standard out, closing consumer.\n");
        break;
      }
      if (failure !== undefined) {
        io.stderr.write(`Unknown error when running consumer: ${describeFailure(failure)}\n`);
        return 1;
      }
      lastRecordMs = performance.now();
    }
  } catch (error) {
    const isWakeup = error instanceof KafkaError && error.code === "WAKEUP";
    if (!isWakeup) {
      io.stderr.write(`Error processing message, terminating consumer process: ${describeFailure(error)}\n`);
    }
  } finally {
    io.stderr.write(`Processed a total of ${count} messages\n`);
  }
  return 0;
}
