// The loop of the console producer: a line in, a record out. A record that could not be sent is reported and the rest goes on; with --sync
// it ends the tool, as in Kafka.
import type { Producer, ProducerRecord } from "@ottla/client";
import type { CommandIo } from "../../command.ts";
import type { LineMessageReader } from "./line-message-reader.ts";
import { linesOf } from "./lines.ts";
import { onStopSignal } from "../../stop-signal.ts";

/** Records that may wait for their acknowledgement before more input is read. */
const OUTSTANDING_MAX = 20_000;

/** What a shell sees of a process that a signal ended. */
const SIGNAL_EXIT_CODES: Partial<Record<NodeJS.Signals, number>> = { SIGINT: 130, SIGTERM: 143 };

function size(part: ProducerRecord["key"]): string {
  return Buffer.isBuffer(part) ? `${part.length} bytes` : "null";
}

/** Sends without waiting, with a bound on what is under way. */
class Outstanding {
  readonly #producer: Producer;
  readonly #io: CommandIo;
  #count = 0;
  #resume: (() => void) | undefined;

  constructor(producer: Producer, io: CommandIo) {
    this.#producer = producer;
    this.#io = io;
  }

  send(record: ProducerRecord): void {
    this.#count += 1;
    this.#producer.send(record).then(
      () => this.#settle(),
      (error: unknown) => this.#report(record, error),
    );
  }

  /** Resolves when there is room for more. */
  room(): Promise<void> {
    if (this.#count < OUTSTANDING_MAX) return Promise.resolve();
    return new Promise((resolve) => {
      this.#resume = resolve;
    });
  }

  #settle(): void {
    this.#count -= 1;
    if (this.#count < OUTSTANDING_MAX / 2) this.#resume?.();
  }

  #report(record: ProducerRecord, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.#io.stderr.write(
      `Error when sending message to topic ${record.topic} with key: ${size(record.key)}, value: ${size(record.value)} with error: ${reason}\n`,
    );
    this.#settle();
  }
}

/** Whether a person is typing, who gets a prompt. */
function isInteractive({ stdin, stdout }: CommandIo): boolean {
  return "isTTY" in stdin && stdin.isTTY === true && "isTTY" in stdout && stdout.isTTY === true;
}

/**
 * Sends everything until the input ends or a signal comes; answers with the exit code.
 * @throws UsageError for a line that lacks what it should have; with `isSync` also what a broker refused
 */
export async function sendLines(
  producer: Producer,
  reader: LineMessageReader,
  isSync: boolean,
  io: CommandIo,
): Promise<number> {
  const outstanding = new Outstanding(producer, io);
  let exitCode = 0;
  using _signals = onStopSignal((signal) => {
    exitCode = SIGNAL_EXIT_CODES[signal] ?? 1;
    io.stdin.destroy();
  });
  const prompt = isInteractive(io) ? (): unknown => io.stdout.write(">") : (): unknown => undefined;
  prompt();
  try {
    for await (const lines of linesOf(io.stdin)) {
      for (const line of lines) {
        const record = reader.read(line);
        if (isSync) await producer.send(record);
        else outstanding.send(record);
        prompt();
      }
      await outstanding.room();
    }
  } catch (error) {
    // Destroying the input is how a signal ends the loop.
    if (exitCode === 0) throw error;
  }
  await producer.flush();
  return exitCode;
}
