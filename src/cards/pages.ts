import { type CollectionEntry, getCollection } from 'astro:content'
import type { CardText } from './Card.tsx'

type Page = Pick<CollectionEntry<'docs'>, 'id' | 'data'>

/** What a card says. The start has a headline, which says more than the site's name. */
export const cardText = ({ data: { title, hero, description = '', strategy } }: Page): CardText => ({
  title: hero?.title ?? title,
  description,
  strategy,
})

/** Whose card a page shows: its own, or, as a page of code has none, that of its strategy or of the start. */
export async function pageWithCard({ id, data: { strategy } }: Page): Promise<Page> {
  const pages = await getCollection('docs')
  const find = (wanted: string) => pages.find((page) => page.id === wanted)
  const page = find(id || 'index') ?? find(strategy ? `strategies/${strategy}` : 'index')
  if (page === undefined) throw new Error(`No page lends its card to /${id}/`)
  return page
}
