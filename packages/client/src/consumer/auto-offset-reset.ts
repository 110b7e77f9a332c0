/**
 * The option `auto.offset.reset`: where a consumer starts when there is no committed offset, or the committed one is gone.
 */

/** What to do without a valid position. */
export type AutoOffsetReset =
  | { readonly kind: "latest" }
  | { readonly kind: "earliest" }
  | { readonly kind: "none" }
  /** The first record not older than this, counted back from the moment of the reset. */
  | { readonly kind: "by_duration"; readonly durationMs: number };

/** Parses `latest`, `earliest`, `none` or `by_duration:PnDTnHnMn.nS`. Throws a plain `Error` that says what is wrong. */
export function parseAutoOffsetReset(text: string): AutoOffsetReset {
  const word = text.trim();
  if (word === "latest" || word === "earliest" || word === "none") return { kind: word };
  if (word === "by_duration") throw new Error("<:duration> part is missing in by_duration auto offset reset strategy.");
  const prefix = "by_duration:";
  if (word.startsWith(prefix)) {
    const durationMs = parseIsoDuration(word.slice(prefix.length));
    if (durationMs === undefined) {
      throw new Error(
        `Unable to parse duration string in by_duration offset reset strategy: ${word.slice(prefix.length)}`,
      );
    }
    if (durationMs < 0) {
      throw new Error(`Negative duration is not supported in by_duration offset reset strategy.`);
    }
    return { kind: "by_duration", durationMs };
  }
  throw new Error("must be latest, earliest, none or by_duration:PnDTnHnMn.nS");
}

const ISO_DURATION =
  /^([-+]?)P(?:([-+]?[0-9]+)D)?(?:T(?=[-+0-9])(?:([-+]?[0-9]+)H)?(?:([-+]?[0-9]+)M)?(?:([-+]?[0-9]+(?:[.,][0-9]{0,9})?)S)?)?$/i;

/** Milliseconds of an ISO-8601 duration of days, hours, minutes and seconds, as Java's `Duration.parse` reads it. */
export function parseIsoDuration(text: string): number | undefined {
  const match = ISO_DURATION.exec(text);
  if (match === null) return undefined;
  const [, sign, days, hours, minutes, seconds] = match;
  if (days === undefined && hours === undefined && minutes === undefined && seconds === undefined) return undefined;
  const part = (digits: string | undefined): number => Number((digits ?? "0").replace(",", "."));
  const totalMs = part(days) * 86_400_000 + part(hours) * 3_600_000 + part(minutes) * 60_000 + part(seconds) * 1_000;
  return Math.floor(sign === "-" ? -totalMs : totalMs);
}
