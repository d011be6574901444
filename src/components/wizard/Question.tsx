import { optionsOf, type QuestionId, questions } from './questions.ts'

interface Props {
  readonly id: QuestionId
  readonly value: string
  readonly onChange: (value: string) => void
}

export function Question({ id, value, onChange }: Props) {
  const { legend, hint } = questions[id]
  return (
    <fieldset aria-describedby={`hint-${id}`}>
      <legend>{legend}</legend>
      <p class="wizard-hint" id={`hint-${id}`}>
        {hint}
      </p>
      <div class="wizard-options">
        {optionsOf(id).map(([option, label]) => (
          <label key={option}>
            <input
              type="radio"
              name={id}
              value={option}
              checked={option === value}
              onChange={() => onChange(option)}
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
