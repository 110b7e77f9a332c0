// The `ottla` executable.
import { enableCompileCache } from "node:module";

// Compiled code is kept from one start to the next; everything behind this line is loaded through it.
enableCompileCache();
const { runCommand } = await import("./run.ts");
process.exitCode = await runCommand(process.argv.slice(2), process);
