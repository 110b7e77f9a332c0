/** The cleaner of a log manager: on threads of its own over the real disk, in place over a virtual one, which no other thread could reach. */
import { CLEANER_OFFSET_CHECKPOINT } from "../checkpoint-file.ts";
import { NodeDisk } from "../disk/node-disk.ts";
import { DEFAULT_CLEANER_CONFIG } from "../log-cleaner/cleaner-config.ts";
import { CleanerCheckpoints } from "../log-cleaner/cleaner-checkpoints.ts";
import { LogCleaner } from "../log-cleaner/log-cleaner.ts";
import { InProcessPlace } from "../log-cleaner/work/in-process.ts";
import { WorkerPlace } from "../log-cleaner/work/worker-place.ts";
import type { LogEnvironment } from "../log-environment.ts";
import type { UnifiedLog } from "../unified-log/unified-log.ts";
import type { LogDirectory } from "./log-directory.ts";
import type { LogManagerOptions } from "./log-manager-options.ts";

export async function openLogCleaner(
  options: LogManagerOptions,
  parts: {
    readonly environment: LogEnvironment;
    readonly directories: readonly LogDirectory[];
    readonly logs: () => Iterable<UnifiedLog>;
    readonly onCheckpointError: (directory: LogDirectory, error: unknown) => void;
  },
): Promise<LogCleaner> {
  const { environment, directories, logs } = parts;
  const { clock, logger } = environment;
  const checkpoints = await CleanerCheckpoints.open(
    directories.map((directory) => ({
      path: directory.path,
      read: async () => (await directory.readCheckpoint(CLEANER_OFFSET_CHECKPOINT)) ?? new Map(),
      write: async (offsets) => {
        try {
          await directory.writeCheckpoint(CLEANER_OFFSET_CHECKPOINT, offsets);
        } catch (error) {
          parts.onCheckpointError(directory, error);
        }
      },
    })),
  );
  const place = options.disk instanceof NodeDisk ? new WorkerPlace(clock) : new InProcessPlace(environment);
  const config = options.cleanerConfig ?? (() => DEFAULT_CLEANER_CONFIG);
  return new LogCleaner({ clock, logger, place, checkpoints, config, logs });
}
