// Sends measurements to where they are kept: InfluxDB, Elasticsearch or OpenSearch, DogStatsD, an OpenTelemetry collector; again and again.
import { createSocket } from "node:dgram";
import type { Section } from "../config/section.ts";
import { LagConfigError } from "../config/section.ts";
import { OutgoingHttp } from "../outgoing/http-request.ts";
import { datagrams } from "./dogstatsd.ts";
import { bulkLines, indexName, indexTemplate } from "./elasticsearch-bulk.ts";
import { influxLine } from "./influx-line.ts";
import { measurements } from "./measurements.ts";
import { otlpBody } from "./otlp.ts";
import type { Watched } from "./watched.ts";

const BODY_CHARS_MAX = 1_000_000;

/** Something that takes what is known at a time. */
export interface Exporter {
  /** Sends everything once. @throws Error saying what was answered instead of success */
  send(watched: Watched): Promise<void>;
  close(): void;
}

class HttpExporter implements Exporter {
  readonly #section: Section;
  readonly #http: OutgoingHttp;
  #hasTemplate: boolean = false;

  constructor(section: Section) {
    this.#section = section;
    this.#http = new OutgoingHttp({
      timeoutMs: section.number("timeout") * 1000,
      keepAliveMs: 60_000,
      extraCa: section.text("extra-ca"),
      isUnverified: section.boolean("noverify"),
    });
  }

  async send(watched: Watched): Promise<void> {
    switch (this.#section.text("class-name")) {
      case "influxdb":
        await this.#pieces(
          watched,
          (one) => `${influxLine(one, watched.nowMs)}\n`,
          "text/plain; charset=utf-8",
          this.#url,
        );
        return;
      case "elasticsearch": {
        await this.#template();
        const index = indexName(this.#section.text("index"), watched.nowMs);
        const line = (one: Parameters<typeof bulkLines>[0]): string => bulkLines(one, index, watched.nowMs);
        await this.#pieces(watched, line, "application/x-ndjson", `${this.#url}/_bulk`);
        return;
      }
      default: {
        const body = otlpBody(watched);
        if (body !== undefined) await this.#post(this.#url, "application/json", JSON.stringify(body));
      }
    }
  }

  close(): void {
    this.#http.close();
  }

  get #url(): string {
    return this.#section.text("url").replace(/\/$/, "");
  }

  async #pieces(
    watched: Watched,
    line: (one: Parameters<typeof bulkLines>[0]) => string,
    type: string,
    url: string,
  ): Promise<void> {
    let body = "";
    for (const one of measurements(watched)) {
      body += line(one);
      if (body.length < BODY_CHARS_MAX) continue;
      await this.#post(url, type, body);
      body = "";
    }
    if (body !== "") await this.#post(url, type, body);
  }

  /** The template is put once; an index that exists keeps what it is. */
  async #template(): Promise<void> {
    if (this.#hasTemplate || !this.#section.boolean("manage-template")) return;
    const body = JSON.stringify(indexTemplate(this.#section.text("index")));
    await this.#post(
      `${this.#url}/_index_template/${this.#section.text("template-name")}`,
      "application/json",
      body,
      "PUT",
    );
    this.#hasTemplate = true;
  }

  async #post(url: string, type: string, body: string, method = "POST"): Promise<void> {
    const { status, answer } = await this.#http.send({ url, method, headers: this.#headers(type), body });
    if (status < 200 || status > 299) throw new Error(`${url} answered ${status}: ${answer.slice(0, 200)}`);
    if (url.endsWith("/_bulk") && answer.includes('"errors":true'))
      throw new Error(`${url} did not take all documents: ${answer.slice(0, 300)}`);
  }

  #headers(type: string): Record<string, string> {
    const headers: Record<string, string> = {
      "Content-Type": type,
      ...Object.fromEntries(this.#section.map("headers")),
    };
    const [username, token] = [this.#section.text("username"), this.#section.text("token")];
    if (username !== "") {
      const pair = `${username}:${this.#section.text("password")}`;
      headers["Authorization"] = `Basic ${Buffer.from(pair).toString("base64")}`;
    } else if (token !== "") headers["Authorization"] = `Token ${token}`;
    return headers;
  }
}

class StatsdExporter implements Exporter {
  readonly #socket = createSocket("udp4").unref();
  readonly #host: string;
  readonly #port: number;

  constructor(address: string) {
    const [, host = "", port = ""] = /^(.*):(\d+)$/.exec(address) ?? [];
    if (port === "") throw new LagConfigError(`an exporter of class dogstatsd has url = "host:port", not ${address}`);
    this.#host = host;
    this.#port = Number(port);
  }

  async send(watched: Watched): Promise<void> {
    for (const datagram of datagrams(watched)) {
      await new Promise<void>((resolve, reject) => {
        this.#socket.send(datagram, this.#port, this.#host, (error) => (error === null ? resolve() : reject(error)));
      });
    }
  }

  close(): void {
    this.#socket.close();
  }
}

/** @throws LagConfigError for an address that is none */
export function makeExporter(section: Section): Exporter {
  if (section.text("class-name") === "dogstatsd") return new StatsdExporter(section.text("url"));
  if (!/^https?:\/\//.test(section.text("url")))
    throw new LagConfigError(`exporter.${section.name}.url begins with http:// or https://`);
  return new HttpExporter(section);
}
