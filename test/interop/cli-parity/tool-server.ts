// Apache Kafka's command-line tools in one JVM: see ToolServer.java. Results are as `runTool` of the harness gives them.
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { classPath } from "../../apache/jars.ts";
import type { ToolResult } from "../../apache/tool.ts";

const here: string = dirname(fileURLToPath(import.meta.url));
const log4j: string = join(here, "..", "..", "apache", "tools-log4j2.properties");

export interface ToolServer extends AsyncDisposable {
  /** Runs a tool's main class to its end. One at a time. */
  run(mainClass: string, args: readonly string[], stdin?: string): Promise<ToolResult>;
}

function counted(bytes: Buffer): Buffer {
  const count = Buffer.alloc(4);
  count.writeInt32BE(bytes.length);
  return Buffer.concat([count, bytes]);
}

function request(texts: readonly string[], stdin: string): Buffer {
  const count = Buffer.alloc(4);
  count.writeInt32BE(texts.length);
  return Buffer.concat([count, ...texts.map((text) => counted(Buffer.from(text))), counted(Buffer.from(stdin))]);
}

/** The answer when all of it is there. */
function answer(bytes: Buffer): ToolResult | undefined {
  if (bytes.length < 8) return undefined;
  const outEnd = 8 + bytes.readInt32BE(4);
  if (bytes.length < outEnd + 4) return undefined;
  const errEnd = outEnd + 4 + bytes.readInt32BE(outEnd);
  if (bytes.length < errEnd) return undefined;
  return {
    status: bytes.readInt32BE(0),
    stdout: bytes.subarray(8, outEnd).toString(),
    stderr: bytes.subarray(outEnd + 4, errEnd).toString(),
  };
}

/** Starts the JVM. It ends when it is disposed of, or with this process. */
export function startToolServer(): ToolServer {
  const flags = ["-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", `-Dlog4j2.configurationFile=${log4j}`];
  const child = spawn("java", [...flags, "-cp", classPath, join(here, "ToolServer.java")], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, TZ: "UTC" },
  });
  const killWithUs = (): void => void child.kill("SIGKILL");
  process.once("exit", killWithUs);
  let received = Buffer.alloc(0);
  let settle: { resolve(result: ToolResult): void; reject(error: Error): void } | undefined;
  child.stdout.on("data", (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    const result = answer(received);
    if (result === undefined) return;
    received = Buffer.alloc(0);
    settle?.resolve(result);
  });
  const closed = new Promise<void>((resolve) => {
    child.once("close", (code) => {
      settle?.reject(new Error(`the JVM of Apache's tools ended with ${code}`));
      resolve();
    });
  });
  child.stdin.on("error", () => undefined);
  return {
    run(mainClass, args, stdin = ""): Promise<ToolResult> {
      return new Promise((resolve, reject) => {
        settle = { resolve, reject };
        child.stdin.write(request([mainClass, ...args], stdin));
      });
    },
    async [Symbol.asyncDispose](): Promise<void> {
      process.off("exit", killWithUs);
      child.stdin.end();
      await closed;
    },
  };
}
