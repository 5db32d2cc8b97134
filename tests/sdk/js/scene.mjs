// The surroundings of one scenario, and how all of them are run over one transport and encoding.

import { Diary } from "./diary.mjs";
import { SCENARIOS } from "./scenarios.mjs";

const OF_CLIENT = ["connecting", "connected", "disconnected", "subscribed", "unsubscribed", "publication", "error"];
const OF_SUBSCRIPTION = ["subscribing", "subscribed", "unsubscribed", "publication", "join", "leave", "error"];
const QUICK = { minReconnectDelay: 50, maxReconnectDelay: 500, timeout: 15_000 };

class Scene {
  // `world` is where it happens: { base, sdk(protobuf), parts, token(claims, secret), api(method, params) }.
  constructor(world, way, name) {
    Object.assign(this, { world, way, name, user: `${world.name}-${way.name}-${name}`, clients: [] });
    this.token = world.token;
    this.api = world.api;
  }

  channel(namespace) {
    return `${namespace}:${this.world.name}-${this.way.name}-${this.name}`;
  }

  say(value) {
    return this.way.protobuf ? new TextEncoder().encode(JSON.stringify(value)) : value;
  }

  read(data) {
    return this.way.protobuf ? JSON.parse(new TextDecoder().decode(data)) : data;
  }

  client(options) {
    const { base, parts } = this.world;
    const Centrifuge = this.world.sdk(this.way.protobuf);
    const scheme = this.way.transport === "websocket" ? base.replace("http", "ws") : base;
    const address = [{ transport: this.way.transport, endpoint: `${scheme}/connection/${this.way.transport}` }];
    const more = { emulationEndpoint: `${base}/emulation`, ...parts, ...QUICK, ...options };
    const client = new Centrifuge(address, more);
    const diary = new Diary(client, OF_CLIENT);
    this.clients.push(client);
    client.connect();
    return { client, diary };
  }

  async connected({ user = this.user, claims = {} } = {}) {
    const made = this.client({ token: await this.token({ sub: user, ...claims }) });
    await made.diary.next("connecting");
    await made.diary.next("connected");
    return made;
  }

  subscription(client, channel, options) {
    const sub = client.newSubscription(channel, { minResubscribeDelay: 50, maxResubscribeDelay: 500, ...options });
    const diary = new Diary(sub, OF_SUBSCRIPTION);
    sub.subscribe();
    return { sub, diary };
  }

  async subscribed(client, namespace, options = {}) {
    const made = this.subscription(client, this.channel(namespace), options);
    await made.diary.next("subscribed");
    return made;
  }
}

async function verdict(world, way, name) {
  const scene = new Scene(world, way, name);
  let problem = "";
  try {
    await SCENARIOS[name](scene);
  } catch (error) {
    problem = `${error.message ?? JSON.stringify(error)}`;
  }
  for (const client of scene.clients) client.disconnect();
  return { way: way.name, scenario: name, problem };
}

// All scenarios over one way, so many side by side; `tell` gets each verdict.
export async function run(world, way, tell, atOnce = 100) {
  const names = Object.keys(SCENARIOS);
  const work = async () => {
    for (let name = names.shift(); name !== undefined; name = names.shift()) tell(await verdict(world, way, name));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

export const WAYS = [
  { name: "websocket-json", transport: "websocket", protobuf: false },
  { name: "websocket-protobuf", transport: "websocket", protobuf: true },
  { name: "http_stream-json", transport: "http_stream", protobuf: false },
  { name: "http_stream-protobuf", transport: "http_stream", protobuf: true },
  { name: "sse-json", transport: "sse", protobuf: false },
];
