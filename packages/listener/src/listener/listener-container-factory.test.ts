import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { KafkaApplication } from "../application/kafka-application.ts";
import { ConcurrentKafkaListenerContainerFactory } from "./listener-container-factory.ts";
import { listener } from "./listener.ts";
import type { ConcurrentMessageListenerContainer } from "../container/concurrent-message-listener-container.ts";

const OPTIONS = { bootstrapServers: "localhost:1", topics: "t", groupId: "g" };

/** Notes who was called with which container, and whether that ran. */
function noting(seen: string[], who: string): (container: ConcurrentMessageListenerContainer) => void {
  return ({ listenerId, isRunning }) => void seen.push(`${who} ${listenerId} ${isRunning ? "runs" : "waits"}`);
}

describe("hooks for containers", () => {
  it("are called once for each, the factory's customizer first, then the listener's post processor", () => {
    const seen: string[] = [];
    const containerFactory = new ConcurrentKafkaListenerContainerFactory({
      containerCustomizer: noting(seen, "customizer"),
    });
    const containerPostProcessor = noting(seen, "post processor");
    listener({ ...OPTIONS, id: "one", containerFactory, containerPostProcessor }, () => undefined);
    listener({ ...OPTIONS, id: "two", containerFactory }, () => undefined);
    listener({ ...OPTIONS, id: "three", containerPostProcessor }, () => undefined);
    assert.deepEqual(seen, [
      "customizer one waits",
      "post processor one waits",
      "customizer two waits",
      "post processor three waits",
    ]);
  });

  it("are called for the containers of retry topics, too", async () => {
    const seen: string[] = [];
    const app = new KafkaApplication({
      listener: { containerCustomizer: noting(seen, "customizer") },
      retryTopic: { attempts: 2 },
    });
    await app.listener(
      { topics: "t", id: "l", containerPostProcessor: noting(seen, "post processor") },
      () => undefined,
    );
    assert.deepEqual(
      seen,
      ["l", "l-retry", "l-dlt"].flatMap((id) => [`customizer ${id} waits`, `post processor ${id} waits`]),
    );
  });

  it("may change a container, and refuse it", async () => {
    const pausing = listener({ ...OPTIONS, containerPostProcessor: (container) => container.pause() }, () => undefined);
    assert.equal(pausing.isPauseRequested, true);
    const refusing = (): void => {
      throw new Error("not this one");
    };
    assert.throws(() => listener({ ...OPTIONS, containerPostProcessor: refusing }, () => undefined), /not this one/);
  });
});
