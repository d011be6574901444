import { resolve } from 'node:path'
import type { APIRoute } from 'astro'
import { readStarterFolder } from '../../starters/starter-folder.ts'
import { type StarterName, starterNames } from '../../starters/starter-names.ts'
import { packStarter } from '../../starters/starter-zip.ts'

/** A starter to take home. */
export const GET: APIRoute<{ name: StarterName }> = async ({ props: { name } }) =>
  new Response(packStarter(name, await readStarterFolder(resolve('examples', name))), {
    headers: { 'content-type': 'application/zip' },
  })

export const getStaticPaths = () => starterNames.map((name) => ({ params: { name }, props: { name } }))
