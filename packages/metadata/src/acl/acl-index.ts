/** The entries by what they are about: those that a resource has are found without looking at the others. */

import { PatternType } from "@ottla/protocol";
import { type Acl, WILDCARD } from "./acl.ts";

type AclsById = Map<string, Acl>;

interface AclsOfType {
  readonly literal: Map<string, AclsById>;
  readonly prefixed: Map<string, AclsById>;
  /** How many prefixes there are of each length. */
  readonly prefixLengths: Map<number, number>;
}

/** See the file's head. */
export class AclIndex {
  readonly #byId = new Map<string, Acl>();
  /** By resource type. */
  readonly #byType = new Map<number, AclsOfType>();

  /** How many entries there are. */
  get size(): number {
    return this.#byId.size;
  }

  /** All entries, in no particular order. */
  values(): Iterable<Acl> {
    return this.#byId.values();
  }

  set(id: string, acl: Acl): void {
    this.delete(id);
    this.#byId.set(id, acl);
    const ofType = this.#ofType(acl.resourceType);
    const byName = byNameOf(ofType, acl.patternType);
    if (byName === undefined) return;
    const known = byName.get(acl.resourceName);
    if (known !== undefined) {
      known.set(id, acl);
      return;
    }
    byName.set(acl.resourceName, new Map([[id, acl]]));
    if (byName === ofType.prefixed) countPrefix(ofType, acl.resourceName.length, 1);
  }

  delete(id: string): void {
    const acl = this.#byId.get(id);
    if (acl === undefined) return;
    this.#byId.delete(id);
    const ofType = this.#ofType(acl.resourceType);
    const byName = byNameOf(ofType, acl.patternType);
    const known = byName?.get(acl.resourceName);
    if (byName === undefined || known === undefined) return;
    known.delete(id);
    if (known.size > 0) return;
    byName.delete(acl.resourceName);
    if (byName === ofType.prefixed) countPrefix(ofType, acl.resourceName.length, -1);
  }

  /**
   * Entries whose pattern matches the resource of this very name. As in Kafka's `StandardAuthorizerData`, those about all resources (`*`) are not about
   * one whose own name begins with an asterisk and goes on.
   */
  *matching(resourceType: number, name: string): Generator<Acl> {
    const ofType = this.#byType.get(resourceType);
    if (ofType === undefined) return;
    yield* ofType.literal.get(name)?.values() ?? [];
    if (!name.startsWith(WILDCARD)) yield* ofType.literal.get(WILDCARD)?.values() ?? [];
    for (const length of ofType.prefixLengths.keys()) {
      if (length <= name.length) yield* ofType.prefixed.get(name.slice(0, length))?.values() ?? [];
    }
  }

  /** Every entry of one type of resources. */
  *ofResourceType(resourceType: number): Generator<Acl> {
    const ofType = this.#byType.get(resourceType);
    if (ofType === undefined) return;
    for (const byName of [ofType.literal, ofType.prefixed]) {
      for (const acls of byName.values()) yield* acls.values();
    }
  }

  #ofType(resourceType: number): AclsOfType {
    const known = this.#byType.get(resourceType);
    if (known !== undefined) return known;
    const ofType: AclsOfType = { literal: new Map(), prefixed: new Map(), prefixLengths: new Map() };
    this.#byType.set(resourceType, ofType);
    return ofType;
  }
}

function byNameOf({ literal, prefixed }: AclsOfType, patternType: number): Map<string, AclsById> | undefined {
  if (patternType === PatternType.LITERAL) return literal;
  return patternType === PatternType.PREFIXED ? prefixed : undefined;
}

function countPrefix({ prefixLengths }: AclsOfType, length: number, change: 1 | -1): void {
  const count = (prefixLengths.get(length) ?? 0) + change;
  if (count === 0) prefixLengths.delete(length);
  else prefixLengths.set(length, count);
}
