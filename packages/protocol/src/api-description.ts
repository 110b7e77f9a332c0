/** What the API table says about one API. */
export interface ApiDescription {
  readonly apiKey: number;
  /** Kafka's name, without "Request": `Produce`. */
  readonly name: string;
  readonly lowestVersion: number;
  /** Below `lowestVersion` for an API that Kafka 4 removed. */
  readonly highestVersion: number;
  /** Highest version that is advertised without `unstable.api.versions.enable`. */
  readonly highestStableVersion: number;
  /** First flexible version; Infinity when there is none. */
  readonly flexibleFrom: number;
  /** Who serves it: listeners of brokers, of controllers. */
  readonly listeners: readonly ("broker" | "controller")[];
  /** The sender needs ClusterAction on the cluster. */
  readonly clusterAction: boolean;
  /** A broker passes it on to the active controller (KIP-590). */
  readonly forwardable: boolean;
}
