-- KEYS stream, meta, rows, old rows, result, fence
-- ARGV data, extras (or empty), size, ttl ms, meta ttl ms, epoch candidate, PUBLISH or SPUBLISH, PUB/SUB channel,
--      row key, row version (empty: none), row generation seconds, result ttl ms (0: no idempotency key)
-- Returns offset, epoch, applied.
local stream, meta, result = KEYS[1], KEYS[2], KEYS[5]
local data, extras, meta_ttl, result_ttl = ARGV[1], ARGV[2], ARGV[5], tonumber(ARGV[12])
if result_ttl > 0 then
  local before = redis.call('HMGET', result, 's', 'e')
  if before[1] then
    return {tonumber(before[1]), before[2], 0}
  end
end
local epoch, top = opened(stream, meta, KEYS[6], ARGV[6])
if not epoch then
  return NOFENCE
end
if ARGV[10] ~= '' and not admitted(meta, KEYS[3], KEYS[4], ARGV[9], ARGV[10], meta_ttl, ARGV[11]) then
  return {top, epoch, 0}
end
local offset = redis.call('HINCRBY', meta, 's', 1)
redis.call('HSET', meta, 't', meta_ttl)
redis.call('PEXPIRE', meta, meta_ttl)
local payload = offset .. ':' .. epoch .. ':' .. data
if extras == '' then
  redis.call('XADD', stream, 'MAXLEN', ARGV[3], offset .. '-0', 'd', data)
else
  redis.call('XADD', stream, 'MAXLEN', ARGV[3], offset .. '-0', 'd', data, 'x', extras)
  payload = 'x' .. #extras .. ':' .. extras .. payload
end
redis.call('PEXPIRE', stream, ARGV[4])
redis.call(ARGV[7], ARGV[8], payload)
if result_ttl > 0 then
  redis.call('HSET', result, 's', offset, 'e', epoch)
  redis.call('PEXPIRE', result, result_ttl)
end
return {offset, epoch, 1}
