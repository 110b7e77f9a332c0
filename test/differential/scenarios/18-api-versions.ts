// ApiVersions: what is advertised, KIP-511's client names, and versions that do not exist.
import { ApiVersions } from "../apis.ts";
import { versionsOf } from "../api.ts";
import { scenario, scenarioPerVersion } from "../scenario.ts";

const NAMED = { clientSoftwareName: "differential", clientSoftwareVersion: "1.0" };

scenarioPerVersion("ApiVersions/advertises", versionsOf(ApiVersions), async (s, version) => {
  await s.send(ApiVersions, version, version >= 3 ? NAMED : {});
  await s.send(ApiVersions, version, version >= 3 ? NAMED : {}, { clientId: null });
});

scenarioPerVersion("ApiVersions/software names", [3, 4], async (s, version) => {
  for (const name of ["", "-", "a b", "a.", "a.b-c", "ok", "é", "a\n", "a".repeat(300)]) {
    await s.send(ApiVersions, version, { clientSoftwareName: name, clientSoftwareVersion: "1" });
    await s.send(ApiVersions, version, { clientSoftwareName: "ok", clientSoftwareVersion: name });
  }
});

scenario("ApiVersions/unknown versions are answered in the oldest form", async (s) => {
  for (const version of [5, 6, 100, 32767, -1]) {
    await s.rawRequest(18, version, Buffer.from([0, 1, 1, 0]), {
      on: version,
      decodeAs: { api: ApiVersions, version: 0 },
    });
    await s.send(ApiVersions, 3, NAMED, { on: version });
  }
});

scenario("ApiVersions/a truncated body closes the connection", async (s) => {
  await s.rawRequest(18, 3, Buffer.from([0]), {});
});
