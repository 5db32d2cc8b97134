-- Shared head of the presence scripts: KEYS expiries (ZSET), infos (HASH), users (HASH, number of clients of each).
local expiries, infos, users = KEYS[1], KEYS[2], KEYS[3]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local function user_of(info)
  local colon = string.find(info, ':', 1, true)
  return string.sub(info, colon + 1, colon + tonumber(string.sub(info, 1, colon - 1)))
end

local function count(info, by)
  if redis.call('HINCRBY', users, user_of(info), by) <= 0 then
    redis.call('HDEL', users, user_of(info))
  end
end

local function remove(client)
  redis.call('ZREM', expiries, client)
  local info = redis.call('HGET', infos, client)
  if info then
    redis.call('HDEL', infos, client)
    count(info, -1)
  end
end

local function prune(most)
  for _, client in ipairs(redis.call('ZRANGEBYSCORE', expiries, '-inf', now, 'LIMIT', 0, most)) do
    remove(client)
  end
end
