import type { Context } from 'hono'
import ipaddr from 'ipaddr.js'

/**
 * The address a request came from. Each proxy of ours appends whom it saw to `X-Forwarded-For`, so with N of them the
 * N-th entry from the right is true; whatever stands left of it the client may have made up.
 *
 * @returns `unknown` where there is no connection, as within one process
 */
export function addressOf(c: Context, trustedProxies: number): string {
  if (trustedProxies === 0) return c.env?.incoming?.socket?.remoteAddress ?? 'unknown'
  const seen = (c.req.header('x-forwarded-for') ?? '').split(',').map((entry) => entry.trim())
  return withoutPort(seen.at(-trustedProxies) ?? '') || 'unknown'
}

/** Some proxies write the port along: `203.0.113.7:50312`, `[2001:db8::7]:50312`. */
const withoutPort = (entry: string): string =>
  /^\[(.+)\](?::\d+)?$|^([\d.]+):\d+$/.exec(entry)?.slice(1).find(Boolean) ?? entry

/** Roughly where an address is: enough for an owner to recognise a device, too little to find a person. */
export const coarseNetwork = (address: string): string => networkOf(address, { ipv4: 24, ipv6: 48 })

/** Whom a limit counts as one: an IPv4 address, or an IPv6 network, of which one client has all addresses. */
export const limitedNetwork = (address: string): string => networkOf(address, { ipv4: 32, ipv6: 64 })

function networkOf(address: string, bits: { ipv4: number; ipv6: number }): string {
  if (!ipaddr.isValid(address)) return 'unknown'
  const parsed = ipaddr.process(address)
  const length = bits[parsed.kind()]
  const Kind = parsed.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6
  return `${Kind.networkAddressFromCIDR(`${parsed}/${length}`)}/${length}`
}
