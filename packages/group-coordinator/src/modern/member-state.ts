/**
 * Where a member of a modern group stands on its way to its target assignment.
 *
 *                    has nothing to give up                    nothing it waits for is left
 *    Stable ────────────────────────────────► UnreleasedPartitions ─────────────────────────► Stable
 *      │                                              ▲
 *      └── must give up ──► UnrevokedPartitions ──────┘ has said that it no longer owns them
 *
 * Values are those of the `state` in CurrentMemberAssignment records.
 */
export const MemberState = {
  /** It has everything of the target, and nothing else. */
  STABLE: 0,
  /** It has yet to give up partitions; the epoch it is in is the one before. */
  UNREVOKED_PARTITIONS: 1,
  /** It waits for partitions that others have not given up. */
  UNRELEASED_PARTITIONS: 2,
  /** Written by a version that knows more states. */
  UNKNOWN: 127,
} as const;

export type MemberState = (typeof MemberState)[keyof typeof MemberState];

export function memberStateOf(value: number): MemberState {
  switch (value) {
    case MemberState.STABLE:
    case MemberState.UNREVOKED_PARTITIONS:
    case MemberState.UNRELEASED_PARTITIONS:
      return value;
    default:
      return MemberState.UNKNOWN;
  }
}
