-- KEYS stream, meta, rows, old rows, result, fence
-- ARGV data, size, ttl ms, meta ttl ms, epoch candidate, PUB/SUB channel, has row, row key, row version,
--      result ttl ms (0: no idempotency key), row generation seconds
-- Returns offset, epoch, applied.
local stream, meta, rows, old_rows, result = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local meta_ttl, result_ttl = ARGV[4], tonumber(ARGV[10])
if result_ttl > 0 then
  local before = redis.call('HMGET', result, 's', 'e')
  if before[1] then
    return {tonumber(before[1]), before[2], 0}
  end
end
local epoch, top = opened(stream, meta, KEYS[6], ARGV[5])
if not epoch then
  return NOFENCE
end
if ARGV[7] == '1' then
  local now = tonumber(redis.call('TIME')[1])
  local since = tonumber(redis.call('HGET', meta, 'g') or '0')
  if now - since > tonumber(ARGV[11]) then
    if redis.call('EXISTS', rows) == 1 then
      redis.call('RENAME', rows, old_rows)
    end
    redis.call('HSET', meta, 'g', now)
  end
  local last = redis.call('HGET', rows, ARGV[8]) or redis.call('HGET', old_rows, ARGV[8])
  if last and tonumber(last) >= tonumber(ARGV[9]) then
    redis.call('PEXPIRE', meta, meta_ttl)
    return {top, epoch, 0}
  end
  redis.call('HSET', rows, ARGV[8], ARGV[9])
  redis.call('PEXPIRE', rows, meta_ttl)
end
local offset = redis.call('HINCRBY', meta, 's', 1)
redis.call('HSET', meta, 't', meta_ttl)
redis.call('PEXPIRE', meta, meta_ttl)
redis.call('XADD', stream, 'MAXLEN', ARGV[2], offset .. '-0', 'd', ARGV[1])
redis.call('PEXPIRE', stream, ARGV[3])
redis.call('PUBLISH', ARGV[6], offset .. ':' .. epoch .. ':' .. ARGV[1])
if result_ttl > 0 then
  redis.call('HSET', result, 's', offset, 'e', epoch)
  redis.call('PEXPIRE', result, result_ttl)
end
return {offset, epoch, 1}
