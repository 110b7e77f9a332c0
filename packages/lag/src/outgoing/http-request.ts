// One request to a server outside, with time limits, trust of one's own, and connections that are used again.
import { readFileSync } from "node:fs";
import { Agent as HttpAgent, request as httpRequest } from "node:http";
import type { RequestOptions } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { rootCertificates } from "node:tls";

export interface OutgoingOptions {
  readonly timeoutMs: number;
  /** How long an idle connection is kept for the next request, in ms; 0: not at all. */
  readonly keepAliveMs: number;
  /** A file with certificates that are trusted besides the usual ones; "" for none. */
  readonly extraCa: string;
  /** Certificates are not looked at. */
  readonly isUnverified: boolean;
}

export interface OutgoingRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const ANSWER_BYTES_MAX = 65_536;

export class OutgoingHttp {
  readonly #options: OutgoingOptions;
  readonly #http: HttpAgent;
  readonly #https: HttpsAgent;

  /** @throws Error when the file of certificates cannot be read */
  constructor(options: OutgoingOptions) {
    this.#options = options;
    const keepAlive = options.keepAliveMs > 0;
    const shared = { keepAlive, ...(keepAlive ? { timeout: options.keepAliveMs } : {}) };
    const ca = options.extraCa === "" ? {} : { ca: [...rootCertificates, readFileSync(options.extraCa, "utf8")] };
    this.#http = new HttpAgent(shared);
    this.#https = new HttpsAgent({ ...shared, ...ca, rejectUnauthorized: !options.isUnverified });
  }

  /** Resolves with the status and the beginning of the answer. @throws Error when there is none in time */
  send({ url, method, headers, body }: OutgoingRequest): Promise<{ status: number; answer: string }> {
    const target = new URL(url);
    const isTls = target.protocol === "https:";
    const { timeoutMs } = this.#options;
    const signal = AbortSignal.timeout(timeoutMs);
    const options: RequestOptions = {
      method,
      agent: isTls ? this.#https : this.#http,
      headers: { ...headers, "Content-Length": Buffer.byteLength(body) },
      signal,
    };
    return new Promise((resolve, reject) => {
      const fail = (error: Error): void =>
        reject(signal.aborted ? new Error(`${url} did not answer within ${timeoutMs} ms`, { cause: error }) : error);
      const request = (isTls ? httpsRequest : httpRequest)(target, options, (response) => {
        let answer = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => {
          if (answer.length < ANSWER_BYTES_MAX) answer += chunk;
        });
        response.on("end", () => resolve({ status: response.statusCode ?? 0, answer }));
        response.on("error", fail);
      });
      request.on("error", fail);
      request.end(body);
    });
  }

  close(): void {
    this.#http.destroy();
    this.#https.destroy();
  }
}
