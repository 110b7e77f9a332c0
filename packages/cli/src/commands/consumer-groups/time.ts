// Times as the tools take them: `2026-11-22T19:29:00.000` (UTC unless it names a zone) and ISO 8601 durations `P1DT2H3M4.5S`.
import { InputError } from "../../failure.ts";

/** Milliseconds since the epoch. @throws InputError when malformed */
export function parseDateTime(text: string): number {
  const match = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}(Z|[+-]\d{2}:?\d{2})?$/.exec(text);
  const zone = match?.[1];
  const normalised = zone === undefined ? `${text}Z` : text.replace(/([+-]\d{2})(\d{2})$/, "$1:$2");
  const value = match === null ? Number.NaN : Date.parse(normalised);
  if (Number.isNaN(value)) throw new InputError(`Unparseable date: "${text}", write YYYY-MM-DDThh:mm:ss.sss`);
  return value;
}

/** Milliseconds. @throws InputError when malformed */
export function parseDurationMs(text: string): number {
  const match = /^([+-])?P(?:([+-]?\d+)D)?(T(?:([+-]?\d+)H)?(?:([+-]?\d+)M)?(?:([+-]?\d+(?:\.\d{0,9})?)S)?)?$/i.exec(
    text,
  );
  const [, sign, days, time, hours, minutes, seconds] = match ?? [];
  const isEmpty = days === undefined && hours === undefined && minutes === undefined && seconds === undefined;
  if (match === null || isEmpty || time === "T") throw new InputError(`Text cannot be parsed to a Duration: ${text}`);
  const totalSeconds =
    Number(days ?? 0) * 86_400 + Number(hours ?? 0) * 3_600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
  return Math.round(totalSeconds * 1000) * (sign === "-" ? -1 : 1);
}
