/** What is below these is named by its content, so it never changes: Astro's files, and those of the sandboxes. */
export const immutableFolders = ['/_astro/', '/runtime/']

export const immutable = 'public, max-age=31536000, immutable'

/** Kept by the browser, but asked about each time. What hosts send by themselves comes to the same. */
export const revalidate = 'public, max-age=0, must-revalidate'

/** @param {string} path of a request */
export const cacheControlFor = (path) =>
  immutableFolders.some((folder) => path.startsWith(folder)) ? immutable : revalidate
