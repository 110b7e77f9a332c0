// NestJS with a real application: existing handlers on the transport strategy, called by Nest's own client over kafkajs, and listeners on providers.
// Decorators are called as TypeScript's older ones are, since sources here are only stripped of their types.
import "reflect-metadata";
import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { Controller, Injectable, Module, Scope } from "@nestjs/common";
import type { DynamicModule, INestMicroservice } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import {
  ClientKafka,
  Ctx,
  EventPattern,
  KafkaRetriableException,
  MessagePattern,
  Payload,
  RpcException,
  Transport,
} from "@nestjs/microservices";
import {
  DefaultErrorHandler,
  FixedBackOff,
  KafkaApplication,
  KafkaListener,
  KafkaListenerEndpointRegistry,
  KafkaTemplate,
  silentLogger,
} from "@ottla/listener";
import { KafkaListenerContext, KafkaModule, KafkaStrategy } from "@ottla/nestjs";
import { Broker, consumeAll, getSingleRecord } from "@ottla/testkit";
import { lastValueFrom, of, toArray } from "rxjs";
import { until } from "./client-target.ts";

const broker = await Broker.start({
  topics: {
    orders: 2,
    sums: 1,
    "sums.reply": 1,
    unstable: 1,
    "unstable.DLT": 1,
    "audit.a": 1,
    mail: 1,
    greeted: 1,
    streams: 1,
    "streams.reply": 1,
  },
});
const { bootstrapServers } = broker;
after(() => broker.stop());

const CONSUMER = { "auto.offset.reset": "earliest", "metadata.max.age.ms": 300 };

type AnyFunction = (...args: never[]) => unknown;
type Class = abstract new (...args: never[]) => object;

/** What `@a() @b() method(@c() first, @d() second)` is compiled to. */
function decorate(
  target: Class,
  name: string,
  decorators: readonly AnyFunction[],
  parameters: readonly ParameterDecorator[] = [],
): void {
  const prototype = target.prototype as object;
  for (const [index, decorator] of parameters.entries()) decorator(prototype, name, index);
  const descriptor = Object.getOwnPropertyDescriptor(prototype, name);
  assert.ok(descriptor !== undefined);
  for (const decorator of decorators) Reflect.apply(decorator, undefined, [prototype, name, descriptor]);
}

const events: string[] = [];
let failuresLeft = 0;

class OrdersController {
  created(order: { readonly id: number }, context: KafkaListenerContext): void {
    events.push(`created ${order.id} ${context.getTopic()} ${context.getListenerContext().groupId}`);
  }

  sum(numbers: readonly number[]): number {
    if (numbers.length === 0) throw new RpcException("nothing to add");
    if (failuresLeft-- > 0) throw new KafkaRetriableException("not yet");
    return numbers.reduce((left, right) => left + right, 0);
  }

  count(upTo: number): unknown {
    return of(...Array.from({ length: Number(upTo) }, (_, index) => index + 1));
  }

  unstable(value: string): void {
    events.push(`unstable ${value}`);
    throw new Error("never works");
  }

  anything(order: { readonly id: number }, context: KafkaListenerContext): void {
    events.push(`anything ${order.id} ${context.getListenerContext().groupId}`);
  }

  never(): void {
    events.push("never");
  }

  audit(value: string, context: KafkaListenerContext): void {
    events.push(`audit ${value} ${context.getMessage().headers?.["who"] as string}`);
  }
}
decorate(
  OrdersController,
  "created",
  [EventPattern("orders", Transport.KAFKA, { listener: { concurrency: 2, ackMode: "RECORD" } })],
  [Payload(), Ctx()],
);
decorate(OrdersController, "sum", [MessagePattern("sums")], [Payload()]);
decorate(OrdersController, "count", [MessagePattern("streams")], [Payload()]);
decorate(OrdersController, "unstable", [EventPattern("unstable")], [Payload()]);
decorate(OrdersController, "audit", [EventPattern(/^audit\..*/)], [Payload(), Ctx()]);
// The same records in a group of its own; and in the same group, where the topic's own handler has them.
decorate(
  OrdersController,
  "anything",
  [EventPattern(/^order.*/, Transport.KAFKA, { listener: { groupId: "auditors" } })],
  [Payload(), Ctx()],
);
decorate(OrdersController, "never", [EventPattern(/^orders$/)]);
Controller()(OrdersController);

class OrdersModule {}
Module({ controllers: [OrdersController] })(OrdersModule);

async function microservice(): Promise<INestMicroservice> {
  const strategy = new KafkaStrategy({
    bootstrapServers,
    groupId: "shop",
    consumer: CONSUMER,
    logger: silentLogger,
    listener: {
      commonErrorHandler: new DefaultErrorHandler({
        backOff: new FixedBackOff(0, 2),
        logger: silentLogger,
        recoverer: (record, error) => void events.push(`recovered ${record.topic} ${(error.cause as Error).message}`),
      }),
    },
  });
  const app = await NestFactory.createMicroservice(OrdersModule, { strategy, logger: false });
  await app.listen();
  return app;
}

describe("existing handlers on the transport strategy", () => {
  it("events, requests, streams, errors and retries, called by Nest's own client", async () => {
    const app = await microservice();
    const client = new ClientKafka({
      client: { brokers: [bootstrapServers], logLevel: 0 },
      consumer: { groupId: "caller", allowAutoTopicCreation: false },
    });
    try {
      for (const topic of ["sums", "streams"]) client.subscribeToResponseOf(topic);
      await client.connect();
      await lastValueFrom(client.emit("orders", { key: "a", value: { id: 7 } }));
      await lastValueFrom(client.emit("audit.a", { value: "seen", headers: { who: "me" } }));
      await lastValueFrom(client.emit("unstable", "x"));
      assert.equal(await lastValueFrom(client.send("sums", [1, 2, 3])), "6");
      assert.deepEqual(await lastValueFrom(client.send("streams", 3).pipe(toArray())), ["1", "2", "3"]);
      // What Nest's client rejects with is what the error header says.
      const refused = await lastValueFrom(client.send("sums", [])).catch((error: unknown) => error);
      assert.deepEqual(refused, { status: "error", message: "nothing to add" });
      // A request whose handler wants it again is answered once it succeeds.
      failuresLeft = 2;
      assert.equal(await lastValueFrom(client.send("sums", [4])), "4");
      // Nest's own filter tells nobody what an unknown error says.
      await until(
        () => events.includes("recovered unstable Internal server error") && events.length >= 7,
        `the recovery, there are ${events.join(" | ")}`,
      );
      const seen = [...events].sort();
      assert.deepEqual(seen, [
        "anything 7 auditors",
        "audit seen me",
        "created 7 orders shop-server",
        "recovered unstable Internal server error",
        "unstable x",
        "unstable x",
        "unstable x",
      ]);
    } finally {
      await client.close();
      await app.close();
    }
  });
});

it("what two handlers of one event share is said by the first of them", () => {
  const strategy = new KafkaStrategy();
  const handler = (): Promise<undefined> => Promise.resolve(undefined);
  strategy.addHandler("orders", handler, true, { listener: { concurrency: 2 } });
  strategy.addHandler("orders", () => handler(), true);
  assert.throws(
    () => strategy.addHandler("orders", () => handler(), true, { listener: { groupId: "mine" } }),
    /is said by the first of its handlers/,
  );
});

class Greetings {
  readonly heard: string[] = [];
  readonly template: KafkaTemplate;

  constructor(template: KafkaTemplate) {
    this.template = template;
  }

  async greet(name: string): Promise<void> {
    this.heard.push(name);
    await this.template.send("greeted", `hello, ${name}`);
  }
}
decorate(Greetings, "greet", [KafkaListener({ id: "greeter", topics: "mail" })]);
Injectable()(Greetings);
Reflect.defineMetadata("design:paramtypes", [KafkaTemplate], Greetings);

class PerRequest {
  listen(): void {}
}
decorate(PerRequest, "listen", [KafkaListener({ topics: "mail", groupId: "x" })]);
Injectable({ scope: Scope.REQUEST })(PerRequest);

class PerInjection {
  listen(): void {}
}
decorate(PerInjection, "listen", [KafkaListener({ topics: "mail", groupId: "x" })]);
Injectable({ scope: Scope.TRANSIENT })(PerInjection);

function appModule(providers: readonly Class[]): DynamicModule {
  class AppModule {}
  const kafka = KafkaModule.forRootAsync({
    inject: ["servers"],
    imports: [
      {
        module: class Settings {},
        providers: [{ provide: "servers", useValue: bootstrapServers }],
        exports: ["servers"],
      },
    ],
    useFactory: (servers: string) => ({ bootstrapServers: servers, consumer: CONSUMER, logger: silentLogger }),
  });
  return { module: AppModule, imports: [kafka], providers: [...providers] as never };
}

describe("listeners on providers", () => {
  it("start with the application, have templates injected, and stop with it", async () => {
    const app = await NestFactory.createApplicationContext(appModule([Greetings]), { logger: false });
    const registry = app.get(KafkaListenerEndpointRegistry);
    assert.ok(registry.isRunning);
    assert.equal(app.get(KafkaApplication).registry, registry);
    await app.get(KafkaTemplate).send("mail", "you");
    await until(() => app.get(Greetings).heard.length > 0, "the mail");
    assert.equal((await getSingleRecord(broker, "greeted")).value, "hello, you");
    await app.close();
    assert.equal(registry.isRunning, false);
    assert.equal((await consumeAll(broker, "mail")).length, 1);
  });

  for (const [provider, message] of [
    [PerRequest, /^PerRequest has a @KafkaListener and is request-scoped/],
    [PerInjection, /^PerInjection has a @KafkaListener and is transient/],
  ] as const) {
    it(`cannot be of a scope without an instance: ${provider.name}`, async () => {
      const options = { logger: false, abortOnError: false } as const;
      await assert.rejects(NestFactory.createApplicationContext(appModule([provider]), options), { message });
    });
  }
});
