import { equalInConstantTime } from './constant-time.ts'
import { AuthError } from './errors.ts'
import type { CommonSettings } from './settings/schema.ts'

export interface User {
  readonly sub: string
  readonly name: string
  readonly roles: readonly string[]
}

/** The accounts. Replace `openUserDirectory` below by one on your identity store before you ship. */
export interface UserDirectory {
  /** Finds the account to try a password on. An unknown name gets an account that no password opens. */
  candidate(username: string): User
  /** @throws AuthError `login_failed` */
  authenticate(user: User, password: string): Promise<void>
  /** @returns undefined once the account is closed */
  find(sub: string): Promise<User | undefined>
}

interface Account extends User {
  readonly username: string
  /** SHA-256, base64. Enough for a public demo password; real ones need argon2id (OWASP ASVS 5.0 11.4.2). */
  readonly passwordDigest: string
}

const demoAccounts: readonly Account[] = [
  {
    sub: 'user-1',
    username: 'alice',
    name: 'Alice',
    roles: ['customer'],
    passwordDigest: 'xLvLH77JnWW/WdhcjLYu4tuWPw/hBvSD2a+nO9Tjmoo=',
  },
  {
    sub: 'user-2',
    username: 'bob',
    name: 'Bob',
    roles: [],
    passwordDigest: 'xLvLH77JnWW/WdhcjLYu4tuWPw/hBvSD2a+nO9Tjmoo=',
  },
  {
    sub: 'user-3',
    username: 'carol',
    name: 'Carol',
    roles: ['admin'],
    passwordDigest: 'xLvLH77JnWW/WdhcjLYu4tuWPw/hBvSD2a+nO9Tjmoo=',
  },
]

/** Opened by no password: 32 zero bytes are the digest of nothing anyone knows. */
const nobody: Account = {
  sub: 'nobody',
  username: '',
  name: '',
  roles: [],
  passwordDigest: `${'A'.repeat(43)}=`,
}

/** The demo accounts `alice`, `bob` and `carol`, or with DEMO_USERS=off none at all: then nobody can log in. */
export function openUserDirectory({ DEMO_USERS }: Pick<CommonSettings, 'DEMO_USERS'>): UserDirectory {
  const accounts = DEMO_USERS === 'off' ? [] : demoAccounts
  const bySub = (sub: string) => accounts.find((account) => account.sub === sub)
  return {
    candidate: (username) => accounts.find((account) => account.username === username) ?? nobody,
    async authenticate(user, password) {
      const expected = (bySub(user.sub) ?? nobody).passwordDigest
      if (!(await equalInConstantTime(expected, await digest(password)))) throw new AuthError('login_failed')
    },
    find: async (sub) => bySub(sub),
  }
}

async function digest(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return btoa(String.fromCharCode(...new Uint8Array(bytes)))
}
