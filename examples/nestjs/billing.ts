// Listeners on a provider: an invoice for each order, and what becomes of orders that nobody can bill.
import { Injectable } from "@nestjs/common";
import {
  DltHandler,
  KafkaListener,
  KafkaTemplate,
  RetryableTopic,
  acknowledgment,
  json,
  payload,
} from "@ottla/listener";
import type { Acknowledgment } from "@ottla/listener";
import { Log } from "./log.ts";

interface Order {
  readonly id: number;
  readonly amount: number;
}

@Injectable()
export class Billing {
  // Nest finds both by their classes, as it does for any provider.
  constructor(
    private readonly template: KafkaTemplate,
    private readonly log: Log,
  ) {}

  @RetryableTopic({ attempts: 2, backOff: { delay: 10 } })
  @KafkaListener({ id: "billing", topics: "shop-orders", value: json<Order>() })
  async onOrder(order: Order): Promise<void> {
    if (order.amount < 0) throw new RangeError(`order ${order.id} has a negative amount`);
    await this.template.send("shop-invoices", String(order.id), `${order.amount} for order ${order.id}`);
  }

  @DltHandler()
  onDeadLetter(order: Order): void {
    this.log.write(`not billed: order ${order.id}`);
  }

  @KafkaListener({
    id: "posting",
    topics: "shop-invoices",
    ackMode: "MANUAL_IMMEDIATE",
    args: [payload(), acknowledgment()],
  })
  async onInvoice(invoice: string, ack: Acknowledgment): Promise<void> {
    this.log.write(`invoice: ${invoice}`);
    await ack.acknowledge();
  }
}
