// Free ports on the loopback interface, for servers that cannot be asked to take port 0. They lie below those that the system gives to connections that go
// out (from 32768 on), of which a machine full of tests makes thousands: none of them takes a port between this look and a server's start.
import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import type { Server } from "node:net";

const FIRST_PORT = 10_000;
const END_PORT = 32_000;

/** `count` distinct ports that were free a moment ago. Another process may take one: callers retry. */
export async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = randomInt(FIRST_PORT, END_PORT);
    if (await areFree([port])) ports.add(port);
  }
  return [...ports];
}

/** The first of `count` ports in a row that were free a moment ago. */
export async function freePortsInARow(count: number): Promise<number> {
  for (;;) {
    const first = randomInt(FIRST_PORT, END_PORT - count);
    if (await areFree(Array.from({ length: count }, (_, i) => first + i))) return first;
  }
}

/** Whether a server can listen at each of them, all at once. */
async function areFree(ports: readonly number[]): Promise<boolean> {
  const servers = await Promise.all(ports.map(listening));
  await Promise.all(servers.map((server) => new Promise<void>((done) => server?.close(() => done()) ?? done())));
  return servers.every((server) => server !== undefined);
}

/** A server at the port; undefined when the port is taken. */
function listening(port: number): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(undefined);
      else reject(error);
    });
    server.listen({ port, host: "127.0.0.1" }, () => resolve(server));
  });
}
