// Readiness of a broker, told by its answer to ApiVersions: a listening port alone does not mean that it serves.
import { connect } from "node:net";

/** An ApiVersions request, version 0, correlation id 7, client id null; written by hand so that no code of ours is trusted. */
const REQUEST = Buffer.from("0000000a0012000000000007ffff", "hex");

/** One try. True when the broker answered ApiVersions without an error. */
export function answersApiVersions(host: string, port: number, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    let received = Buffer.alloc(0);
    const finish = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(timeoutMs, () => finish(false));
    socket.on("connect", () => socket.write(REQUEST));
    socket.on("error", () => finish(false));
    socket.on("close", () => finish(false));
    socket.on("data", (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length >= 10) finish(received.readInt32BE(4) === 7 && received.readInt16BE(8) === 0);
    });
  });
}
