/** What a member epoch means that is no epoch. */
export const MemberEpoch = {
  /** The member joins, or joins again after it has been fenced. */
  JOIN_GROUP: 0,
  /** The member leaves. */
  LEAVE_GROUP: -1,
  /** A static member leaves and will come back: its partitions are kept for it. */
  LEAVE_GROUP_STATIC: -2,
} as const;
