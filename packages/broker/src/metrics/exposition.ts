/** Prometheus's text format, version 0.0.4: a metric's samples stand together behind its help and its type. */

/** What a sample is told apart by. */
export type Labels = Readonly<Record<string, string>>;

export interface Sample {
  readonly labels?: Labels;
  readonly value: number;
}

export interface Metric {
  /** `[a-zA-Z_:][a-zA-Z0-9_:]*`; a counter's ends with `_total`. */
  readonly name: string;
  readonly type: "counter" | "gauge";
  readonly help: string;
  /** Read when they are asked for, which may take the event loop's time: whoever writes them gives way in between. */
  readonly samples: Iterable<Sample>;
}

/** Content type of the text. */
export const EXPOSITION_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** So many samples are written before others get the event loop. */
const SAMPLES_AT_ONCE = 1_000;

function escaped(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}

function labelsText(labels: Labels | undefined): string {
  const pairs = Object.entries(labels ?? {}).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function valueText(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
}

/** The text of the metrics, in pieces; a metric without samples is left out. */
export function* exposition(metrics: Iterable<Metric>): Generator<string, void> {
  for (const { name, type, help, samples } of metrics) {
    let lines = [`# HELP ${name} ${help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}`, `# TYPE ${name} ${type}`];
    const headLines = lines.length;
    let isEmpty = true;
    for (const { labels, value } of samples) {
      isEmpty = false;
      lines.push(`${name}${labelsText(labels)} ${valueText(value)}`);
      if (lines.length >= SAMPLES_AT_ONCE + headLines) {
        yield `${lines.join("\n")}\n`;
        lines = [];
      }
    }
    if (!isEmpty && lines.length > 0) yield `${lines.join("\n")}\n`;
  }
}
