// Handlers as Nest has them, on the transport strategy: nothing in them knows of it.
import { Controller } from "@nestjs/common";
import { Ctx, EventPattern, MessagePattern, Payload, Transport } from "@nestjs/microservices";
import { KafkaListenerContext } from "@ottla/nestjs";
import { Log } from "./log.ts";

@Controller()
export class ShopController {
  constructor(private readonly log: Log) {}

  // <string>: Nest's type for events by topic knows of no second parameter.
  @EventPattern<string>("shop-clicks", Transport.KAFKA, { listener: { concurrency: 2, ackMode: "RECORD" } })
  onClick(@Payload() click: { readonly page: string }, @Ctx() context: KafkaListenerContext): void {
    this.log.write(`click: ${click.page} from partition ${context.getPartition()}`);
  }

  @MessagePattern("shop-prices")
  priceOf(@Payload() article: string): string {
    return `${article} costs ${article.length * 100}`;
  }
}
