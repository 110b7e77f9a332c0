// A NestJS application with both ways to Kafka: @KafkaListener on a provider, and existing handlers on the transport strategy. Compiled with its own
// tsconfig.json, since Nest's decorators are TypeScript's older ones: `tsc -p examples/nestjs`.
import "reflect-metadata";
import { NestFactory } from "@nestjs/core";
import { KafkaApplication, KafkaTemplate, ReplyingKafkaTemplate } from "@ottla/listener";
import type { ProducerFactory } from "@ottla/listener";
import { KafkaStrategy } from "@ottla/nestjs";
import { createTopics, runIfMain } from "../run.ts";
import { AppModule } from "./app.module.ts";
import { ConfigService } from "./config.module.ts";
import { Log } from "./log.ts";

const TOPICS = ["shop-orders", "shop-invoices", "shop-prices", "shop-prices.reply"];

export async function shop(bootstrapServers: string, say: (line: string) => void = () => undefined): Promise<void> {
  await createTopics(bootstrapServers, ["shop-clicks", 2], ...TOPICS.map((topic): [string, number] => [topic, 1]));
  const before = process.env["KAFKA_BOOTSTRAP"];
  process.env["KAFKA_BOOTSTRAP"] = bootstrapServers;
  const app = await NestFactory.createMicroservice(AppModule, {
    logger: ["error"],
    strategy: new KafkaStrategy({
      bootstrapServers,
      groupId: "shop",
      consumer: { "auto.offset.reset": "earliest" },
    }),
  });
  const log = app.get(Log);
  log.say = say;
  await app.listen();
  try {
    const template = app.get(KafkaTemplate);
    for (let id = 1; id <= 3; id++) await template.send("shop-orders", JSON.stringify({ id, amount: id * 10 }));
    await template.send("shop-orders", JSON.stringify({ id: 4, amount: -1 }));
    for (const page of ["home", "basket"]) await template.send("shop-clicks", page, JSON.stringify({ page }));
    say(
      `answer: ${await askForPrice(app.get(ConfigService).bootstrapServers, app.get(KafkaApplication).producerFactory)}`,
    );
    await Promise.all([log.until(3, "invoice: "), log.until(1, "not billed: "), log.until(2, "click: ")]);
  } finally {
    // Listeners and handlers end what they have begun and commit, then Nest destroys what they use.
    await app.close();
    if (before === undefined) delete process.env["KAFKA_BOOTSTRAP"];
    else process.env["KAFKA_BOOTSTRAP"] = before;
  }
}

/** A request to a @MessagePattern, from anything that speaks Kafka: its headers are Spring's, and so are Nest's. */
async function askForPrice(bootstrapServers: string, factory: ProducerFactory): Promise<string> {
  await using asking = new ReplyingKafkaTemplate(factory, {
    replies: {
      bootstrapServers,
      topics: "shop-prices.reply",
      groupId: "price-client",
      properties: ["auto.offset.reset=earliest"],
    },
    // Nest reads the correlation as text.
    correlationIdStrategy: () => Buffer.from("price of a lamp"),
    defaultReplyTimeout: 30_000,
  });
  await asking.start();
  await asking.waitForAssignment(30_000);
  const reply = await asking.sendAndReceive({ topic: "shop-prices", value: "lamp" });
  return reply.value ?? "none";
}

await runIfMain(import.meta.url, shop);
