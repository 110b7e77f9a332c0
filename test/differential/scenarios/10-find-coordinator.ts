// FindCoordinator: group, transaction and share coordinators, one key and many (KIP-699).
import { FindCoordinator } from "../apis.ts";
import { versionsOf } from "../api.ts";
import { scenarioPerVersion } from "../scenario.ts";

scenarioPerVersion("FindCoordinator/of a group", versionsOf(FindCoordinator, 0, 3), async (s, version) => {
  for (const key of ["g", "prepare-1", "another", "ü"]) await s.send(FindCoordinator, version, { key });
});

scenarioPerVersion("FindCoordinator/of groups", versionsOf(FindCoordinator, 4), async (s, version) => {
  await s.send(FindCoordinator, version, { keyType: 0, coordinatorKeys: ["g", "another", "g"] });
  await s.send(FindCoordinator, version, { keyType: 0, coordinatorKeys: [] });
});

scenarioPerVersion("FindCoordinator/the empty key", versionsOf(FindCoordinator), async (s, version) => {
  await s.attempt(FindCoordinator, version, version >= 4 ? { coordinatorKeys: [""] } : { key: "" });
});

scenarioPerVersion(
  "FindCoordinator/of a kind that does not exist",
  versionsOf(FindCoordinator, 1),
  async (s, version) => {
    for (const keyType of [3, -1, 100]) {
      await s.attempt(
        FindCoordinator,
        version,
        version >= 4 ? { keyType, coordinatorKeys: ["k"] } : { keyType, key: "k" },
      );
    }
  },
);

scenarioPerVersion("FindCoordinator/of a share partition", versionsOf(FindCoordinator, 1), async (s, version) => {
  for (const key of ["g:tMQ6NQ2rQkiSGq1MQmG5TQ:0", "g", "g:x:0", "g:tMQ6NQ2rQkiSGq1MQmG5TQ:x"]) {
    await s.attempt(
      FindCoordinator,
      version,
      version >= 4 ? { keyType: 2, coordinatorKeys: [key] } : { keyType: 2, key },
    );
  }
});
