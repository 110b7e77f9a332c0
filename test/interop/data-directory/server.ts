// One data directory and the server that is on it at the moment: ours and Apache Kafka's take turns, each as its users start it.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startApache } from "../../apache/broker.ts";
import { Session, type Target } from "../../differential/session.ts";
import { prepared } from "../../differential/targets.ts";
import { startOttla } from "../../support/ottla-process.ts";

export type Kind = "ours" | "apache";
/** SIGTERM, or kill -9. */
export type Ending = "stop" | "kill";

/** The same for both: a cleaner that looks often, a snapshot of the metadata after a few records, small internal topics, access control. */
export const OVERRIDES: Readonly<Record<string, string>> = {
  "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
  "super.users": "User:ANONYMOUS",
  "group.consumer.max.session.timeout.ms": "600000",
  "group.consumer.session.timeout.ms": "600000",
  "group.initial.rebalance.delay.ms": "0",
  "log.cleaner.backoff.ms": "100",
  "log.segment.delete.delay.ms": "100",
  "metadata.log.max.record.bytes.between.snapshots": "4000",
  "offsets.topic.num.partitions": "2",
  "offsets.topic.replication.factor": "1",
  "transaction.state.log.num.partitions": "2",
  "transaction.state.log.replication.factor": "1",
  "transaction.state.log.min.isr": "1",
};

export interface Server {
  readonly kind: Kind;
  /** Requests to it; what they bring is not recorded for anybody. */
  readonly session: Session;
  end(ending: Ending): Promise<void>;
}

export class DataDirectory {
  readonly #home: string = mkdtempSync(join(tmpdir(), "ottla-exchange-"));
  /** The log directory: what the one writes and the other goes on with. */
  readonly path: string = join(this.#home, "data");
  #running: Server | undefined;

  async start(kind: Kind): Promise<Server> {
    const process = kind === "ours" ? await this.startOurs() : await startApache(this.#options);
    const target: Target = { name: kind, host: "127.0.0.1", port: process.port, literals: new Map() };
    const running = { ...target, version: "", log: () => "", stop: () => Promise.resolve() };
    const session = new Session(await prepared(running), "exchange");
    const server: Server = {
      kind,
      session,
      end: async (ending) => {
        this.#running = undefined;
        await session.finish(undefined);
        if (ending === "kill") await process.kill();
        else await process.stop();
      },
    };
    return (this.#running = server);
  }

  startOurs(): ReturnType<typeof startOttla> {
    return startOttla({ dataDir: this.path, overrides: OVERRIDES, startTimeoutMs: 30_000 });
  }

  startApache(): ReturnType<typeof startApache> {
    return startApache(this.#options);
  }

  get serverLog(): string {
    return join(this.#home, "server.log");
  }

  get #options(): Parameters<typeof startApache>[0] {
    return { dataDir: this.#home, overrides: OVERRIDES };
  }

  /** Ends whoever is still on it, and takes it away. */
  async remove(): Promise<void> {
    await this.#running?.end("kill");
    rmSync(this.#home, { recursive: true, force: true });
  }
}
