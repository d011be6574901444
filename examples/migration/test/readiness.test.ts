import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openSystem, send } from './system.ts'

let system: Awaited<ReturnType<typeof openSystem>>
before(async () => {
  system = await openSystem()
})
after(() => system.close())

test('every service is ready, until it stops; alive it is all the time', async () => {
  for (const service of system.all) {
    assert.equal((await send(service, 'GET /readyz')).body.status, 'ready')
    service.health.startStopping()
    const stopping = await send(service, 'GET /readyz')
    assert.deepEqual([stopping.status, stopping.body.status], [503, 'stopping'])
    assert.equal((await send(service, 'GET /healthz')).status, 200)
  }
})
