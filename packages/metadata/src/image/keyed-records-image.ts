/**
 * Records of domains that have no image of their own yet: access control entries, SCRAM credentials, client quotas and
 * delegation tokens. The newest record of each key is kept whole, so that a snapshot loses none of them.
 */

import type { MetadataRecord } from "../records/metadata-record.ts";
import { PersistentMap } from "./persistent-map.ts";

/** Immutable. */
export class KeyedRecordsImage {
  static readonly EMPTY: KeyedRecordsImage = new KeyedRecordsImage(PersistentMap.empty());

  readonly #byKey: PersistentMap<MetadataRecord>;

  private constructor(byKey: PersistentMap<MetadataRecord>) {
    this.#byKey = byKey;
  }

  get size(): number {
    return this.#byKey.size;
  }

  get(key: string): MetadataRecord | undefined {
    return this.#byKey.get(key);
  }

  /** The records, in no particular order. */
  values(): Iterable<MetadataRecord> {
    return this.#byKey.values();
  }

  /** This image with some keys set, or removed where the record is undefined. */
  with(changes: Iterable<readonly [string, MetadataRecord | undefined]>): KeyedRecordsImage {
    const builder = this.#byKey.toBuilder();
    for (const [key, record] of changes) {
      if (record === undefined) builder.delete(key);
      else builder.set(key, record);
    }
    return new KeyedRecordsImage(builder.build());
  }
}

/** Under which key a record is kept, and whether it sets or removes; undefined for records of other domains. */
export function keyedChange(record: MetadataRecord): readonly [string, MetadataRecord | undefined] | undefined {
  switch (record.name) {
    case "AccessControlEntryRecord":
      return [`acl:${record.value.id}`, record];
    case "RemoveAccessControlEntryRecord":
      return [`acl:${record.value.id}`, undefined];
    case "UserScramCredentialRecord":
      return [`scram:${record.value.mechanism}:${record.value.name}`, record];
    case "RemoveUserScramCredentialRecord":
      return [`scram:${record.value.mechanism}:${record.value.name}`, undefined];
    case "DelegationTokenRecord":
      return [`token:${record.value.tokenId}`, record];
    case "RemoveDelegationTokenRecord":
      return [`token:${record.value.tokenId}`, undefined];
    case "ClientQuotaRecord": {
      const { entity, key, remove } = record.value;
      const parts = entity.map((part) => JSON.stringify([part.entityType, part.entityName])).toSorted();
      return [`quota:${parts.join()}:${key}`, remove ? undefined : record];
    }
    default:
      return undefined;
  }
}
