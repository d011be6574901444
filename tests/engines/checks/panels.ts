import assert from 'node:assert/strict'
import { story as expectedRows } from '../../kit/story.ts'
import type { Check } from '../check.ts'
import { pageOf, runs, seesOutput, sends } from '../sandbox.ts'

export const panelChecks: readonly Check[] = [
  {
    name: 'Requests: without a token, with a login, with one that expired',
    async run(user) {
      await user.visit(pageOf('redis'))
      await runs(user)
      assert.match(await sends(user, 'API GET /me', 'none'), /401.*token_missing/s)
      assert.match(await sends(user, 'Issuer POST /login', 'none'), /200.*access_token/s)
      assert.match(await sends(user, 'API GET /me', 'login 1'), /200.*Alice/s)
      assert.match(await sends(user, 'API GET /me', 'phone, from the story'), /401.*token_expired/s)
    },
  },
  {
    name: 'Redis: its keys, and an outage that the strategy survives as promised',
    async run(user) {
      await user.visit(pageOf('hybrid'))
      await runs(user)
      await sends(user, 'Issuer POST /login', 'none')
      await user.clicks('tab', 'Redis', '.sandbox')
      await user.sees('session:{user-1}', '.sandbox-keys')
      await user.clicks('radio', 'Refuses connections', '.sandbox')
      assert.match(await sends(user, 'API GET /catalog', 'login 1'), /200.*coffee/s)
      assert.match(await sends(user, 'Issuer POST /refresh', 'login 1'), /503.*store_unavailable/s)
      await user.clicks('tab', 'Redis', '.sandbox')
      await user.clicks('radio', 'Up', '.sandbox')
    },
  },
  {
    name: 'Compare runs all three side by side',
    async run(user) {
      await user.visit('/compare/')
      await user.clicks('button', 'Run all three', '.sandbox')
      await user.sees('done', '.sandbox [role=status]')
      const rows = await user.waitFor((count) => {
        const found = [...document.querySelectorAll('.sandbox-compare tbody tr')]
        const cells = found.map((row) => [...row.children].map((cell) => (cell.textContent ?? '').trim()))
        return cells.length === count && cells
      }, expectedRows.length)
      const outcomes = rows.map(([, ...cells]) => cells)
      assert.deepEqual(
        outcomes,
        expectedRows.map(([, ...cells]) => cells),
      )
    },
  },
  {
    name: 'the migration runs from phase to phase',
    async run(user) {
      await user.visit('/migrate/')
      await runs(user)
      await seesOutput(user, 'drain')
    },
  },
]
