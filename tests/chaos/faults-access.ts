import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { type Certificates, makeCertificates } from '../kit/redis/certificates.ts'
import { usersOf } from '../kit/redis/rights.ts'
import type { RedisServer } from '../kit/redis/server.ts'
import { everybodyWithStore, type Fault, onServer } from './fault.ts'

/** With another password, and nobody still connected who has shown the old one. */
async function changePassword({ admin }: RedisServer, password: string): Promise<void> {
  await admin.config('SET', 'requirepass', password)
  for (const type of ['NORMAL', 'PUBSUB']) await admin.call('CLIENT', 'KILL', 'TYPE', type, 'SKIPME', 'YES')
}

let certificates: Promise<Certificates> | undefined

/** Made once for this process, which trusts their CA from then on. */
const trusted = () => (certificates ??= makeTrusted())
async function makeTrusted(): Promise<Certificates> {
  const made = await makeCertificates()
  setDefaultCACertificates([...getCACertificates('default'), made.ca.pem])
  return made
}

export const accessFaults: readonly Fault[] = [
  {
    name: 'password-changed',
    title: 'Password changed: the one of the services is refused',
    isOutageFor: everybodyWithStore,
    start: () =>
      onServer({ password: 'first' }, (server) => ({
        breakIt: () => changePassword(server, 'second'),
        mend: () => changePassword(server, 'first'),
      })),
  },
  {
    name: 'rights-taken',
    title: 'Right to write taken from the user of the services',
    isOutageFor: ['redis'],
    async start() {
      const aclUsers = await usersOf('hybrid', 'secret')
      const [issuer = ''] = aclUsers
      const bench = await onServer({ aclUsers }, ({ admin }) => ({
        breakIt: async () => void (await admin.call('ACL', 'SETUSER', 'issuer', '-@write')),
        mend: async () => void (await admin.call('ACL', 'SETUSER', ...issuer.split(' '))),
      }))
      return { ...bench, url: bench.url.replace('//', '//issuer:secret@') }
    },
  },
  {
    name: 'tls-other-ca',
    title: 'Certificate replaced by one of a CA that the services do not trust',
    isOutageFor: everybodyWithStore,
    async start() {
      const right = await trusted()
      const wrong = { ...right, ca: right.otherCa, certificate: right.otherCertificate }
      return onServer({ tls: right, persistence: 'aof' }, (server) => ({
        async breakIt() {
          await server.save()
          await server.restart({ tls: wrong })
        },
        mend: () => server.restart({ tls: right }),
      }))
    },
  },
]
