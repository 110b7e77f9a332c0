/**
 * How a classic group agrees on one of the protocols its members support: a name counts when every member supports it,
 * each member votes for its first such name, the most votes win.
 *
 * Kafka collects the votes in a Java HashMap and takes the first maximum of its iteration. The tie is therefore decided
 * by the hashes of the names; the same is done here, so that both choose the same protocol.
 */

import { javaStringHashCode } from "@ottla/base";
import type { ClassicGroupMember } from "./classic-group-member.ts";

/** How many members support each name; a member that names a protocol twice counts once. */
export class SupportedProtocols {
  readonly #counts = new Map<string, number>();

  add(member: ClassicGroupMember): void {
    for (const name of namesOf(member)) this.#counts.set(name, this.countOf(name) + 1);
  }

  remove(member: ClassicGroupMember): void {
    for (const name of namesOf(member)) {
      const count = this.countOf(name) - 1;
      if (count > 0) this.#counts.set(name, count);
      else this.#counts.delete(name);
    }
  }

  countOf(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  /** The names that `memberCount` members support. */
  namesWithCount(memberCount: number): Set<string> {
    const names = new Set<string>();
    for (const [name, count] of this.#counts) if (count === memberCount) names.add(name);
    return names;
  }
}

/** The name with the most votes. There must be members, and a candidate that all of them support. */
export function mostVotedProtocol(members: Iterable<ClassicGroupMember>, candidates: ReadonlySet<string>): string {
  const votes = new Map<string, number>();
  for (const member of members) {
    const name = member.vote(candidates);
    votes.set(name, (votes.get(name) ?? 0) + 1);
  }
  const names = javaHashMapOrder([...votes.keys()]);
  return names.reduce((best, name) => (votes.get(name)! > votes.get(best)! ? name : best));
}

function namesOf(member: ClassicGroupMember): Set<string> {
  return new Set(member.supportedProtocols.map(({ name }) => name));
}

/** The order in which a Java HashMap to which the keys were added in this order iterates over them. */
function javaHashMapOrder(keys: string[]): string[] {
  let tableSize = 16;
  while (keys.length > tableSize * 0.75) tableSize *= 2;
  const bucketOf = (key: string): number => {
    const hash = javaStringHashCode(key);
    return (hash ^ (hash >>> 16)) & (tableSize - 1);
  };
  return keys.sort((a, b) => bucketOf(a) - bucketOf(b));
}
