import assert from "node:assert/strict";
import { test } from "node:test";
import { parseListeners, parseSecurityProtocolMap } from "./listeners.ts";

const PROTOCOLS = parseSecurityProtocolMap("PLAINTEXT:PLAINTEXT,INTERNAL:PLAINTEXT,controller:plaintext, TLS:SSL");

function errorOf(...entries: string[]): string {
  try {
    parseListeners(entries, PROTOCOLS, true);
  } catch (error) {
    return (error as Error).message;
  }
  return "accepted";
}

test("listeners have a name, a host or every interface, and a port", () => {
  assert.deepEqual(
    parseListeners(["plaintext://:9092", "INTERNAL://[::1]:0", "TLS://host.example:1"], PROTOCOLS, true),
    [
      { listenerName: "PLAINTEXT", securityProtocol: "PLAINTEXT", host: null, port: 9092 },
      { listenerName: "INTERNAL", securityProtocol: "PLAINTEXT", host: "::1", port: 0 },
      { listenerName: "TLS", securityProtocol: "SSL", host: "host.example", port: 1 },
    ],
  );
});

test("names and ports are distinct", () => {
  assert.match(
    errorOf("PLAINTEXT://:1", "PLAINTEXT://:2"),
    /^Error creating broker listeners from '\[PLAINTEXT:\/\/:1, /,
  );
  assert.match(errorOf("PLAINTEXT://:1", "PLAINTEXT://:2"), /Each listener must have a different name/);
  assert.match(errorOf("PLAINTEXT://:1", "INTERNAL://:1"), /Each listener must have a different port, listeners: /);
  assert.match(errorOf("PLAINTEXT://127.0.0.1:1", "INTERNAL://127.0.0.2:1"), /one needs to be IPv4 and the other IPv6/);
  assert.match(errorOf("PLAINTEXT://127.0.0.1:1", "INTERNAL://host:1"), /unless exactly one listener has an IPv4/);
  assert.equal(errorOf("PLAINTEXT://127.0.0.1:1", "INTERNAL://[::1]:1"), "accepted");
  assert.equal(errorOf("PLAINTEXT://:0", "INTERNAL://:0"), "accepted");
});

test("what is no listener is refused", () => {
  assert.match(errorOf("PLAINTEXT:9092"), /Unable to parse PLAINTEXT:9092 to a broker endpoint/);
  assert.match(errorOf("PLAINTEXT://host:port"), /Unable to parse/);
  assert.match(errorOf("OTHER://:1"), /No security protocol defined for listener OTHER/);
  assert.throws(() => parseSecurityProtocolMap("A:PLAIN"), {
    message: "Invalid security protocol `PLAIN` defined in listener.security.protocol.map",
  });
});
