// Runs the scenarios in Node: `node node.mjs <web folder>/ <server> <secret> <key>`; one verdict a line.

import { createHmac } from "node:crypto";
import { createRequire } from "node:module";
import { WAYS, run } from "./scene.mjs";

const [folder, base, secret, apiKey] = process.argv.slice(2);
const load = createRequire(folder);
const { Centrifuge } = load("centrifuge");
const { Centrifuge: CentrifugeProtobuf } = load("centrifuge/build/protobuf");
const { CentClient } = load("cent.js");
const { EventSource } = load("eventsource");
const { WebSocket } = load("ws");

const cent = new CentClient({ url: `${base}/api`, apiKey });
const encoded = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

const world = {
  name: "node",
  base,
  sdk: (protobuf) => (protobuf ? CentrifugeProtobuf : Centrifuge),
  parts: { websocket: WebSocket, eventsource: EventSource, fetch: globalThis.fetch, readableStream: ReadableStream },
  api: (method, params) => cent[method](params),
  async token(claims, key = secret) {
    const head = `${encoded({ alg: "HS256", typ: "JWT" })}.${encoded(claims)}`;
    return `${head}.${createHmac("sha256", key).update(head).digest("base64url")}`;
  },
};

const tell = (verdict) => process.stdout.write(`${JSON.stringify(verdict)}\n`);
await Promise.all(WAYS.map((way) => run(world, way, tell)));
process.exit(0);
