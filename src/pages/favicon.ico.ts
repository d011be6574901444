import { iconIco } from '../icons.ts'

export const GET = async () => new Response(new Uint8Array(await iconIco(32)))
