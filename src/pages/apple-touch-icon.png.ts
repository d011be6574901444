import { iconPng } from '../icons.ts'

export const GET = async () => new Response(new Uint8Array(await iconPng(180, 22)))
