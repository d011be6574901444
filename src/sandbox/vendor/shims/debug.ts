/** ioredis's debug output, off. */
const off = Object.assign(() => {}, { enabled: false })
export default () => off
export const genRedactedString = String
export const getStringValue = String
export const MAX_ARGUMENT_LENGTH = 200
