-- Shared head of the scripts: the epoch and top of a channel, made anew when there is none or when the server's life
-- (the fence token) is another than the one the log was written in. Raises NOFENCE when nobody has claimed this life.
local function opened(stream, meta, fence_key, candidate)
  local fence = redis.call('GET', fence_key)
  if not fence then
    return nil
  end
  local known = redis.call('HMGET', meta, 'e', 's', 'f', 't')
  if known[1] and known[3] == fence then
    return known[1], tonumber(known[2]), known[4]
  end
  redis.call('DEL', stream)
  redis.call('HSET', meta, 'e', candidate, 's', 0, 'f', fence)
  return candidate, 0, known[4]
end
local NOFENCE = redis.error_reply('NOFENCE no fence token, claim it again')
