/** `quorum-state` in the directory of the metadata log: the one thing of raft that must survive beside the log. */

import { utf8Bytes, utf8String } from "@ottla/base";
import { type ElectionState, formatQuorumState, parseQuorumState } from "@ottla/raft";
import type { Disk } from "@ottla/storage";

/** See the file's head. */
export class QuorumStateStore {
  readonly #disk: Disk;
  readonly #path: string;

  /** `directory` is that of `__cluster_metadata-0`. */
  constructor(disk: Disk, directory: string) {
    this.#disk = disk;
    this.#path = `${directory}/quorum-state`;
  }

  /** Undefined where there is none. Rejects with a `QuorumStateError` for a file that is not understood. */
  async read(): Promise<ElectionState | undefined> {
    const stat = await this.#disk.stat(this.#path);
    return stat === undefined ? undefined : parseQuorumState(utf8String(await this.#disk.readFile(this.#path)));
  }

  /** Durable when it resolves. */
  async write(state: ElectionState, voterIds: readonly number[]): Promise<void> {
    await this.#disk.replaceFile(this.#path, utf8Bytes(formatQuorumState(state, voterIds)));
  }
}
