/**
 * Records of domains that have no image of their own: access control entries, SCRAM credentials, client quotas and
 * delegation tokens. The newest record of each key is kept whole, so that a snapshot loses none of them.
 */

import type { MetadataRecord, MetadataRecordValues } from "../records/metadata-record.ts";
import { PersistentMap } from "./persistent-map.ts";

/** The records that are kept, each by a key of its own; those that remove one are not. */
type KeyedRecordName =
  | "AccessControlEntryRecord"
  | "UserScramCredentialRecord"
  | "DelegationTokenRecord"
  | "ClientQuotaRecord";

/** A key that a record sets, or that one removes where the record is undefined. */
export interface KeyedChange {
  readonly domain: KeyedRecordName;
  readonly key: string;
  readonly record: MetadataRecord | undefined;
}

type ByKey = PersistentMap<MetadataRecord>;

/** Immutable. */
export class KeyedRecordsImage {
  static readonly EMPTY: KeyedRecordsImage = new KeyedRecordsImage(new Map());

  readonly #byDomain: ReadonlyMap<KeyedRecordName, ByKey>;

  private constructor(byDomain: ReadonlyMap<KeyedRecordName, ByKey>) {
    this.#byDomain = byDomain;
  }

  get size(): number {
    let size = 0;
    for (const records of this.#byDomain.values()) size += records.size;
    return size;
  }

  /** The record of this name and key. */
  get<Name extends KeyedRecordName>(name: Name, key: string): MetadataRecordValues[Name] | undefined {
    const record = this.#byDomain.get(name)?.get(key);
    return record === undefined ? undefined : valueOf(record, name);
  }

  /** The values of the records of this name, in no particular order. */
  *valuesOf<Name extends KeyedRecordName>(name: Name): Generator<MetadataRecordValues[Name]> {
    for (const record of this.#byDomain.get(name)?.values() ?? []) {
      const value = valueOf(record, name);
      if (value !== undefined) yield value;
    }
  }

  /** All records, in no particular order. */
  *values(): Generator<MetadataRecord> {
    for (const records of this.#byDomain.values()) yield* records.values();
  }

  /** This image with some keys set or removed. */
  with(changes: Iterable<KeyedChange>): KeyedRecordsImage {
    const byDomain = new Map(this.#byDomain);
    for (const [domain, changed] of Map.groupBy(changes, (change) => change.domain)) {
      const builder = (byDomain.get(domain) ?? PersistentMap.empty<MetadataRecord>()).toBuilder();
      for (const { key, record } of changed) {
        if (record === undefined) builder.delete(key);
        else builder.set(key, record);
      }
      byDomain.set(domain, builder.build());
    }
    return new KeyedRecordsImage(byDomain);
  }
}

function valueOf<Name extends KeyedRecordName>(
  record: MetadataRecord,
  name: Name,
): MetadataRecordValues[Name] | undefined {
  return isNamed(record, name) ? record.value : undefined;
}

function isNamed<Name extends KeyedRecordName>(
  record: MetadataRecord,
  name: Name,
): record is MetadataRecord & { readonly name: Name; readonly value: MetadataRecordValues[Name] } {
  return record.name === name;
}

/** The key of a user's credential. */
export function scramKey(user: string, mechanism: number): string {
  return `${mechanism}:${user}`;
}

/** The key of one quota of an entity, in whatever order its parts are. */
export function clientQuotaKey(
  entity: readonly { readonly entityType: string; readonly entityName: string | null }[],
  quota: string,
): string {
  const parts = entity.map((part) => JSON.stringify([part.entityType, part.entityName])).toSorted();
  return `${parts.join()}:${quota}`;
}

/** Under which key a record is kept, and whether it sets or removes; undefined for records of other domains. */
export function keyedChange(record: MetadataRecord): KeyedChange | undefined {
  switch (record.name) {
    case "AccessControlEntryRecord":
      return { domain: "AccessControlEntryRecord", key: record.value.id, record };
    case "RemoveAccessControlEntryRecord":
      return { domain: "AccessControlEntryRecord", key: record.value.id, record: undefined };
    case "UserScramCredentialRecord":
    case "RemoveUserScramCredentialRecord": {
      const key = scramKey(record.value.name, record.value.mechanism);
      const isSet = record.name === "UserScramCredentialRecord";
      return { domain: "UserScramCredentialRecord", key, record: isSet ? record : undefined };
    }
    case "DelegationTokenRecord":
      return { domain: "DelegationTokenRecord", key: record.value.tokenId, record };
    case "RemoveDelegationTokenRecord":
      return { domain: "DelegationTokenRecord", key: record.value.tokenId, record: undefined };
    case "ClientQuotaRecord": {
      const { entity, key, remove } = record.value;
      const isSet = !remove;
      return { domain: "ClientQuotaRecord", key: clientQuotaKey(entity, key), record: isSet ? record : undefined };
    }
    default:
      return undefined;
  }
}
