import * as v from 'valibot'
import { AuthError } from '../errors.ts'

/** @throws AuthError `content_type_unsupported`, `body_malformed`, `body_invalid` */
export async function readJson<const T extends v.GenericSchema>(
  request: Request,
  schema: T,
): Promise<v.InferOutput<T>> {
  if (mediaTypeOf(request) !== 'application/json') throw new AuthError('content_type_unsupported')
  const result = v.safeParse(schema, parseJson(await request.text()))
  if (!result.success) throw new AuthError('body_invalid')
  return result.output
}

/** A form as OAuth uses it. @throws AuthError `content_type_unsupported`, `exchange_invalid` */
export async function readForm<const T extends v.GenericSchema>(
  request: Request,
  schema: T,
): Promise<v.InferOutput<T>> {
  if (mediaTypeOf(request) !== 'application/x-www-form-urlencoded')
    throw new AuthError('content_type_unsupported')
  const fields = [...new URLSearchParams(await request.text())]
  const result = v.safeParse(schema, Object.fromEntries(fields))
  // A parameter must not appear twice (RFC 6749 section 3.2).
  const names = new Set(fields.map(([name]) => name))
  if (!result.success || names.size < fields.length) throw new AuthError('exchange_invalid')
  return result.output
}

const mediaTypeOf = (request: Request): string =>
  (request.headers.get('content-type') ?? '').split(';', 1).join('').trim().toLowerCase()

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // No cause: the parser's message quotes the body.
    throw new AuthError('body_malformed')
  }
}
