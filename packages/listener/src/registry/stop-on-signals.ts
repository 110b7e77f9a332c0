/** Stops in order when the process is told to end: handlers end, what is done is committed, the groups are left; then the process ends as the signal wants. */
import type { StopOptions, StopReport } from "../container/message-listener-container.ts";

interface Stoppable {
  stop(options?: StopOptions): Promise<ReadonlyMap<string, StopReport>>;
}

export interface StopOnSignalsOptions extends StopOptions {
  /** Default SIGTERM and SIGINT. */
  readonly signals?: readonly NodeJS.Signals[];
  /** Told what was left behind, before the process ends. */
  readonly onStopped?: (reports: ReadonlyMap<string, StopReport>) => void;
  /** Default: end the process with the signal. */
  readonly exit?: (signal: NodeJS.Signals) => void;
}

/** Listens from now on; the result takes that back. A second signal ends the process at once. */
export function stopOnSignals(registry: Stoppable, options: StopOnSignalsOptions = {}): () => void {
  const { signals = ["SIGTERM", "SIGINT"], onStopped, exit = endWith } = options;
  let isStopping = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (isStopping) {
      exit(signal);
      return;
    }
    isStopping = true;
    void registry.stop(options).then(
      (reports) => {
        onStopped?.(reports);
        exit(signal);
      },
      () => exit(signal),
    );
  };
  const release = (): void => {
    for (const signal of signals) process.off(signal, onSignal);
  };
  for (const signal of signals) process.on(signal, onSignal);
  return release;

  function endWith(signal: NodeJS.Signals): void {
    release();
    process.kill(process.pid, signal);
  }
}
