// Where a monitor's log goes: stderr, or the file that its configuration names, which begins anew when it is full and keeps some old ones.
import type { LagConfig } from "@ottla/lag";
import type { CommandIo } from "../../command.ts";
import { RotatingFile } from "./rotating-file.ts";

export interface Log extends AsyncDisposable {
  readonly write: (line: string) => void;
}

const MEBIBYTE = 1_048_576;
const DAY_MS = 86_400_000;

/** @throws Error when the file cannot be opened */
export function openLog({ general, logging }: LagConfig, io: CommandIo): Log {
  const path = logging.text("filename") === "" ? general.text("stdout-logfile") : logging.text("filename");
  if (path === "") {
    return { write: (line) => void io.stderr.write(line), [Symbol.asyncDispose]: () => Promise.resolve() };
  }
  const file = new RotatingFile({
    path,
    bytesMax: logging.number("maxsize") * MEBIBYTE,
    backupsMax: logging.number("maxbackups"),
    ageMaxMs: logging.number("maxage") * DAY_MS,
    isLocalTime: logging.boolean("use-localtime"),
    isCompressed: logging.boolean("use-compression"),
  });
  return { write: (line) => file.write(line), [Symbol.asyncDispose]: () => file.close() };
}
