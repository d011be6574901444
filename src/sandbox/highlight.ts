import { createCssVariablesTheme, createHighlighter } from 'shiki'

const theme = createCssVariablesTheme({ name: 'tokens', variablePrefix: '--token-' })
const highlighter = await createHighlighter({ themes: [theme], langs: ['typescript'] })

/**
 * TypeScript as HTML whose colours are classes, such as `tok-keyword`: the page's policy admits no style attributes
 * in what is inserted later, and one text serves light and dark.
 */
export function highlight(source: string): string {
  const html = highlighter.codeToHtml(source, { lang: 'typescript', theme: 'tokens' })
  const code = html.replace(/^<pre[^>]*>|<\/pre>$/g, '')
  return code.replaceAll(
    / style="color:var\(--token-([\w-]+)\)"/g,
    (_, name: string) => ` class="tok-${className(name)}"`,
  )
}

const className = (name: string) => name.replace(/^token-/, '')
