// Runs the scenarios in a browser. The page gives `carewireToken` and `carewireApi`, and the SDK's two builds.

import { WAYS, run } from "./scene.mjs";

// A browser opens six connections to one host at most, and a stream takes one for good.
const AT_ONCE = { websocket: 100, http_stream: 3, sse: 3 };

window.judge = async (base, name, wayName) => {
  const way = WAYS.find((one) => one.name === wayName);
  const world = {
    name,
    base,
    sdk: (protobuf) => (protobuf ? window.CentrifugeProtobuf : window.CentrifugeJson),
    parts: {},
    api: async (method, params) => window.carewireApi(method, params),
    token: async (claims, secret) => window.carewireToken(claims, secret ?? ""),
  };
  window.verdicts = [];
  await run(world, way, (verdict) => window.verdicts.push(verdict), AT_ONCE[way.transport]);
  window.done = true;
};
