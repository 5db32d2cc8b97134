-- KEYS stream, meta, fence
-- ARGV since offset (-1: the newest), since epoch, limit, epoch candidate, default meta ttl ms
-- Returns top, epoch, entries in offset order.
local epoch, top, meta_ttl = opened(KEYS[1], KEYS[2], KEYS[3], ARGV[4])
if not epoch then
  return NOFENCE
end
redis.call('PEXPIRE', KEYS[2], meta_ttl or ARGV[5])
local since, limit = tonumber(ARGV[1]), tonumber(ARGV[3])
if limit <= 0 or (since >= 0 and ARGV[2] ~= epoch) then
  return {top, epoch, {}}
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
