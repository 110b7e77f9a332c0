/**
 * The token of one client: kept until it is time for a new one, asked for once however many connections need it.
 *
 * The point in time is Java's (ExpiringCredentialRefreshingLogin): a share of the lifetime with jitter, not before a least age, not so late that less
 * than a buffer is left. Java renews in the background; here it is done by the next authentication after that time, which is when it matters.
 */
import type { Clock, Random } from "@ottla/base";
import type { SecurityConfig } from "../../config/security-config.ts";
import { KafkaError } from "../../errors.ts";
import { timedToken } from "./token.ts";
import type { TimedToken, TokenProvider } from "./token.ts";

export interface TokenSourceOptions {
  readonly config: SecurityConfig;
  readonly provider: TokenProvider;
  readonly clock: Clock;
  readonly random: Random;
}

/** Gives the current token. */
export class TokenSource {
  readonly #options: TokenSourceOptions;
  #token: TimedToken | undefined;
  #refreshAtMs = 0;
  #asking: Promise<TimedToken> | undefined;

  constructor(options: TokenSourceOptions) {
    this.#options = options;
  }

  async token(): Promise<TimedToken> {
    const nowMs = this.#options.clock.nowMs();
    const token = this.#token;
    if (token !== undefined && nowMs < this.#refreshAtMs) return token;
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    try {
      return await this.#asking;
    } catch (error) {
      // What we have is good for a while yet; the next authentication tries again.
      if (token !== undefined && nowMs < token.lifetimeMs) return token;
      throw error;
    }
  }

  async #ask(): Promise<TimedToken> {
    const { clock, config, provider, random } = this.#options;
    const token = timedToken(await provided(provider), clock.nowMs());
    this.#token = token;
    this.#refreshAtMs = refreshAtMs(token, config, { nowMs: clock.nowMs(), draw: random.float() });
    return token;
  }
}

async function provided(provider: TokenProvider): Promise<Awaited<ReturnType<TokenProvider>>> {
  try {
    return await provider();
  } catch (error) {
    if (error instanceof KafkaError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new KafkaError("SASL_AUTHENTICATION_FAILED", `No OAuth token could be had: ${reason}`, { cause: error });
  }
}

/** When to get a new token, in milliseconds since 1970. */
export function refreshAtMs(
  token: TimedToken,
  config: SecurityConfig,
  { nowMs, draw }: { readonly nowMs: number; readonly draw: number },
): number {
  const lifetimeMs = token.lifetimeMs - token.startTimeMs;
  const factor = config["sasl.login.refresh.window.factor"] + config["sasl.login.refresh.window.jitter"] * draw;
  const proposedMs = Math.round(token.startTimeMs + lifetimeMs * factor);
  const minMs = config["sasl.login.refresh.min.period.seconds"] * 1_000;
  const bufferMs = config["sasl.login.refresh.buffer.seconds"] * 1_000;
  // Without room for both limits neither is kept, as in Java.
  if (nowMs + minMs + bufferMs > token.lifetimeMs) return proposedMs;
  return Math.max(nowMs + minMs, Math.min(proposedMs, token.lifetimeMs - bufferMs));
}
