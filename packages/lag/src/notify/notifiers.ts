// The notifiers of a monitor: looks at every group again and again, and tells whom it concerns. What fails is told in the log, and tried again as often
// as configured.
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { groupFilter } from "../config/group-filter.ts";
import { LagConfigError } from "../config/section.ts";
import type { Section } from "../config/section.ts";
import { onlyTroubled } from "../evaluation/group-status.ts";
import type { GroupStatus } from "../evaluation/group-status.ts";
import { reasonOf } from "../logger.ts";
import type { Logger } from "../logger.ts";
import { EmailNotifier } from "./email-notifier.ts";
import { HttpNotifier } from "./http-notifier.ts";
import { Incidents } from "./incidents.ts";
import type { Message, NotifierRules } from "./incidents.ts";
import type { Silences } from "./silences.ts";
import { presetOf } from "./presets.ts";
import { templateData } from "./template-data.ts";
import { TemplateError } from "./template/nodes.ts";
import type { Struct } from "./template/values.ts";

interface Sender {
  send(data: Struct, isClose: boolean): Promise<void>;
  close(): void;
}

interface Notifier {
  readonly section: Section;
  readonly rules: NotifierRules;
  readonly sender: Sender | undefined;
}

const RETRY_MS = 1_000;

/** What the notifiers look at. */
export interface NotifiedGroups {
  groups(): Iterable<readonly [cluster: string, group: string]>;
  status(cluster: string, group: string): GroupStatus;
  readonly silences: Silences;
  /** All clusters have been read: a group that is not there is gone. */
  readonly isReady: boolean;
  nowMs(): number;
}

function readTemplate(section: Section, key: string): string {
  const path = section.text(key);
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new LagConfigError(`notifier.${section.name}.${key} cannot be read: ${reasonOf(error)}`, { cause: error });
  }
}

function required(section: Section, keys: readonly string[]): void {
  const missing = keys.find((key) => section.text(key) === "");
  if (missing !== undefined) throw new LagConfigError(`notifier.${section.name}.${missing} is missing`);
}

/** @throws LagConfigError for what is missing, or a template that is none */
function senderOf(section: Section): Sender | undefined {
  const className = section.text("class-name");
  if (className === "null") return undefined;
  const sendsClose = section.boolean("send-close");
  const preset = presetOf(className, section.text("webhook"), section.text("routing-key"));
  try {
    if (preset !== undefined) {
      required(section, className === "pagerduty" ? ["routing-key"] : ["webhook"]);
      const own = (key: string, text: string): string => (section.text(key) === "" ? text : readTemplate(section, key));
      const close = sendsClose ? own("template-close", preset.close) : undefined;
      return new HttpNotifier(section, { open: own("template-open", preset.open), close }, preset);
    }
    required(section, ["template-open", ...(sendsClose ? ["template-close"] : [])]);
    const texts = {
      open: readTemplate(section, "template-open"),
      close: sendsClose ? readTemplate(section, "template-close") : undefined,
    };
    if (className === "email") {
      required(section, ["server", "from", "to"]);
      return new EmailNotifier(section, texts);
    }
    required(section, ["url-open", ...(sendsClose ? ["url-close"] : [])]);
    return new HttpNotifier(section, texts);
  } catch (error) {
    if (error instanceof TemplateError)
      throw new LagConfigError(`notifier.${section.name}: ${error.message}`, { cause: error });
    throw error;
  }
}

export class Notifiers {
  readonly #notifiers: ReadonlyMap<string, Notifier>;
  readonly #incidents: Incidents;
  readonly #groups: NotifiedGroups;
  readonly #logger: Logger;
  readonly #sending: Set<Promise<void>> = new Set();
  #isClosed: boolean = false;

  /** @throws LagConfigError for a notifier that cannot be */
  constructor(sections: ReadonlyMap<string, Section>, groups: NotifiedGroups, logger: Logger) {
    this.#groups = groups;
    this.#logger = logger;
    this.#notifiers = new Map(
      [...sections].map(([name, section]) => {
        const interval = section.has("send-interval") ? section.number("send-interval") : section.number("interval");
        const rules: NotifierRules = {
          name,
          threshold: section.number("threshold"),
          sendIntervalMs: interval * 1000,
          sendsOnce: section.boolean("send-once"),
          sendsClose: section.boolean("send-close"),
          acceptsGroup: groupFilter(section),
        };
        return [name, { section, rules, sender: senderOf(section) }];
      }),
    );
    this.#incidents = new Incidents(
      [...this.#notifiers.values()].map(({ rules }) => rules),
      randomUUID,
    );
  }

  /** The shortest of the notifiers' intervals, in seconds: so often all groups are looked at. */
  get intervalS(): number {
    return Math.min(...[...this.#notifiers.values()].map(({ section }) => section.number("interval")));
  }

  /** What is known of incidents. */
  get incidents(): Incidents {
    return this.#incidents;
  }

  /** Looks at all groups once; what is sent is sent in the background. @param giveWay called between groups now and then */
  async look(giveWay: () => Promise<void>): Promise<void> {
    const seen = new Set<string>();
    let count = 0;
    for (const [cluster, group] of this.#groups.groups()) {
      if (++count % 50 === 0) await giveWay();
      const status = this.#groups.status(cluster, group);
      seen.add(Incidents.key(cluster, group));
      const nowMs = this.#groups.nowMs();
      const isSilent = this.#groups.silences.isSilent(cluster, group, nowMs);
      for (const message of this.#incidents.onStatus(cluster, group, status.status, nowMs, isSilent)) {
        this.#send(status, message);
      }
    }
    if (this.#groups.isReady) this.#incidents.keepOnly(seen);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#sending);
    for (const { sender } of this.#notifiers.values()) sender?.close();
  }

  #send(status: GroupStatus, message: Message): void {
    const notifier = this.#notifiers.get(message.notifier);
    if (notifier?.sender === undefined) return;
    const data = templateData(onlyTroubled(status), message, notifier.section.map("extras"));
    const sending = this.#deliver(notifier, notifier.sender, data, message);
    this.#sending.add(sending);
    void sending.then(() => this.#sending.delete(sending));
  }

  async #deliver({ section, rules }: Notifier, sender: Sender, data: Struct, message: Message): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      try {
        await sender.send(data, message.isClose);
        return;
      } catch (error) {
        const isLast = attempt >= section.number("retries") || error instanceof TemplateError || this.#isClosed;
        this.#logger.log("error", `notifier ${rules.name} could not send`, { reason: reasonOf(error), again: !isLast });
        if (isLast) return;
        await sleep(RETRY_MS * 2 ** attempt);
      }
    }
  }
}
