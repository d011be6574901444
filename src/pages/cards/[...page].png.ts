import { getCollection } from 'astro:content'
import type { APIRoute } from 'astro'
import type { CardText } from '../../cards/Card.tsx'
import { drawCard } from '../../cards/draw-card.tsx'
import { cardText } from '../../cards/pages.ts'

/** What a link to a page looks like where it is shared. */
export const GET: APIRoute<CardText> = async ({ props }) =>
  new Response(new Uint8Array(await drawCard(props)), { headers: { 'content-type': 'image/png' } })

/** Without an address of the site no page names a card, so none is drawn. */
export async function getStaticPaths() {
  const pages = import.meta.env.SITE ? await getCollection('docs') : []
  return pages.map((page) => ({ params: { page: page.id }, props: cardText(page) }))
}
