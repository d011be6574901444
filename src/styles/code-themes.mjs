/**
 * One colouring for code, dark and light: names in ink, the few words that carry meaning in colour.
 * Colours are those of tokens.css; Shiki needs them as hex.
 */
const theme = (name, type, c) => ({
  name,
  type,
  colors: { 'editor.background': c.background, 'editor.foreground': c.ink },
  tokenColors: [
    { scope: ['comment', 'punctuation.definition.comment'], settings: { foreground: c.quiet } },
    {
      scope: ['keyword', 'storage', 'keyword.operator.new', 'keyword.operator.expression'],
      settings: { foreground: c.keyword },
    },
    { scope: ['keyword.operator', 'punctuation', 'meta.brace'], settings: { foreground: c.soft } },
    {
      scope: ['string', 'punctuation.definition.string', 'string.regexp', 'markup.inline.raw'],
      settings: { foreground: c.string },
    },
    {
      scope: ['constant.numeric', 'constant.language', 'constant.character.escape'],
      settings: { foreground: c.constant },
    },
    {
      scope: ['entity.name.function', 'support.function', 'meta.function-call entity.name.function'],
      settings: { foreground: c.callable },
    },
    {
      scope: ['entity.name.type', 'support.type', 'support.class', 'entity.name.class', 'entity.name.tag'],
      settings: { foreground: c.type },
    },
    {
      scope: ['variable', 'meta.definition.variable', 'variable.other.property'],
      settings: { foreground: c.ink },
    },
  ],
})

export const lightCodeTheme = theme('strategies-light', 'light', {
  background: '#f3f6f4',
  ink: '#14201e',
  soft: '#4c5a57',
  quiet: '#5d6b67',
  keyword: '#a3341a',
  string: '#0b6b55',
  constant: '#8a4b00',
  callable: '#1d5fa8',
  type: '#4d3f94',
})

export const darkCodeTheme = theme('strategies-dark', 'dark', {
  background: '#141d1b',
  ink: '#e9f0ed',
  soft: '#a9b8b3',
  quiet: '#8fa09a',
  keyword: '#ff9a73',
  string: '#6fd3b3',
  constant: '#e8bd72',
  callable: '#8ec0f5',
  type: '#b9aef0',
})
