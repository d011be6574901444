import { useEffect } from 'preact/hooks'
import { FindingList } from './FindingList.tsx'
import { findingsOf } from './findings.ts'
import { MemberTable } from './MemberTable.tsx'
import { Parts } from './Parts.tsx'
import { type Pick, TokenField } from './TokenField.tsx'
import type { AllAdvice } from './texts/advice.ts'
import type { Meanings } from './texts/meanings.ts'
import { useEngine } from './use-engine.ts'
import { useInspector } from './use-inspector.ts'
import { useNow } from './use-now.ts'
import { Verdict } from './Verdict.tsx'

interface Props {
  readonly picks: readonly Pick[]
  readonly advice: AllAdvice
  readonly meanings: Readonly<Record<'header' | 'payload', Meanings>>
}

/** A token, taken apart. Texts come with the page and not with the script. */
export default function InspectorIsland({ picks, advice, meanings }: Props) {
  const inspector = useInspector()
  const nowMs = useNow()
  const { input, reading, original, policy, keyText, encoding, revision } = inspector
  const onItsFace = findingsOf(reading, {
    nowMs,
    expectedTyp: policy.typ,
    toleranceSeconds: policy.toleranceSeconds,
  })
  const timeState = onItsFace.map(({ id }) => id).join()
  const answer = useEngine({ reading, policy, key: keyText, encoding }, timeState)
  const { verification, tools } = answer
  const findings = [...onItsFace, ...(verification?.findings ?? [])]
  // biome-ignore lint/correctness/useExhaustiveDependencies: when such a key turns up, and not at every rendering
  useEffect(() => {
    if (verification?.keyIsPrivate) inspector.dropKey(verification.keyText)
  }, [verification])

  return (
    <div
      class="inspector-body"
      onPointerEnter={answer.load}
      onFocusIn={answer.load}
      onTouchStart={answer.load}
      onInput={answer.load}
    >
      <TokenField
        input={input}
        reading={reading}
        picks={picks}
        pick={inspector.pick}
        notice={inspector.notice}
        onInput={inspector.type}
        onPick={inspector.pickExample}
        onClear={inspector.clear}
      />
      <Parts reading={reading} />
      <Verdict reading={reading} answer={answer} findings={findings} advice={advice} />
      <h2 id="findings">What stands out</h2>
      <FindingList findings={findings} advice={advice} />
      {(['header', 'payload'] as const).map((part) => (
        <section key={part} aria-labelledby={`inspector-${part}`}>
          <h2 id={`inspector-${part}`}>{part === 'header' ? 'Header' : 'Claims'}</h2>
          {reading[part] ? (
            <MemberTable
              part={part}
              members={reading[part].members}
              meanings={meanings[part]}
              findings={findings}
              advice={advice}
              nowMs={nowMs}
            />
          ) : (
            <p class="inspector-hint">There is nothing that can be read.</p>
          )}
        </section>
      ))}
      <h2 id="check">Check it</h2>
      {tools ? <tools.CheckPane {...inspector} verification={verification} /> : opensLater}
      <h2 id="edit">Change it</h2>
      {tools ? (
        <tools.EditPane
          revision={revision}
          reading={reading}
          original={original}
          signer={inspector.signer ?? verification?.signer}
          onEdit={inspector.edit}
          onUndo={inspector.undoEdits}
          onSign={inspector.sign}
        />
      ) : (
        opensLater
      )}
    </div>
  )
}

const opensLater = <p class="inspector-hint">This opens with your first action above.</p>
