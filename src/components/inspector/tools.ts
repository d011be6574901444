/** All that is loaded with the reader's first action, in one piece: from then on the page needs no network. */
export { CheckPane } from './CheckPane.tsx'
export { EditPane } from './EditPane.tsx'
export { verify } from './engine/verify.ts'
export { recipes } from './recipes.ts'
