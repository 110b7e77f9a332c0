// Sends a message as e-mail. The template's first line is its subject; lines about content type and MIME version become headers.
import { readFileSync } from "node:fs";
import type { Section } from "../config/section.ts";
import { Template } from "./template/template.ts";
import type { Struct } from "./template/values.ts";

export interface Mail {
  readonly subject: string;
  readonly contentType: string;
  readonly text: string;
}

const HEADER = /^(subject|content-type|mime-version):\s*(.*)$/i;

/** A filled-in template as a mail. */
export function mailOf(filled: string): Mail {
  const headers = new Map<string, string>();
  const lines = filled.replaceAll("\r\n", "\n").split("\n");
  while (lines.length > 0) {
    const [, name, value = ""] = HEADER.exec(lines[0] ?? "") ?? [];
    if (name === undefined) break;
    headers.set(name.toLowerCase(), value.trim());
    lines.shift();
  }
  if (headers.size > 0 && lines[0] === "") lines.shift();
  return {
    subject: headers.get("subject") ?? "",
    contentType: headers.get("content-type") ?? "text/plain; charset=utf-8",
    text: lines.join("\n"),
  };
}

export class EmailNotifier {
  readonly #section: Section;
  readonly #open: Template;
  readonly #close: Template | undefined;

  constructor(section: Section, texts: { readonly open: string; readonly close: string | undefined }) {
    this.#section = section;
    this.#open = new Template(texts.open);
    this.#close = texts.close === undefined ? undefined : new Template(texts.close);
  }

  /** @throws Error when the server did not take it; TemplateError when the template cannot be filled in */
  async send(data: Struct, isClose: boolean): Promise<void> {
    const template = isClose ? this.#close : this.#open;
    if (template === undefined) return;
    const { subject, contentType, text } = mailOf(template.fill(data));
    const { createTransport } = await import("nodemailer");
    const section = this.#section;
    const auth = section.text("auth-type");
    const extraCa = section.text("extra-ca");
    const transport = createTransport({
      host: section.text("server"),
      port: section.number("port"),
      secure: section.number("port") === 465,
      connectionTimeout: section.number("timeout") * 1000,
      tls: {
        rejectUnauthorized: section.text("noverify") !== "true",
        ...(extraCa === "" ? {} : { ca: readFileSync(extraCa, "utf8") }),
      },
      ...(auth === ""
        ? {}
        : {
            auth: { user: section.text("username"), pass: section.text("password") },
            authMethod: auth === "crammd5" ? "CRAM-MD5" : "PLAIN",
          }),
    });
    try {
      const isHtml = contentType.toLowerCase().startsWith("text/html");
      await transport.sendMail({
        from: section.text("from"),
        to: section.text("to"),
        subject,
        ...(isHtml ? { html: text } : { text }),
      });
    } finally {
      transport.close();
    }
  }

  close(): void {
    // Each mail has a connection of its own.
  }
}
