// A value that a configuration may have by Kafka's rules and does not have by default.
import assert from "node:assert/strict";
import { ConfigException, isDefaultValue, parseAndValidate } from "@ottla/config";
import type { ConfigDefinition } from "@ottla/config";

const CANDIDATES: readonly string[] = [
  ..."2 1 3 7 12 0 100 150 2500 12345 40000 20000 600000 1000000 9000000 0.25 true false".split(" "),
  ..."compact SSL required ES256 earliest read_committed disabled classic 0:1 something".split(" "),
];

/** The first candidate that is valid and not the default. */
export function otherValue(definition: ConfigDefinition): string {
  const found = CANDIDATES.find((text) => {
    try {
      parseAndValidate(definition, text);
      return !isDefaultValue(definition, text);
    } catch (error) {
      assert.ok(error instanceof ConfigException);
      return false;
    }
  });
  assert.ok(found !== undefined, `${definition.name} has a candidate`);
  return found;
}
