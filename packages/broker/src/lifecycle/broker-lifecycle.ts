/**
 * A broker's life in its cluster, as far as the controller has a say in it:
 *
 *   (new) ──registers──► catching up ──has read its registration──► fenced ──wants to serve──► active ──wants to stop──► stopping ──► may stop
 *
 * Heartbeats go on from the registration to the end. A broker that was silent for too long is fenced by the controller and lets itself be heard
 * again: the next heartbeat makes it active.
 */

import { type Clock, type Random, randomUuid, type Timer, type Uuid } from "@ottla/base";
import type { KafkaConfig } from "@ottla/config";
import { type RegisteredEndpoint, SUPPORTED_FEATURES } from "@ottla/metadata";
import { ErrorCode, errorMessage } from "@ottla/protocol";
import { BrokerHeartbeatRequest, BrokerHeartbeatResponse } from "@ottla/protocol/messages/broker-heartbeat";
import { BrokerRegistrationRequest, BrokerRegistrationResponse } from "@ottla/protocol/messages/broker-registration";
import type { ControllerChannel } from "../inter-broker/controller-channel.ts";
import type { Logger } from "../logging/logger.ts";

export interface BrokerLifecycleOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly config: () => KafkaConfig;
  readonly clusterId: string;
  readonly directoryIds: readonly Uuid[];
  readonly channel: ControllerChannel;
  /** The last offset of the metadata that has taken effect here. */
  readonly metadataOffset: () => number;
}

/** The controller does not take this broker. */
export class BrokerRefusedError extends Error {
  override readonly name: string = "BrokerRefusedError";
  readonly code: string = "BROKER_REFUSED";
  readonly retriable: boolean = false;
}

const REGISTER = { request: BrokerRegistrationRequest, response: BrokerRegistrationResponse };
const HEARTBEAT = { request: BrokerHeartbeatRequest, response: BrokerHeartbeatResponse };
/** Until it has read its registration a broker asks often. */
const CATCH_UP_INTERVAL_MS = 10;
const RETRY_MS = 100;
/** Another try may have a better answer: the session of the one before runs out, or a new controller takes over. */
const RETRIABLE: ReadonlySet<number> = new Set<number>([
  ErrorCode.DUPLICATE_BROKER_REGISTRATION,
  ErrorCode.NOT_CONTROLLER,
  ErrorCode.REQUEST_TIMED_OUT,
  ErrorCode.UNKNOWN_SERVER_ERROR,
]);
/** Kafka's versions that a field was added in. */
const OMITS_MIN_ZERO_BEFORE_VERSION = 4;

type State = "new" | "catching up" | "fenced" | "active" | "stopping" | "may stop";

/** See the file's head. */
export class BrokerLifecycle {
  readonly #options: BrokerLifecycleOptions;
  #state: State = "new";
  #brokerEpoch = -1;
  #wantFence = true;
  #wantShutDown = false;
  /** When the controller answered last, or this broker began to want to stop. */
  #heardMs = 0;
  #timer: Timer | undefined;
  #isBeating = false;
  #isStopped = false;
  readonly #waiting = new Map<State, (() => void)[]>();

  constructor(options: BrokerLifecycleOptions) {
    this.#options = options;
  }

  /** −1 before the registration. */
  get brokerEpoch(): number {
    return this.#brokerEpoch;
  }

  /**
   * Registers, and resolves when this broker has read its own registration. Rejects with a `BrokerRefusedError`, or when no controller took
   * it within `initial.broker.registration.timeout.ms`.
   */
  async register(endpoints: readonly RegisteredEndpoint[]): Promise<void> {
    const { config, clock, logger, random } = this.#options;
    const incarnationId = randomUuid(random);
    const deadlineMs = clock.monotonicMs() + config().number("initial.broker.registration.timeout.ms");
    for (;;) {
      const { errorCode, brokerEpoch } = await this.#sendRegistration(endpoints, incarnationId, deadlineMs);
      if (errorCode === ErrorCode.NONE) {
        this.#brokerEpoch = brokerEpoch;
        break;
      }
      const isLast = clock.monotonicMs() >= deadlineMs;
      if (isLast || this.#isStopped || !RETRIABLE.has(errorCode)) {
        throw new BrokerRefusedError(`The controller does not take this broker: ${errorMessage(errorCode)}`);
      }
      logger.info({ errorCode }, "The controller does not take this broker yet; it is asked again");
      await this.#pause(RETRY_MS);
    }
    this.#state = "catching up";
    this.#beatSoon(0);
    await this.#reached("fenced");
  }

  /** Lets this broker serve; resolves when the controller has let it. */
  async unfence(): Promise<void> {
    this.#wantFence = false;
    this.#beatSoon(0);
    await this.#reached("active");
  }

  /**
   * Asks for leave to stop: the leaderships of this broker go to others. Resolves when it may stop, after `timeoutMs`, or when no controller has answered
   * for longer than a quorum that is still one takes to elect another.
   */
  async controlledShutdown(timeoutMs: number): Promise<void> {
    if (this.#state === "new") return;
    this.#wantShutDown = true;
    this.#heardMs = this.#options.clock.monotonicMs();
    if (this.#state === "active") this.#state = "stopping";
    this.#beatSoon(0);
    const timer = Promise.withResolvers<void>();
    const limit = this.#options.clock.setTimer(timeoutMs, timer.resolve);
    await Promise.race([this.#reached("may stop"), timer.promise]);
    limit.cancel();
  }

  stop(): void {
    this.#isStopped = true;
    this.#timer?.cancel();
  }

  #sendRegistration(
    endpoints: readonly RegisteredEndpoint[],
    incarnationId: Uuid,
    deadlineMs: number,
  ): Promise<BrokerRegistrationResponse> {
    const { config, clock, clusterId, directoryIds, channel } = this.#options;
    const { nodeId, rack } = config();
    const features = [...SUPPORTED_FEATURES].map(([name, { min, max }]) => ({
      name,
      minSupportedVersion: min,
      maxSupportedVersion: max,
    }));
    const body = (version: number): Parameters<typeof BrokerRegistrationRequest.encode>[1] => ({
      brokerId: nodeId,
      clusterId,
      incarnationId,
      listeners: endpoints.map(({ listenerName: name, ...endpoint }) => ({ name, ...endpoint })),
      features:
        version < OMITS_MIN_ZERO_BEFORE_VERSION
          ? features.filter(({ minSupportedVersion }) => minSupportedVersion > 0)
          : features,
      rack,
      logDirs: [...directoryIds],
    });
    return channel.request(REGISTER, body, {
      timeoutMs: Math.max(1, deadlineMs - clock.monotonicMs()),
      errorOf: (response) => response.errorCode,
    });
  }

  #beatSoon(delayMs: number): void {
    if (this.#isStopped || this.#isBeating || this.#state === "new") return;
    this.#timer?.cancel();
    this.#timer = this.#options.clock.setTimer(delayMs, () => {
      this.#isBeating = true;
      this.#beat()
        .catch((error: unknown) => {
          if (!this.#isStopped) this.#options.logger.warn({ error }, "A heartbeat could not be sent");
          if (this.#isLeftAlone()) this.#reach("may stop");
          return RETRY_MS;
        })
        .then((nextMs) => {
          this.#isBeating = false;
          this.#beatSoon(nextMs);
        })
        .catch(() => {});
    });
  }

  #isLeftAlone(): boolean {
    const { clock, config } = this.#options;
    const electionMs =
      config().number("controller.quorum.fetch.timeout.ms") + config().number("controller.quorum.election.timeout.ms");
    return this.#wantShutDown && clock.monotonicMs() - this.#heardMs > electionMs;
  }

  /** Sends one heartbeat; resolves with the time until the next. */
  async #beat(): Promise<number> {
    const { config, channel, metadataOffset, logger } = this.#options;
    const intervalMs = config().number("broker.heartbeat.interval.ms");
    const wanted = { wantFence: this.#wantFence, wantShutDown: this.#wantShutDown };
    const body = { brokerId: config().nodeId, brokerEpoch: this.#brokerEpoch, ...wanted };
    const response = await channel.request(
      HEARTBEAT,
      { ...body, currentMetadataOffset: metadataOffset(), cordonedLogDirs: [] },
      { timeoutMs: intervalMs, errorOf: ({ errorCode }) => errorCode },
    );
    if (response.errorCode !== ErrorCode.NONE) {
      logger.warn({ error: errorMessage(response.errorCode) }, "The controller refuses the heartbeat of this broker");
      return intervalMs;
    }
    this.#heardMs = this.#options.clock.monotonicMs();
    this.#onAnswer(response);
    const isChanged = wanted.wantFence !== this.#wantFence || wanted.wantShutDown !== this.#wantShutDown;
    const isWaiting = this.#state === "fenced" && !this.#wantFence;
    const isHurried = this.#state === "catching up" || this.#state === "stopping" || isWaiting;
    return isChanged ? 0 : isHurried ? CATCH_UP_INTERVAL_MS : intervalMs;
  }

  #onAnswer({ isCaughtUp, isFenced, shouldShutDown }: BrokerHeartbeatResponse): void {
    if (shouldShutDown) this.#reach("may stop");
    else if (this.#wantShutDown) return;
    else if (this.#state === "catching up" && isCaughtUp) this.#reach("fenced");
    else if (this.#state === "fenced" && !isFenced) this.#reach("active");
  }

  #reach(state: State): void {
    this.#state = state;
    for (const resolve of this.#waiting.get(state) ?? []) resolve();
    this.#waiting.delete(state);
  }

  #reached(state: State): Promise<void> {
    if (this.#state === state) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.set(state, [...(this.#waiting.get(state) ?? []), resolve]);
    });
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#options.clock.setTimer(ms, resolve);
    });
  }
}
