-- KEYS stream, meta, fence
-- ARGV since offset (-1: from the end), since epoch, limit, epoch candidate, meta ttl ms or empty (as the last publish
--      said), default meta ttl ms, newest first (1 or 0)
-- Returns top, epoch, entries.
local epoch, top, meta_ttl = opened(KEYS[1], KEYS[2], KEYS[3], ARGV[4])
if not epoch then
  return NOFENCE
end
redis.call('PEXPIRE', KEYS[2], ARGV[5] ~= '' and ARGV[5] or meta_ttl or ARGV[6])
local since, limit = tonumber(ARGV[1]), tonumber(ARGV[3])
if limit <= 0 or (since >= 0 and ARGV[2] ~= epoch) then
  return {top, epoch, {}}
end
if ARGV[7] == '1' then
  local last = since >= 0 and '(' .. ARGV[1] .. '-0' or '+'
  if since == 0 then
    return {top, epoch, {}}
  end
  return {top, epoch, redis.call('XREVRANGE', KEYS[1], last, '-', 'COUNT', limit)}
end
if since >= 0 then
  return {top, epoch, redis.call('XRANGE', KEYS[1], '(' .. ARGV[1] .. '-0', '+', 'COUNT', limit)}
end
local newest = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', limit)
local ordered = {}
for i = #newest, 1, -1 do
  ordered[#ordered + 1] = newest[i]
end
return {top, epoch, ordered}
