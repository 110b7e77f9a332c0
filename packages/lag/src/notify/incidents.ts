// Which notifiers are told of a group's status, and as what: Burrow's rules about incidents, thresholds and intervals. Pure: statuses come in with the
// time, and what is to be sent comes out.
import { Status } from "../evaluation/status.ts";

/** What is configured about one notifier, as far as it decides. */
export interface NotifierRules {
  readonly name: string;
  /** The lowest status that is sent: 1 tells of OK groups too, each time. */
  readonly threshold: number;
  /** The least time between two messages about a group, in ms. */
  readonly sendIntervalMs: number;
  readonly sendsOnce: boolean;
  readonly sendsClose: boolean;
  acceptsGroup(group: string): boolean;
}

export interface Message {
  readonly notifier: string;
  readonly isClose: boolean;
  /** "" while there is no incident. */
  readonly id: string;
  /** Undefined while there is no incident. */
  readonly startMs: number | undefined;
}

/** What a monitor that takes over must know of a group's incident. */
export interface IncidentState {
  readonly id: string;
  readonly startMs: number;
  /** A silence kept a notifier from being told. */
  readonly wasSilent: boolean;
  /** When each notifier was last told, by its name. */
  readonly lastSentMs: ReadonlyMap<string, number>;
}

interface Incident {
  id: string;
  startMs: number | undefined;
  wasSilent: boolean;
  readonly lastSentMs: Map<string, number>;
}

export class Incidents {
  readonly #notifiers: readonly NotifierRules[];
  readonly #groups: Map<string, Incident> = new Map();
  readonly #newId: () => string;

  constructor(notifiers: readonly NotifierRules[], newId: () => string) {
    this.#notifiers = notifiers;
    this.#newId = newId;
  }

  /**
   * A group has been evaluated; answers with the messages to send.
   * @param isSilent a silence holds: nobody is told, but for the end of an incident that was told of
   */
  onStatus(cluster: string, group: string, status: Status, nowMs: number, isSilent: boolean = false): Message[] {
    if (status === Status.NOTFOUND) return [];
    const incident = this.#incident(Incidents.key(cluster, group));
    if (incident.startMs === undefined && status > Status.OK) {
      incident.id = this.#newId();
      incident.startMs = nowMs;
    }
    const { id, startMs } = incident;
    const messages: Message[] = [];
    for (const rules of this.#notifiers) {
      if (!rules.acceptsGroup(group)) continue;
      const kind = decide(rules, incident, status, nowMs);
      if (kind === "open" && isSilent) {
        incident.wasSilent ||= startMs !== undefined;
        continue;
      }
      if (kind === "close" && (isSilent || incident.wasSilent) && !incident.lastSentMs.has(rules.name)) continue;
      if (kind === "open") incident.lastSentMs.set(rules.name, nowMs);
      if (kind !== undefined) messages.push({ notifier: rules.name, isClose: kind === "close", id, startMs });
    }
    if (status === Status.OK && startMs !== undefined) {
      incident.id = "";
      incident.startMs = undefined;
      incident.wasSilent = false;
      incident.lastSentMs.clear();
    }
    return messages;
  }

  /** The incident of a group that is under way. */
  state(key: string): IncidentState | undefined {
    const incident = this.#groups.get(key);
    return incident?.startMs === undefined ? undefined : { ...incident, startMs: incident.startMs };
  }

  /** The keys of all groups with an incident. */
  keys(): string[] {
    return [...this.#groups].filter(([, { startMs }]) => startMs !== undefined).map(([key]) => key);
  }

  /** Takes over what another monitor, or this one before, knew: an incident, or that there is none. */
  restore(key: string, state: IncidentState | undefined): void {
    if (state === undefined) this.#groups.delete(key);
    else this.#groups.set(key, { ...state, lastSentMs: new Map(state.lastSentMs) });
  }

  /** Forgets groups that are not there any more. */
  keepOnly(groups: ReadonlySet<string>): void {
    for (const key of this.#groups.keys()) if (!groups.has(key)) this.#groups.delete(key);
  }

  /** The name under which a group is kept. */
  static key(cluster: string, group: string): string {
    return `${cluster.length}:${cluster}${group}`;
  }

  #incident(key: string): Incident {
    let incident = this.#groups.get(key);
    if (incident === undefined) {
      incident = { id: "", startMs: undefined, wasSilent: false, lastSentMs: new Map() };
      this.#groups.set(key, incident);
    }
    return incident;
  }
}

function decide(rules: NotifierRules, incident: Incident, status: Status, nowMs: number): "open" | "close" | undefined {
  const { startMs, lastSentMs } = incident;
  // The end of an incident is told whatever the threshold.
  if (startMs !== undefined && status === Status.OK && rules.sendsClose) return "close";
  if (status < rules.threshold) return undefined;
  const lastMs = lastSentMs.get(rules.name);
  if (lastMs === undefined) return "open";
  return !rules.sendsOnce && nowMs - lastMs > rules.sendIntervalMs ? "open" : undefined;
}
