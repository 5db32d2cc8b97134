// What the official JavaScript SDK is put through, in Node and in the browser, over every transport and encoding.
// Each scenario gets a Scene of its own: users, channels and clients that no other scenario knows.

import { pause, refused, same } from "./diary.mjs";

const ROW = { name: "monitor", bed: "三病区 12 床", note: "без изменений 😀", values: [72, 98, 14, 120, 80] };

async function connects_with_a_token(scene) {
  const { client, diary } = await scene.connected();
  const context = diary.all("connected")[0];
  same(context.transport, scene.way.transport, "transport");
  same(context.client.length, 36, "length of the id");
  same(client.state, "connected", "state");
}

async function a_wrong_token_is_the_end(scene) {
  const { diary } = scene.client({ token: await scene.token({ sub: "eve" }, "not the secret") });
  const end = await diary.next("disconnected");
  same([end.code, end.reason], [3500, "invalid token"], "end");
}

async function an_expired_token_is_replaced(scene) {
  const now = Math.floor(Date.now() / 1000);
  let asked = 0;
  const getToken = () => {
    asked += 1;
    return scene.token({ sub: scene.user });
  };
  const { diary } = scene.client({ token: await scene.token({ sub: scene.user, exp: now - 5 }), getToken });
  await diary.next("connected");
  same(asked, 1, "tokens asked for");
}

async function hears_what_it_publishes_itself(scene) {
  const { client, diary } = await scene.connected();
  const room = await scene.subscribed(client, "room");
  await room.sub.publish(scene.say({ text: "行\n2" }));
  const heard = await room.diary.next("publication");
  same(scene.read(heard.data), { text: "行\n2" }, "data");
  same([heard.offset, heard.info.user], [1, scene.user], "offset and author");
  same(heard.info.client, diary.all("connected")[0].client, "author's connection");
}

async function publishes_without_subscribing_only_where_allowed(scene) {
  const { client } = await scene.connected();
  await refused(client.publish(scene.channel("room"), scene.say(1)), 103, "publish");
  await client.publish(scene.channel("brief"), scene.say(1));
}

async function sees_who_is_present(scene) {
  const { client, diary } = await scene.connected({ claims: { info: { ward: 3 } } });
  const room = await scene.subscribed(client, "room");
  const { clients } = await room.sub.presence();
  const id = diary.all("connected")[0].client;
  same(Object.keys(clients), [id], "present");
  same([clients[id].user, scene.read(clients[id].connInfo)], [scene.user, { ward: 3 }], "person");
  const { numClients, numUsers } = await room.sub.presenceStats();
  same([numClients, numUsers], [1, 1], "numbers");
}

async function hears_joins_and_leaves(scene) {
  const { client } = await scene.connected();
  const room = await scene.subscribed(client, "room");
  same((await room.diary.next("join")).info.user, scene.user, "own join");
  const other = await scene.connected({ user: `${scene.user}-other` });
  await scene.subscribed(other.client, "room");
  same((await room.diary.next("join")).info.user, `${scene.user}-other`, "join");
  other.client.disconnect();
  same((await room.diary.next("leave")).info.user, `${scene.user}-other`, "leave");
}

async function reads_history(scene) {
  const { client } = await scene.connected();
  const room = await scene.subscribed(client, "room");
  for (const n of [1, 2, 3, 4]) await scene.api("publish", { channel: room.sub.channel, data: n });
  const first = await room.sub.history({ limit: 2 });
  same(first.publications.map((item) => scene.read(item.data)), [1, 2], "oldest");
  same(first.offset, 4, "top");
  const since = { offset: 2, epoch: first.epoch };
  same((await room.sub.history({ limit: 9, since })).publications.map((item) => item.offset), [3, 4], "since");
  const back = await room.sub.history({ limit: 2, reverse: true });
  same(back.publications.map((item) => item.offset), [4, 3], "reverse");
  await refused(room.sub.history({ limit: 1, since: { offset: 1, epoch: "gone" } }), 112, "another epoch");
}

async function recovers_after_a_forced_reconnect(scene) {
  const { client, diary } = await scene.connected();
  const room = await scene.subscribed(client, "room");
  await scene.api("publish", { channel: room.sub.channel, data: 1 });
  await room.diary.next("publication");
  await scene.api("disconnect", { user: scene.user, code: 3011, reason: "force reconnect" });
  same((await diary.next("connecting")).code, 3011, "code");
  for (const n of [2, 3, 4]) await scene.api("publish", { channel: room.sub.channel, data: n });
  const again = await room.diary.next("subscribed");
  same([again.wasRecovering, again.recovered], [true, true], "recovered");
  for (const n of [2, 3, 4]) same(scene.read((await room.diary.next("publication")).data), n, "missed");
  await scene.api("publish", { channel: room.sub.channel, data: 5 });
  same((await room.diary.next("publication")).offset, 5, "goes on");
}

async function is_told_when_it_cannot_recover(scene) {
  const { client, diary } = await scene.connected();
  const room = await scene.subscribed(client, "small");
  await scene.api("publish", { channel: room.sub.channel, data: 0 });
  await room.diary.next("publication");
  client.disconnect();
  await diary.next("disconnected");
  for (const n of [1, 2, 3]) await scene.api("publish", { channel: room.sub.channel, data: n });
  client.connect();
  const again = await room.diary.next("subscribed");
  same([again.wasRecovering, again.recovered], [true, false], "recovered");
  same(again.streamPosition.offset, 4, "top");
}

async function applies_deltas(scene) {
  const { client, diary } = await scene.connected();
  const room = await scene.subscribed(client, "room", { delta: "fossil" });
  for (let v = 1; v <= 5; v += 1) {
    await scene.api("publish", { channel: room.sub.channel, data: { v, ...ROW } });
    same(scene.read((await room.diary.next("publication")).data), { v, ...ROW }, "row");
  }
  await scene.api("disconnect", { user: scene.user, code: 3011, reason: "force reconnect" });
  await diary.next("connecting");
  for (let v = 6; v <= 8; v += 1) await scene.api("publish", { channel: room.sub.channel, data: { v, ...ROW } });
  for (let v = 6; v <= 8; v += 1) {
    same(scene.read((await room.diary.next("publication")).data), { v, ...ROW }, "row after the reconnect");
  }
}

async function filters_by_tags(scene) {
  const { client } = await scene.connected();
  const tagsFilter = { key: "ward", cmp: "eq", val: "3" };
  const room = await scene.subscribed(client, "room", { tagsFilter });
  for (const [data, ward] of [[1, "3"], [2, "4"], [3, "3"]]) {
    await scene.api("publish", { channel: room.sub.channel, data, tags: { ward } });
  }
  const heard = [await room.diary.next("publication"), await room.diary.next("publication")];
  same(heard.map((item) => item.offset), [1, 3], "offsets");
  same(heard[1].tags, { ward: "3" }, "tags");
}

async function has_a_personal_channel_that_recovers(scene) {
  const { diary } = await scene.connected();
  const channel = `own:#${scene.user}`;
  same((await diary.next("subscribed")).channel, channel, "channel");
  await scene.api("publish", { channel, data: 1 });
  const heard = await diary.next("publication");
  same([heard.channel, scene.read(heard.data)], [channel, 1], "publication");
  await scene.api("disconnect", { user: scene.user, code: 3011, reason: "force reconnect" });
  await diary.next("connecting");
  await scene.api("publish", { channel, data: 2 });
  same((await diary.next("subscribed")).recovered, true, "recovered");
  same(scene.read((await diary.next("publication")).data), 2, "missed");
}

async function is_subscribed_and_unsubscribed_by_the_server(scene) {
  const { diary } = await scene.connected();
  await diary.next("subscribed");
  const channel = scene.channel("room");
  await scene.api("subscribe", { user: scene.user, channel, data: { n: 1 } });
  const begun = await diary.next("subscribed");
  same([begun.channel, scene.read(begun.data), begun.recoverable], [channel, { n: 1 }, true], "begun");
  await scene.api("publish", { channel, data: 7 });
  same(scene.read((await diary.next("publication")).data), 7, "publication");
  await scene.api("unsubscribe", { user: scene.user, channel });
  same((await diary.next("unsubscribed")).channel, channel, "ended");
}

async function loses_a_subscription_by_the_server(scene) {
  const { client } = await scene.connected();
  const room = await scene.subscribed(client, "room");
  await scene.api("unsubscribe", { user: scene.user, channel: room.sub.channel });
  same((await room.diary.next("unsubscribed")).code, 2000, "code");
  same(room.sub.state, "unsubscribed", "state");
}

async function unsubscribes(scene) {
  const { client } = await scene.connected();
  const room = await scene.subscribed(client, "room");
  room.sub.unsubscribe();
  same((await room.diary.next("unsubscribed")).code, 0, "code");
  await refused(client.presence(room.sub.channel), 103, "presence afterwards");
  await scene.api("publish", { channel: room.sub.channel, data: 1 });
  room.sub.subscribe();
  same((await room.diary.next("subscribed")).recovered, true, "recovered");
  same(scene.read((await room.diary.next("publication")).data), 1, "missed");
  same(room.diary.all("publication").length, 1, "publications");
}

async function is_disconnected_by_the_server(scene) {
  const { client, diary } = await scene.connected();
  await scene.api("disconnect", { user: scene.user });
  const end = await diary.next("disconnected");
  same([end.code, end.reason], [3503, "force disconnect"], "end");
  await pause(1500);
  same([client.state, diary.all("connecting").length], ["disconnected", 1], "it stays away");
}

async function refreshes_its_token(scene) {
  const now = Math.floor(Date.now() / 1000);
  let asked = 0;
  const getToken = () => {
    asked += 1;
    return scene.token({ sub: scene.user, exp: now + 3600 });
  };
  const { client, diary } = scene.client({ token: await scene.token({ sub: scene.user, exp: now + 3 }), getToken });
  await diary.next("connected");
  const room = await scene.subscribed(client, "room");
  // Three seconds and the server's grace of five: whoever did not refresh is gone by then.
  await pause(9000);
  await room.sub.publish(scene.say("still here"));
  await room.diary.next("publication");
  same([asked, diary.all("connecting").map((context) => context.code)], [1, [0]], "tokens asked for, connects");
}

async function refreshes_a_subscription_token(scene) {
  const { client } = await scene.connected();
  const channel = scene.channel("secret");
  const now = Math.floor(Date.now() / 1000);
  let asked = 0;
  const getToken = () => {
    asked += 1;
    return scene.token({ sub: scene.user, channel, exp: now + (asked === 1 ? 3 : 3600) });
  };
  const secret = await scene.subscribed(client, "secret", { getToken });
  await pause(9000);
  await scene.api("publish", { channel, data: 1 });
  await secret.diary.next("publication");
  same([asked, secret.diary.all("subscribing").length], [2, 1], "tokens asked for, subscribes");
}

async function needs_a_subscription_token(scene) {
  const { client } = await scene.connected();
  const { diary } = scene.subscription(client, scene.channel("secret"), {});
  same((await diary.next("unsubscribed")).code, 103, "code");
}

async function subscribes_to_many_channels_at_once(scene) {
  const { client } = await scene.connected();
  client.startBatching();
  const rooms = Array.from({ length: 100 }, (_, n) => scene.subscription(client, `${scene.channel("room")}-${n}`, {}));
  client.stopBatching();
  await Promise.all(rooms.map((room) => room.diary.next("subscribed")));
  await scene.api("broadcast", { channels: rooms.map((room) => room.sub.channel), data: 5 });
  for (const room of rooms) same(scene.read((await room.diary.next("publication")).data), 5, "publication");
}

async function takes_large_publications(scene) {
  const { client } = await scene.connected();
  const room = await scene.subscribed(client, "room");
  const text = "x".repeat(300_000);
  await scene.api("publish", { channel: room.sub.channel, data: { text } });
  same(scene.read((await room.diary.next("publication")).data).text.length, text.length, "length");
}

async function is_told_that_there_is_nobody_to_call(scene) {
  const { client } = await scene.connected();
  await refused(client.rpc("anything", scene.say(null)), 108, "rpc");
}

async function answers_pings(scene) {
  const { diary } = await scene.connected();
  // The server pings every three seconds and wants an answer within two and a half.
  await pause(9000);
  same(diary.all("connecting").map((context) => context.code), [0], "connects");
}

export const SCENARIOS = {
  connects_with_a_token, a_wrong_token_is_the_end, an_expired_token_is_replaced, hears_what_it_publishes_itself,
  publishes_without_subscribing_only_where_allowed, sees_who_is_present, hears_joins_and_leaves, reads_history,
  recovers_after_a_forced_reconnect, is_told_when_it_cannot_recover, applies_deltas, filters_by_tags,
  has_a_personal_channel_that_recovers, is_subscribed_and_unsubscribed_by_the_server,
  loses_a_subscription_by_the_server, unsubscribes, is_disconnected_by_the_server, refreshes_its_token,
  refreshes_a_subscription_token, needs_a_subscription_token, subscribes_to_many_channels_at_once,
  takes_large_publications, is_told_that_there_is_nobody_to_call, answers_pings,
};
