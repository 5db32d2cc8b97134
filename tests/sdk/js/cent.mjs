// Every method of the official JavaScript client of the server API, once: `node cent.mjs <web folder>/ <server> <key>`.

import { createRequire } from "node:module";

const [folder, base, apiKey] = process.argv.slice(2);
const { CentClient } = createRequire(folder)("cent.js");
const cent = new CentClient({ url: `${base}/api`, apiKey });
const channel = "room:cent";

const CALLS = [
  ["publish", { channel, data: { text: "行" } }],
  ["broadcast", { channels: [channel, "brief:cent"], data: 2 }],
  ["getHistory", { channel, limit: 10 }],
  ["getPresence", { channel }],
  ["getPresenceStats", { channel }],
  ["getChannels", {}],
  ["getInfo", {}],
  ["subscribe", { user: "nobody", channel }],
  ["unsubscribe", { user: "nobody", channel }],
  ["refresh", { user: "nobody", expired: true }],
  ["disconnect", { user: "nobody" }],
  ["removeHistory", { channel }],
];

const tell = (method, answer) => process.stdout.write(`${JSON.stringify({ method, answer })}\n`);

for (const [method, params] of CALLS) {
  tell(method, await cent[method](params));
}
tell("pipeline", await cent.pipeline([
  { method: "publish", params: { channel, data: 3 } },
  { method: "history", params: { channel, limit: 1 } },
]));
try {
  tell("refusal", await cent.publish({ channel: "nowhere:1", data: 1 }));
} catch (problem) {
  tell("refusal", problem.constructor.name);
}
process.exit(0);
