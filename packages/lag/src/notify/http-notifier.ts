// Sends a message as an HTTP request: the template is the body, addresses are templates too.
import type { Section } from "../config/section.ts";
import { OutgoingHttp } from "../outgoing/http-request.ts";
import type { Preset } from "./presets.ts";
import { Template } from "./template/template.ts";
import type { Struct } from "./template/values.ts";

interface Way {
  readonly url: Template;
  readonly method: string;
  readonly body: Template;
}

export class HttpNotifier {
  readonly #http: OutgoingHttp;
  readonly #open: Way;
  readonly #close: Way | undefined;
  readonly #headers: Record<string, string>;

  /** @param texts the templates of the bodies; the second undefined when nothing is sent at the end of an incident */
  constructor(section: Section, texts: { readonly open: string; readonly close: string | undefined }, preset?: Preset) {
    this.#http = new OutgoingHttp({
      timeoutMs: section.number("timeout") * 1000,
      keepAliveMs: section.boolean("disable-http-keepalive") ? 0 : section.number("keepalive") * 1000,
      extraCa: section.text("extra-ca"),
      isUnverified: section.text("noverify") === "true",
    });
    const way = (kind: "open" | "close", body: string): Way => ({
      url: new Template(preset?.url ?? section.text(`url-${kind}`)),
      method: preset?.method ?? section.text(`method-${kind}`),
      body: new Template(body),
    });
    this.#open = way("open", texts.open);
    this.#close = texts.close === undefined ? undefined : way("close", texts.close);
    this.#headers = { "Content-Type": "application/json", ...Object.fromEntries(section.map("headers")) };
    const username = section.text("username");
    if (username !== "") {
      const pair = `${username}:${section.text("password")}`;
      this.#headers["Authorization"] = `Basic ${Buffer.from(pair).toString("base64")}`;
    }
  }

  /** @throws Error when it was not taken; TemplateError when the template cannot be filled in */
  async send(data: Struct, isClose: boolean): Promise<void> {
    const way = isClose ? this.#close : this.#open;
    if (way === undefined) return;
    const request = { url: way.url.fill(data), method: way.method, headers: this.#headers, body: way.body.fill(data) };
    const { status, answer } = await this.#http.send(request);
    if (status < 200 || status > 299) throw new Error(`${request.url} answered ${status}: ${answer.slice(0, 200)}`);
  }

  close(): void {
    this.#http.close();
  }
}
