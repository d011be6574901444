import { Buffer } from 'buffer/index.js'

export { Buffer }
/** The package leaves these out; the limits are those of 32-bit lengths. */
export const constants = { MAX_LENGTH: 0x7fff_ffff, MAX_STRING_LENGTH: 0x1fff_ffe8 }
export default { Buffer, constants }
