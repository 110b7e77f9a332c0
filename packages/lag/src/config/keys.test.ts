// No key of the configuration is taken and ignored: what has no meaning here is named with the reason, what cannot be is refused with it. What all the
// others do is seen by tests that name them (test/tidy/configs.test.ts).
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { lagConfigOf, MODULES, SINGLE } from "./lag-config.ts";
import type { Key } from "./section.ts";

/** What a section needs in order to be one. */
const NEEDED: Readonly<Record<string, object>> = {
  cluster: { "class-name": "kafka", servers: ["h:1"] },
  consumer: { "class-name": "kafka", cluster: "one" },
  storage: { "class-name": "inmemory" },
  evaluator: { "class-name": "caching" },
  notifier: { "class-name": "null" },
  exporter: { "class-name": "dogstatsd", url: "h:1" },
  iam: { region: "eu-west-1" },
  state: { "class-name": "kafka", cluster: "one" },
};

const VALUES: Readonly<Record<Key["kind"], unknown>> = {
  text: "x",
  integer: 1,
  number: 1,
  boolean: true,
  list: ["x"],
  map: { x: "y" },
};

/** A configuration in which a section has one more key. */
function withKey(section: string, name: string, { kind }: Key): object {
  const shared = { cluster: { one: NEEDED["cluster"] } };
  const table = { ...NEEDED[section], [name]: VALUES[kind] };
  return { ...shared, [section]: Object.hasOwn(SINGLE, section) ? table : { one: table } };
}

const keys = Object.entries({ ...MODULES, ...SINGLE }).flatMap(([section, of]) =>
  Object.entries(of).map(([name, key]) => ({ section, name, key })),
);

describe("keys of the configuration", () => {
  for (const { section, name, key } of keys) {
    const { unused, refused } = key;
    const where = Object.hasOwn(SINGLE, section) ? `${section}.${name}` : `${section}.one.${name}`;
    if (unused !== undefined) {
      it(`${section}.${name} has no effect, and that is said`, () => {
        const { warnings } = lagConfigOf(withKey(section, name, key));
        assert.deepEqual(warnings, [`${where} has no effect: ${unused}`]);
      });
    }
    if (refused !== undefined) {
      it(`${section}.${name} is refused with the reason`, () => {
        const message = `${where} is refused: ${refused}`;
        assert.throws(() => lagConfigOf(withKey(section, name, key)), { code: "ERR_OTTLA_LAG_CONFIG", message });
      });
    }
  }

  it("lag config cluster.class-name, storage.class-name, evaluator.class-name and state.class-name: a class that there is not is refused", () => {
    for (const section of ["cluster", "consumer", "storage", "evaluator", "notifier", "exporter", "state"]) {
      const message = new RegExp(`^${section}\\.one\\.class-name is one of .*; nothing is not$`);
      const table = { ...NEEDED[section], "class-name": "nothing" };
      assert.throws(() => lagConfigOf({ cluster: { a: NEEDED["cluster"] }, [section]: { one: table } }), { message });
    }
  });

  it("a section that there is not is refused", () => {
    assert.throws(() => lagConfigOf({ ima: { one: { region: "x" } } }), { message: /^ima is not a section/ });
  });
});
