// Makes the pictures of docs/consumer-lag.md from a real incident: a broker, five groups of which four fall ill and recover, the monitor that watches
// them, and Kafka's own tool. `node --conditions=@ottla/source tools/lag-pictures.ts`; it takes a minute and a half.
import { mkdirSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { Consumer } from "@ottla/client";
import { JsonLogger, LagMonitor, lagConfigOf, statusName } from "@ottla/lag";
import type { Status } from "@ottla/lag";
import { Broker } from "@ottla/testkit";
import { runCommand } from "../packages/cli/src/run.ts";
import { capturedIo } from "../packages/cli/src/testing/captured-io.ts";
import { GROUPS, PlayedIncident } from "../test/interop/lag/played-incident.ts";

const OUT = new URL("../docs/pictures/", import.meta.url);
const LOOK_MS = 500;
const [WELL_S, SICK_S, RECOVERED_S] = [15, 45, 15];

interface Look {
  readonly atS: number;
  readonly lag: number;
  readonly behindS: number;
  readonly status: Status;
}

type Row = readonly [group: string, looks: readonly Look[]];

const COLOURS = ["#c2410c", "#7c3aed", "#0369a1", "#a16207", "#15803d"];
const STATUS_COLOURS: Readonly<Record<string, string>> = { OK: "#86c99a", WARN: "#f0c04c", ERR: "#d9534f" };
const [WIDTH, LEFT, CHART_WIDTH, CHART_HEIGHT, STRIP_HEIGHT] = [900, 90, 780, 190, 18];
const FONT = `font-family="ui-monospace, monospace" font-size="12"`;

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function text(x: number, y: number, content: string, more = ""): string {
  return `<text x="${x}" y="${y}" ${FONT} fill="#333" xml:space="preserve" ${more}>${escaped(content)}</text>`;
}

function svg(height: number, parts: readonly string[]): string {
  const head = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}">`;
  return `${head}\n<rect width="100%" height="100%" fill="#fff"/>\n${parts.join("\n")}\n</svg>\n`;
}

/** One line a group over time, on a scale of its own. */
function lines(
  title: string,
  top: number,
  rows: readonly Row[],
  totalS: number,
  value: (look: Look) => number,
): string[] {
  const most = Math.max(1, ...rows.flatMap(([, looks]) => looks.map(value)));
  const x = (atS: number): number => LEFT + (atS / totalS) * CHART_WIDTH;
  const y = (number: number): number => top + CHART_HEIGHT - (number / most) * (CHART_HEIGHT - 12);
  const parts = [
    text(LEFT, top - 6, title, 'font-weight="bold"'),
    `<path d="M${LEFT} ${top}V${top + CHART_HEIGHT}H${LEFT + CHART_WIDTH}" fill="none" stroke="#999"/>`,
    text(LEFT - 8, y(most) + 4, String(Math.round(most)), 'text-anchor="end"'),
    text(LEFT - 8, y(0) + 4, "0", 'text-anchor="end"'),
  ];
  for (const [index, [, looks]] of rows.entries()) {
    const points = looks.map((look) => `${x(look.atS).toFixed(1)},${y(value(look)).toFixed(1)}`).join(" ");
    parts.push(`<polyline points="${points}" fill="none" stroke="${COLOURS[index]}" stroke-width="2"/>`);
  }
  return parts;
}

/** What the monitor said of each group, over time. */
function strips(top: number, rows: readonly Row[], totalS: number): string[] {
  const parts = [text(LEFT, top - 6, "what the rules say", 'font-weight="bold"')];
  const width = (CHART_WIDTH * LOOK_MS) / 1000 / totalS + 0.5;
  for (const [index, [group, looks]] of rows.entries()) {
    const y = top + index * (STRIP_HEIGHT + 4);
    parts.push(text(LEFT - 8, y + 13, group, `text-anchor="end" style="fill:${COLOURS[index]}"`));
    for (const { atS, status } of looks) {
      const colour = STATUS_COLOURS[statusName(status)] ?? "#ccc";
      const x = (LEFT + (atS / totalS) * CHART_WIDTH).toFixed(1);
      parts.push(`<rect x="${x}" y="${y}" width="${width.toFixed(1)}" height="${STRIP_HEIGHT}" fill="${colour}"/>`);
    }
  }
  const y = top + rows.length * (STRIP_HEIGHT + 4) + 16;
  for (const [index, [name, colour]] of Object.entries(STATUS_COLOURS).entries()) {
    parts.push(`<rect x="${LEFT + index * 80}" y="${y - 11}" width="12" height="12" fill="${colour}"/>`);
    parts.push(text(LEFT + index * 80 + 18, y, name));
  }
  parts.push(text(LEFT + CHART_WIDTH, y, `${totalS} seconds`, 'text-anchor="end"'));
  return parts;
}

function chart(rows: readonly Row[]): string {
  const totalS = WELL_S + SICK_S + RECOVERED_S;
  return svg(640, [
    ...lines("lag in records", 30, rows, totalS, (look) => look.lag),
    ...lines("lag in seconds", 260, rows, totalS, (look) => look.behindS),
    ...strips(490, rows, totalS),
  ]);
}

/** What a terminal shows. */
function terminal(shown: string): string {
  const rows = shown.trimEnd().split("\n");
  const scale = Math.min(1, (WIDTH - 40) / (7.25 * Math.max(...rows.map((row) => row.length))));
  const height = Math.ceil(rows.length * 18 * scale) + 36;
  const body = rows.map((row, index) => text(0, index * 18, row, 'style="fill:#e6e6e6"')).join("\n");
  return svg(height, [
    `<rect width="100%" height="100%" rx="6" fill="#1e1e1e"/>`,
    `<g transform="translate(20 28) scale(${scale.toFixed(3)})">\n${body}\n</g>`,
  ]);
}

async function output(...args: string[]): Promise<string> {
  const io = capturedIo();
  await runCommand(args, io);
  return io.out();
}

/** What a consumer that has read a little knows by itself. */
async function metricsOf(bootstrapServers: string): Promise<string> {
  await using consumer = new Consumer({
    bootstrapServers,
    groupId: "reader",
    autoOffsetReset: "earliest",
    maxPollRecords: 100,
  });
  consumer.subscribe("stopped");
  while ((await consumer.poll({ timeoutMs: 1_000 })).count === 0);
  return consumer
    .metrics()
    .filter(({ name, tags }) => /^records-(?:lag|lag-max|lead)$/.test(name) && tags["partition"] !== undefined)
    .map(({ name, tags, value }) => `${name}{topic="${tags["topic"]}", partition="${tags["partition"]}"}  ${value()}`)
    .join("\n");
}

async function monitorOf(server: string): Promise<LagMonitor> {
  const config = lagConfigOf({
    cluster: { local: { "class-name": "kafka", servers: [server], "offset-refresh": 1 } },
    consumer: { local: { "class-name": "kafka", cluster: "local" } },
    evaluator: { e: { "class-name": "caching", "expire-cache": 0 } },
  });
  const logger = new JsonLogger("fatal", () => undefined, Date.now);
  const monitor = new LagMonitor({ config, logger, isListening: false });
  await monitor.start();
  return monitor;
}

async function main(): Promise<void> {
  mkdirSync(OUT, { recursive: true });
  const write = (name: string, content: string): void => writeFileSync(new URL(name, OUT), content);
  await using broker = await Broker.start();
  const servers = broker.bootstrapServers;
  await using played = new PlayedIncident(servers);
  await played.start();
  await using monitor = await monitorOf(servers);
  const rows = GROUPS.map((group): [string, Look[]] => [group, []]);
  const from = performance.now();
  const atS = (): number => (performance.now() - from) / 1000;
  let hasTables = false;
  while (atS() < WELL_S + SICK_S + RECOVERED_S) {
    played.assertPlaying();
    played.isSick = atS() >= WELL_S && atS() < WELL_S + SICK_S;
    for (const [group, looks] of rows) {
      const report = monitor.report("local", group);
      if (report === undefined) continue;
      const { lag, behindMs = 0, status } = report;
      looks.push({ atS: atS(), lag, behindS: behindMs / 1000, status });
    }
    if (!hasTables && atS() > WELL_S + SICK_S - 10) {
      hasTables = true;
      const shown = "localhost:9092";
      const described = await output(
        "consumer-groups",
        "--bootstrap-server",
        servers,
        "--describe",
        "--group",
        "stopped",
      );
      const command = `$ bin/kafka-consumer-groups.sh --bootstrap-server ${shown} --describe --group stopped`;
      write("lag-command-line.svg", terminal(`${command}\n${described}`));
      write("lag-metrics.svg", terminal(`consumer.metrics():\n\n${await metricsOf(servers)}`));
      const table = await output("lag", "--bootstrap-server", servers, "--once");
      write("lag-once.svg", terminal(`$ ottla lag --bootstrap-server ${shown} --once\n${table}`));
    }
    await sleep(LOOK_MS);
  }
  write("lag-monitor.svg", chart(rows));
}

await main();
