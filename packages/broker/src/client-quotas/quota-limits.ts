/**
 * The values of one quota by entity, and which of them is meant for a user with a client id: the most specific of Kafka's eight levels
 * (`ClientQuotaManager`). A level with the client's id is shared by all connections of that user and id, one with the user alone by all of the user's.
 */

/** A part of an entity: a name, the default (null), or none (undefined). */
export interface QuotaEntity {
  readonly user?: string | null | undefined;
  readonly clientId?: string | null | undefined;
}

/** The limit of a client and with whom it is shared. */
export interface QuotaLimit {
  /** The same for all who share it. */
  readonly sharedBy: string;
  readonly limit: number;
}

const NOBODY = "";

/** See the file's head. */
export class QuotaLimits {
  readonly #limits = new Map<string, number>();

  get isEmpty(): boolean {
    return this.#limits.size === 0;
  }

  set(entity: QuotaEntity, limit: number): void {
    this.#limits.set(keyOf(entity), limit);
  }

  delete(entity: QuotaEntity): void {
    this.#limits.delete(keyOf(entity));
  }

  /** Undefined: nothing limits him. A client without an id is limited as a user only, as by Kafka. */
  find(user: string, clientId: string): QuotaLimit | undefined {
    if (this.#limits.size === 0) return undefined;
    const hasId = clientId !== "";
    for (const who of [user, null]) {
      if (hasId) {
        const limit =
          this.#limits.get(keyOf({ user: who, clientId })) ?? this.#limits.get(keyOf({ user: who, clientId: null }));
        if (limit !== undefined) return { sharedBy: keyOf({ user, clientId }), limit };
      }
      const limit = this.#limits.get(keyOf({ user: who }));
      if (limit !== undefined) return { sharedBy: keyOf({ user }), limit };
    }
    if (!hasId) return undefined;
    const limit = this.#limits.get(keyOf({ clientId })) ?? this.#limits.get(keyOf({ clientId: null }));
    return limit === undefined ? undefined : { sharedBy: keyOf({ clientId }), limit };
  }
}

/** Names are marked, so that none is taken for a default or for none. */
function keyOf({ user, clientId }: QuotaEntity): string {
  return `${partKey(user)}\u0000${partKey(clientId)}`;
}

function partKey(name: string | null | undefined): string {
  if (name === undefined) return NOBODY;
  return name === null ? "*" : `=${name}`;
}
