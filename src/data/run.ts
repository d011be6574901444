/** Where and how figures were measured. A page that shows figures shows this too. */
export interface Run {
  readonly date: string
  readonly commit: string
  readonly command: string
  readonly machine: string
  readonly node: string
}
