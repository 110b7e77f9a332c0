// What a process on the virtual clock has of the outside world: it can be stopped for a while (nothing is heard, said or timed, as under SIGSTOP), and it can die.
import type { Clock, Timer } from "@ottla/base";
import type { Channel, ChannelEvents, ChannelListener, ConnectOptions, ListenOptions, Network } from "@ottla/network";

export class MortalProcess implements Clock, Network {
  readonly #clock: Clock;
  readonly #network: Network;
  readonly #channels = new Set<Channel>();
  readonly #listeners = new Set<ChannelListener>();
  /** What happens when it goes on; undefined while it runs. */
  #held: (() => void)[] | undefined;
  #isDead = false;

  constructor(clock: Clock, network: Network) {
    this.#clock = clock;
    this.#network = network;
  }

  nowMs(): number {
    return this.#clock.nowMs();
  }

  monotonicMs(): number {
    return this.#clock.monotonicMs();
  }

  setTimer(delayMs: number, callback: () => void): Timer {
    let isCancelled = false;
    const timer = this.#clock.setTimer(delayMs, () => {
      this.#whenRunning(() => {
        if (!isCancelled && !this.#isDead) callback();
      });
    });
    return {
      cancel() {
        isCancelled = true;
        timer.cancel();
      },
    };
  }

  async listen(options: ListenOptions): Promise<ChannelListener> {
    const onChannel = (channel: Channel): void => {
      this.#channels.add(channel);
      this.#whenRunning(() => options.onChannel(this.#stoppable(channel)));
    };
    const listener = await this.#network.listen({ ...options, onChannel });
    this.#listeners.add(listener);
    return listener;
  }

  connect(options: ConnectOptions): Promise<Channel> {
    return this.#network.connect(options);
  }

  stop(): void {
    this.#held ??= [];
  }

  goOn(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const happen of held) happen();
  }

  async die(): Promise<void> {
    this.#isDead = true;
    this.#held = undefined;
    for (const listener of this.#listeners) await listener.close();
    for (const channel of this.#channels) channel.destroy();
  }

  #whenRunning(happen: () => void): void {
    if (this.#held === undefined) happen();
    else this.#held.push(happen);
  }

  #stoppable(channel: Channel): Channel {
    const whenRunning = this.#whenRunning.bind(this);
    return {
      localAddress: channel.localAddress,
      remoteAddress: channel.remoteAddress,
      get writableLength() {
        return channel.writableLength;
      },
      open: (events: ChannelEvents) =>
        channel.open({
          onData: (chunk) => {
            // A chunk is valid during the call only.
            const kept = this.#held === undefined ? chunk : chunk.slice();
            whenRunning(() => events.onData(kept));
          },
          onDrain: () => whenRunning(() => events.onDrain()),
          onClose: (error) => whenRunning(() => events.onClose(error)),
        }),
      write: (chunks, onTaken) => whenRunning(() => channel.write(chunks, onTaken)),
      writeNow: (chunks) => whenRunning(() => channel.writeNow(chunks)),
      pause: () => channel.pause(),
      resume: () => channel.resume(),
      end: () => whenRunning(() => channel.end()),
      destroy: () => channel.destroy(),
    };
  }
}
