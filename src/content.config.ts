import { defineCollection } from 'astro:content'
import { docsLoader } from '@astrojs/starlight/loaders'
import { docsSchema } from '@astrojs/starlight/schema'
import { z } from 'astro/zod'
import { strategyNames } from './components/strategies.ts'

export const collections = {
  docs: defineCollection({
    loader: docsLoader(),
    // `strategy` gives a page the colour and the mark of the strategy it is about.
    schema: docsSchema({ extend: z.object({ strategy: z.enum(strategyNames).optional() }) }),
  }),
}
