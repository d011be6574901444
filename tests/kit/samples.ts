import { expect } from 'vitest'
import { ask } from './client.ts'
import type { Service } from './systems.ts'

export interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** What a service tells, and that it tells it in the format of Prometheus. */
export async function read(service: Service): Promise<Sample[]> {
  const { status, headers, body } = await ask(service, 'GET', '/metrics')
  expect(status).toBe(200)
  expect(headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  return parse(body)
}

/** @see https://prometheus.io/docs/instrumenting/exposition_formats/ */
function parse(text: string): Sample[] {
  const typed = new Map<string, string>()
  expect(text).toMatch(/\n$/)
  return text.split('\n').flatMap((line) => {
    const [, family, type] = /^# TYPE (\w+) (counter|gauge|histogram)$/.exec(line) ?? []
    if (family && type) typed.set(family, type)
    if (line === '' || line.startsWith('# TYPE ') || /^# HELP \w+ \S/.test(line)) return []
    const sample = parseSample(line)
    const base = sample.name.replace(/_(bucket|sum|count)$/, '')
    expect(typed.get(sample.name) ?? typed.get(base), line).toBeDefined()
    return [sample]
  })
}

function parseSample(line: string): Sample {
  const [, name = '', inner = '', value = ''] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? []
  const labels = Object.fromEntries(
    [...inner.matchAll(/(\w+)="([^"]*)"(?:,|$)/g)].map(([, key, it]) => [key, it]),
  )
  const number = Number(value.replace('Inf', 'Infinity'))
  expect(Number.isNaN(number), line).toBe(false)
  return { name, labels, value: number }
}
