// Messages for services that are known.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { presetOf } from "./presets.ts";

describe("presets", () => {
  it("lag config notifier.routing-key: PagerDuty's, to its own address unless another is given", () => {
    const preset = presetOf("pagerduty", "", 'k"1');
    assert.equal(preset?.url, "https://events.pagerduty.com/v2/enqueue");
    assert.match(preset.open, /^\{"routing_key":"k\\"1","event_action":"trigger","dedup_key":"\{\{\.ID\}\}"/);
    assert.match(preset.close, /^\{"routing_key":"k\\"1","event_action":"resolve","dedup_key":"\{\{\.ID\}\}"\}$/);
    assert.equal(presetOf("pagerduty", "http://h/x", "k")?.url, "http://h/x");
  });

  it("what is none is none", () => assert.equal(presetOf("http", "http://h", ""), undefined));
});
