/**
 * The three steps that must not be torn apart. Redis runs a script as one operation, so of any number of
 * clients one comes first. All keys of a user carry the hash tag `{sub}` and so share a cluster slot.
 */

/** Stores a session unless a revoke-all came after the login began. KEYS epoch, session, family, index. */
export const createScript = `
local epoch = redis.call('GET', KEYS[1]) or '0'
if epoch ~= ARGV[1] then return 'superseded' end
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
redis.call('HSET', KEYS[3], 'current', ARGV[4])
redis.call('PEXPIRE', KEYS[3], ARGV[5])
redis.call('ZADD', KEYS[4], ARGV[6], ARGV[7])
redis.call('PEXPIRE', KEYS[4], ARGV[5])
return 'created'`

/**
 * Refresh token rotation with reuse detection (RFC 9700 section 4.14.2). One of N callers wins; whoever shows the
 * same token again within the grace gets the winner's successor; later, the family ends. KEYS session, family, index.
 */
export const rotateScript = `
if redis.call('EXISTS', KEYS[1]) == 0 then return 'gone' end
local current = redis.call('HGET', KEYS[2], 'current')
if current == ARGV[1] then
  redis.call('HSET', KEYS[2], 'current', ARGV[2], 'previous', ARGV[1], 'rotated_at', ARGV[3])
  redis.call('PEXPIRE', KEYS[1], ARGV[5])
  return ARGV[2]
end
local previous = redis.call('HGET', KEYS[2], 'previous')
local rotatedAt = redis.call('HGET', KEYS[2], 'rotated_at')
if previous == ARGV[1] and tonumber(ARGV[3]) - tonumber(rotatedAt) < tonumber(ARGV[4]) then return current end
redis.call('DEL', KEYS[1], KEYS[2])
redis.call('ZREM', KEYS[3], ARGV[6])
return 'reused'`

/** Moves a user's epoch forward, past the clock and past the last one. Logins that began before it now fail. */
export const epochScript = `
local epoch = tonumber(redis.call('GET', KEYS[1]) or '0') + 1
if tonumber(ARGV[1]) > epoch then epoch = tonumber(ARGV[1]) end
local text = string.format('%.0f', epoch)
redis.call('SET', KEYS[1], text, 'PX', ARGV[2])
return text`
