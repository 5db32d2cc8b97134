"""The bus's Lua scripts. Each is atomic on the server."""

from typing import Final

APPEND: Final = """
-- KEYS stream; ARGV after, then seq, envelope pairs. Gives {done, last}.
local last = 0
if redis.call('EXISTS', KEYS[1]) == 1 then
    local info = redis.call('XINFO', 'STREAM', KEYS[1])
    for i = 1, #info, 2 do
        if info[i] == 'last-generated-id' then last = tonumber(string.match(info[i + 1], '^%d+')) end
    end
end
if last ~= tonumber(ARGV[1]) then return {0, last} end
for i = 2, #ARGV, 2 do
    redis.call('XADD', KEYS[1], ARGV[i] .. '-0', 'e', ARGV[i + 1])
    last = tonumber(ARGV[i])
end
return {1, last}
"""

LEASE: Final = """
-- KEYS members, owners; ARGV member, ttl ms, shards. Gives the shards that the member owns now.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local until_ = now + tonumber(ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('ZADD', KEYS[1], until_, ARGV[1])
local share = math.ceil(tonumber(ARGV[3]) / redis.call('ZCARD', KEYS[1]))
local mine, free = {}, {}
for shard = 0, tonumber(ARGV[3]) - 1 do
    local held = redis.call('HGET', KEYS[2], shard)
    local owner, expiry
    if held then expiry, owner = string.match(held, '^(%d+) (.*)$') end
    if owner == ARGV[1] then
        table.insert(mine, shard)
    elseif not owner or tonumber(expiry) <= now then
        table.insert(free, shard)
    end
end
while #mine > share do redis.call('HDEL', KEYS[2], table.remove(mine)) end
for _, shard in ipairs(free) do
    if #mine < share then table.insert(mine, shard) end
end
for _, shard in ipairs(mine) do redis.call('HSET', KEYS[2], shard, string.format('%d %s', until_, ARGV[1])) end
return mine
"""

RELEASE: Final = """
-- KEYS members, owners; ARGV member.
redis.call('ZREM', KEYS[1], ARGV[1])
local all = redis.call('HGETALL', KEYS[2])
for i = 1, #all, 2 do
    if string.match(all[i + 1], '^%d+ (.*)$') == ARGV[1] then redis.call('HDEL', KEYS[2], all[i]) end
end
return 0
"""
