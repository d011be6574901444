import { equalInConstantTime } from '../constant-time.ts'
import { AuthError } from '../errors.ts'
import { randomId } from '../random.ts'

/** The name under which the API service asks for internal tokens. */
export const exchangeClient = 'api'

/** Without a setting, one for all services of this process. */
export const exchangeSecretOf = ({ EXCHANGE_SECRET }: { EXCHANGE_SECRET?: string | undefined }): string =>
  EXCHANGE_SECRET ?? processSecret
const processSecret = randomId()

/** RFC 6749 section 2.3.1: both parts are form-encoded first. */
export const basicCredentials = (secret: string): string =>
  `Basic ${btoa(`${exchangeClient}:${encodeURIComponent(secret)}`)}`

/** @throws AuthError `client_unknown` */
export async function assertExchangeClient(header: string | undefined, secret: string): Promise<void> {
  if (!(await equalInConstantTime(header ?? '', basicCredentials(secret))))
    throw new AuthError('client_unknown')
}
