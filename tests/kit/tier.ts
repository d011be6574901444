/**
 * Whether this is `npm run test:all`, the whole product of strategies, engines and Nodes. In `npm test` each guarantee
 * is proven once.
 */
export const isWholeProduct = process.env.TEST_ALL !== undefined
