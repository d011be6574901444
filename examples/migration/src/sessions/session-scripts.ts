/**
 * The steps that must not be torn apart. Redis runs a script as one operation, so of any number of clients one
 * comes first. All keys of a user carry the hash tag `{sub}` and so share a cluster slot; a script may therefore
 * name them itself.
 *
 * When its memory is full, Redis refuses what needs more, but lets a script finish that has begun to write. So what
 * ends or renews sessions begins with a write that needs none, and a full Redis refuses logins only.
 */

/**
 * Stores a session unless a revoke-all came after the login began, and clears the index of members whose session
 * is over. KEYS epoch, session, family, index.
 */
export const createScript = `
local epoch = redis.call('GET', KEYS[1]) or '0'
if epoch ~= ARGV[1] then return 'superseded' end
for _, sid in ipairs(redis.call('ZRANGE', KEYS[4], 0, -1)) do
  if redis.call('EXISTS', ARGV[8] .. sid) == 0 then redis.call('ZREM', KEYS[4], sid) end
end
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
  redis.call('PEXPIRE', KEYS[1], ARGV[5])
  redis.call('HSET', KEYS[2], 'current', ARGV[2], 'previous', ARGV[1], 'rotated_at', ARGV[3])
  return 'rotated'
end
local previous = redis.call('HGET', KEYS[2], 'previous')
local rotatedAt = redis.call('HGET', KEYS[2], 'rotated_at')
if previous == ARGV[1] and current == ARGV[2] and tonumber(ARGV[3]) - tonumber(rotatedAt) < tonumber(ARGV[4]) then
  return 'rotated'
end
redis.call('DEL', KEYS[1], KEYS[2])
redis.call('ZREM', KEYS[3], ARGV[6])
return 'reused'`

/** Ends one session. KEYS session, family, index. */
export const endScript = `
redis.call('DEL', KEYS[1], KEYS[2])
if redis.call('ZREM', KEYS[3], ARGV[1]) == 0 then return 'gone' end
return 'ended'`

/**
 * Ends the sessions of a user, all or all but one, and moves the epoch forward, past the clock and past the last
 * one: logins that began before it fail. KEYS epoch, index.
 */
export const endAllScript = `
local kept = ARGV[5]
if kept ~= '' and redis.call('EXISTS', ARGV[3] .. kept) == 0 then return 'gone' end
redis.call('ZREM', KEYS[2], '')
local epoch = tonumber(redis.call('GET', KEYS[1]) or '0') + 1
if tonumber(ARGV[1]) > epoch then epoch = tonumber(ARGV[1]) end
local text = string.format('%.0f', epoch)
redis.call('SET', KEYS[1], text, 'PX', ARGV[2])
for _, sid in ipairs(redis.call('ZRANGE', KEYS[2], 0, -1)) do
  if sid ~= kept then
    redis.call('DEL', ARGV[3] .. sid, ARGV[4] .. sid)
    redis.call('ZREM', KEYS[2], sid)
  end
end
return text`

/** Moves the epoch of a user to a known one, unless it is further. KEYS epoch. */
export const raiseEpochScript = `
local epoch = tonumber(redis.call('GET', KEYS[1]) or '0')
if tonumber(ARGV[1]) > epoch then redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2]) end
return 'raised'`

/** Writes a record anew if nobody else did meanwhile, and never one that has ended. KEYS session. */
export const rewriteScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 'changed' end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 'written'`
