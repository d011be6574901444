// JSON between the host page and the test, with bytes as base64.

export const decode = (json: string): unknown =>
  JSON.parse(json, (_, value) =>
    value && typeof value === 'object' && 'bytes' in value
      ? new Uint8Array(Buffer.from(value.bytes, 'base64'))
      : value,
  )

export const encode = (value: unknown): string =>
  JSON.stringify(value, function (this: Record<string, unknown>, key, plain) {
    const raw = this[key]
    return raw instanceof Uint8Array ? { bytes: Buffer.from(raw).toString('base64') } : plain
  })
