// What one server did in one scenario: its raw answers, in the order in which the requests were made. Everything that is
// compared, altered in the self-check or counted in the matrix starts from these bytes.

/** One request and what came of it. */
export interface Exchange {
  /** Kafka's name of the API; "raw" for bytes that are no request. */
  readonly api: string;
  readonly apiKey: number;
  readonly version: number;
  readonly outcome: "response" | "no response" | "closed" | "silence";
  /** The answer's frame without its length, header included. */
  readonly frame?: Buffer;
  /** Whether the answer took at least the time the scenario named; left out where it named none. */
  readonly isDelayed?: boolean;
}

export interface Transcript {
  readonly scenario: string;
  readonly exchanges: readonly Exchange[];
  /** Why the scenario's script stopped early, if it did. */
  readonly ended?: string;
  readonly startedMs: number;
  readonly endedMs: number;
  /** Texts that are this server's own, and what stands for them when compared. */
  readonly literals: ReadonlyMap<string, string>;
  /** Random ids that the scenario itself could name (the id of a topic that it created), and their names. */
  readonly names: ReadonlyMap<string, string>;
}
