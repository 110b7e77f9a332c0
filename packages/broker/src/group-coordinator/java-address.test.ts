import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { javaAddressText } from "./java-address.ts";

describe("a client's host", () => {
  const printed = {
    "127.0.0.1": "/127.0.0.1",
    "::1": "/0:0:0:0:0:0:0:1",
    "::": "/0:0:0:0:0:0:0:0",
    "::ffff:10.1.2.3": "/10.1.2.3",
    "2001:db8::00ff:1": "/2001:db8:0:0:0:0:ff:1",
    "fe80::1%eth0": "/fe80:0:0:0:0:0:0:1%eth0",
    "1:2:3:4:5:6:7:8": "/1:2:3:4:5:6:7:8",
  };
  for (const [host, expected] of Object.entries(printed)) {
    it(`${host} is printed as Java does`, () => assert.equal(javaAddressText(host), expected));
  }
});
