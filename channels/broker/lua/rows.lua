-- Shared head: whether this version of a row is newer than the last one known; if so it is remembered. Row versions
-- lie in two generations of `generation` seconds, so that old rows are forgotten one day.
local function admitted(meta, rows, old_rows, key, version, meta_ttl, generation)
  local now = tonumber(redis.call('TIME')[1])
  local since = tonumber(redis.call('HGET', meta, 'g') or '0')
  if now - since > tonumber(generation) then
    if redis.call('EXISTS', rows) == 1 then
      redis.call('RENAME', rows, old_rows)
    end
    redis.call('HSET', meta, 'g', now)
  end
  redis.call('PEXPIRE', meta, meta_ttl)
  local last = redis.call('HGET', rows, key) or redis.call('HGET', old_rows, key)
  if last and tonumber(last) >= tonumber(version) then
    return false
  end
  redis.call('HSET', rows, key, version)
  redis.call('PEXPIRE', rows, meta_ttl)
  return true
end
