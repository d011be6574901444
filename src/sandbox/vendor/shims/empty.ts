/** A module of Node that is imported and, in the page, never used. */
export default {}
