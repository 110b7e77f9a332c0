// Ctrl-C and SIGTERM as a wish to end: what is running is told once, and a second signal ends the process as ever.

/** Calls `stop` at the first SIGINT or SIGTERM, until disposed of. */
export function onStopSignal(stop: (signal: NodeJS.Signals) => void): Disposable {
  const forget = (): void => {
    process.removeListener("SIGINT", onSignal);
    process.removeListener("SIGTERM", onSignal);
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    forget();
    stop(signal);
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return { [Symbol.dispose]: forget };
}

/**
 * Resolves at the first of them, also of the time before anybody waits. A second one ends the process at once, by an exit of its own: listeners of
 * "exit" run, and those end the processes that this one has started.
 */
export function untilStopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let isStopping = false;
    const onSignal = (): void => {
      if (isStopping) process.exit(130);
      isStopping = true;
      resolve();
    };
    process.on("SIGINT", onSignal);
    process.on("SIGTERM", onSignal);
  });
}

/**
 * What has been started. A stop signal that comes before ends the process at once, with exit code 0: what is half started cannot be told to stop, may
 * wait for other nodes for ever, and leaves no more behind than a crash does.
 */
export async function startedUnless<Started>(stopSignal: Promise<void>, starting: Promise<Started>): Promise<Started> {
  let hasStarted = false;
  void stopSignal.then(() => {
    if (!hasStarted) process.exit(0);
  });
  const started = await starting;
  hasStarted = true;
  return started;
}
