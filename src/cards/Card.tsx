import { type StrategyName, strategyNames } from '../components/strategies.ts'
import { color } from './palette.ts'

export interface CardText {
  readonly title: string
  readonly description: string
  /** The strategy that the page is about: its card takes the colour and the mark. */
  readonly strategy?: StrategyName | undefined
}

/** What a link to a page looks like in a chat. Nearly all layout is flex: satori knows little else. */
export const Card = ({ title, description, strategy }: CardText) => (
  <div style={{ ...column, width: '100%', height: '100%', background: color('paper'), color: color('ink') }}>
    <div style={{ ...column, flexGrow: 1, padding: '64px 72px 0' }}>
      <Site />
      {strategy && (
        <div style={{ display: 'flex', position: 'absolute', top: 64, right: 72 }}>
          <Mark strategy={strategy} ink={color(strategy)} size={120} />
        </div>
      )}
      <div style={{ ...column, flexGrow: 1, justifyContent: 'center', paddingBottom: 12 }}>
        <div style={titleStyle}>{title}</div>
        <div style={descriptionStyle}>{description}</div>
      </div>
    </div>
    <div style={{ display: 'flex', height: 20 }}>
      {(strategy ? [strategy] : strategyNames).map((name) => (
        <div key={name} style={{ flexGrow: 1, background: color(name) }} />
      ))}
    </div>
  </div>
)

const column = { display: 'flex', flexDirection: 'column' } as const
const titleStyle = {
  fontSize: 76,
  fontWeight: 800,
  lineHeight: 1.04,
  letterSpacing: '-0.034em',
  textWrap: 'balance',
} as const
const descriptionStyle = {
  display: 'block',
  marginTop: 28,
  color: color('ink-soft'),
  fontSize: 33,
  lineHeight: 1.38,
  lineClamp: 4,
} as const

/** The name of the site with its three marks, as at the head of each page. */
const Site = () => (
  <div style={{ display: 'flex', alignItems: 'center', gap: 8, fontSize: 34, fontWeight: 700 }}>
    {(['stateless', 'hybrid', 'redis'] as const).map((name) => (
      <Mark key={name} strategy={name} ink={color('ink')} size={36} />
    ))}
    <div style={{ marginLeft: 14 }}>JWT Strategies</div>
  </div>
)

interface MarkProps {
  readonly strategy: StrategyName
  readonly ink: string
  readonly size: number
}

/** An empty, a half or a full disc: StrategyMark.astro, in words that satori knows. */
const Mark = ({ strategy, ink, size }: MarkProps) => (
  <svg width={size} height={size} viewBox="0 0 18 18" aria-hidden="true">
    <circle cx="9" cy="9" r="7.5" stroke={ink} stroke-width="3" fill={strategy === 'redis' ? ink : 'none'} />
    {strategy === 'hybrid' && <path d="M9 1.5a7.5 7.5 0 0 1 0 15z" fill={ink} />}
  </svg>
)
