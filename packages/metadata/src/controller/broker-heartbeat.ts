/**
 * A broker's heartbeat: it says how far it has read the metadata and what it wants, and is told what it is. Kafka's
 * `BrokerHeartbeatManager.calculateNextBrokerState`.
 *
 *   fenced ──has read its registration, wants to serve──► active ──wants to stop, leads something──► in controlled shutdown
 *     ▲                                                     │ wants to stop, leads nothing                      │
 *     └───────────── silent for a session, or leaves ◄──────┴──── leads nothing, and everybody knows ◄──────────┘
 */

import type { Uuid } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import type { BrokerRegistration } from "../image/cluster-image.ts";
import { type ApiError, apiError } from "./api-error.ts";
import type { BrokerHeartbeats } from "./broker-heartbeats.ts";
import { handleBeginControlledShutdown, handleFenceBroker, handleUnfenceBroker } from "./broker-registration.ts";
import type { ControllerContext, ControllerResult } from "./controller-result.ts";
import type { ControllerState } from "./controller-state.ts";

export interface BrokerHeartbeatRequest {
  readonly brokerId: number;
  readonly brokerEpoch: number;
  readonly currentMetadataOffset: number;
  readonly wantFence: boolean;
  readonly wantShutDown: boolean;
  /** Directories that have failed; none where left out. */
  readonly offlineLogDirs?: readonly Uuid[];
}

export interface BrokerHeartbeatReply {
  readonly isCaughtUp: boolean;
  readonly isFenced: boolean;
  readonly shouldShutDown: boolean;
}

type NextState = "fenced" | "active" | "in controlled shutdown" | "may stop";

/** See the file's head. */
export function handleBrokerHeartbeat(
  state: ControllerState,
  heartbeats: BrokerHeartbeats,
  request: BrokerHeartbeatRequest,
  context: ControllerContext,
): ControllerResult<BrokerHeartbeatReply | ApiError> {
  const broker = state.image.cluster.brokers.get(request.brokerId);
  const error = brokerEpochError(broker, request);
  if (error !== undefined || broker === undefined) {
    return { records: [], response: error ?? apiError(ErrorCode.STALE_BROKER_EPOCH), isAtomic: false };
  }
  const next = nextState(state, heartbeats, { broker, request });
  const { records } = transition(state, broker, next);
  heartbeats.onHeartbeat(broker.id, request.currentMetadataOffset, context.monotonicMs);
  if (next === "in controlled shutdown")
    heartbeats.onControlledShutdown(broker.id, context.nextOffset + records.length);
  if (next === "may stop") heartbeats.onLeave(broker.id);
  const response = {
    isCaughtUp: request.currentMetadataOffset >= heartbeats.registrationOffset(broker.id),
    isFenced: next === "fenced" || next === "may stop",
    shouldShutDown: next === "may stop",
  };
  return { records, response, isAtomic: false };
}

/** Why a broker is not the one that is registered under its id, or undefined. */
export function brokerEpochError(
  broker: BrokerRegistration | undefined,
  request: { readonly brokerId: number; readonly brokerEpoch: number },
): ApiError | undefined {
  const { brokerId, brokerEpoch } = request;
  if (broker === undefined) {
    return apiError(ErrorCode.STALE_BROKER_EPOCH, `No broker registration found for broker id ${brokerId}`);
  }
  if (broker.epoch === brokerEpoch) return undefined;
  const message = `Expected broker epoch ${broker.epoch}, but got broker epoch ${brokerEpoch}`;
  return apiError(ErrorCode.STALE_BROKER_EPOCH, message);
}

function nextState(
  state: ControllerState,
  heartbeats: BrokerHeartbeats,
  { broker, request }: { readonly broker: BrokerRegistration; readonly request: BrokerHeartbeatRequest },
): NextState {
  if (broker.fenced) {
    if (request.wantShutDown) return "may stop";
    const isCaughtUp = request.currentMetadataOffset >= heartbeats.registrationOffset(broker.id);
    return !request.wantFence && isCaughtUp ? "active" : "fenced";
  }
  if (broker.inControlledShutdown) {
    const shutdownOffset = heartbeats.shutdownOffset(broker.id) ?? -1;
    const isKnown = heartbeats.lowestActiveOffset(state.image.cluster) >= shutdownOffset - 1;
    return leadsAnything(state, broker.id) || !isKnown ? "in controlled shutdown" : "may stop";
  }
  if (request.wantFence) return request.wantShutDown ? "may stop" : "fenced";
  if (!request.wantShutDown) return "active";
  return leadsAnything(state, broker.id) ? "in controlled shutdown" : "may stop";
}

function transition(
  state: ControllerState,
  broker: BrokerRegistration,
  next: NextState,
): Pick<ControllerResult<undefined>, "records"> {
  switch (next) {
    case "active":
      return broker.fenced ? handleUnfenceBroker(state, broker) : { records: [] };
    case "in controlled shutdown":
      return handleBeginControlledShutdown(state, broker);
    case "fenced":
    case "may stop":
      return broker.fenced ? { records: [] } : handleFenceBroker(state, broker);
  }
}

function leadsAnything({ image }: ControllerState, brokerId: number): boolean {
  for (const { partitions } of image.topics.values()) {
    if (partitions.some(({ leader }) => leader === brokerId)) return true;
  }
  return false;
}

/** Fences the first broker that was silent for a session; the next step finds the next. */
export function handleExpiredSession(
  state: ControllerState,
  heartbeats: BrokerHeartbeats,
  options: { readonly nowMs: number; readonly sessionTimeoutMs: number },
): ControllerResult<number | undefined> {
  for (const broker of state.image.cluster.brokers.values()) {
    if (broker.fenced || heartbeats.hasSession(broker.id, options.nowMs, options.sessionTimeoutMs)) continue;
    const { records } = handleFenceBroker(state, broker);
    return { records, response: broker.id, isAtomic: false };
  }
  return { records: [], response: undefined, isAtomic: false };
}
