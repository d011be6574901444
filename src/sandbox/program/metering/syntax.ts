import type { AnyNode } from 'acorn'

/** A node and where it stands. */
export interface Place {
  readonly node: AnyNode
  readonly parent?: AnyNode
  /** The member of its parent that it is, or is in. */
  readonly key?: string
}

export function children(parent: AnyNode): Place[] {
  return Object.entries(parent).flatMap(([key, value]) =>
    [value].flat().flatMap((node) => (isNode(node) ? [{ node, parent, key }] : [])),
  )
}

const isNode = (value: unknown): value is AnyNode =>
  typeof value === 'object' && value !== null && typeof (value as AnyNode).type === 'string'

export const isFunction = ({ type }: AnyNode): boolean => /Function(Declaration|Expression)$/.test(type)

export const isLoop = ({ type }: AnyNode): boolean => /^(For(In|Of)?|While|DoWhile)Statement$/.test(type)
