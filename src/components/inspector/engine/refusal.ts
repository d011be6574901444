/** Why a key cannot be used, in words for the one who pasted it. */
export class Refusal extends Error {
  /** A private key is not kept, not even in the field it was pasted into. */
  readonly isPrivate: boolean

  constructor(reason: string, isPrivate = false) {
    super(reason)
    this.isPrivate = isPrivate
  }
}

export const privateKeyRefusal = (): Refusal =>
  new Refusal(
    'This is a private key, so it was not read, and was taken out of the field. It never belongs into a web page; the public key is enough. If others may have seen it, replace it.',
    true,
  )
