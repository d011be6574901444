import preact from '@astrojs/preact'
import starlight from '@astrojs/starlight'
import { defineConfig } from 'astro/config'
import { readRepository } from './src/data/repository.ts'
import { readSite } from './src/data/site.ts'
import { pageCsp } from './src/hosting/csp.mjs'
import { responseHeaders } from './src/hosting/headers.mjs'
import { localHeaders } from './src/hosting/local-headers.mjs'
import { darkCodeTheme, lightCodeTheme } from './src/styles/code-themes.mjs'

const strategy = (name, label) => ({
  label,
  slug: `strategies/${name}`,
  attrs: { 'data-strategy': name },
})

const repository = readRepository(process.env)

export default defineConfig({
  site: readSite(process.env),
  server: { headers: responseHeaders },
  trailingSlash: 'always',
  // The inspector imports files of a starter, which may have packages of its own beside it.
  vite: { plugins: [localHeaders()], resolve: { dedupe: ['jose', 'valibot'] } },
  integrations: [
    starlight({
      title: 'JWT Strategies',
      description: 'Read, run and clone three ways to check, revoke and refresh a JWT across services.',
      favicon: '/favicon.svg',
      head: [
        { tag: 'link', attrs: { rel: 'icon', href: '/favicon.ico', sizes: '32x32' } },
        { tag: 'link', attrs: { rel: 'apple-touch-icon', href: '/apple-touch-icon.png' } },
      ],
      lastUpdated: true,
      ...(repository && { editLink: { baseUrl: `https://github.com/${repository}/edit/main/` } }),
      customCss: [
        '@fontsource-variable/schibsted-grotesk/wght.css',
        '@fontsource/ibm-plex-mono/latin-400.css',
        '@fontsource/ibm-plex-mono/latin-600.css',
        './src/styles/tokens.css',
        './src/styles/frame.css',
        './src/styles/content.css',
        './src/styles/code.css',
        './src/styles/print.css',
      ],
      routeMiddleware: './src/cards/add-card.ts',
      components: {
        Header: './src/components/Header.astro',
        Hero: './src/components/Hero.astro',
        PageTitle: './src/components/PageTitle.astro',
        Search: './src/components/Search.astro',
        SiteTitle: './src/components/SiteTitle.astro',
      },
      sidebar: [
        { label: 'Start', link: '/' },
        { label: 'Choose', slug: 'choose' },
        {
          label: 'Strategies',
          items: [
            strategy('stateless', 'Stateless'),
            strategy('redis', 'Redis'),
            strategy('hybrid', 'Hybrid'),
            { label: 'Opaque ids', slug: 'strategies/opaque' },
          ],
        },
        {
          label: 'Set up',
          items: [
            { label: 'Step by step', slug: 'guides/set-up' },
            { label: 'Configuration', slug: 'guides/configuration' },
            { label: 'Middleware', slug: 'guides/middleware' },
            { label: 'Deploy', slug: 'guides/deploy' },
          ],
        },
        { label: 'Compare', slug: 'compare' },
        { label: 'Secure', slug: 'guides/secure' },
        { label: 'Perform', slug: 'guides/perform' },
        {
          label: 'Operate',
          items: [
            { label: 'When Redis is ill', slug: 'operations/redis-outage' },
            { label: 'How large Redis has to be', slug: 'operations/capacity' },
            { label: 'Watch it', slug: 'operations/monitoring' },
            { label: 'Rotate the keys', slug: 'operations/key-rotation' },
            { label: 'Clocks that disagree', slug: 'operations/clocks' },
            { label: 'When something leaked', slug: 'operations/incidents' },
          ],
        },
        { label: 'Tools', items: [{ label: 'JWT inspector', slug: 'tools/inspector' }] },
        {
          label: 'Migrate',
          items: [
            { label: 'Change the strategy', slug: 'migrate' },
            { label: 'Stateless to Redis', slug: 'migrate/stateless-to-redis' },
            { label: 'Redis to stateless', slug: 'migrate/redis-to-stateless' },
            { label: 'To hybrid', slug: 'migrate/to-hybrid' },
            { label: 'From hybrid', slug: 'migrate/from-hybrid' },
          ],
        },
        {
          label: 'Reference',
          items: [
            { label: 'Error codes', slug: 'reference/errors' },
            { label: 'HTTP surface', slug: 'reference/http' },
            { label: 'What the tokens say', slug: 'reference/claims' },
            { label: 'Glossary', slug: 'reference/glossary' },
            { label: 'Two runtimes', slug: 'reference/runtimes' },
            { label: 'Host this site', slug: 'reference/hosting' },
            { label: 'How this site is tested', slug: 'reference/testing' },
            { label: 'Requirements', slug: 'reference/requirements' },
            { label: 'Limits', slug: 'reference/limits' },
            { label: 'Where it began', slug: 'reference/coverage' },
          ],
        },
      ],
      expressiveCode: {
        themes: [darkCodeTheme, lightCodeTheme],
        defaultProps: { wrap: true, hangingIndent: 2, overridesByLang: { sh: { frame: 'none' } } },
        styleOverrides: { borderRadius: '0.5rem', codeFontSize: '0.8125rem', codeLineHeight: '1.65' },
      },
      tableOfContents: { minHeadingLevel: 2, maxHeadingLevel: 3 },
      credits: false,
      disable404Route: true,
    }),
    preact(),
    pageCsp(),
  ],
})
