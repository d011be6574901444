import { base64url } from 'jose'

/** An identifier that cannot be guessed: 256 random bits, twice what OWASP asks of one (ASVS 5.0 requirement 7.2.3). */
export const randomId = (): string => base64url.encode(crypto.getRandomValues(new Uint8Array(32)))
