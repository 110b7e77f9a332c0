/**
 * What a node has of the world while its process lives: a clock of its own, which is wrong and goes wrong, and the network. It can be stopped for
 * a while, as under SIGSTOP: nothing is heard, said or timed. When it dies, nothing of it goes on.
 */
import type { Clock, Timer, VirtualClock } from "@ottla/base";
import type { Channel, ChannelListener, ConnectOptions, ListenOptions, Network } from "@ottla/network";
import type { SimulatedHost } from "./simulated-network.ts";

/** Timers fire at multiples of a thousandth of a millisecond. */
const GRAIN = 1024;

/** The clock of a machine: its time of day is wrong, and its milliseconds are longer or shorter than true ones. */
export class SkewedClock {
  readonly #clock: VirtualClock;
  #wallMs: number;
  #rate: number;
  #sinceMs = 0;
  #ownMs = 0;

  constructor(clock: VirtualClock, { wallMs, rate }: { readonly wallMs: number; readonly rate: number }) {
    this.#clock = clock;
    this.#wallMs = wallMs;
    this.#rate = rate;
  }

  nowMs(): number {
    return Math.floor(this.#clock.nowMs() + this.#wallMs);
  }

  monotonicMs(): number {
    return this.#ownMs + (this.#clock.monotonicMs() - this.#sinceMs) * this.#rate;
  }

  /** How long its milliseconds are, a moment more: a timer that fires when its time has come only almost would be set again for no time. */
  trueMs(ms: number): number {
    return (Math.floor((ms / this.#rate) * GRAIN) + 1) / GRAIN;
  }

  jumpWall(ms: number): void {
    this.#wallMs += ms;
  }

  /** It runs at another speed from now on; timers that are set keep their time. */
  drift(rate: number): void {
    this.#ownMs = this.monotonicMs();
    this.#sinceMs = this.#clock.monotonicMs();
    this.#rate = rate;
  }
}

export class SimulatedProcess implements Clock, Network {
  readonly #clock: VirtualClock;
  readonly #host: SimulatedHost;
  readonly #skewed: SkewedClock;
  readonly #mayTime: () => boolean;
  /** What happens when it goes on; undefined while it runs. */
  #held: (() => void)[] | undefined;
  #isDead = false;

  constructor(
    clock: VirtualClock,
    {
      host,
      skewed,
      mayTime,
    }: { readonly host: SimulatedHost; readonly skewed: SkewedClock; readonly mayTime: () => boolean },
  ) {
    this.#mayTime = mayTime;
    this.#clock = clock;
    this.#host = host;
    this.#skewed = skewed;
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  nowMs(): number {
    return this.#skewed.nowMs();
  }

  monotonicMs(): number {
    return this.#skewed.monotonicMs();
  }

  setTimer(delayMs: number, callback: () => void): Timer {
    let isCancelled = false;
    if (!this.#mayTime()) return { cancel() {} };
    const timer = this.#clock.setTimer(this.#skewed.trueMs(Math.max(0, delayMs)), () => {
      this.#whenRunning(() => {
        if (!isCancelled) callback();
      });
    });
    return {
      cancel() {
        isCancelled = true;
        timer.cancel();
      },
    };
  }

  listen(options: ListenOptions): Promise<ChannelListener> {
    const onChannel = (channel: Channel): void => {
      this.#whenRunning(() => options.onChannel(this.#stoppable(channel)));
    };
    return this.#host.listen({ ...options, onChannel });
  }

  /** Settles only while the process runs: one that is dead would go on with its successor's disk when it is refused. */
  connect(options: ConnectOptions): Promise<Channel> {
    return new Promise((resolve, reject) => {
      this.#host.connect(options).then(
        (channel) => this.#whenRunning(() => resolve(this.#stoppable(channel))),
        (error: unknown) => this.#whenRunning(() => reject(error)),
      );
    });
  }

  stop(): void {
    this.#held ??= [];
  }

  goOn(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const happen of held) this.#whenRunning(happen);
  }

  /** Resolves at once, or when a stopped process goes on. */
  running(): Promise<void> | undefined {
    if (this.#held === undefined) return undefined;
    return new Promise((resolve) => {
      this.#whenRunning(resolve);
    });
  }

  die(isSilent: boolean): void {
    this.#isDead = true;
    this.#held = undefined;
    this.#host.die(isSilent);
  }

  #whenRunning(happen: () => void): void {
    if (this.#isDead) return;
    if (this.#held === undefined) happen();
    else this.#held.push(happen);
  }

  #stoppable(channel: Channel): Channel {
    const whenRunning = (happen: () => void): void => this.#whenRunning(happen);
    return {
      localAddress: channel.localAddress,
      remoteAddress: channel.remoteAddress,
      writableLength: 0,
      open: (events) =>
        channel.open({
          onData: (chunk) => whenRunning(() => events.onData(chunk)),
          onDrain: () => whenRunning(() => events.onDrain()),
          onClose: (error) => whenRunning(() => events.onClose(error)),
        }),
      write: (chunks, onTaken) => {
        if (!this.#isDead) channel.write(chunks, onTaken);
      },
      writeNow: (chunks) => {
        if (!this.#isDead) channel.writeNow(chunks);
      },
      pause: () => channel.pause(),
      resume: () => channel.resume(),
      end: () => channel.end(),
      destroy: () => channel.destroy(),
    };
  }
}
