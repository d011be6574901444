import type { CardText } from './Card.tsx'

/** In pixels: the size that every place which shows cards takes. */
export const cardSize = { width: 1200, height: 630 }

/**
 * The `<meta>` tags of the card that belongs to the page with this id. Who shows cards reads whole addresses only, so
 * a site without one has none.
 */
export function cardTags(site: URL | undefined, id: string, { title, description }: CardText): MetaTag[] {
  if (site === undefined) return []
  const properties = {
    'og:image': new URL(`/cards/${id}.png`, site).href,
    'og:image:type': 'image/png',
    'og:image:width': `${cardSize.width}`,
    'og:image:height': `${cardSize.height}`,
    'og:image:alt': `${title} – ${description}`,
  }
  return Object.entries(properties).map(([property, content]) => ({
    tag: 'meta',
    attrs: { property, content },
  }))
}

interface MetaTag {
  readonly tag: 'meta'
  readonly attrs: { property: string; content: string }
}
