import { exportJWK, generateKeyPair } from 'jose'
import { readSettings } from './settings.ts'

/** Prints a private key for SIGNING_KEY, on one line: `npm run keys`. */
const { SIGNING_ALG } = readSettings({ SIGNING_ALG: process.env.SIGNING_ALG })
const { privateKey } = await generateKeyPair(SIGNING_ALG, { extractable: true })
console.log(JSON.stringify({ ...(await exportJWK(privateKey)), alg: SIGNING_ALG }))
