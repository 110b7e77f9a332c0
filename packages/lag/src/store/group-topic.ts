// What is kept of a group on one topic: a window for each partition with a commit or an owner, and who has the partition.
import type { CommitWindows } from "./commit-windows.ts";

/** The member that has a partition. */
export interface Owner {
  /** Host, with Kafka's leading slash. */
  readonly host: string;
  readonly clientId: string;
}

const NO_WINDOW = -1;

/** A group's partitions of one topic. They are as many as the topic had when a commit last needed one more. */
export class GroupTopic {
  readonly #windows: CommitWindows;
  #ids: Int32Array = new Int32Array(0);
  /** By partition; most groups' partitions have no known owner, so the array is made when the first one comes. */
  #owners: (Owner | undefined)[] | undefined;

  constructor(windows: CommitWindows) {
    this.#windows = windows;
  }

  get partitionCount(): number {
    return this.#ids.length;
  }

  /** The window of a partition; undefined where there is none. */
  window(partition: number): number | undefined {
    const id = this.#ids[partition];
    return id === undefined || id === NO_WINDOW ? undefined : id;
  }

  owner(partition: number): Owner | undefined {
    return this.#owners?.[partition];
  }

  /** The window of a partition, made if it is not there. @param partitionCount how many the topic has; more than `partition` */
  ensureWindow(partition: number, partitionCount: number): number {
    if (partition >= this.#ids.length) {
      const grown = new Int32Array(partitionCount).fill(NO_WINDOW);
      grown.set(this.#ids);
      this.#ids = grown;
    }
    const known = this.window(partition);
    if (known !== undefined) return known;
    const id = this.#windows.allocate();
    this.#ids[partition] = id;
    return id;
  }

  setOwner(partition: number, owner: Owner): void {
    this.#owners ??= [];
    this.#owners[partition] = owner;
  }

  clearOwners(): void {
    this.#owners = undefined;
  }

  release(): void {
    for (const id of this.#ids) if (id !== NO_WINDOW) this.#windows.release(id);
    this.#ids = new Int32Array(0);
    this.#owners = undefined;
  }
}
