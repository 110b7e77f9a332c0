/**
 * Every quota of clients on this node, as the metadata has them. Who has none is not measured, and while there are none at all nobody is.
 *
 * Deviation: Apache Kafka measures broker and controller of one process apart; here they share what one event loop does.
 */

import type { KeyedChange, MetadataRecord } from "@ottla/metadata";
import { ConnectionRates } from "./connection-rates.ts";
import { MutationQuota } from "./mutation-quota.ts";
import type { QuotaEntity } from "./quota-limits.ts";
import type { QuotaWindow } from "./quota-window.ts";
import { RateQuota } from "./rate-quota.ts";

export interface ClientQuotasOptions {
  /** `quota.window.num`, `quota.window.size.seconds` */
  readonly window: QuotaWindow;
  /** `controller.quota.window.num`, `controller.quota.window.size.seconds` */
  readonly controllerWindow: QuotaWindow;
}

type Quota = RateQuota | MutationQuota;
type ClientQuotaRecord = Extract<MetadataRecord, { readonly name: "ClientQuotaRecord" }>["value"];

const CONNECTION_RATE = "connection_creation_rate";

/** See the file's head. */
export class ClientQuotas {
  readonly window: QuotaWindow;
  /** Bytes of Produce requests. */
  readonly produce: RateQuota;
  /** Bytes of records that are fetched. */
  readonly fetch: RateQuota;
  /** Percent of the time of the event loop. */
  readonly request: RateQuota;
  readonly mutation: MutationQuota;
  readonly connections: ConnectionRates;
  readonly #byKey: ReadonlyMap<string, Quota>;
  /** What is in force, by the key of its record: a removal tells no more than that. */
  readonly #records = new Map<string, ClientQuotaRecord>();
  #isActive = false;

  constructor({ window, controllerWindow }: ClientQuotasOptions) {
    this.window = window;
    this.produce = new RateQuota(window);
    this.fetch = new RateQuota(window);
    this.request = new RateQuota(window);
    this.mutation = new MutationQuota(controllerWindow);
    this.connections = new ConnectionRates(window);
    this.#byKey = new Map<string, Quota>([
      ["producer_byte_rate", this.produce],
      ["consumer_byte_rate", this.fetch],
      ["request_percentage", this.request],
      ["controller_mutation_rate", this.mutation],
    ]);
  }

  /** Whether there is any quota of users or clients. */
  get isActive(): boolean {
    return this.#isActive;
  }

  /** Takes over changes of the metadata. */
  onChanges(changes: Iterable<KeyedChange>): void {
    for (const { domain, key, record } of changes) {
      if (domain !== "ClientQuotaRecord") continue;
      const before = this.#records.get(key);
      if (record?.name === "ClientQuotaRecord") {
        this.#records.set(key, record.value);
        this.#apply(record.value, record.value.value);
      } else if (before !== undefined) {
        this.#records.delete(key);
        this.#apply(before, undefined);
      }
    }
    this.#isActive = [...this.#byKey.values()].some(({ limits }) => !limits.isEmpty);
  }

  #apply({ entity, key }: ClientQuotaRecord, limit: number | undefined): void {
    const parts = new Map(entity.map(({ entityType, entityName }) => [entityType, entityName]));
    if (key === CONNECTION_RATE) {
      const address = parts.get("ip");
      if (address !== undefined) this.connections.setLimit(address, limit);
      return;
    }
    const quota = this.#byKey.get(key);
    if (quota === undefined) return;
    const target: QuotaEntity = { user: parts.get("user"), clientId: parts.get("client-id") };
    if (limit === undefined) quota.limits.delete(target);
    else quota.limits.set(target, limit);
    quota.onLimitsChanged();
  }
}
