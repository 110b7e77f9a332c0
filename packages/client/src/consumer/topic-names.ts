/**
 * The names of topics that a group names by id. Metadata tells most; for the rest a broker is asked.
 */
import type { ClusterClient } from "../cluster-client.ts";
import { sleep } from "../deadline.ts";

/** Names by topic id, for as long as they are in use. */
export class TopicNames {
  readonly #client: ClusterClient;
  readonly #onFound: () => void;
  #names: Map<string, string> = new Map();
  #wanted: ReadonlySet<string> = new Set();
  #isAsking = false;

  constructor(client: ClusterClient, onFound: () => void) {
    this.#client = client;
    this.#onFound = onFound;
  }

  get(topicId: string): string | undefined {
    const name = this.#client.metadata.topicName(topicId) ?? this.#names.get(topicId);
    if (name !== undefined) this.#names.set(topicId, name);
    return name;
  }

  /** The id under which a topic is assigned. */
  idOf(name: string): string | undefined {
    for (const [topicId, known] of this.#names) if (known === name) return topicId;
    return undefined;
  }

  /** Keeps the names of these topics only, and finds out those that are missing. */
  use(topicIds: Iterable<string>): void {
    this.#wanted = new Set(topicIds);
    this.#names = new Map([...this.#names].filter(([topicId]) => this.#wanted.has(topicId)));
    if (!this.#isAsking && this.#missing().length > 0) void this.#ask();
  }

  #missing(): string[] {
    return [...this.#wanted].filter((topicId) => this.get(topicId) === undefined);
  }

  async #ask(): Promise<void> {
    const { config, pool, ports } = this.#client;
    this.#isAsking = true;
    for (let missing = this.#missing(); missing.length > 0 && !pool.isClosed; missing = this.#missing()) {
      try {
        const { topics } = await this.#client.fetchMetadata(missing.map((topicId) => ({ topicId, name: null })));
        for (const { topicId, name, errorCode } of topics) {
          if (errorCode === 0 && name !== null) this.#names.set(topicId, name);
        }
        if (missing.some((topicId) => this.#names.has(topicId))) this.#onFound();
      } catch {
        // Asked again below; a poll that needs a broker says so itself.
      }
      if (this.#missing().length > 0) await sleep(ports.clock, config["retry.backoff.ms"]);
    }
    this.#isAsking = false;
  }
}
