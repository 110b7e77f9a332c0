import assert from "node:assert/strict";
import { test } from "node:test";
import { AssertionError, Prng, VirtualClock } from "@ottla/base";
import { closeConnection, InMemoryNetwork, noAnswer, Pipelined } from "@ottla/network";
import type { FrameAnswer, FrameOutcome, ServerConnection } from "@ottla/network";
import { ApiKey, decodeResponse, encodeRequest, ErrorCode } from "@ottla/protocol";
import { ApiVersionsRequest, ApiVersionsResponse } from "@ottla/protocol/messages/api-versions";
import { closeConnection as closeResponse, noResponse, Overlapped } from "../handlers/handler.ts";
import type { HandlerRegistration, HandlerResult, RequestHandler } from "../handlers/handler.ts";
import type { BrokerServices } from "../services/broker-services.ts";
import { RequestRouter } from "./request-router.ts";

type Handle = RequestHandler<ApiVersionsRequest, ApiVersionsResponse>["handle"];

function handlerOf(handle: Handle): RequestHandler<ApiVersionsRequest, ApiVersionsResponse> {
  return {
    apiKey: ApiKey.ApiVersions,
    request: ApiVersionsRequest,
    response: ApiVersionsResponse,
    handle,
    errorResponse: (_request, errorCode) => ({ errorCode, apiKeys: [{ apiKey: 18, minVersion: 0, maxVersion: 4 }] }),
  };
}

interface Fixture {
  readonly router: RequestRouter<BrokerServices>;
  readonly warnings: string[];
  readonly errors: string[];
  readonly fatal: Error[];
  loads: number;
}

function fixture(handle: Handle, loading: () => Promise<void> = () => Promise.resolve()): Fixture {
  const warnings: string[] = [];
  const errors: string[] = [];
  const fatal: Error[] = [];
  const registration: HandlerRegistration = {
    apiKey: ApiKey.ApiVersions,
    lowestVersion: 0,
    highestVersion: 4,
    load: async () => {
      built.loads += 1;
      await loading();
      return { handler: handlerOf(handle) };
    },
  };
  const router = new RequestRouter({
    registrations: [
      registration,
      { apiKey: ApiKey.Fetch, lowestVersion: 4, highestVersion: 18, load: registration.load },
    ],
    services: { clock: new VirtualClock() } as unknown as BrokerServices,
    logger: {
      debug() {},
      info() {},
      warn: (_fields, message) => warnings.push(message),
      error: (_fields, message) => errors.push(message),
    },
    onFatal: (error) => fatal.push(error),
  });
  const built: Fixture = { router, warnings, errors, fatal, loads: 0 };
  return built;
}

const connection = {
  id: "1",
  listenerName: "PLAINTEXT",
  securityProtocol: "PLAINTEXT",
  localAddress: { host: "127.0.0.1", port: 9092 },
  remoteAddress: { host: "127.0.0.1", port: 5 },
  isClosed: false,
  attachment: undefined,
  close() {},
  throttle() {},
  onClose: () => () => {},
} satisfies ServerConnection;

function frame(version = 3, correlationId = 7): Uint8Array {
  const chunks = encodeRequest(
    ApiVersionsRequest,
    { clientSoftwareName: "test", clientSoftwareVersion: "1" },
    { version, correlationId, clientId: "me" },
  );
  return Buffer.concat(chunks).subarray(4);
}

async function settled(outcome: FrameOutcome): Promise<FrameAnswer> {
  const known = await outcome;
  return known instanceof Pipelined ? known.answer : known;
}

function decode(answer: FrameAnswer, version: number): ApiVersionsResponse & { correlationId: number } {
  assert.ok(Array.isArray(answer), "an answer in bytes");
  const bytes = Buffer.concat(answer as Uint8Array[]);
  assert.equal(bytes.readInt32BE(0), bytes.length - 4);
  const { header, body } = decodeResponse(ApiVersionsResponse, bytes.subarray(4), version);
  return { ...body, correlationId: header.correlationId };
}

test("a handler is loaded once and its response encoded in the request's version", async () => {
  const fix = fixture((_request, context) => {
    assert.equal(context.clientId, "me");
    return { errorCode: 0, apiKeys: [{ apiKey: 0, minVersion: 0, maxVersion: 13 }] };
  });
  const { router } = fix;
  for (const version of [0, 3, 4]) {
    const decoded = decode(await settled(router.onFrame(frame(version, 40 + version), connection)), version);
    assert.equal(decoded.correlationId, 40 + version);
    assert.equal(decoded.apiKeys[0]?.maxVersion, 13);
  }
  assert.equal(fix.loads, 1);
});

test("an ApiVersions version from the future is answered in version 0 with error 35", async () => {
  const { router } = fixture(() => assert.fail("it must not be handled"));
  const bytes = frame();
  Buffer.from(bytes.buffer, bytes.byteOffset).writeInt16BE(99, 2);
  const decoded = decode(await settled(router.onFrame(bytes, connection)), 0);
  assert.equal(decoded.errorCode, ErrorCode.UNSUPPORTED_VERSION);
  assert.deepEqual(
    decoded.apiKeys.map((api) => [api.apiKey, api.minVersion, api.maxVersion]),
    [[18, 0, 4]],
  );
});

test("what cannot be served closes the connection with one line", async () => {
  const truncated = frame().subarray(0, 12);
  const unknownKey = Buffer.from(frame());
  unknownKey.writeInt16BE(99, 0);
  const negativeKey = Buffer.from(frame());
  negativeKey.writeInt16BE(-1, 0);
  const unservedVersion = Buffer.from(frame());
  unservedVersion.writeInt16BE(ApiKey.Fetch, 0);
  unservedVersion.writeInt16BE(3, 2);
  for (const bytes of [new Uint8Array(0), new Uint8Array(7), truncated, unknownKey, negativeKey, unservedVersion]) {
    const { router, warnings, errors } = fixture(() => assert.fail("it must not be handled"));
    assert.equal(await settled(router.onFrame(bytes, connection)), closeConnection);
    assert.equal(warnings.length, 1);
    assert.equal(errors.length, 0);
  }
});

test("an unexpected error becomes UNKNOWN_SERVER_ERROR and a log entry", async () => {
  const handles: Handle[] = [
    () => {
      throw new Error("surprise");
    },
    () => Promise.reject(new Error("surprise")),
    () => new Overlapped(undefined, Promise.reject(new Error("surprise"))),
    // A response that does not fit its schema.
    () => ({ errorCode: 1_000_000, apiKeys: [] }),
  ];
  for (const handle of handles) {
    const { router, errors, fatal } = fixture(handle);
    const decoded = decode(await settled(router.onFrame(frame(), connection)), 3);
    assert.equal(decoded.errorCode, ErrorCode.UNKNOWN_SERVER_ERROR);
    assert.equal(errors.length, 1);
    assert.equal(fatal.length, 0);
  }
});

test("a broken invariant is reported as fatal", async () => {
  const { router, fatal } = fixture((): HandlerResult<ApiVersionsResponse> => {
    throw new AssertionError("the sky is up");
  });
  await settled(router.onFrame(frame(), connection));
  assert.match(fatal[0]?.message ?? "", /sky/);
});

test("no response and closing pass through", async () => {
  const silent = fixture(() => noResponse);
  assert.equal(await settled(silent.router.onFrame(frame(), connection)), noAnswer);
  const closing = fixture(() => closeResponse);
  assert.equal(await settled(closing.router.onFrame(frame(), connection)), closeConnection);
});

test("random bodies never reach past the router", async () => {
  const { router } = fixture(() => ({ errorCode: 0, apiKeys: [] }));
  const seed = (Math.random() * 2 ** 32) >>> 0;
  const random = new Prng(seed);
  for (let round = 0; round < 2000; round += 1) {
    const bytes = new Uint8Array(random.uint32() % 64);
    random.fill(bytes);
    if (bytes.length > 4 && round % 2 === 0) {
      Buffer.from(bytes.buffer).writeInt32BE((18 << 16) | (round % 5), 0);
    }
    const answer = await settled(router.onFrame(bytes, connection));
    assert.ok(answer === closeConnection || Array.isArray(answer), `seed ${seed}`);
  }
});

test("the in-memory network carries a request through the router", async () => {
  const { router } = fixture(() => ({ errorCode: 0, apiKeys: [] }));
  const { ClientConnection, DEFAULT_SERVER_LIMITS, SocketServer } = await import("@ottla/network");
  const network = new InMemoryNetwork();
  const clock = new VirtualClock();
  const limits = DEFAULT_SERVER_LIMITS;
  const server = new SocketServer({ network, clock, handler: router, limits, onWarning: () => {} });
  await server.listen({ name: "PLAINTEXT", securityProtocol: "PLAINTEXT", host: "h", port: 1 });
  const client = await ClientConnection.dial(network, { host: "h", port: 1 }, { clock });
  const correlationId = client.takeCorrelationId();
  const chunks = encodeRequest(ApiVersionsRequest, {}, { version: 0, correlationId, clientId: null });
  const response = await client.send(correlationId, chunks, { timeoutMs: 1000 });
  assert.equal(decodeResponse(ApiVersionsResponse, response, 0).body.errorCode, 0);
});

test("a handler whose file is gone is fatal, and the client is not left waiting", async () => {
  const gone = Object.assign(new Error("Cannot find module"), { code: "ERR_MODULE_NOT_FOUND" });
  const fix = fixture(
    () => ({}),
    () => Promise.reject(gone),
  );
  assert.equal(await settled(fix.router.onFrame(frame(), connection)), closeConnection);
  assert.match(fix.fatal[0]?.message ?? "", /^ApiVersions cannot be answered: a file of this program is gone/);
  assert.equal(fix.fatal[0]?.cause, gone);
});

test("a handler that cannot be loaded now is loaded by a later request", async () => {
  const failures = [Object.assign(new Error("too many open files"), { code: "EMFILE" })];
  const fix = fixture(
    () => ({ errorCode: 0, apiKeys: [] }),
    () => {
      const failure = failures.pop();
      return failure === undefined ? Promise.resolve() : Promise.reject(failure);
    },
  );
  assert.equal(await settled(fix.router.onFrame(frame(), connection)), closeConnection);
  assert.deepEqual([fix.fatal, fix.errors], [[], ["the handler of a request cannot be loaded"]]);
  assert.equal(decode(await settled(fix.router.onFrame(frame(), connection)), 3).errorCode, 0);
});
