// Differences to Apache Kafka that are intended, one reason each. An entry that no longer explains anything fails the suite.

export interface Explained {
  /** Text: equal; pattern: matched. */
  readonly scenario: string | RegExp;
  readonly path: string | RegExp;
  readonly ours: string | RegExp;
  readonly apache: string | RegExp;
  readonly reason: string;
}

export const EXPLAINED: readonly Explained[] = [];
