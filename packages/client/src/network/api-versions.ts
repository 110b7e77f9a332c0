/**
 * Which version of an API to speak with a broker: the highest that this client, the broker, and the call's own needs have in common.
 */
import type { MessageCodec } from "@ottla/protocol";
import { UnsupportedVersionError } from "../errors.ts";

/** An API as a pair of codecs. */
export interface Api<Request, Response> {
  readonly request: MessageCodec<Request>;
  readonly response: MessageCodec<Response>;
}

/**
 * An API whose codecs are loaded with the first request that needs them. A program uses few of all the APIs, and importing the client would take longer by
 * the time that it takes to read the code of the others.
 */
export class LazyApi<Request, Response> {
  readonly #load: () => Promise<Api<Request, Response>>;
  #loading: Promise<Api<Request, Response>> | undefined;
  #loaded: Api<Request, Response> | undefined;

  constructor(load: () => Promise<Api<Request, Response>>) {
    this.#load = load;
  }

  /** The codecs; undefined before they are loaded. */
  get loaded(): Api<Request, Response> | undefined {
    return this.#loaded;
  }

  /** Loads the codecs, once; again if that failed, as it does in a process that has too many files open. */
  async load(): Promise<Api<Request, Response>> {
    if (this.#loaded !== undefined) return this.#loaded;
    this.#loading ??= this.#load().finally(() => {
      this.#loading = undefined;
    });
    this.#loaded = await this.#loading;
    return this.#loaded;
  }
}

/** Inclusive bounds of versions. */
export interface VersionRange {
  readonly min: number;
  readonly max: number;
}

/** What a broker said about the APIs and features it has. */
export class NodeApiVersions {
  readonly apis: ReadonlyMap<number, VersionRange>;
  readonly supportedFeatures: ReadonlyMap<string, VersionRange>;
  readonly finalizedFeatures: ReadonlyMap<string, VersionRange>;
  /** -1 when unknown. */
  readonly finalizedFeaturesEpoch: number;
  readonly zkMigrationReady: boolean;

  constructor(given: {
    apis: ReadonlyMap<number, VersionRange>;
    supportedFeatures?: ReadonlyMap<string, VersionRange>;
    finalizedFeatures?: ReadonlyMap<string, VersionRange>;
    finalizedFeaturesEpoch?: number;
    zkMigrationReady?: boolean;
  }) {
    this.apis = given.apis;
    this.supportedFeatures = given.supportedFeatures ?? new Map<string, VersionRange>();
    this.finalizedFeatures = given.finalizedFeatures ?? new Map<string, VersionRange>();
    this.finalizedFeaturesEpoch = given.finalizedFeaturesEpoch ?? -1;
    this.zkMigrationReady = given.zkMigrationReady ?? false;
  }

  /**
   * The version to use.
   * @throws UnsupportedVersionError when there is none in common
   */
  choose(codec: MessageCodec<unknown>, bounds: Partial<VersionRange> = {}): number {
    const broker = this.apis.get(codec.apiKey);
    if (broker === undefined) throw new UnsupportedVersionError(`The broker does not support ${apiName(codec)}`);
    const min = Math.max(broker.min, codec.lowestVersion, bounds.min ?? 0);
    const max = Math.min(broker.max, codec.highestVersion, bounds.max ?? codec.highestVersion);
    if (min <= max) return max;
    const wanted = `${Math.max(codec.lowestVersion, bounds.min ?? 0)} to ${Math.min(codec.highestVersion, bounds.max ?? codec.highestVersion)}`;
    throw new UnsupportedVersionError(
      `The broker does not support ${apiName(codec)} with version in range ${wanted}. The supported range is ${broker.min} to ${broker.max}.`,
    );
  }

  /** Whether the broker serves the API in this version or a later one that the client knows. */
  supports(codec: MessageCodec<unknown>, atLeastVersion = 0): boolean {
    const broker = this.apis.get(codec.apiKey);
    return broker !== undefined && Math.min(broker.max, codec.highestVersion) >= Math.max(broker.min, atLeastVersion);
  }
}

function apiName(codec: MessageCodec<unknown>): string {
  return codec.name.replace(/Request$/, "");
}
