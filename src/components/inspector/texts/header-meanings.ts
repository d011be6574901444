import type { Meanings } from './meanings.ts'
import { rfc } from './sources.ts'

export const headerMeanings: Meanings = {
  alg: {
    says: 'How the token says it was signed. A verifier compares it with what it expects, and never chooses by it.',
    source: rfc(7515, '4.1.1'),
  },
  typ: {
    says: 'Which kind of token it is: at+jwt is an access token, dpop+jwt a proof, JWT could be anything.',
    source: rfc(7519, '5.1'),
  },
  cty: { says: 'What the payload is. Only of use when that is a token again.', source: rfc(7515, '4.1.10') },
  kid: {
    says: 'The name of the key that made the signature, to be found among keys the verifier already trusts.',
    source: rfc(7515, '4.1.4'),
  },
  jwk: {
    says: 'A public key, sent along. In a DPoP proof it says which key the sender holds; anywhere else it proves nothing.',
    source: rfc(7515, '4.1.3'),
  },
  jku: { says: 'An address of a key set. Not to be followed.', source: rfc(7515, '4.1.2') },
  x5u: { says: 'An address of a certificate. Not to be followed.', source: rfc(7515, '4.1.5') },
  x5c: {
    says: 'A certificate and those that vouch for it. Worth nothing unless the chain ends at one you trust.',
    source: rfc(7515, '4.1.6'),
  },
  x5t: {
    says: 'The SHA-1 fingerprint of the key’s certificate: a name for the key.',
    source: rfc(7515, '4.1.7'),
  },
  'x5t#S256': {
    says: 'The SHA-256 fingerprint of the key’s certificate: a name for the key.',
    source: rfc(7515, '4.1.8'),
  },
  crit: {
    says: 'Extensions that a verifier has to understand, or else refuse the token.',
    source: rfc(7515, '4.1.11'),
  },
  b64: {
    says: 'Whether the payload was encoded before it was signed. In a JWT it always is.',
    source: rfc(7797, '3'),
  },
  zip: { says: 'How the content was compressed before it was encrypted.', source: rfc(7516, '4.1.3') },
  enc: { says: 'How the content is encrypted.', source: rfc(7516, '4.1.2') },
  epk: {
    says: 'The sender’s one-time public key, for agreeing on a content key.',
    source: rfc(7518, '4.6.1.1'),
  },
  apu: { says: 'Who sends, as it goes into the content key.', source: rfc(7518, '4.6.1.2') },
  apv: { says: 'Who receives, as it goes into the content key.', source: rfc(7518, '4.6.1.3') },
  iv: {
    says: 'The initialization vector with which the content key is wrapped.',
    source: rfc(7518, '4.7.1.1'),
  },
  tag: { says: 'The authentication tag of the wrapped content key.', source: rfc(7518, '4.7.1.2') },
  p2s: { says: 'The salt with which a password becomes a key.', source: rfc(7518, '4.8.1.1') },
  p2c: {
    says: 'How many rounds it takes to turn the password into a key. An attacker may ask for very many.',
    source: rfc(7518, '4.8.1.2'),
  },
}
