import { Admin } from "./admin/admin.ts";
import { Producer } from "./producer/producer.ts";
const B = process.env["KAFKA_BOOTSTRAP"] ?? "127.0.0.1:29192";
const admin = new Admin({ "bootstrap.servers": B });
await admin.createTopics([{ name: "bench", numPartitions: 3 }]);
await admin.close();
const p = new Producer({ bootstrapServers: B });
console.log(await p.send({ topic: "bench", key: "k", value: "v", headers: { a: "b" } }));
const value = Buffer.alloc(100, 97);
const total = Number(process.argv[2] ?? 300000);
for (let r = 0; r < 3; r++) {
  const t = performance.now(); const cpu = process.cpuUsage();
  let sent = 0; let done = 0;
  await new Promise<void>((resolve, reject) => {
    const next = (): void => { done++; if (done === total) resolve(); else if (sent < total) { sent++; p.send({ topic: "bench", value }).then(next, reject); } };
    for (; sent < 10000; sent++) p.send({ topic: "bench", value }).then(next, reject);
  });
  const ms = performance.now() - t; const c = process.cpuUsage(cpu);
  console.log(`${Math.round(total / ms * 1000)} sends/s, ${((c.user + c.system) / total).toFixed(2)} us cpu`);
}
await p.close();
