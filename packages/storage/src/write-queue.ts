/**
 * The order of everything that changes a log's files. Appends and tasks take effect one after the other; while one write is under way, appends
 * that arrive gather behind it and go out together as one system call.
 *
 * States: idle → draining → idle. When a write fails, every append that waits behind it fails too, since its place assumed the ones before;
 * tasks run on, unless they belong to an append.
 */
import { assert } from "@ottla/base";
import { StorageError } from "./storage-error.ts";

/** Appends of one group: at most this many bytes … */
const GROUP_BYTES_MAX = 8 * 1024 * 1024;
/** … and this many pieces, the most that one writev takes. */
const GROUP_PIECES_MAX = 1024;

/** What the queue must know of an append. */
export interface QueuedAppend {
  /** Appends to different targets are never grouped. */
  readonly target: object;
  readonly sizeInBytes: number;
}

export interface WriteQueueHandlers<A extends QueuedAppend> {
  /** Writes the group; on success its appends have taken effect when the promise resolves. */
  readonly write: (group: readonly A[]) => Promise<void>;
  /** The write of the first of them failed; the others will not be tried. Called synchronously, oldest first. */
  readonly onFailed: (appends: readonly A[], error: StorageError) => void;
}

interface Task {
  readonly run: () => Promise<void>;
  /** Goes with the append behind it when that fails. */
  readonly isPartOfAppend: boolean;
}

type Item<A> = { readonly append: A; readonly task: undefined } | { readonly append: undefined; readonly task: Task };

export class WriteQueue<A extends QueuedAppend> {
  readonly #handlers: WriteQueueHandlers<A>;
  #items: Item<A>[] = [];
  #isDraining = false;
  #queuedBytes = 0;

  constructor(handlers: WriteQueueHandlers<A>) {
    this.#handlers = handlers;
  }

  /** Bytes of appends that are queued or under way. */
  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  push(append: A): void {
    this.#queuedBytes += append.sizeInBytes;
    this.#enqueue({ append, task: undefined });
  }

  /** A step that the append behind it needs, such as making its segment. If it fails, so do all appends behind it. */
  pushStep(run: () => Promise<void>): void {
    this.#enqueue({ append: undefined, task: { run, isPartOfAppend: true } });
  }

  /** Runs a task when everything queued before it is done. */
  run<T>(task: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#enqueue({ append: undefined, task: { run: () => task().then(resolve, reject), isPartOfAppend: false } });
    });
  }

  #enqueue(item: Item<A>): void {
    this.#items.push(item);
    if (this.#isDraining) return;
    this.#isDraining = true;
    // What else is appended in this turn of the event loop goes into the first group.
    queueMicrotask(() => void this.#drain());
  }

  async #drain(): Promise<void> {
    while (this.#items.length > 0) {
      const [first] = this.#items;
      assert(first, "a queue that is not empty has a first item");
      if (first.task !== undefined) {
        this.#items.shift();
        await this.#runTask(first.task);
      } else {
        await this.#writeGroup();
      }
    }
    this.#isDraining = false;
  }

  async #runTask(task: Task): Promise<void> {
    try {
      await task.run();
    } catch (error) {
      assert(
        task.isPartOfAppend && error instanceof StorageError,
        `a queued task fails only with a storage error: ${String(error)}`,
      );
      this.#fail([], error);
    }
  }

  async #writeGroup(): Promise<void> {
    const group = this.#takeGroup();
    try {
      await this.#handlers.write(group);
      for (const append of group) this.#queuedBytes -= append.sizeInBytes;
    } catch (error) {
      assert(
        error instanceof StorageError,
        `a write fails only with a storage error: ${error instanceof Error ? error.stack : String(error)}`,
      );
      this.#fail(group, error);
    }
  }

  #takeGroup(): A[] {
    const group: A[] = [];
    let bytes = 0;
    for (const { append } of this.#items) {
      if (append === undefined || group.length >= GROUP_PIECES_MAX) break;
      if (group.length > 0 && (append.target !== group[0]!.target || bytes + append.sizeInBytes > GROUP_BYTES_MAX))
        break;
      group.push(append);
      bytes += append.sizeInBytes;
    }
    this.#items.splice(0, group.length);
    return group;
  }

  #fail(group: readonly A[], error: StorageError): void {
    const failed = group.slice();
    const left: Item<A>[] = [];
    for (const item of this.#items) {
      if (item.append !== undefined) failed.push(item.append);
      else if (item.task?.isPartOfAppend === false) left.push(item);
    }
    this.#items = left;
    for (const append of failed) this.#queuedBytes -= append.sizeInBytes;
    this.#handlers.onFailed(failed, error);
  }
}
