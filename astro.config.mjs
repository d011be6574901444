import preact from '@astrojs/preact'
import starlight from '@astrojs/starlight'
import { defineConfig } from 'astro/config'
import { pageCsp } from './src/hosting/csp.mjs'
import { responseHeaders } from './src/hosting/headers.mjs'
import { darkCodeTheme, lightCodeTheme } from './src/styles/code-themes.mjs'

const strategy = (name, label) => ({
  label,
  slug: `strategies/${name}`,
  attrs: { 'data-strategy': name },
})

export default defineConfig({
  server: { headers: responseHeaders },
  trailingSlash: 'always',
  integrations: [
    starlight({
      title: 'JWT Strategies',
      description: 'Read, run and clone three ways to check, revoke and refresh a JWT across services.',
      favicon: '/favicon.svg',
      customCss: [
        '@fontsource-variable/schibsted-grotesk/wght.css',
        '@fontsource/ibm-plex-mono/latin-400.css',
        '@fontsource/ibm-plex-mono/latin-600.css',
        './src/styles/tokens.css',
        './src/styles/frame.css',
        './src/styles/content.css',
        './src/styles/code.css',
      ],
      components: {
        Header: './src/components/Header.astro',
        Hero: './src/components/Hero.astro',
        PageTitle: './src/components/PageTitle.astro',
        Search: './src/components/Search.astro',
        SiteTitle: './src/components/SiteTitle.astro',
      },
      sidebar: [
        { label: 'Start', link: '/' },
        {
          label: 'Strategies',
          items: [
            strategy('stateless', 'Stateless'),
            strategy('redis', 'Redis'),
            strategy('hybrid', 'Hybrid'),
          ],
        },
        { label: 'Compare', slug: 'compare' },
        {
          label: 'Reference',
          items: [
            { label: 'Two runtimes', slug: 'reference/runtimes' },
            { label: 'Host this site', slug: 'reference/hosting' },
            { label: 'How this site is tested', slug: 'reference/testing' },
            { label: 'Limits', slug: 'reference/limits' },
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
