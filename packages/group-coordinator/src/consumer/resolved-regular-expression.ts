/** The topics a regular expression of a group stands for, and of which metadata that was found out when. */
export interface ResolvedRegularExpression {
  readonly topics: ReadonlySet<string>;
  /** The version of the topics' image. */
  readonly version: number;
  /** Wall clock, when it was looked at. */
  readonly timestampMs: number;
}

export const NOT_RESOLVED: ResolvedRegularExpression = { topics: new Set(), version: -1, timestampMs: -1 };
