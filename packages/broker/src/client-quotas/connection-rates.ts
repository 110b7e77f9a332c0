/** How many connections an address may open in a second (`connection_creation_rate`, KIP-612). */

import { QuotaRate } from "./quota-rate.ts";
import type { QuotaWindow } from "./quota-window.ts";
import { SharedMeters } from "./shared-meters.ts";

/** See the file's head. */
export class ConnectionRates {
  readonly #window: QuotaWindow;
  readonly #limits = new Map<string, number>();
  #defaultLimit: number | undefined;
  readonly #meters: SharedMeters<QuotaRate>;

  constructor(window: QuotaWindow) {
    this.#window = window;
    this.#meters = new SharedMeters(() => new QuotaRate(window));
  }

  get isEmpty(): boolean {
    return this.#limits.size === 0 && this.#defaultLimit === undefined;
  }

  /** null: every address without a rate of its own. An undefined limit removes it. */
  setLimit(address: string | null, limit: number | undefined): void {
    if (address === null) this.#defaultLimit = limit;
    else if (limit === undefined) this.#limits.delete(addressKey(address));
    else this.#limits.set(addressKey(address), limit);
    if (this.isEmpty) this.#meters.clear();
  }

  /**
   * Counts a connection; returns 0 where it may come in, else after how many milliseconds, at most one window, it is to be closed. One that does not
   * come in does not count.
   */
  onConnection(address: string, nowMs: number): number {
    if (this.isEmpty) return 0;
    const key = addressKey(address);
    const limit = this.#limits.get(key) ?? this.#defaultLimit;
    if (limit === undefined) return 0;
    const rate = this.#meters.of(key, nowMs);
    rate.record(1, nowMs);
    const throttleMs = Math.min(rate.throttleMs(limit, nowMs), this.#window.sizeMs);
    if (throttleMs > 0) rate.record(-1, nowMs);
    return throttleMs;
  }
}

const MAPPED_V4 = /^(?:.*:)?ffff:([0-9.]+)$/i;

/** The same for every way to write an address; a version 4 address in version 6 is that of version 4. */
function addressKey(address: string): string {
  const v4 = MAPPED_V4.exec(address)?.[1];
  if (v4 !== undefined) return v4;
  if (!address.includes(":")) return address.split(".").map(Number).join(".");
  const [head = "", tail] = address.toLowerCase().replace(/%.*$/, "").split("::");
  const groupsOf = (half: string): string[] => (half === "" ? [] : half.split(":"));
  const [left, right] = [groupsOf(head), groupsOf(tail ?? "")];
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => "0");
  return [...left, ...zeros, ...right].map((group) => Number.parseInt(group, 16).toString(16)).join(":");
}
