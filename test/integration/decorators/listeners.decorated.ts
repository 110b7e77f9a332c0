// Classes with decorated listeners. Compiled with standard and with TypeScript's older decorators, and run in both (see listener-decorators.test.ts).
import {
  DltHandler,
  KafkaHandler,
  KafkaListener,
  RetryableTopic,
  SendTo,
  acknowledgment,
  context,
  header,
  json,
  payload,
  record,
} from "@ottla/listener";
import type { Acknowledgment, ListenerContext } from "@ottla/listener";

export interface Names {
  readonly topic: string;
  readonly group: string;
}

/** What happened, in order. */
export type Told = (event: string) => void;

class Order {
  readonly amount: number;
  constructor(amount: number) {
    this.amount = amount;
  }
}

/** The value as an object of one of our classes, as a registry of types would make it. */
function typed(value: unknown): unknown {
  const text = String(value);
  return text.startsWith("order:") ? new Order(Number(text.slice(6))) : text;
}

export function listenersOf(names: Names, told: Told): object[] {
  return [plainListeners(names, told), otherListeners(names, told), listenerOfTypes(names, told)];
}

/** Methods with little but a topic: the inherited one, one with state, one for batches, one that is two. */
function plainListeners({ topic, group }: Names, told: Told): object {
  class Base {
    @KafkaListener({ id: `${group}-inherited`, topics: `${topic}-plain`, groupId: `${group}-inherited` })
    inherited(value: string): void {
      told(`inherited ${value}`);
    }
  }

  class Listeners extends Base {
    readonly #name = "private state";

    @KafkaListener({ id: `${group}-plain`, topics: `${topic}-plain`, groupId: `${group}-plain` })
    async plain(value: string, { record: { offset } }: ListenerContext): Promise<void> {
      told(`plain ${value}@${offset} ${this.#name}`);
    }

    @KafkaListener({ id: `${group}-batch`, topics: `${topic}-plain`, groupId: `${group}-batch`, batch: true })
    batch(values: readonly string[]): void {
      for (const value of values) told(`batch ${value}`);
    }

    @KafkaListener({ id: `${group}-a`, topics: `${topic}-plain`, groupId: `${group}-a` })
    @KafkaListener({ id: `${group}-b`, topics: `${topic}-plain`, groupId: `${group}-b` })
    twice(value: string, { listenerId }: ListenerContext): void {
      told(`twice ${value} ${listenerId.slice(group.length + 1, -2)}`);
    }
  }

  return new Listeners();
}

/** Methods that ask for arguments, send what they return, or are tried again. */
function otherListeners({ topic, group }: Names, told: Told): object {
  class Others {
    @KafkaListener({
      id: `${group}-args`,
      topics: `${topic}-plain`,
      groupId: `${group}-args`,
      ackMode: "MANUAL",
      args: [payload(json()), header("trace"), acknowledgment(), record(), context()],
    })
    async args(
      value: unknown,
      trace: string,
      ack: Acknowledgment,
      { key }: { key: unknown },
      all: ListenerContext,
    ): Promise<void> {
      told(`args ${typeof value} ${trace} ${String(key)} ${all.groupId?.slice(group.length)}`);
      await ack.acknowledge();
    }

    @SendTo(`${topic}-replies`)
    @KafkaListener({ id: `${group}-send`, topics: `${topic}-plain`, groupId: `${group}-send` })
    reply(value: string): string[] {
      return [`${value}a`, `${value}b`];
    }

    @KafkaListener({ id: `${group}-replies`, topics: `${topic}-replies`, groupId: `${group}-replies` })
    replies(value: string): void {
      told(`reply ${value}`);
    }

    // The order of decorators does not matter.
    @RetryableTopic({ attempts: 2, backOff: { delay: 10 } })
    @KafkaListener({ id: `${group}-retry`, topics: `${topic}-plain`, groupId: `${group}-retry` })
    retried(value: string, { record: { topic: from } }: ListenerContext): void {
      told(`retried ${value} ${from.slice(topic.length)}`);
      throw new Error("no");
    }

    @DltHandler()
    dead(value: string, { record: { topic: from } }: ListenerContext): void {
      told(`dead ${value} ${from.slice(topic.length)}`);
    }
  }

  return new Others();
}

/** A class whose method is chosen by what comes. */
function listenerOfTypes({ topic, group }: Names, told: Told): object {
  @KafkaListener({ id: `${group}-class`, topics: `${topic}-typed`, groupId: `${group}-class`, value: typed })
  class ByType {
    @KafkaHandler({ type: Order })
    onOrder(order: Order): void {
      told(`order of ${order.amount}`);
    }

    @KafkaHandler({ type: String })
    onText(text: string): void {
      told(`text ${text}`);
    }
  }

  return new ByType();
}

/** A class whose methods answer where the class says, but for one that says so itself. */
export function answeringListeners({ topic, group }: Names, told: Told): object[] {
  @SendTo(`${topic}-answers`)
  @KafkaListener({ id: `${group}-answering`, topics: `${topic}-asked`, groupId: `${group}-answering`, value: typed })
  class Answering {
    @KafkaHandler({ type: Order })
    onOrder(order: Order): string {
      return `order of ${order.amount}`;
    }

    @SendTo(`${topic}-own`)
    @KafkaHandler({ type: String })
    onText(text: string): string {
      return `text ${text}`;
    }
  }

  class Hearing {
    @KafkaListener({
      id: `${group}-told`,
      topics: [`${topic}-answers`, `${topic}-own`],
      groupId: `${group}-told`,
    })
    told(value: string, { record: { topic: from } }: ListenerContext): void {
      told(`${value} ${from.slice(topic.length)}`);
    }
  }

  return [new Answering(), new Hearing()];
}
