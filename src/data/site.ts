/**
 * Where the site will live, from PUBLIC_SITE: search engines and the cards of shared links want whole addresses. There
 * is no default: a made-up host would send readers to whoever takes it.
 *
 * @returns undefined where the site is built without it; then it has no cards, no sitemap and no canonical addresses
 * @throws when the setting is no such address, so that the build stops
 */
export function readSite({ PUBLIC_SITE }: Readonly<Record<string, unknown>>): string | undefined {
  if (!PUBLIC_SITE) return undefined
  const url = URL.parse(String(PUBLIC_SITE))
  // Pages link to each other from the root, so the site cannot live in a folder.
  if (url && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`) return url.origin
  throw new Error('PUBLIC_SITE must be the address of the site, without a folder, as in https://jwt.example')
}
