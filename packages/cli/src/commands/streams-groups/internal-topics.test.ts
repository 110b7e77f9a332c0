import assert from "node:assert/strict";
import { it } from "node:test";
import { isInferredInternalTopic } from "./internal-topics.ts";

it("a topic is internal when its name begins with the group and ends as Kafka Streams lets it end", () => {
  for (const name of [
    "app-store-changelog",
    "app-key-repartition",
    "app-x-subscription-registration-topic",
    "app-x-subscription-response-topic",
    "app-KTABLE-FK-JOIN-SUBSCRIPTION-REGISTRATION-0000000012-topic",
    "app-KTABLE-FK-JOIN-SUBSCRIPTION-RESPONSE-7-topic",
  ])
    assert.equal(isInferredInternalTopic(name, "app"), true, name);
  for (const name of ["other-store-changelog", "app-orders", "app-changelogs", "appx-store-changelog", "app"])
    assert.equal(isInferredInternalTopic(name, "app"), false, name);
});
