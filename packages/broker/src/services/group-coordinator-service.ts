/** The group coordinator as the broker's lifecycle sees it; the handlers of group requests use its full form. */

export interface GroupCoordinatorService {
  /** This node became leader of a partition of `__consumer_offsets`: load it, then serve its groups. */
  onElection(partitionIndex: number, leaderEpoch: number): void;
  /** This node is no longer leader of it: forget its groups. */
  onResignation(partitionIndex: number, leaderEpoch: number): void;
  /** The topics are gone: their committed offsets go too. */
  onTopicsDeleted(topics: ReadonlySet<string>): void;
  /** Ends what waits and stops the timers. Whatever was answered is in the log. */
  stop(): Promise<void>;
}
