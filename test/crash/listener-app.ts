// An application of listeners that is killed: one container for each case, which handles its records and stops for ever in the middle of one. What it has
// begun, ended and acknowledged is said on standard output before anything else happens, so that it is known of a dead one.
import { writeSync } from "node:fs";
import type { ConsumerRecords } from "@ottla/client";
import { listener, silentLogger } from "@ottla/listener";
import type { BatchListenerContext, ConcurrentMessageListenerContainer, ListenerContext } from "@ottla/listener";
import { isManualCase, optionsOf } from "./listener-cases.ts";
import type { ListenerCase } from "./listener-cases.ts";

interface Order {
  readonly bootstrapServers: string;
  readonly cases: readonly (ListenerCase & {
    /** So many records are handled; the next one never ends. Beyond all records: everything is handled. */
    readonly hangAfter: number;
  })[];
}

function say(...words: readonly (string | number)[]): void {
  writeSync(1, `${words.join(" ")}\n`);
}

function containerOf(order: Order, one: Order["cases"][number]): ConcurrentMessageListenerContainer {
  const { id } = one;
  let begun = 0;
  const handle = async (partition: number, offset: number): Promise<void> => {
    say(id, "begin", partition, offset);
    if (begun++ === one.hangAfter) {
      say(id, "hang", partition, offset);
      await new Promise<never>(() => {});
    }
    // Handlers of several keys are under way at once, and end in another order than they began.
    for (let turns = offset % 3; turns >= 0; turns--) await new Promise((resolve) => setImmediate(resolve));
    say(id, "end", partition, offset);
  };
  const onConsume = (records: ConsumerRecords<unknown, unknown>): ConsumerRecords<unknown, unknown> => {
    if (records.count > 0) say(id, "poll");
    for (const partition of records.partitions) {
      for (const { offset } of records.records(partition)) say(id, "polled", partition.partition, offset);
    }
    return records;
  };
  const common = optionsOf(one);
  const options = {
    ...common,
    properties: { ...common.properties, "interceptor.classes": [{ onConsume }] },
    bootstrapServers: order.bootstrapServers,
    logger: silentLogger,
  };
  const isManual = isManualCase(one);
  if (one.isBatch) {
    return listener({ ...options, batch: true }, async (_values, { records, acknowledgment }: BatchListenerContext) => {
      for (const [index, { partition, offset }] of records.entries()) {
        await handle(partition, offset);
        if (one.ackMode !== "MANUAL_IMMEDIATE") continue;
        await acknowledgment?.acknowledge(index);
        say(id, "acked", partition, offset);
      }
      if (one.ackMode === "MANUAL") await acknowledgment?.acknowledge();
    });
  }
  return listener({ ...options, batch: false }, async (_value, { record, acknowledgment }: ListenerContext) => {
    const { partition, offset } = record;
    await handle(partition, offset);
    if (!isManual) return;
    await acknowledgment?.acknowledge();
    if (one.ackMode === "MANUAL_IMMEDIATE") say(id, "acked", partition, offset);
  });
}

const order = JSON.parse(process.argv[2] ?? "") as Order;
await Promise.all(order.cases.map((one) => containerOf(order, one).start()));
