import { expect } from 'vitest'
import { type Framework, frameworks, type World } from './adapted-world.ts'

/** A request. Without a path it is for what many may read. */
export interface Question {
  readonly method?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export const authorization = (text: string): Question => ({ headers: { authorization: text } })
export const transferOf = (body: string, token: string): Question => ({
  method: 'POST',
  path: '/transfer',
  headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  body,
})

/** What a client goes by. What a framework says of a good answer besides is its own affair. */
export async function told(response: Response) {
  const names = ['www-authenticate', 'retry-after', 'cache-control', ...(response.ok ? [] : ['content-type'])]
  const headers = Object.fromEntries(names.map((name) => [name, response.headers.get(name)] as const))
  const text = await response.text()
  return { status: response.status, code: JSON.parse(text).code, text, headers }
}

export const askOne = async (
  { urls }: World,
  framework: Framework,
  { path = '/catalog', ...init }: Question,
) => told(await fetch(urls[framework] + path, init))

/** @returns the answer of the starter's own service, once the others have given the same */
export async function askAll(world: World, question: Question) {
  const hono = await askOne(world, 'hono', question)
  expect(await askOne(world, 'express', question)).toEqual(hono)
  expect(await askOne(world, 'fastify', question)).toEqual(hono)
  return hono
}

/** Waits until each has this status to say. */
export async function onceAll(world: World, question: Question, status: number): Promise<void> {
  for (const framework of frameworks)
    await expect.poll(async () => (await askOne(world, framework, question)).status).toBe(status)
}
