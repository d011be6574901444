import { responseHeaders } from './headers.mjs'

/** Vite plugin: `astro dev` sends the headers with every answer. Those of Astro's own setting are left out of a 304. */
export function localHeaders() {
  return {
    name: 'local-headers',
    configureServer({ middlewares }) {
      middlewares.use(addHeaders)
    },
  }
}

function addHeaders(_request, response, next) {
  for (const [name, value] of Object.entries(responseHeaders)) response.setHeader(name, value)
  next()
}
