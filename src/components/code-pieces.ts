/** A text as pieces: what stands in backticks is code, and that is every second one. */
export const codePieces = (text: string) =>
  text.split('`').map((piece, index) => ({ piece, isCode: index % 2 === 1 }))
