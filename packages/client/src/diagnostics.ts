/**
 * What a client does, for whoever subscribes through node:diagnostics_channel; where nobody does, the cost is one look at a boolean.
 *
 * Channels: `ottla:client:request` (each answered request), `ottla:producer:batch` (each batch that ended), `ottla:consumer:poll` (each poll that gave
 * records), `ottla:consumer:rebalance` (each call of the listener).
 */
import { channel } from "node:diagnostics_channel";
import type { TopicPartition } from "./topic-partition.ts";

/** On `ottla:client:request`. */
export interface RequestEvent {
  readonly clientId: string;
  readonly nodeId: number;
  /** Kafka's name, such as `FetchRequest`. */
  readonly api: string;
  readonly version: number;
  readonly requestBytes: number;
  readonly responseBytes: number;
  readonly latencyMs: number;
}

/** On `ottla:producer:batch`. */
export interface BatchEvent extends TopicPartition {
  readonly clientId: string;
  readonly recordCount: number;
  /** -1 when it failed, or the broker did not tell. */
  readonly baseOffset: number;
  readonly error: Error | undefined;
}

/** On `ottla:consumer:poll`. */
export interface PollEvent {
  readonly clientId: string;
  readonly groupId: string | null;
  readonly partitions: readonly (TopicPartition & { readonly recordCount: number })[];
}

/** On `ottla:consumer:rebalance`. */
export interface RebalanceEvent {
  readonly clientId: string;
  readonly groupId: string | null;
  readonly type: "assigned" | "revoked" | "lost";
  readonly partitions: readonly TopicPartition[];
}

/** One channel; `publish` makes the event only if somebody listens. */
export interface DiagnosticChannel<E> {
  readonly isOn: boolean;
  publish(event: E): void;
}

function diagnosticChannel<E>(name: string): DiagnosticChannel<E> {
  const target = channel(name);
  return {
    get isOn() {
      return target.hasSubscribers;
    },
    publish: (event) => target.publish(event),
  };
}

export const requestChannel: DiagnosticChannel<RequestEvent> = diagnosticChannel("ottla:client:request");
export const batchChannel: DiagnosticChannel<BatchEvent> = diagnosticChannel("ottla:producer:batch");
export const pollChannel: DiagnosticChannel<PollEvent> = diagnosticChannel("ottla:consumer:poll");
export const rebalanceChannel: DiagnosticChannel<RebalanceEvent> = diagnosticChannel("ottla:consumer:rebalance");
